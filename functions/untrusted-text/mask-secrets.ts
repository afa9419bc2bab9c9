import { decode, hideSpans } from './decoded-text.ts';
import { spansOfLogins } from './logins.ts';
import { spansOfNamed } from './named-secrets.ts';
import { spansOfTuples } from './secret-columns.ts';
import { spansOfShapes } from './secret-shapes.ts';

/**
 * Without credentials: names stay (`password=***`), values go. Linear in time: every pattern is
 * bounded or consumes what it matches.
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
