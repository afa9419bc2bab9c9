import { rowsOn, type ListPage } from './list-page.ts';

export type Listed = Readonly<{ id: string }>;

/** Reads one page, counted from 1. */
export type ReadPage<Item extends Listed> = (pageNum: number) => Promise<ListPage<Item>>;

/** What one reading of all pages gave. */
export type Pass<Item extends Listed> = Readonly<{
  /** By id. */
  items: ReadonlyMap<string, Item>;
  pages: number;
  /** By page. */
  failures: ReadonlyMap<number, unknown>;
  unusable: number;
  /** A page said nothing about rows, not even that there are none. */
  bare: boolean;
  /** The totals that the pages told; several when rows came or went meanwhile. */
  totals: ReadonlySet<number>;
  /** Pages with rows on them, of which other pages had shown every one. */
  repeats: readonly number[];
}>;

/** Far beyond any source; it only ends a listing that would never end by itself. */
const mostPages = 10_000;
const pagesAtATime = 16;

/**
 * The first page tells how many there are, by its total and by the rows that really came: a server
 * may cap the page size, or give everything at once. Then the others are read together. Where no
 * page tells a total, or the pages show fewer rows than it promises although the last one is full,
 * reading goes on until a page shows nothing new. Where it is known how many pages there are likely
 * to be, so many are read together from the start.
 */
export async function readAllPages<Item extends Listed>(
  read: ReadPage<Item>,
  likelyPages = 1,
): Promise<Pass<Item>> {
  const pages = new Map<number, ListPage<Item>>();
  const failures = new Map<number, unknown>();
  const readOne = async (pageNum: number): Promise<void> => {
    try {
      pages.set(pageNum, await read(pageNum));
    } catch (error) {
      failures.set(pageNum, error);
    }
  };
  const readFrom = async (first: number, count: number): Promise<void> => {
    await Promise.all(
      Array.from({ length: Math.max(0, count) }, (_, index) => readOne(first + index)),
    );
  };

  const ahead = Math.max(1, Math.min(likelyPages, pagesAtATime));
  await readFrom(1, ahead);
  const first = pages.get(1);
  if (first === undefined) return summary(pages, failures, ahead);
  const pageSize = rowsOn(first);
  const whole =
    first.total === undefined || pageSize === 0
      ? 1
      : Math.min(Math.max(1, Math.ceil(first.total / pageSize)), mostPages);
  await readFrom(ahead + 1, whole - ahead);

  let last = Math.max(ahead, whole);
  for (
    let wave = 1;
    last < mostPages && goesOn(summary(pages, failures, last), pages.get(last), pageSize);
    wave *= 2
  ) {
    const count = Math.min(wave, first.total === undefined ? pagesAtATime : 1, mostPages - last);
    await readFrom(last + 1, count);
    last += count;
  }
  return summary(pages, failures, last);
}

function goesOn(
  pass: Pass<Listed>,
  lastPage: ListPage<Listed> | undefined,
  pageSize: number,
): boolean {
  if (
    lastPage === undefined ||
    rowsOn(lastPage) === 0 ||
    pass.failures.size > 0 ||
    pass.repeats.includes(pass.pages)
  )
    return false;
  if (pass.totals.size === 0) return true;
  return rowsOn(lastPage) >= pageSize && pass.items.size + pass.unusable < Math.max(...pass.totals);
}

function summary<Item extends Listed>(
  pages: ReadonlyMap<number, ListPage<Item>>,
  failures: ReadonlyMap<number, unknown>,
  count: number,
): Pass<Item> {
  const items = new Map<string, Item>();
  const totals = new Set<number>();
  const repeats: number[] = [];
  let unusable = 0;
  let bare = false;
  for (const [pageNum, page] of [...pages].sort(([a], [b]) => a - b)) {
    const before = items.size;
    for (const item of page.items) items.set(item.id, item);
    if (page.items.length > 0 && items.size === before) repeats.push(pageNum);
    unusable += page.unusable;
    bare ||= page.bare;
    if (page.total !== undefined) totals.add(page.total);
  }
  return { items, pages: count, failures, unusable, bare, totals, repeats };
}
