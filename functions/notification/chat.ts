import { alertKey, type Alert } from '../kinds/alert.ts';
import { tellCauses, type CausesTold } from './causes-told.ts';
import { chatRooms, type ChatRoom } from './chat-room.ts';
import { callsForSomebody } from './clusters.ts';
import { nameWithin, sentenceWithin } from './names.ts';
import { digestOf, type Digest, type MessageContext } from './digest.ts';
import {
  code,
  joined,
  oneLine,
  plainText,
  quote,
  strong,
  type Block,
  type Inline,
  type Line,
} from './document.ts';
import { footer } from './footer.ts';
import { groupedBy } from './grouped.ts';
import { headlineOf, lineOf, titleOf, type Headline } from './headline.ts';
import { laterPassages } from './later-passages.ts';
import type { LocaleSettings } from './locale.ts';
import type { Audience, Notification } from './notification.ts';
import { tableOf, unitOf } from './place.ts';
import { readerOf, type Reader } from './reader.ts';
import { restById, type IdSection, type Measures } from './rest-by-id.ts';
import { standingPassages } from './standings.ts';
import { subjectOf } from './subject.ts';
import { topPassages, withRules } from './top-passages.ts';
import type { Wording } from './wording/wording.ts';

/** One message of a chat, before it has the form of any. */
export type ChatMessage = Readonly<{
  /** What a lock screen shows. */
  headline: Line;
  blocks: readonly Block[];
  /** Keys of the alerts that it tells: in full, by name, by id or in a count. */
  keys: readonly string[];
  /** What goes out as plain text where the service refuses the layout. */
  short: readonly Line[];
  plainText: string;
}>;

/** What a chat takes. */
export type ChatMedium = Readonly<{
  /** Whether these blocks fit into one message, once they have the chat's own form. */
  fits: (headline: Line, blocks: readonly Block[]) => boolean;
  /** Whom it calls, in its own markup. */
  mention?: string | undefined;
}>;

type Draft = Readonly<{
  digest: Digest;
  headline: Headline;
  context: MessageContext;
  reader: Reader;
  fits: (blocks: readonly Block[]) => boolean;
}>;

const mostMessages = 5;

/**
 * The messages of one tick: one, unless the chat's limits do not let a storm into it; five at most,
 * which together tell every alert.
 */
export function chatMessages(
  notification: Notification & Readonly<{ now: number }>,
  audience: Audience,
  locale: LocaleSettings,
  medium: ChatMedium,
): readonly ChatMessage[] {
  const { alerts, now } = notification;
  if (alerts.length === 0) return [];
  const context = { ...audience, ...locale, now, mention: medium.mention };
  const reader = readerOf(context);
  const { say } = reader;
  const digest = digestOf(notification);
  const headline = headlineOf(digest, reader);
  const fits = (blocks: readonly Block[]): boolean => medium.fits(lineOf(headline, reader), blocks);
  const draft = { digest, headline, context, reader, fits };
  const first = firstPageOf(draft);
  const listed = new Set(first.causes.rest.flatMap(({ failures }) => failures));
  const { pages, unlisted } = pagesOf(first, draft);
  return pages.map((sections, index) => {
    const last = index === pages.length - 1;
    const line =
      index === 0
        ? lineOf(headline, reader)
        : continued(digest, headline, { page: index + 1, pages: pages.length }, say);
    const told = [
      ...(index === 0
        ? alerts.filter((alert) => alert.kind !== 'failed' || !listed.has(alert))
        : []),
      ...sections.flatMap((section) => section.alerts),
      ...(last ? unlisted : []),
    ];
    const ids = sections.map(({ runs }): Block => ({ kind: 'ids', runs }));
    const rest = last ? notListed(unlisted.length, context, say) : [];
    const blocks =
      index === 0
        ? first.around([...restHeading(listed.size, pages.length - 1, say), ...ids, ...rest])
        : [titled(headline, line), ...ids, ...rest];
    return {
      headline: line,
      blocks,
      keys: told.map(alertKey),
      short: shortOf(line, told, reader),
      plainText: plainText(blocks),
    };
  });
}

type FirstPage = Readonly<{
  /** The page with these blocks at the place of the list of ids, before the end. */
  around: (ids: readonly Block[]) => readonly Block[];
  causes: CausesTold;
  summed: number;
}>;

/** The most generous layout that the chat takes. */
function firstPageOf(draft: Draft): FirstPage {
  const [most, ...less] = chatRooms(draft.reader.say);
  let page = writeWith(most, draft);
  for (const room of less) {
    if (draft.fits(page.around(page.causes.rest.length > 0 ? someIds : []))) break;
    page = writeWith(room, draft);
  }
  return page;
}

/** As much room as a list of ids needs to be worth it. */
const someIds: readonly Block[] = [
  { kind: 'rule' },
  { kind: 'lines', tone: 'failed', lines: [['0'.repeat(600)]] },
  { kind: 'ids', runs: [{ label: ['0'], items: ['0'.repeat(1600)], separator: ' ' }] },
];

function writeWith(room: ChatRoom, { digest, headline, context, reader }: Draft): FirstPage {
  const { mailAlso, now } = context;
  const listedIn = (): string | undefined => (mailAlso ? reader.say.job.failedInMail : undefined);
  const causes = tellCauses(digest, now, reader, room.causes);
  const top = { ...room.top, finished: { ...room.top.finished, listedIn } };
  const parts = [
    topPassages(digest, reader, top, room.rules),
    causes.passages,
    laterPassages(digest, headline, reader, room.later),
    standingPassages(digest, reader),
  ];
  const story = [
    titled(headline, titleOf(headline, reader)),
    ...mentionIn(digest, context),
    ...withRules(parts, room.rules),
  ];
  return {
    around: (ids) =>
      [...story, ...ids, footer(context, reader)].map((block) => withNames(block, room.names)),
    causes,
    summed: Math.min(room.causes.summed, digest.clusters.length),
  };
}

const titled = ({ tone }: Headline, text: Line): Block => ({ kind: 'title', tone, text });

/** Somebody is called once a cause and once an escalation, and never for good news. */
function mentionIn(
  { clusters, escalations }: Digest,
  { mention }: MessageContext,
): readonly Block[] {
  const calls = escalations.length > 0 || clusters.some(callsForSomebody);
  return calls && mention !== undefined ? [{ kind: 'mention', token: mention }] : [];
}

/** The block with untrusted names of so many code points at most. */
function withNames(block: Block, names: number): Block {
  const line = (inlines: Line): Line => inlines.map((inline) => inlineWithin(inline, names));
  if (block.kind === 'title') return { ...block, text: line(block.text) };
  return 'lines' in block ? { ...block, lines: block.lines.map(line) } : block;
}

function inlineWithin(inline: Inline, names: number): Inline {
  if (typeof inline === 'string') return inline;
  if ('code' in inline) return code(nameWithin(oneLine(inline.code), names));
  // A sentence says less in few characters than a name does.
  if ('quote' in inline)
    return quote(sentenceWithin(oneLine(inline.quote), names < 24 ? names : 2 * names));
  return inline;
}

type Failed = IdSection['alerts'];

/** With names beside the ids, a list takes a good half of a screen at most. */
const mostNamed = 40;
const roomForNames = 3000;

/** Lengths as they are in a chat that escapes three characters as entities. */
const measures: Measures = {
  label: (label) => plainText([{ kind: 'note', lines: [label] }]).length + 20,
  item: (item) => item.length + 4 * (item.match(/[&<>]/g)?.length ?? 0),
  section: 1500,
};

/** How the failures that are told by id are spread over messages; the rest has no room. */
function pagesOf(
  { around, causes: { rest }, summed }: FirstPage,
  { digest, headline, context, reader: { say }, fits }: Draft,
): Readonly<{ pages: readonly (readonly IdSection[])[]; unlisted: Failed }> {
  const sections = sectionsOf(rest, digest.clusters.length > 1 ? summed : 0, say);
  const heading = restHeading(sections.length, mostMessages, say);
  const title = titled(
    headline,
    continued(digest, headline, { page: mostMessages, pages: mostMessages }, say),
  );
  const end = notListed(1e9, context, say);
  const pages: IdSection[][] = [[]];
  let listed = 0;
  for (const section of sections) {
    const page = pages.at(-1) ?? [];
    const ids = [...page, section].map(({ runs }): Block => ({ kind: 'ids', runs }));
    const blocks =
      pages.length === 1 ? around([...heading, ...ids, ...end]) : [title, ...ids, ...end];
    if (fits(blocks)) page.push(section);
    else if (pages.length === mostMessages) break;
    else pages.push([section]);
    listed += section.alerts.length;
  }
  return { pages, unlisted: sections.flatMap(({ alerts }) => alerts).slice(listed) };
}

function sectionsOf(
  rest: CausesTold['rest'],
  numbered: number,
  say: Wording,
): readonly IdSection[] {
  const failures = rest.reduce((sum, { failures: some }) => sum + some.length, 0);
  const named =
    failures <= mostNamed ? restById(rest, { named: true, numbered }, measures, say) : [];
  const length = named.reduce((sum, section) => sum + section.length, 0);
  return named.length > 0 && length <= roomForNames
    ? named
    : restById(rest, { named: false, numbered }, measures, say);
}

const restHeading = (rest: number, further: number, { cause }: Wording): readonly Block[] =>
  rest === 0
    ? []
    : [
        { kind: 'rule' },
        {
          kind: 'lines',
          tone: 'failed',
          lines: [[strong(cause.moreFailed(rest)), cause.listedHere(further)]],
        },
      ];

const notListed = (
  count: number,
  { mailAlso }: MessageContext,
  { frame }: Wording,
): readonly Block[] =>
  count === 0 ? [] : [{ kind: 'note', lines: [[frame.notListed(count, mailAlso)]] }];

function continued(
  { failed }: Digest,
  { place }: Headline,
  at: Readonly<{ page: number; pages: number }>,
  say: Wording,
): Line {
  const failures = say.headline.failed(failed.length, unitOf(failed.map(({ task }) => task)));
  return [say.frame.continued(failures, at.page, at.pages), ...place];
}

const inWords = 3;
/** Characters for the ids of a kind, since the ids are cut last. */
const roomForIds = { failed: 900, others: 130 } as const;

/** The headline, the first failures in a line each, and the ids of the others by kind. */
function shortOf(headline: Line, alerts: readonly Alert[], { say }: Reader): readonly Line[] {
  const failed = alerts.filter((alert) => alert.kind === 'failed');
  const first = failed
    .slice(0, inWords)
    .map((alert): Line =>
      joined(
        [
          [
            ...say.failure.task([code(alert.task.id)]),
            ' ',
            code(tableOf(alert.task)),
            ' ',
            code(alert.status),
          ],
          ...alert.rows.slice(0, 1).map(({ logId }) => say.failure.log([code(logId)])),
          ...(alert.cause.reason === '' ? [] : [[quote(sentenceWithin(alert.cause.reason, 120))]]),
        ],
        ' · ',
      ),
    );
  const others = [...failed.slice(inWords), ...alerts.filter(({ kind }) => kind !== 'failed')];
  return [headline, ...first, ...othersByKind(others, say)];
}

function othersByKind(alerts: readonly Alert[], { frame, form }: Wording): readonly Line[] {
  return [...groupedBy(alerts, ({ kind }) => kind)].map(([kind, some]) => {
    const all = some.map(subjectOf);
    let length = 0;
    const room = kind === 'failed' ? roomForIds.failed : roomForIds.others;
    const shown = all.filter((id) => (length += id.length + 2) <= room);
    const list = joined(
      shown.map((id): Line => [code(id)]),
      ', ',
    );
    return [
      frame.kinds[kind],
      form.colon,
      ...(shown.length < all.length ? form.andMore(list, all.length - shown.length) : list),
    ];
  });
}
