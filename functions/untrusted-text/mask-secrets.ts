import { decodeOnce, type DecodedView } from './decoded-view.ts';
import { spansOfNamed } from './named-secrets.ts';
import { spansOfShapes } from './secret-shapes.ts';
import { replaceSpans, type Span } from './span.ts';
import { spansOfUserinfo } from './url-userinfo.ts';

/** JSON in JSON in a URL is the deepest nesting seen. */
const layers = 3;

/**
 * The text without the credentials in it: the names of fields stay (`password=***`), their values
 * go. Secrets are looked for in the text as it is and with up to three layers of URL, JSON or
 * entity encoding taken off. The time it takes grows with the length of the text and no faster.
 */
export function maskSecrets(text: string): string {
  let spans: readonly Span[] = spansIn(text);
  let view = decodeOnce(text, undefined);
  for (let layer = 0; view !== undefined && layer < layers; layer += 1) {
    spans = [...spans, ...outside(spans, originalSpans(view))];
    view = decodeOnce(view.text, view.starts);
  }
  return spans.length === 0 ? text : replaceSpans(text, spans, '***');
}

const spansIn = (text: string): Span[] => [
  ...spansOfShapes(text),
  ...spansOfNamed(text),
  ...spansOfUserinfo(text),
];

const originalSpans = ({ text, starts }: DecodedView): readonly Span[] =>
  spansIn(text).map(({ start, end }) => ({ start: starts[start] ?? 0, end: starts[end] ?? 0 }));

/**
 * Of a secret that was found before, only the outer layer tells where it ends: inside, its quotes
 * look like others.
 */
function outside(known: readonly Span[], found: readonly Span[]): readonly Span[] {
  const sorted = [...known].sort((a, b) => a.start - b.start);
  let next = 0;
  let covered = 0;
  return [...found]
    .sort((a, b) => a.start - b.start)
    .filter(({ start }) => {
      for (; (sorted[next]?.start ?? Infinity) <= start; next += 1)
        covered = Math.max(covered, sorted[next]?.end ?? 0);
      return start >= covered;
    });
}
