import {
  code,
  joined,
  keysIn,
  plainText,
  quote,
  withRules,
  type Block,
  type Line,
} from './document.ts';
import { kindOf, type Audience, type Notification } from './kind.ts';
import { chatLimits, firstThatFits, type Rest } from './limits.ts';
import type { LocaleSettings } from './locale.ts';
import { longestHeadline } from './headline.ts';
import { blocksOf, idBlocks, messageOf, type Message } from './message.ts';
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

/** The messages of one tick: one, unless a storm does not fit and no mail tells the rest. */
export function chatMessages(
  notification: Notification,
  audience: Audience,
  locale: LocaleSettings,
  medium: ChatMedium,
): readonly ChatMessage[] {
  if (notification.alerts.length === 0) return [];
  const rest: Rest = audience.mailAlso ? { in: 'mail' } : { in: 'ids' };
  const message = firstThatFits(
    chatLimits(rest),
    (limits) => messageOf(notification, audience, locale, limits),
    (made) => medium.fits(made.headline.line, blocksOf(made, [spare], medium.mention)),
  );
  return pagesOf(message, medium);
}

/** The first message, and further ones for what it has no room for; where a mail has that, none. */
function pagesOf(message: Message, { fits, mention }: ChatMedium): readonly ChatMessage[] {
  const { headline, scene, summary, evidence } = message;
  const { frame } = scene.locale.messages;
  const title: Block = { kind: 'title', tone: headline.tone, text: headline.line };
  const most = scene.limits.rest.in === 'mail' ? 1 : mostMessages;
  const pages: Block[][] = [];
  const told = new Set<string>();
  let left: readonly Block[] = [...withRules([summary, evidence]), ...idBlocks(message)];
  while (pages.length === 0 || (left.length > 0 && pages.length < most)) {
    const isFirst = pages.length === 0;
    const pageWith = (blocks: readonly Block[]): readonly Block[] =>
      isFirst
        ? blocksOf({ ...message, summary: blocks, evidence: [] }, [], mention)
        : [title, ...blocks];
    let count = 0;
    while (
      count < left.length &&
      fits(headline.line, [...pageWith(left.slice(0, count + 1)), spare])
    )
      count += 1;
    if (count === 0 && !isFirst) break;
    pages.push([...pageWith(left.slice(0, count))]);
    for (const key of keysIn(left.slice(0, count))) told.add(key);
    left = left.slice(count).flatMap((block) => whatIsNew(block, told));
  }
  // What else found no room stays in the outbox.
  const tells = keysIn(left.filter(({ kind }) => kind === 'ids'));
  const lines = [[frame.notListed(tells.length)]];
  if (tells.length > 0) pages.at(-1)?.push({ kind: 'note', lines, tells });
  const shorter = lineWithin(headline.line, longestHeadline - roomForPart);
  const messages = pages.map((blocks, index): ChatMessage => {
    const line = index === 0 ? headline.line : frame.part(shorter, index + 1, pages.length);
    const named = index === 0 ? blocks : renamed(blocks, line);
    const keys = keysIn(named);
    return {
      headline: line,
      blocks: named,
      keys,
      short: shortLines(line, keys, message),
      plainText: plainText(named),
    };
  });
  // An alert that no section draws is no reason to write.
  return messages.filter(({ keys }) => keys.length > 0);
}

/** A further page shows what tells anything new, and each thing once. */
function whatIsNew(block: Block, told: ReadonlySet<string>): readonly Block[] {
  const tells = (block.tells ?? []).filter((key) => !told.has(key));
  return tells.length === 0 ? [] : [{ ...block, tells }];
}

/** `, part 2 of 5` */
const roomForPart = 20;

/** Room for the line that counts what is not listed. */
const spare: Block = { kind: 'note', lines: [['x'.repeat(160)]] };

const renamed = ([title, ...blocks]: readonly Block[], line: Line): readonly Block[] =>
  title?.kind === 'title' ? [{ ...title, text: line }, ...blocks] : blocks;

const shortLimits = { inWords: 3, ids: 100 } as const;

/** The headline, the first alerts in a line each, and the ids of the rest. */
function shortLines(headline: Line, keys: readonly string[], message: Message): readonly Line[] {
  const { kinds, alerts } = message.scene.notification;
  const { frame } = message.scene.locale.messages;
  const own = new Set(keys);
  const told = alerts.filter((alert) => own.has(kindOf(kinds, alert).key(alert)));
  const first = told.slice(0, shortLimits.inWords).map((alert): Line => {
    const [row = {}] = kindOf(kinds, alert).csvRows(alert);
    const { status = '', task_id: task = '', source_table: table = '', reason = '' } = row;
    const facts = [status, task, table, row.log_ids ?? ''].filter((fact) => fact !== '');
    const why: Line = reason === '' ? [] : [quote(sentenceWithin(reason, 120))];
    return joined([...facts.map((fact): Line => [code(nameWithin(fact, 60))]), why], ' · ');
  });
  const ids = told.slice(first.length).map((alert) => kindOf(kinds, alert).subject(alert).id);
  const list = ids.slice(0, shortLimits.ids).map((id): Line => [idOf(id)]);
  const more: Line = ids.length > list.length ? [frame.notListed(ids.length - list.length)] : [];
  const lines = [headline, ...first, joined(list, ' '), more, [frame.textRefused]];
  return lines.filter((line) => line.length > 0);
}
