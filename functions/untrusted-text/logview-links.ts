import type { Language } from '../language.ts';
import { decode, ignoring, startOf, type Span } from './decoded-text.ts';

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

/** Characters of URLs, also as JSON and HTML write them; quotes, brackets and blanks end it. */
const urlWord =
  '(?:[\\w.~:/?#@!$*+=-]+|%(?!(?:25){0,3}(?:2[027]|3[ceCE]|0[9adAD]))|&(?!(?:quot|apos|lt|gt|nbsp|#0{0,3}(?:32|34|39|60|62)|#x0{0,3}(?:2[027]|3[ceCE]));)(?:(?:amp|#x?[\\da-fA-F]{2,5});)?|\\\\{1,8}(?:\\/|u00(?:2[356bBfF]|3[adfADF])|x(?:2[356bBfF]|3[adfADF])))+';
/** Behind a line break a URL goes on with parameters, or a run of base64 as no name looks. */
const more =
  '(?!https?:)(?:[?&#][\\w.-]{1,40}(?:=|%3[dD])|\\S{0,400}?[?&](?:amp;)?[\\w.-]{1,40}=|(?<=[?&]\\s{1,81})[\\w.-]{1,40}=|(?=\\S*\\d)(?=\\S*[a-z])(?=\\S*[A-Z])[\\w+/%-]{24,}={0,2}(?![\\w.~:?#@!$*-]))';
const lineBreak = '[ \\t]{0,40}\\n[ \\t]{0,40}';
const words = new RegExp(`${urlWord}(?:${lineBreak}(?=${more})${urlWord})*`, 'g');

/**
 * As MaxCompute's clients write them, `https://logview.aliyun.com/logview/?h=…&p=…&i=…&token=…`, on
 * any host and however encoded. `…/job-insights?h=…&p=…&i=…` has no token and asks for a login.
 */
function linksIn(text: string): readonly Link[] {
  const mark = /logview|job-insights/i;
  if (!mark.test(text)) return [];
  return [...text.matchAll(words)]
    .filter(({ 0: word }) => mark.test(word) && /[/%&\\]/.test(word))
    .flatMap(({ 0: word, index }) => linkIn(word, index) ?? []);
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

const overLines = ignoring(new RegExp(lineBreak, 'g'));

const host =
  '(?:[^/?#@]{0,100}@)?(?:[\\w.-]{0,100}\\.)?logview(?:[\\w-]{0,40}\\.[\\w.-]{0,100})?(?::\\d{1,5})?';
/** Without a query an address only names the service. */
const place = '(?:/{0,2}(?:logview/?)?[?#].|/(?!/?(?:logview/?)?(?:[?#]|$)))';
const query = '(?:/[^?#]{0,100})?[?#](?:[^]*[?&#;])?';
/** What shows an instance to anybody, from its scheme or its host on. */
const opening = new RegExp(
  `(?:https?://|(?<![\\w.:/-])(?=(?:[\\w./-]|:(?!//)){0,100}logview))(?:${host}${place}|[^?#]{0,100}/(?:logview${query}(?:h|p|i|token)|job-insights${query}token)=)`,
  'i',
);

/** It reaches to the word's end, whatever else was put into its query. */
function linkIn(word: string, index: number): Link | undefined {
  // A full stop after a URL ends its sentence.
  const view = decode(word.replace(/[.:!?*]{1,5}$/, ''), [overLines]);
  const whereIs = (at: number): number => index + startOf(view, at);
  const start = view.text.search(opening);
  if (start === -1) return undefined;
  const link = view.text.slice(start);
  return {
    start: whereIs(start),
    end: whereIs(view.text.length),
    instance: /[?&#;]i=(\d{8}\w{0,56})(?!\w)/i.exec(link)?.[1],
    tokens: [...link.matchAll(/[?&#;]token=([^&#;]*)/gi)].map(
      ({ 0: all, 1: token = '', ...at }) => {
        const end = start + at.index + all.length;
        return { start: whereIs(end - token.length), end: whereIs(end) };
      },
    ),
  };
}
