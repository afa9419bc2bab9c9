import { readAllPages, type Listed, type Pass, type ReadPage } from './listing-pass.ts';

/** What stands on all pages, each id once, and how far it can be trusted. */
export type WholeListing<Item> = Readonly<{
  items: readonly Item[];
  complete: boolean;
  problems: readonly string[];
}>;

/** How a listing is named in its problems. */
export type About = Readonly<{
  /** `ListMmsTasks of source 2000015` */
  what: string;
  /** What is listed: `tasks`. */
  rows: string;
}>;

/** How many pages that could not be read are told with their own reason. */
const toldReasons = 3;

/**
 * Reads the listing, and reads it once more where its pages did not fit together, as when rows come
 * or go while it is read: a row that slipped from one page to another is then on one of the two
 * readings. So it does where an answer says nothing at all: taken for an empty listing by mistake,
 * it would make every task look new the next time. Pages that fit together no better the second
 * time are taken as they are; a total may simply be wrong.
 */
export async function readWholeListing<Item extends Listed>(
  read: ReadPage<Item>,
  about: About,
  likelyPages = 1,
): Promise<WholeListing<Item>> {
  const first = await readAllPages(read, likelyPages);
  if (first.failures.size > 0 || fits(first)) return listingOf(first.items, first, about);
  const second = await readAllPages(read, likelyPages);
  return listingOf(new Map([...first.items, ...second.items]), second, about);
}

const found = (pass: Pass<Listed>): number => pass.items.size + pass.unusable;

const fits = (pass: Pass<Listed>): boolean =>
  pass.failures.size === 0 &&
  !pass.bare &&
  pass.totals.size <= 1 &&
  [...pass.totals].every((total) => found(pass) >= total);

function listingOf<Item extends Listed>(
  items: ReadonlyMap<string, Item>,
  last: Pass<Item>,
  about: About,
): WholeListing<Item> {
  const { what, rows } = about;
  const problems = [
    ...unreadPages(last, what),
    ...(fits(last) ? [] : missingRows(last, items.size, about)),
    ...(last.unusable === 0
      ? []
      : [
          `${what}: ${last.unusable} of its ${rows} have no usable \`id\` and are left out; expected whole numbers`,
        ]),
  ];
  return { items: [...items.values()], complete: problems.length === 0, problems };
}

/**
 * A server that gives the same page again and again, or none, shows fewer rows than there are, tick
 * after tick.
 */
function missingRows(pass: Pass<Listed>, seen: number, { what, rows }: About): readonly string[] {
  const total = Math.min(...pass.totals);
  if (pass.failures.size > 0 || pass.totals.size === 0 || seen + pass.unusable >= total) return [];
  if (pass.repeats.length === 0 && seen > 0) return [];
  const shown =
    seen === 0 ? 'shows none of them' : `its pages repeat each other and show ${seen} of them`;
  return [`${what}: MMS counts ${total} ${rows}, but ${shown}; the others cannot be watched`];
}

function unreadPages({ failures, pages }: Pass<Listed>, what: string): readonly string[] {
  const numbers = [...failures.keys()].sort((a, b) => a - b);
  const told = numbers.slice(0, toldReasons).map((pageNum) => {
    const error = failures.get(pageNum);
    return error instanceof Error ? error.message : String(error);
  });
  const rest = numbers.slice(toldReasons);
  if (rest.length === 0) return told;
  const named = `${rest.slice(0, 20).join(', ')}${rest.length > 20 ? ', …' : ''}`;
  return [...told, `${what}: ${rest.length} more of ${pages} pages could not be read: ${named}`];
}
