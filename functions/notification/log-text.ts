import type { Excerpt } from '../untrusted-text/excerpt.ts';
import { inOtherWords } from '../untrusted-text/stack-frames.ts';
import { showExcerpt } from '../untrusted-text/excerpt.ts';
import type { Wording } from './wording/wording.ts';

/** A text of MMS as it is read: what was left out of it is told in the reader's language. */
export const logText = (excerpt: Excerpt, { failure }: Wording): string =>
  inOtherWords(showExcerpt(excerpt, failure.omitted), failure.framesOmitted);
