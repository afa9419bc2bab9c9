import { UnreadableError } from '../errors.ts';
import { countOf, isRecord } from '../runtime/json.ts';

/** One page of a listing as it really came. */
export type ListPage<Item> = Readonly<{
  items: readonly Item[];
  /** Rows without a usable id. */
  unusable: number;
  /** How many rows there are on all pages, where the answer says so. */
  total: number | undefined;
  /** The answer said nothing about rows, not even that there are none. */
  bare: boolean;
}>;

export const rowsOn = (page: ListPage<unknown>): number => page.items.length + page.unusable;

/**
 * `itemFrom` gives `undefined` for a row without a usable id; `what` names the call and the page.
 * Throws `UnreadableError` for what cannot be a page.
 */
export function pageFrom<Item>(
  body: unknown,
  what: string,
  itemFrom: (row: unknown) => Item | undefined,
): ListPage<Item> {
  const data = (isRecord(body) ? body.data : undefined) ?? {};
  if (!isRecord(data)) throw strange(what, 'data');
  const total = countOf(data.total);
  const list = data.objectList ?? [];
  if (!Array.isArray(list)) throw strange(what, 'data.objectList');
  const items = list.map(itemFrom).filter((item) => item !== undefined);
  const bare = total === undefined && (data.objectList ?? undefined) === undefined;
  return { items, unusable: list.length - items.length, total, bare };
}

const strange = (what: string, field: string): UnreadableError =>
  new UnreadableError(
    `${what}: \`${field}\` is not of the kind that was expected; the next tick tries again`,
  );
