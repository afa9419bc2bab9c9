import { slackAsRead } from '../../rehearsal/terminal/bubble.ts';
import type { World } from '../../rehearsal/world/world.ts';
import type { Ledger } from './ledger.ts';

/** One message as its reader learns of tasks from it. */
export type Read = Readonly<{
  tick: number;
  failed: ReadonlySet<string>;
  done: ReadonlySet<string>;
  /** It counts tasks that it does not name, or says of failures that they have recovered since. */
  saysMore: boolean;
  /** It may be told again. */
  excused: boolean;
}>;

/**
 * What a message says of tasks beside their failures and completions: that they stall, stay failed,
 * took long, or how a job ended.
 */
const saysAgain = /^(?:! |• |slowest: |failed: |stalled,|reminder,|job-finished,|escalation,)/;

/** What one accepted message says, line by line. */
export function readLines(lines: readonly string[], tick: number, excused: boolean): Read {
  const good = lines.filter((line) => /^✓|^(?:done|recovered),/.test(line));
  const bad = lines.filter((line) => !good.includes(line) && !saysAgain.test(line));
  return {
    tick,
    excused,
    failed: idsIn(bad),
    done: idsIn(good),
    saysMore: lines.some((line) => /[\d,]+ more\b|recovered since/.test(line)),
  };
}

export const slackLines = (message: World['slack']['messages'][number]): readonly string[] =>
  slackAsRead(message.blocks).flatMap(({ lines }) => lines);

export function mailLines(mail: World['mail']['mails'][number]): readonly string[] {
  const attached = mail.parsed.attachments
    .filter(({ filename }) => filename?.endsWith('-failed.csv') !== true)
    .map(({ content }) =>
      typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString('utf8'),
    );
  return [
    ...(mail.parsed.text ?? '').split('\n'),
    ...attached.flatMap((table) => table.replace('\ufeff', '').split('\r\n')),
  ];
}

const idsIn = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.match(/(?<!\d)4\d{3}(?!\d)/g) ?? []));

/** What a channel should have heard and did not, or heard too often; a sentence each. */
export function complaintsOf(
  channel: string,
  { events, records }: Ledger,
  messages: readonly Read[],
): readonly string[] {
  const unheard = events.filter(
    ({ task, what, tick }) =>
      (what === 'failed' || task.status === 'DONE') &&
      !messages.some(
        (message) => message.tick >= tick && (message[what].has(task.id) || message.saysMore),
      ),
  );
  const tooOften = [...records].flatMap(([{ id }, { failures, completions }]) => {
    const times = (what: 'failed' | 'done'): number =>
      messages.filter((message) => !message.excused && message[what].has(id)).length;
    return times('failed') > failures || times('done') > completions
      ? [
          `${channel}: task ${id} was told ${times('failed')} failures of ${failures} and ${times('done')} completions of ${completions}`,
        ]
      : [];
  });
  return [
    ...unheard.map(
      ({ task, what, tick }) =>
        `${channel}: that task ${task.id} ${what} in tick ${tick} was never told`,
    ),
    ...tooOften,
  ];
}
