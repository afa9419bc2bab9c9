import type { Alert } from './alert.ts';
import { alertsIn, code, joined, plainText, quote, type Block, type Line } from './document.ts';
import { longestHeadline } from './headline.ts';
import { keysOf, kindOf, type Audience, type Notification } from './kind.ts';
import { chatLimits, firstThatFits } from './limits.ts';

import { idBlocks, messageOf, titleOf, type Message } from './message.ts';
import { idOf, lineWithin, nameWithin, sentenceWithin } from './names.ts';

export type ChatMessage = Readonly<{
  /** Lock screen and title. */
  headline: Line;
  blocks: readonly Block[];
  keys: readonly string[];
  /** Plain text for where the service refuses the layout. */
  short: readonly Line[];
  plainText: string;
}>;

export type ChatMedium = Readonly<{
  /** Whether these blocks fit into one message in the chat's own form. */
  fits: (headline: Line, blocks: readonly Block[]) => boolean;
  /** Whom it calls, in its own markup. */
  mention?: string | undefined;
}>;

const mostMessages = 5;

/**
 * The messages of one tick: one, unless a storm does not fit. Then further ones have the rest, or a
 * mail that tells the same.
 */
export function chatMessages(
  notification: Notification,
  audience: Audience,
  { fits, mention }: ChatMedium,
): readonly ChatMessage[] {
  if (notification.alerts.length === 0) return [];
  const fitsOnPage = (message: Message, nth: number, content: readonly Block[]): boolean => {
    const blocks = pageOf(message, nth, content, mention);
    return fits(message.headline.line, [titleOf(message.headline), ...blocks, spare]);
  };
  const message = firstThatFits(
    chatLimits(audience.mailAlso ? 'mail' : 'ids'),
    (limits) => messageOf(notification, audience, limits),
    (made) => fitsOnPage(made, 0, made.content),
  );
  const { headline, scene } = message;
  const { frame } = scene.messages;
  const most = audience.mailAlso ? 1 : mostMessages;
  const pages: Block[][] = [];
  const told = new Set<Alert>();
  let left: readonly Block[] = [...message.content, ...idBlocks(message)];
  while (pages.length === 0 || (left.length > 0 && pages.length < most)) {
    let count = 0;
    while (count < left.length && fitsOnPage(message, pages.length, left.slice(0, count + 1)))
      count += 1;
    if (count === 0 && pages.length > 0) break;
    const content = left.slice(0, count);
    pages.push(content);
    for (const alert of alertsIn(content)) told.add(alert);
    left = left.slice(count).flatMap((block) => whatIsNew(block, told));
  }
  // What else found no room stays in the outbox.
  const tells = [...alertsIn(left.filter(({ kind }) => kind === 'ids'))];
  const lines = [[frame.notListed(tells.length)]];
  if (tells.length > 0) pages.at(-1)?.push({ kind: 'note', lines, tells });
  const shorter = lineWithin(headline.line, longestHeadline - roomForPart);
  const messages = pages.map((content, index): ChatMessage => {
    const line = index === 0 ? headline.line : frame.part(shorter, index + 1, pages.length);
    const title = titleOf({ ...headline, line });
    const blocks = [title, ...pageOf(message, index, content, mention)];
    const drawn = alertsIn(blocks);
    const keys = keysOf([...drawn], notification);
    const short = shortLines(line, drawn, message);
    return { headline: line, blocks, keys, short, plainText: plainText(blocks) };
  });
  // An alert that no section draws is no reason to write.
  return messages.filter(({ keys }) => keys.length > 0);
}

/** Below its title. */
function pageOf(
  { calls, footer }: Message,
  nth: number,
  content: readonly Block[],
  mention: string | undefined,
): readonly Block[] {
  if (nth > 0) return content;
  const isCalling = calls && mention !== undefined;
  return [...(isCalling ? [{ kind: 'mention', token: mention } as const] : []), ...content, footer];
}

/** A further page shows what tells anything new, and each thing once. */
function whatIsNew(block: Block, told: ReadonlySet<Alert>): readonly Block[] {
  const tells = (block.tells ?? []).filter((alert) => !told.has(alert));
  return tells.length === 0 ? [] : [{ ...block, tells }];
}

/** `, part 2 of 5` */
const roomForPart = 20;

/** Room for the line that counts what is not listed. */
const spare: Block = { kind: 'note', lines: [['x'.repeat(160)]] };

const shortLimits = { inWords: 3, ids: 100 } as const;

/** The headline, the first alerts in a line each, and the ids of the rest. */
function shortLines(headline: Line, drawn: ReadonlySet<Alert>, message: Message): readonly Line[] {
  const { kinds, alerts } = message.scene;
  const { frame } = message.scene.messages;
  const told = alerts.filter((alert) => drawn.has(alert));
  const first = told.slice(0, shortLimits.inWords).map((alert): Line => {
    const [row = {}] = kindOf(kinds, alert).csvRows(alert);
    const { status = '', task_id: task = '', source_table: table = '', reason = '' } = row;
    const facts = [status, task, table, row.log_ids ?? ''].filter((fact) => fact !== '');
    const why: Line = reason === '' ? [] : [quote(sentenceWithin(reason, 120))];
    return joined([...facts.map((fact): Line => [code(nameWithin(fact, 60))]), why]);
  });
  const ids = told.slice(first.length).map((alert) => kindOf(kinds, alert).subject(alert).id);
  const list = ids.slice(0, shortLimits.ids).map((id): Line => [idOf(id)]);
  const more: Line = ids.length > list.length ? [frame.notListed(ids.length - list.length)] : [];
  const lines = [headline, ...first, joined(list, ' '), more, [frame.textRefused]];
  return lines.filter((line) => line.length > 0);
}
