import type { Secret } from '../settings/secret.ts';
import {
  decode,
  decodeOnce,
  hideSpans,
  ignoring,
  startOf,
  type DecodedText,
  type Encoding,
  type Span,
} from '../untrusted-text/decoded-text.ts';
import { maskSecrets } from '../untrusted-text/mask-secrets.ts';

export type Redactor = (text: string) => string;

/** A run of this many characters of a secret is taken out. */
const run = 8;
/** Shorter values occur in ordinary words. */
const shortest = 4;

/**
 * Takes out known secrets, then whatever looks like a credential: the last gate before anything
 * leaves the function. A run of eight characters of a secret is found in another case, over lines,
 * escaped for a URL, JSON or HTML, in base64 at any alignment and in hex; a secret of four to seven
 * as a whole.
 */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const values = secrets.map((secret) => secret.reveal());
  const parts = values.flatMap(partsOf).filter((part) => part.length >= shortest);
  const spellings = [...new Set(parts.flatMap((part) => [part, decode(part).text]))];
  const asWritten = gramsOf(spelled(spellings, visible), run);
  const asLetters = gramsOf(spelled(spellings, letters), run);
  const inBase64 = gramsOf(spelled(parts.flatMap(base64Of), letters), run);
  const inHex = gramsOf(
    parts.map((part) => Buffer.from(part).toString('hex')),
    2 * run,
  );
  const urls = spelled(
    values.filter(isUrl).flatMap((url) => [url, new URL(url).href]),
    visible,
  );
  const short = spellings.filter((part) => viewOf(part, visible).text.length < run);
  return (text) => {
    const decoded = decode(text);
    const written = viewOf(decoded.text, visible);
    const inLetters = viewOf(decoded.text, letters);
    const spans = [
      ...spansOfGrams(written, asWritten),
      ...spansOfGrams(inLetters, asLetters),
      ...spansOfGrams(inLetters, inBase64).map((span) => wholeRun(decoded.text, span)),
      ...spansOfGrams(inLetters, inHex),
      ...urls.flatMap((url) => spansOfWhole(written, url)),
      ...spansOfShort(decoded.text, short),
    ];
    return maskSecrets(hideSpans(text, decoded, spans));
  };
}

const isUrl = (value: string): boolean => /^[a-z]+:\/\//i.test(value) && URL.canParse(value);

/**
 * Of a URL its password, the values of its query, and its path from the first part that is no word:
 * a webhook's path alone lets anybody post.
 */
function partsOf(value: string): readonly string[] {
  if (!isUrl(value)) return [value];
  const { pathname, search, searchParams, password } = new URL(value);
  const segments = pathname.split('/').slice(1);
  const first = segments.findIndex((part) => part.length >= 16 || /^(?=.*\d).{6,}$/.test(part));
  const path = first === -1 ? '' : segments.slice(first).join('/');
  if (!/^smtps?:/i.test(value)) return [path, password, ...searchParams.values()];
  // Options are no secrets; with an @ they are the rest of a password that was not encoded.
  return [path, password, search.includes('@') ? search : ''];
}

/** The base64 digits that depend on nothing but the value, for each place where it may begin. */
function base64Of(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const known = Math.floor((8 * (before + bytes.length)) / 6);
    return digits.slice(Math.ceil((8 * before) / 6), known);
  });
}

/** White space hides nothing, nor the `+` that forms write for it. */
const visible = ignoring(/[\u0000- +\u007f]+/g);
const letters = ignoring(/[\u0000-/:-@[-`{-\u007f]+/g);

/** In lower case, and without what is ignored. */
function viewOf(text: string, ignored?: Encoding): DecodedText {
  const lower = text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
  const view = { text: lower, starts: undefined };
  return ignored === undefined ? view : decodeOnce(view, ignored);
}

const spelled = (values: readonly string[], ignored?: Encoding): readonly string[] =>
  values.map((value) => viewOf(value, ignored).text);

/** All runs of `size` characters of some values; `begins` has their first two, for a quick look. */
type Grams = Readonly<{ size: number; runs: ReadonlySet<string>; begins: Uint8Array }>;

/** Texts are full of these words, which a longer secret may hold. */
const ordinary = new Set(['password', 'username', 'security', 'services', 'database', 'function']);

function gramsOf(values: readonly string[], size: number): Grams {
  const runs = new Set<string>();
  const begins = new Uint8Array(1 << 16);
  for (const value of values) {
    for (let at = 0; at + size <= value.length; at += 1) {
      const gram = value.slice(at, at + size);
      if (value.length > size && ordinary.has(gram)) continue;
      runs.add(gram);
      begins[beginningAt(value, at)] = 1;
    }
  }
  return { size, runs, begins };
}

const beginningAt = (text: string, at: number): number =>
  (256 * text.charCodeAt(at) + text.charCodeAt(at + 1)) & 0xffff;

function spansOfGrams(view: DecodedText, { size, runs, begins }: Grams): readonly Span[] {
  const { text } = view;
  const spans: Span[] = [];
  for (let at = 0; at + size <= text.length; at += 1) {
    if (begins[beginningAt(text, at)] === 0 || !runs.has(text.slice(at, at + size))) continue;
    const [start, end] = [startOf(view, at), startOf(view, at + size - 1) + 1];
    const last = spans.at(-1);
    if (last !== undefined && start <= last.end) spans[spans.length - 1] = { ...last, end };
    else spans.push({ start, end });
  }
  return spans;
}

/** Adjacent base64 digits belong to the same text, such as the user's name. */
function wholeRun(text: string, { start, end }: Span): Span {
  return {
    start:
      start - (/[\w+/=-]*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0),
    end: end + (/^[\w+/=-]*/.exec(text.slice(end, end + 200))?.[0].length ?? 0),
  };
}

function spansOfWhole(view: DecodedText, value: string): readonly Span[] {
  const { text } = view;
  const spans: Span[] = [];
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length))
    spans.push({ start: startOf(view, at), end: startOf(view, at + value.length - 1) + 1 });
  return spans;
}

function spansOfShort(text: string, values: readonly string[]): readonly Span[] {
  if (values.length === 0) return [];
  const everything = viewOf(text);
  const wanted = spelled(values);
  const inBase64 = [...text.matchAll(/[\w+/-]{8,}={0,2}/g)].filter(({ 0: digits }) => {
    const said = Buffer.from(digits, 'base64').toString().toLowerCase();
    return wanted.some((value) => said.includes(value));
  });
  return [
    ...wanted.flatMap((value) => spansOfWhole(everything, value)),
    ...inBase64.map(({ 0: digits, index }) => ({ start: index, end: index + digits.length })),
  ];
}

/** Causes and parts beyond this depth are dropped, and the rest of a longer message or stack. */
const deepest = 5;
const longest = 65_536;

/** A copy without secrets, and without what a library added (requests, options). */
export function redactError(error: unknown, redact: Redactor, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redactText(error, redact));
  const hasCause = error.cause !== undefined && depth < deepest;
  const options = hasCause ? { cause: redactError(error.cause, redact, depth + 1) } : undefined;
  const message = redactText(error.message, redact);
  const parts: readonly unknown[] =
    error instanceof AggregateError && depth < deepest ? error.errors : [];
  const safe =
    error instanceof AggregateError
      ? new AggregateError(
          parts.map((part) => redactError(part, redact, depth + 1)),
          message,
          options,
        )
      : new Error(message, options);
  // A service's code may be in the name.
  Object.defineProperty(safe, 'name', {
    value: redactText(error.name, redact),
    enumerable: false,
  });
  if (error.stack !== undefined) safe.stack = redactText(error.stack, redact);
  return safe;
}

/** Redacts before it cuts, so that no part of a secret is left at the cut. */
function redactText(value: unknown, redact: Redactor): string {
  const whole = typeof value === 'string' ? value : describe(value);
  if (whole.length <= longest) return redact(whole);
  const read = redact(whole.slice(0, longest)).slice(0, longest - 4_096);
  return `${read}… ${(whole.length - read.length).toLocaleString('en-US')} characters left out …`;
}

function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'something that cannot be shown';
  }
}
