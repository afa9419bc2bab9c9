import { createHash } from 'node:crypto';
import { problemIn, refusalIn } from '../errors.ts';
import { compareIds } from '../mms/id.ts';
import { countOf, isRecord } from '../runtime/json.ts';
import type { CallMms } from './call.ts';
import { unreadable, type MmsCall } from './calls.ts';
import type { Decode, Identified } from './decode.ts';
import { answerIn, checkData, emptyAnswer } from './failure.ts';

/** Of one list: 100,000 tasks are supported. */
export const mostRows = 120_000;

/** Rows of a page: the next size is tried where one is refused. */
const sizes = [100, 50, 20, 10] as const;

const pagesAtATime = 16;

/** Pages that could not be read: those whose reason is reported. */
const mostReasons = 3;

type List<Item extends Identified> = Readonly<{
  call: MmsCall;
  /** For messages: `tasks`. */
  rows: string;
  decode: Decode<Item>;
  until: number;
}>;

type Page<Item> = Readonly<{
  items: readonly Item[];
  unusable: number;
  /** Rows on all pages, where it says so. */
  total: number | undefined;
}>;

export class PageMemory<Item extends Identified> {
  /** The largest that MMS gives, which is undocumented. */
  size: number = sizes[0];
  readonly #pages = new Map<string, Readonly<{ digest: string; page: Page<Item> }>>();
  #rows = 0;

  /** Most answers are the same as in the tick before, and need not be parsed again. */
  pageIn(body: Buffer, place: string, read: (body: Buffer) => Page<Item>): Page<Item> {
    const digest = digestOf(body);
    const known = this.#pages.get(place);
    if (known?.digest === digest) return known.page;
    const page = read(body);
    this.#forget(place);
    this.#pages.set(place, { digest, page });
    this.#rows += page.items.length;
    for (const oldest of this.#pages.keys()) {
      if (this.#rows <= mostRows) break;
      this.#forget(oldest);
    }
    return page;
  }

  #forget(place: string): void {
    this.#rows -= this.#pages.get(place)?.page.items.length ?? 0;
    this.#pages.delete(place);
  }
}

const idInFront = /^\{\s*"requestId"\s*:\s*"[\w-]{1,64}"/i;
const idAtTheEnd = /"requestId"\s*:\s*"[\w-]{1,64}"\s*\}\s*$/i;

/** Without the id of the request, which is a new one each time. */
function digestOf(body: Buffer): string {
  const front = idInFront.exec(body.toString('latin1', 0, 128))?.[0].length ?? 0;
  const end = idAtTheEnd.exec(body.toString('latin1', Math.max(front, body.length - 128)));
  const rest = body.subarray(front, body.length - (end?.[0].length ?? 0));
  return createHash('sha256').update(rest).digest('base64');
}

/**
 * All of a list, each id once. Rows that come or go meanwhile may slip from one page to another:
 * pages that do not fit together are read once more, and then taken as they are, since a total may
 * simply be wrong.
 */
export async function readList<Item extends Identified>(
  callMms: CallMms,
  list: List<Item>,
  memory = new PageMemory<Item>(),
): Promise<ReturnType<typeof wholeList<Item>>> {
  const first = await readInAnySize(callMms, list, memory);
  if (first.failures.size > 0 || found(first) >= mostRows || fits(first))
    return wholeList(first, list);
  const second = await readInAnySize(callMms, list, memory);
  return wholeList({ ...second, items: distinct([...first.items, ...second.items]) }, list);
}

/**
 * The newest ten rows, newest first. Whether a list begins or ends with them is undocumented.
 *
 * @throws UnreadableError
 */
export async function readNewest<Item extends Identified>(
  callMms: CallMms,
  list: List<Item>,
): Promise<readonly Item[]> {
  const size = 10;
  const read = pageReader(callMms, list, size, new PageMemory());
  const { items, total = 0 } = await read(1);
  const [first] = items;
  const last = items.at(-1);
  const isOldestFirst = first && last && compareIds(first.id, last.id) < 0;
  const lastPage = Math.ceil(total / size);
  const more = isOldestFirst ? [lastPage - 1, lastPage].filter((page) => page > 1) : [];
  const others = await Promise.all(more.map(read));
  return [...items, ...others.flatMap((page) => page.items)]
    .sort((a, b) => compareIds(b.id, a.id))
    .slice(0, size);
}

type Pass<Item extends Identified> = Awaited<ReturnType<typeof readPages<Item>>>;

const found = ({ items, unusable }: Pass<Identified>): number => items.length + unusable;
const fits = (pass: Pass<Identified>): boolean =>
  pass.totals.size <= 1 && [...pass.totals].every((total) => found(pass) >= total);

const distinct = <Item extends Identified>(items: readonly Item[]): readonly Item[] => [
  ...new Map(items.map((item) => [item.id, item])).values(),
];

/** Begins again with smaller pages where MMS does not give those that were asked for. */
async function readInAnySize<Item extends Identified>(
  callMms: CallMms,
  list: List<Item>,
  memory: PageMemory<Item>,
): Promise<Pass<Item>> {
  let { size } = memory;
  for (;;) {
    const pass = await readPages(pageReader(callMms, list, size, memory), size);
    const smaller = smallerSize(size, pass);
    if (smaller === undefined) {
      if (pass.failures.size === 0) memory.size = size;
      return pass;
    }
    size = smaller;
  }
}

/** `undefined` where this size works, or no smaller one will. */
function smallerSize(size: number, pass: Pass<Identified>): number | undefined {
  // Where the next page begins is certain only if MMS and we mean the same size.
  if (isCut(size, pass.onFirst, Math.max(found(pass), ...pass.totals))) return pass.onFirst;
  const isRefused = [...pass.failures.values()].map(refusalIn).includes('page too large');
  return isRefused ? sizes.find((usual) => usual < size) : undefined;
}

/** The first page has fewer rows than were asked for, and there are more. */
const isCut = (size: number, onFirst: number, rows: number): boolean =>
  onFirst > 0 && onFirst < size && rows > onFirst;

type ReadPage<Item> = (pageNum: number) => Promise<Page<Item>>;

function pageReader<Item extends Identified>(
  callMms: CallMms,
  { call, decode, until }: List<Item>,
  size: number,
  memory: PageMemory<Item>,
): ReadPage<Item> {
  return (pageNum) => {
    const query = { ...call.query, pageNum: String(pageNum), pageSize: String(size) };
    const page: MmsCall = { ...call, query, about: `${call.about}, page ${pageNum}` };
    const place = `${call.pathname} ${JSON.stringify(query)}`;
    return callMms(page, until, () => ({
      finish: (body) => memory.pageIn(body, place, () => pageFrom(body, page, decode)),
    }));
  };
}

/** @throws MmsRefusal | UnreadableError for what is no page of a list */
export function pageFrom<Item>(body: Buffer, call: MmsCall, decode: Decode<Item>): Page<Item> {
  const unexpected = (field: string): Error =>
    unreadable(
      call,
      `\`${field}\` is not of the kind that was expected; the next tick tries again`,
    );
  const { data, requestId } = answerIn(body);
  if (data === undefined || data === null) throw emptyAnswer('`data`', requestId);
  if (!isRecord(data)) throw unexpected('data');
  const total = countOf(data.total);
  const list = data.objectList ?? [];
  if (!Array.isArray(list)) throw unexpected('data.objectList');
  if (list.length === 0) checkData(data);
  if (total === undefined && list !== data.objectList) {
    throw emptyAnswer('`data.objectList`', requestId);
  }
  const items = list.map(decode).filter((item) => item !== undefined);
  return { items, unusable: list.length - items.length, total };
}

/**
 * MMS may give everything on the first page, or more or fewer rows than were asked for. With a
 * total the other pages are read together; without one each after the other, until one shows
 * nothing new.
 */
async function readPages<Item extends Identified>(read: ReadPage<Item>, size: number) {
  const pages: Page<Item>[] = [];
  const failures = new Map<number, unknown>();
  /** Several where rows came or went meanwhile. */
  const totals = new Set<number>();
  /** One that comes twice means the same page twice. */
  const firstIds = new Set<string>();
  let asked = 0;
  let rows = 0;
  let unusable = 0;
  let isOver = false;

  const readNext = async (): Promise<void> => {
    asked += 1;
    const pageNum = asked;
    try {
      const page = await read(pageNum);
      const onPage = page.items.length + page.unusable;
      const firstId = page.items[0]?.id ?? '';
      pages[pageNum] = page;
      rows += onPage;
      unusable += page.unusable;
      if (page.total !== undefined) totals.add(page.total);
      isOver ||= onPage === 0 || rows >= mostRows || firstIds.has(firstId);
      if (firstId !== '') firstIds.add(firstId);
    } catch (error) {
      failures.set(pageNum, error);
    }
  };

  await readNext();
  const onFirst = rows;
  const isLast = (): boolean => {
    if (isOver) return true;
    if (totals.size === 0) return failures.size > 0;
    return asked * onFirst >= Math.min(mostRows, Math.max(...totals));
  };
  const work = async (): Promise<void> => {
    while (!isLast()) await readNext();
  };
  if (!isCut(size, onFirst, Math.max(0, ...totals)))
    await Promise.all(Array.from({ length: totals.size === 0 ? 1 : pagesAtATime }, work));

  const shown = pages.flatMap((page) => page.items);
  const items = distinct(shown);
  const repeated = shown.length - items.length;
  return { items, unusable, repeated, pages: asked, failures, totals, onFirst };
}

function wholeList<Item extends Identified>(pass: Pass<Item>, { call, rows }: List<Item>) {
  const { items, unusable, pages } = pass;
  const failures = [...pass.failures].sort(([a], [b]) => a - b);
  const problems = failures.slice(0, mostReasons).map(([, error]) => problemIn(error));
  const report = (message: string): void => {
    problems.push(problemIn(unreadable(call, message)));
  };
  const others = failures.slice(mostReasons).map(([pageNum]) => pageNum);
  if (others.length > 0) {
    const named = `${others.slice(0, 20).join(', ')}${others.length > 20 ? ', …' : ''}`;
    report(`${others.length} more of ${pages} pages could not be read: ${named}`);
  }
  const missing = missingRows(pass, rows);
  if (missing !== undefined) report(missing);
  if (unusable > 0)
    report(
      `${unusable} of its ${rows} have no usable \`id\` and are left out; expected whole numbers`,
    );
  return { items, complete: problems.length === 0, problems, refusal: refusalIn(failures[0]?.[1]) };
}

/** A total that is somewhat too large is no problem; pages that repeat each other are one. */
function missingRows(pass: Pass<Identified>, rows: string): string | undefined {
  if (found(pass) >= mostRows)
    return `it has more than ${mostRows} ${rows}, which are all that is read; the others are not watched: name single jobs in MMS_WATCH, or watch them with another function`;
  const { items, repeated, failures, totals } = pass;
  const total = Math.min(...totals);
  if (failures.size > 0 || totals.size === 0 || found(pass) >= total) return undefined;
  // A whole page of them, not just a row that moved on while the pages were read.
  const repeats = repeated >= Math.max(1, pass.onFirst);
  if (!repeats && items.length >= total / 2) return undefined;
  const how = repeats ? 'its pages repeat each other and show' : 'its pages show';
  const shown = items.length === 0 ? 'shows none of them' : `${how} ${items.length} of them`;
  return `MMS counts ${total} ${rows}, but ${shown}; the others cannot be watched`;
}
