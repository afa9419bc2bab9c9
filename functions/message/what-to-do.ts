import { causeFamilies } from '../cause/families.ts';
import { remedies } from '../cause/remedies.ts';
import type { Cause } from '../core/cause.ts';
import type { Reader } from './reader.ts';
import type { Words } from './words.ts';

/** One line, with a link where Alibaba Cloud explains it; nothing for a cause that nobody knows: a guess would cost trust. */
export function whatToDo({ family }: Cause, { say, language }: Reader): readonly Words[] {
  const known = causeFamilies.find((name) => name === family);
  if (known === undefined) return [];
  const { advice, link } = remedies[known];
  return [say.cause.whatToDo(advice[language], link === undefined ? [] : [{ link, label: say.cause.readMore }])];
}
