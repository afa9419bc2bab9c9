import { decodeOnce } from './decoded-view.ts';
import { spansOfNamed } from './named-secrets.ts';
import { spansOfShapes } from './secret-shapes.ts';
import { replaceSpans, type Span } from './span.ts';
import { spansOfUserinfo } from './url-userinfo.ts';

/** JSON in JSON in a URL is the deepest nesting seen. */
const layers = 3;

/**
 * The text without the credentials in it: the names of fields stay (`password=***`), their values go. Secrets are looked
 * for in the text as it is and with up to three layers of URL, JSON or entity encoding taken off. The time it takes
 * grows with the length of the text and no faster.
 */
export function maskSecrets(text: string): string {
  const spans = spansIn(text);
  let view = decodeOnce(text, undefined);
  for (let layer = 0; view !== undefined && layer < layers; layer += 1) {
    for (const { start, end } of spansIn(view.text)) spans.push({ start: view.starts[start] ?? 0, end: view.starts[end] ?? text.length });
    view = decodeOnce(view.text, view.starts);
  }
  return spans.length === 0 ? text : replaceSpans(text, spans, '***');
}

const spansIn = (text: string): Span[] => [...spansOfShapes(text), ...spansOfNamed(text), ...spansOfUserinfo(text)];
