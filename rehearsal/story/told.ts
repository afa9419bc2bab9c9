import type { Mail } from '../world/mail-server.ts';
import type { SlackMessage } from '../world/slack-server.ts';
import type { Event } from './ledger.ts';
import { slackAsRead } from './slack-as-read.ts';

export const channels = ['slack', 'email'] as const;
export type ChannelName = (typeof channels)[number];

/** A message as its reader sees it. */
export type ReadMessage = Readonly<{
  /** What a lock screen or a list of mails shows: state words with counts. */
  headline: string;
  lines: readonly string[];
}>;

export const slackMessageAsRead = ({ text, blocks }: SlackMessage): ReadMessage =>
  ({ headline: text, lines: slackAsRead(blocks).flatMap(({ lines }) => lines) });

export const mailAsRead = ({ parsed }: Mail): ReadMessage =>
  ({ headline: parsed.subject ?? '', lines: (parsed.text ?? '').split('\n') });

/** Everything that is told by name; completions are told as a number. */
export type NamedEvent = Exclude<Event, { kind: 'done' }>;

/** Whether a reader of the message learns of the event. */
export function tellsOf(event: NamedEvent, { headline, lines }: ReadMessage): boolean {
  switch (event.kind) {
    case 'failed': return event.logIds.every((id) => lines.some((line) => holds(line, id)));
    case 'recovered': return /\brecovered\b/.test(headline) && lines.some((line) => line.startsWith('✓') && holds(line, event.taskId));
    case 'unknown': return lines.some((line) => holds(line, event.status));
    case 'baseline': return /\bwatching\b/i.test(headline) && lines.some((line) => holds(line, event.target));
    default: return event satisfies never;
  }
}

/**
 * The 12 of `12 tables done in finance_dw → mms_prod` or of `1 table failed in finance_dw: …; 12 done`, and not those of a
 * first look, `61 tasks, 12 done`, or of a job that finished.
 */
export function completionsIn({ headline }: ReadMessage): number {
  const counts = headline.replace(/watching .*|finished: [^;]*/i, '');
  return Number(/(?:^|[,;] )([\d,]+)(?: tables?| tasks?)? done\b/.exec(counts)?.[1]?.replaceAll(',', '') ?? 0);
}

const holds = (line: string, word: string): boolean => line.split(/\W+/).includes(word);
