import { rowsOn, type ListPage } from './list-page.ts';
import type { Listed, ReadPage } from './listing-pass.ts';
import { readWholeListing, type About, type WholeListing } from './whole-listing.ts';

/**
 * What an instance found out about pages larger than the usual ones; how large a page may be is
 * documented nowhere. While the first is `asked` for, whoever else would like one takes the usual
 * pages.
 */
export type LargePages = { answer: 'not asked' | 'asked' | 'given' | 'refused' };

/** Rows on a large page, as they are asked for. */
export const largePage = 1_000;

/**
 * The listing in large pages; `undefined` where they may not be asked for, or where not all of it
 * came in them: it was refused, cut to another size, or told no total by which to know. What is
 * missing then is for the usual pages to find.
 */
export async function readInLargePages<Item extends Listed>(
  read: ReadPage<Item>,
  about: About,
  likelyPages: number,
  found: LargePages,
): Promise<WholeListing<Item> | undefined> {
  if (found.answer === 'asked' || found.answer === 'refused') return undefined;
  if (found.answer === 'not asked') found.answer = 'asked';
  const listing = await readWholeListing(
    async (pageNum) => {
      const page = await read(pageNum);
      if (!isUncut(page, pageNum)) throw new Error('this page is not as large as it was asked for');
      return page;
    },
    about,
    likelyPages,
  );
  found.answer = listing.complete ? 'given' : 'refused';
  return listing.complete ? listing : undefined;
}

function isUncut(page: ListPage<unknown>, pageNum: number): boolean {
  const { total } = page;
  return (
    total !== undefined && rowsOn(page) >= Math.min(largePage, total - (pageNum - 1) * largePage)
  );
}
