import type { Reading } from '../lines/read-text.ts';
import type { Sentence } from '../lines/sentences.ts';
import type { CauseCategory } from './categories.ts';
import { detailOf } from './details.ts';
import { signs } from './signs.ts';

/** What mends a failure, and what that is about: by its root and what follows, and by all codes. */
export function remedyFor({
  sentences,
  root,
}: Reading): Readonly<{ category: CauseCategory | undefined; detail: string | undefined }> {
  const told = sentences.filter(
    ({ role }, at) => role === 'field' || (role !== 'advises' && at >= root),
  );
  const text = (told.length > 0 ? told : sentences).map(textOf).join(' ').slice(0, longest);
  const found = signs.find(({ said: shape }) => shape.test(text))?.category;
  const category = found === 'row-counts' && uncounted.test(text) ? undefined : found;
  return { category, detail: category && detailOf(category, told, sentences) };
}

/** Characters of what is told that signs are looked for in. */
const longest = 2_000;

/** A count of -1 says that there is no count, so that nothing was compared. */
const uncounted = /(?:^| )-1(?: |$)/;

const textOf = ({ role, key, exception, canonical }: Sentence): string =>
  [role === 'field' ? key : '', exception?.said ?? '', canonical].filter((part) => part !== '').join(' ');
