import type { AlertOf } from '../core/alert.ts';
import type { Excerpt } from '../core/excerpt.ts';
import { shorten, showExcerpt } from '../foreign-text/show-excerpt.ts';
import { count, number } from './counting.ts';
import type { Digest, MessageContext } from './digest.ts';
import { failuresInFull, shareOut } from './failures-in-full.ts';
import { baselinePassages } from './first-look.ts';
import { footer } from './footer.ts';
import { donePassages, recoveredPassages } from './good-news.ts';
import { titleOf, type Headline } from './headline.ts';
import { csvName } from './mail-csv.ts';
import { restById, type Measures } from './rest-by-id.ts';
import { unknownPassages } from './unknown-statuses.ts';
import { strong, type Passage } from './words.ts';

/** What foreign texts may take, in code points: the messages of one failure, an action, a name. */
export type MailRoom = Readonly<{ log: number; action: number; names: number }>;

export type MailFrame = Readonly<{
  context: MessageContext;
  room: MailRoom;
  /** Every alert stands in a table beside the mail, so that the mail itself may count. */
  attached: boolean;
  alerts: number;
}>;

/** Of more failures than that, fewer are told in full: they are many, and look alike. */
const mostInFull = 10;
const inFullOfMany = 5;
const listedBesideTable = 40;
const everything = Infinity;

export function mailPassages(digest: Digest, headline: Headline, { context, room, attached, alerts }: MailFrame): readonly Passage[] {
  const named = attached ? { recovered: 10, ids: 0, done: 10 } : { recovered: everything, ids: 0, done: everything };
  const news = [
    ...recoveredPassages(digest, headline, named),
    ...unknownPassages(digest, attached ? 20 : everything),
    ...baselinePassages(digest, headline, attached ? 20 : everything),
    ...donePassages(digest, headline, named),
  ];
  const inFull = digest.failed.length <= mostInFull ? mostInFull : inFullOfMany;
  const full = failuresInFull(digest.failed.slice(0, inFull), { fit: (messages) => logsWithin(messages, room.log), action: room.action });
  return [
    { kind: 'title', tone: headline.tone, text: titleOf(headline) },
    ...full.flatMap((told, index): readonly Passage[] => (index === 0 ? told : [{ kind: 'rule' }, ...told])),
    ...restOf(digest.failed.slice(inFull), attached ? listedBesideTable : everything),
    ...(digest.failed.length > 0 && news.length > 0 ? [{ kind: 'rule' as const }] : []),
    ...news,
    ...(attached ? [{ kind: 'note' as const, lines: [[`all ${number(alerts)} changes, with every id, are in the attached ${csvName}`]] }] : []),
    footer(context),
  ];
}

function restOf(rest: readonly AlertOf<'failed'>[], listed: number): readonly Passage[] {
  if (rest.length === 0) return [];
  const unlisted = rest.length - listed;
  return [
    { kind: 'rule' },
    { kind: 'lines', tone: 'failed', lines: [[strong(`${number(rest.length)} more failed`), ':']] },
    ...restById(rest.slice(0, listed), true, unbounded).map(({ runs }): Passage => ({ kind: 'ids', runs })),
    ...(unlisted > 0 ? [{ kind: 'note' as const, lines: [[`and ${count(unlisted, 'more failed task')} in the attached ${csvName}`]] }] : []),
  ];
}

const unbounded: Measures = { label: () => 0, item: () => 0, section: everything };

function logsWithin(messages: readonly Excerpt[], limit: number): readonly string[] {
  const rooms = shareOut(messages.map((message) => showExcerpt(message).length), limit);
  return messages.map((message, index) => showExcerpt(shorten(message, rooms[index] ?? 0)));
}
