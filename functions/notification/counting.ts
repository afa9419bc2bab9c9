import type { Wording } from './wording/wording.ts';
import { code, type Line } from './document.ts';

/** `a, b, c and 9 more`: the first names of `total`. */
export function someNames(
  names: readonly string[],
  shown: number,
  say: Wording,
  total = names.length,
): Line {
  return someOf(
    names.slice(0, shown).map((name) => [code(name)]),
    say,
    total,
  );
}

/** The same of names that are words already. */
export function someOf(first: readonly Line[], { form }: Wording, total: number): Line {
  const more = total - first.length;
  if (first.length === 0) return [form.counted(more, 'task')];
  return more > 0 ? form.andMore(form.listed(first), more) : form.listed(first);
}

const id = /^\d{1,20}$/;

/**
 * A name within `limit` code points; both ends tell names apart, so the cut and its mark are in the
 * middle. Ids stay.
 */
export function nameWithin(name: string, limit: number): string {
  if (name.length <= limit || id.test(name)) return name;
  const points = Array.from(name);
  if (points.length <= limit) return name;
  const head = Math.ceil((limit - 1) / 2);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (limit - 1 - head)).join('')}`;
}

/** A sentence within `limit` code points, its beginning kept. */
export function sentenceWithin(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit
    ? text
    : `${points
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}
