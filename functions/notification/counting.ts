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
