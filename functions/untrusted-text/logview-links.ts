import type { Language } from '../language.ts';
import { decodeOnce } from './decoded-view.ts';
import { wordsWith, type Word } from './joined-words.ts';
import type { Span } from './span.ts';

/**
 * What becomes of links to LogView: whoever holds one sees the instance, for as long as its token
 * lasts. `strip` leaves the instance's id, which opens nothing; `keep` leaves the link as it is.
 */
export type LogviewLinks = Readonly<{ kind: 'strip'; language: Language } | { kind: 'keep' }>;

const marks: Readonly<Record<Language, (instance: string | undefined) => string>> = {
  en: (instance) =>
    `[LogView link removed${instance === undefined ? '' : `, instance ${instance}`}]`,
  zh: (instance) => `[LogView 链接已移除${instance === undefined ? '' : `，实例 ${instance}`}]`,
};

/** `tokens` is where the secret part of the link stands. */
type Link = Span & Readonly<{ instance: string | undefined; tokens: readonly Span[] }>;

/** JSON in JSON in a URL is the deepest nesting seen. */
const layers = 3;

/**
 * Links as MaxCompute's clients write them,
 * `https://logview.aliyun.com/logview/?h=…&p=…&i=…&token=…`, on whatever host and however encoded.
 * `…/job-insights?h=…&p=…&i=…` has no token and asks for a login, so it is none of them.
 */
function linksIn(text: string): readonly Link[] {
  return wordsWith(/logview|job-insights/i, text).flatMap((word) => linkIn(word) ?? []);
}

/** Each link replaced by a mark with the id of its instance. */
export function stripLogviewLinks(text: string, language: Language): string {
  let shown = '';
  let from = 0;
  for (const { start, end, instance } of linksIn(text)) {
    shown += text.slice(from, start) + marks[language](instance);
    from = end;
  }
  return shown + text.slice(from);
}

/**
 * What `mask` makes of a cleaned text, with the tokens of its links as they were. Meanwhile each is
 * a variable, which holds no secret, by a name that no cleaned text can hold.
 */
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

/** The first link of a word; it reaches to the word's end, whatever else was put into its query. */
function linkIn(word: Word): Link | undefined {
  let view = word;
  for (let layer = 0; layer < layers; layer += 1) view = decodeOnce(view.text, view.starts) ?? view;
  const { text, starts } = view;
  const start = startOfLink(text);
  if (start === undefined) return undefined;
  const original = (at: number): number => starts[at] ?? 0;
  const query = text.slice(start);
  return {
    start: original(start),
    end: original(text.length),
    instance: /[?&#;]i=(\d{8}\w{0,56})(?!\w)/i.exec(query)?.[1],
    tokens: [...query.matchAll(/[?&#;]token=([^&#;]*)/gi)].map((match) => {
      const end = start + match.index + match[0].length;
      return { start: original(end - (match[1] ?? '').length), end: original(end) };
    }),
  };
}

function startOfLink(text: string): number | undefined {
  const withToken = /[?&#;]token=/i.test(text);
  for (const { 0: scheme, index } of text.matchAll(/https?:\/\//gi)) {
    if (opensInstance(text.slice(index + scheme.length, index + 400), withToken)) return index;
  }
  for (const { index } of text.matchAll(/logview/gi)) {
    const start = startOfHost(text, index);
    if (opensInstance(text.slice(start, index + 300), withToken)) return start;
  }
  return undefined;
}

/** Of a host without a scheme, which may stand before the path that was found. */
function startOfHost(text: string, found: number): number {
  const least = Math.max(0, found - 100);
  let start = found;
  while (start > least && /[\w.:/-]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/**
 * Whether a link with this address shows an instance to anybody; without a query it is but the name
 * of the service.
 */
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
