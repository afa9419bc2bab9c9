import type { Reading } from '../lines/read-text.ts';
import type { Sentence } from '../lines/sentences.ts';
import type { CauseCategory } from './categories.ts';
import { detailOf } from './details.ts';
import { signs, type Sign } from './signs.ts';

/** What mends a failure, and what that is about: by its root and what follows, and by all codes. */
export function remedyFor({
  sentences,
  root,
  rows,
}: Reading): Readonly<{ category: CauseCategory | undefined; detail: string | undefined }> {
  const told = sentences.filter(({ role, key }, at) =>
    role === 'field' ? root < 0 || /code|state|\bec\b/.test(key) : role !== 'advises' && at >= root,
  );
  const text = textOf(told.length > 0 ? told : sentences);
  const details = sentences.filter(
    ({ role, key }) => role === 'advises' && /^(?:details?|context)$/.test(key),
  );
  const found = signIn(text) ?? signIn(`${text} ${textOf(details)}`);
  const counted = rows !== undefined ? 'row-counts' : found?.category;
  const category = counted === 'row-counts' && uncounted.test(text) ? undefined : counted;
  return { category, detail: category && detailOf(category, told, sentences) };
}

/** Characters of what is told that signs are looked for in. */
const longest = 2_000;

/** A count of -1 says that there is no count, so that nothing was compared. */
const uncounted = /(?:^| )-1(?: |$)/;

const textOf = (sentences: readonly Sentence[]): string =>
  sentences
    .flatMap(({ role, key, exception, canonical }) => [
      role === 'field' ? key : '',
      exception?.said ?? '',
      canonical,
    ])
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, longest);

const signIn = (text: string): Sign | undefined => signs.find(({ said }) => said.test(text));
