import { decode, startOf, replaceSpans } from './decoded-text.ts';
import { spansOfLogins } from './logins.ts';
import { spansOfNamed } from './named-secrets.ts';
import { spansOfInsertions } from './secret-columns.ts';
import { spansOfShapes } from './secret-shapes.ts';

/**
 * The text without the credentials in it: names stay (`password=***`), values go. The time it takes
 * grows with the length of the text and no faster: every pattern is bounded, or consumes what it
 * has matched.
 */
export function maskSecrets(text: string): string {
  const view = decode(text);
  const spans = [
    ...spansOfNamed(view),
    ...spansOfShapes(view.text),
    ...spansOfLogins(view.text),
    ...spansOfInsertions(view.text),
  ];
  if (spans.length === 0) return text;
  return replaceSpans(
    text,
    spans.map(({ start, end }) => ({ start: startOf(view, start), end: startOf(view, end) })),
    '***',
  );
}
