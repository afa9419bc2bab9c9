import type { Mail } from '../world/mail-server.ts';
import type { SlackMessage } from '../world/slack-server.ts';
import type { ChannelName } from './channels.ts';
import type { NamedEvent } from './ledger.ts';
import { slackAsRead } from './slack-as-read.ts';

/** A message as its reader sees it. */
export type ReadMessage = Readonly<{
  /** What a lock screen or a list of mails shows: state words with counts. */
  headline: string;
  lines: readonly string[];
}>;

export const slackMessageAsRead = ({ text, blocks }: SlackMessage): ReadMessage => ({
  headline: text,
  lines: slackAsRead(blocks).flatMap(({ lines }) => lines),
});

export const mailAsRead = ({ parsed }: Mail): ReadMessage => ({
  headline: parsed.subject ?? '',
  lines: (parsed.text ?? '').split('\n'),
});

/** Whether a reader of the message learns of the event: by its ids, on a line of its kind. */
export function tellsOf(event: NamedEvent, { headline, lines }: ReadMessage): boolean {
  const onLine = (begins: RegExp, ...words: readonly string[]): boolean =>
    lines.some((line) => begins.test(line) && words.every((word) => holds(line, word)));
  switch (event.kind) {
    // In full, or after failures of the same cause that are.
    case 'failed':
      return (
        event.logIds.every((id) => lines.some((line) => holds(line, id))) ||
        onLine(/^same cause\b/, event.table, event.taskId)
      );
    case 'recovered':
      return /\brecovered\b/.test(headline) && onLine(/^✓/, event.taskId);
    case 'unknown':
      return lines.some((line) => holds(line, event.status));
    case 'baseline':
      return /\bwatching\b/i.test(headline) && lines.some((line) => holds(line, event.target));
    case 'job-finished':
      return lines.some(
        (line) =>
          line.startsWith('Finished') &&
          holds(line, event.jobId) &&
          line.includes(` ${event.done} of ${event.of} `),
      );
    case 'escalation':
      return onLine(/^Escalation\b/, event.jobId);
    case 'stalled':
      return onLine(/^!/, event.taskId);
    case 'reminder':
      return onLine(/^•/, event.table, event.taskId);
    case 'blind':
      switch (event.what) {
        case 'sight lost':
          return onLine(/^Blind\b/, event.sourceId);
        case 'sight back':
          return onLine(/^Can see\b/, event.sourceId);
        case 'channel lost':
          return onLine(/^Lost\b/, nameOf[event.channel]);
        default:
          return event satisfies never;
      }
    default:
      return event satisfies never;
  }
}

/** As a message names the channel that is lost, in a word. */
const nameOf: Readonly<Record<ChannelName, string>> = { slack: 'Slack', email: 'mail' };

/**
 * The 12 of `✓ 12 done in finance_dw → mms_prod: …`; where a message tells of nothing else, it is
 * their names, and how many more.
 */
export function completionsIn({ headline, lines }: ReadMessage): number {
  const good = lines.filter((line) => line.startsWith('✓ '));
  const counted = good.flatMap((line) => /^✓ ([\d,]+) done\b/.exec(line)?.[1] ?? []);
  if (counted.length > 0) return counted.reduce((sum, number) => sum + numberIn(number), 0);
  if (/\brecovered\b/.test(headline)) return 0;
  return good.reduce(
    (sum, line) =>
      sum +
      (line.match(/\(\d+\)/g) ?? []).length +
      numberIn(/ and ([\d,]+) more$/.exec(line)?.[1] ?? '0'),
    0,
  );
}

const numberIn = (digits: string): number => Number(digits.replaceAll(',', ''));
const holds = (line: string, word: string): boolean => line.split(/\W+/).includes(word);
