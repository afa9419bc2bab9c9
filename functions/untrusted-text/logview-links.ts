import type { Language } from '../language.ts';
import { decode, startOf, type Span } from './decoded-text.ts';
import { lengthOf } from './value-span.ts';

/**
 * Whoever holds a link to LogView sees the instance until its token expires. `strip` leaves the
 * instance's id, which opens nothing.
 */
export type LogviewLinks = Readonly<{ kind: 'strip'; language: Language } | { kind: 'keep' }>;

const marks: Readonly<Record<Language, (instance: string | undefined) => string>> = {
  en: (instance) =>
    `[LogView link removed${instance === undefined ? '' : `, instance ${instance}`}]`,
  zh: (instance) => `[LogView 链接已移除${instance === undefined ? '' : `，实例 ${instance}`}]`,
};

/** `tokens`: the secret parts. */
type Link = Span & Readonly<{ instance: string | undefined; tokens: readonly Span[] }>;

/**
 * As MaxCompute's clients write them, `https://logview.aliyun.com/logview/?h=…&p=…&i=…&token=…`, on
 * any host and however encoded. `…/job-insights?h=…&p=…&i=…` has no token and asks for a login.
 */
function linksIn(text: string): readonly Link[] {
  const links: Link[] = [];
  let read = 0;
  for (const { index } of text.matchAll(/logview|job-insights/gi)) {
    if (index < read) continue;
    const pieces = wordAround(text, index, read);
    const link = linkIn(text, pieces);
    if (link !== undefined) links.push(link);
    read = pieces.at(-1)?.end ?? index + 1;
  }
  return links;
}

/** Characters of URLs, also as JSON and HTML write them; quotes, brackets and blanks end it. */
const urlWord =
  /(?:[\w.~:/?#@!$*+=-]+|%(?!(?:25){0,3}(?:2[027]|3[ce]|0[9ad]))|&(?!(?:quot|apos|lt|gt|nbsp|#0{0,3}(?:32|34|39|60|62)|#x0{0,3}(?:2[027]|3[ce]));)(?:(?:amp|#x?[0-9a-f]{2,5});)?|\\{1,8}(?:\/|u00(?:2[356bf]|3[adf])|x(?:2[356bf]|3[adf])))+/giy;
const notOfUrls = /[^\w.~:/?#@!$*+=%&;\\-]/;
const lineBreak = /[ \t]{0,40}\n[ \t]{0,40}/y;

const furthestStart = 1_000;

/** Put together again where a line break went through it. */
function wordAround(text: string, at: number, read: number): readonly Span[] {
  let start = at;
  const least = Math.max(read, at - furthestStart);
  while (start > least && !notOfUrls.test(text.charAt(start - 1))) start -= 1;
  let end = start + lengthOf(urlWord, text, start);
  while (end <= at) {
    start = Math.max(end, start + 1);
    end = start + lengthOf(urlWord, text, start);
  }
  const pieces = [{ start, end }];
  for (let next = nextPiece(text, end); next !== undefined; next = nextPiece(text, next.end))
    pieces.push(next);
  return pieces;
}

function nextPiece(text: string, end: number): Span | undefined {
  const gap = lengthOf(lineBreak, text, end);
  if (gap === 0) return undefined;
  const start = end + gap;
  const piece = text.slice(start, start + lengthOf(urlWord, text, start));
  return continues(piece, text.charAt(end - 1)) ? { start, end: start + piece.length } : undefined;
}

/** Parameters, or a run of base64 as no name looks. */
function continues(piece: string, last: string): boolean {
  if (/^https?:/i.test(piece)) return false;
  if (/^[?&#][\w.-]{1,40}(?:=|%3d)|[?&](?:amp;)?[\w.-]{1,40}=/i.test(piece)) return true;
  if (/[?&]/.test(last) && /^[\w.-]{1,40}=/.test(piece)) return true;
  return (
    /^[\w+/%-]{24,}={0,2}$/.test(piece) &&
    /\d/.test(piece) &&
    /[a-z]/.test(piece) &&
    /[A-Z]/.test(piece)
  );
}

export function stripLogviewLinks(text: string, language: Language): string {
  let shown = '';
  let from = 0;
  for (const { start, end, instance } of linksIn(text)) {
    shown += text.slice(from, start) + marks[language](instance);
    from = end;
  }
  return shown + text.slice(from);
}

/** `mask` sees a variable in place of each token, by a name that no cleaned text can hold. */
export function maskAllButLogview(text: string, mask: (text: string) => string): string {
  const tokens = linksIn(text).flatMap((link) => link.tokens);
  if (tokens.length === 0) return mask(text);
  let hidden = '';
  let from = 0;
  for (const [index, { start, end }] of tokens.entries()) {
    hidden += `${text.slice(from, start)}\${\u0001${index}}`;
    from = end;
  }
  return mask(hidden + text.slice(from)).replace(/\$\{\u0001(\d+)\}/g, (_, index: string) => {
    const { start = 0, end = 0 } = tokens[Number(index)] ?? {};
    return text.slice(start, end);
  });
}

/** It reaches to the word's end, whatever else was put into its query. */
function linkIn(source: string, pieces: readonly Span[]): Link | undefined {
  const whole = pieces.map(({ start, end }) => source.slice(start, end)).join('');
  if (!/[/%&\\]/.test(whole)) return undefined;
  // A full stop after a URL ends its sentence.
  const word = whole.replace(/[.:!?*]{1,5}$/, '');
  const starts = new Int32Array(word.length + 1);
  let length = 0;
  for (const { start, end } of pieces)
    for (let at = start; at < end && length < word.length; at += 1, length += 1)
      starts[length] = at;
  starts[length] = (starts[length - 1] ?? 0) + 1;
  const view = decode(word, starts);
  const { text } = view;
  const start = startOfLink(text);
  if (start === undefined) return undefined;
  const query = text.slice(start);
  return {
    start: startOf(view, start),
    end: startOf(view, text.length),
    instance: /[?&#;]i=(\d{8}\w{0,56})(?!\w)/i.exec(query)?.[1],
    tokens: [...query.matchAll(/[?&#;]token=([^&#;]*)/gi)].map((match) => {
      const end = start + match.index + match[0].length;
      return { start: startOf(view, end - (match[1] ?? '').length), end: startOf(view, end) };
    }),
  };
}

/** In one word. */
const mostStarts = 32;

function startOfLink(text: string): number | undefined {
  const withToken = /[?&#;]token=/i.test(text);
  let looks = 0;
  for (const { 0: found, index } of text.matchAll(/https?:\/\/|logview/gi)) {
    const isScheme = found.endsWith('/');
    const host = isScheme ? index + found.length : startOfHost(text, index);
    if (opensInstance(text.slice(host, host + 400), withToken)) return isScheme ? index : host;
    if ((looks += 1) > mostStarts) break;
  }
  return undefined;
}

/** The host of a path without a scheme. */
function startOfHost(text: string, found: number): number {
  const least = Math.max(0, found - 100);
  let start = found;
  while (start > least && /[\w.:/-]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** Whether it shows an instance to anybody; without a query it only names the service. */
function opensInstance(address: string, withToken: boolean): boolean {
  const [, host = '', path = '', query = ''] =
    /^(?:[^/?#@]{0,100}@)?([\w.-]{1,200})(?::\d{1,5})?((?:\/[^?#]*)?)((?:[?#].*)?)$/s.exec(
      address,
    ) ?? [];
  if (/^logview$|(?:^|\.)logview[\w-]*\./i.test(host))
    return query.length > 1 || !/^\/{0,2}(?:logview\/?)?$/i.test(path);
  if (/\/logview(?:\/|$)/i.test(path)) return /[?&#;](?:h|p|i|token)=/i.test(query);
  return withToken && /\/job-insights(?:\/|$)/i.test(path);
}
