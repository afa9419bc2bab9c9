import type { KnownBlock } from '@slack/types';
import type { Excerpt } from '../core/excerpt.ts';
import { shorten, showExcerpt } from '../foreign-text/show-excerpt.ts';
import type { Digest, MessageContext } from './digest.ts';
import { failuresInFull, shareOut } from './failures-in-full.ts';
import { baselinePassages } from './first-look.ts';
import { footer } from './footer.ts';
import { donePassages, recoveredPassages } from './good-news.ts';
import { titleOf, type Headline } from './headline.ts';
import { blockOf, textLength } from './slack-blocks.ts';
import { codeBlockLength } from './slack-markup.ts';
import { roomOf } from './slack-pages.ts';
import { unknownPassages } from './unknown-statuses.ts';
import type { Passage } from './words.ts';

/** Everything of the first message but the list of those failures that are not told in full. */
export type FirstPage = Readonly<{ opening: readonly Passage[]; inFull: number; closing: readonly Passage[]; names: number }>;

/** How much of foreign texts is shown: a log's characters for one, three and five failures, code points of the others. */
type Generosity = Readonly<{ logs: readonly [number, number, number]; action: number; names: number }>;

/** The first is for texts as people and machines write them, the last for texts that are made to fill messages. */
const generosities: readonly Generosity[] = [
  { logs: [2400, 900, 600], action: 240, names: 200 },
  { logs: [1600, 800, 500], action: 120, names: 60 },
  { logs: [900, 600, 400], action: 60, names: 24 },
  { logs: [400, 300, 200], action: 30, names: 8 },
];

const atLeastInFull = 3;
const mostInFull = 5;
/** Beyond the third, failures are told in full while they stay on the screens that a reader will scroll. */
const roomInFull = 7000;

export function firstPageOf(digest: Digest, headline: Headline, context: MessageContext): FirstPage {
  const [most, ...less] = generosities.map((generosity) => () => writeWith(generosity, digest, headline, context));
  let page = most?.() ?? { opening: [], inFull: 0, closing: [], names: 0 };
  for (const write of less) {
    if (roomOf(blocksOf(page)) >= 0) break;
    page = write();
  }
  return page;
}

export const blocksOf = ({ opening, closing, names }: FirstPage): readonly KnownBlock[] =>
  [...opening, ...closing].map((passage) => blockOf(passage, names));

function writeWith(generosity: Generosity, digest: Digest, headline: Headline, context: MessageContext): FirstPage {
  const { names, action } = generosity;
  const wanted = digest.failed.length <= mostInFull ? digest.failed.length : atLeastInFull;
  const logs = generosity.logs[wanted <= 1 ? 0 : wanted <= atLeastInFull ? 1 : 2];
  const opening: Passage[] = [{ kind: 'title', tone: headline.tone, text: titleOf(headline) }];
  let inFull = 0;
  for (const told of failuresInFull(digest.failed.slice(0, wanted), { fit: (messages) => logsWithin(messages, logs), action })) {
    const length = [...opening, ...told].reduce((sum, passage) => sum + textLength(blockOf(passage, names)), 0);
    if (inFull >= atLeastInFull && length > roomInFull) break;
    opening.push(...(inFull === 0 ? [] : [{ kind: 'rule' as const }]), ...told);
    inFull += 1;
  }
  return { opening, inFull, closing: closingOf(digest, headline, context), names };
}

/** What stands after the failures. */
function closingOf(digest: Digest, headline: Headline, context: MessageContext): readonly Passage[] {
  const room = { recovered: 5, ids: 40, done: 5 };
  const news = [
    ...recoveredPassages(digest, headline, room),
    ...unknownPassages(digest, 5),
    ...baselinePassages(digest, headline, 5),
    ...donePassages(digest, headline, room),
  ];
  return [...(digest.failed.length > 0 && news.length > 0 ? [{ kind: 'rule' as const }] : []), ...news, footer(context)];
}

function logsWithin(messages: readonly Excerpt[], limit: number): readonly string[] {
  const rooms = shareOut(messages.map((message) => codeBlockLength(showExcerpt(message))), limit);
  return messages.map((message, index) => logWithin(message, rooms[index] ?? 0));
}

/** The excerpt as text whose block of code takes `limit` characters at most. */
function logWithin(excerpt: Excerpt, limit: number): string {
  const written = (points: number): string => showExcerpt(shorten(excerpt, points));
  if (codeBlockLength(written(limit)) <= limit) return written(limit);
  let fits = 0;
  let tooMuch = limit;
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (codeBlockLength(written(middle)) <= limit) fits = middle;
    else tooMuch = middle;
  }
  return written(fits);
}
