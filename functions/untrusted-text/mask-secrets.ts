import { decode, hideSpans } from './decoded-text.ts';
import { spansOfLogins } from './logins.ts';
import { spansOfNamed } from './named-secrets.ts';
import { spansOfTuples } from './secret-columns.ts';
import { spansOfShapes } from './secret-shapes.ts';

/**
 * The text without the credentials in it: names stay (`password=***`), values go. The time it takes
 * grows with the length of the text and no faster: every pattern is bounded, or consumes what it
 * has matched.
 */
export function maskSecrets(text: string): string {
  const view = decode(text);
  return hideSpans(text, view, [
    ...spansOfNamed(view),
    ...spansOfShapes(view.text),
    ...spansOfLogins(view.text),
    ...spansOfTuples(view.text),
  ]);
}
