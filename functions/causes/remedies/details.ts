import type { Sentence } from '../lines/sentences.ts';
import type { Token } from '../tokens/token.ts';
import { dataTypes, sqlWords } from '../tokens/vocabulary.ts';
import type { CauseCategory } from './categories.ts';

type Find = (tokens: readonly Token[]) => string | undefined;

/**
 * What a category is about, as it was written. Only what is the same for every table of a cause: a
 * privilege and a host are, a column is not.
 */
export function detailOf(
  category: CauseCategory,
  told: readonly Sentence[],
  all: readonly Sentence[],
): string | undefined {
  const find = finds[category];
  if (find === undefined) return undefined;
  return (
    find(tokensOf(told)) ?? (category === 'source-unreachable' ? find(tokensOf(all)) : undefined)
  );
}

const tokensOf = (sentences: readonly Sentence[]): readonly Token[] =>
  sentences.flatMap(({ exception, tokens }) =>
    exception === undefined ? tokens : [exception, ...tokens],
  );

const privilege: Find = (tokens) => {
  const named = tokens.find(({ kind }) => kind === 'privilege');
  if (named !== undefined) return named.text;
  const at = tokens.findIndex(({ said }) => /^(?:privileges?|permissions?|command)$/.test(said));
  const near = [-1, 1, -2, 2].map((step) => tokens[at + step]);
  return at < 0
    ? undefined
    : near.find(
        (token) =>
          token !== undefined && sqlWords.has(token.said) && /^[A-Z]{4,}$/.test(token.text),
      )?.text;
};

const type: Find = (tokens) =>
  tokens.find(
    ({ kind, said, text }) =>
      kind === 'type' ||
      (dataTypes.has(said) && /^(?!UNKNOWN|ANY|NULL|OBJECT|LIST)[A-Z][A-Z\d_]+$/.test(text)),
  )?.text;

/** `host:port`, alone or in a URL; else the host that a sentence names. */
const host: Find = (tokens) => {
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'name' && kind !== 'term') continue;
    const [, ofUrl] = /^[\w:+.-]*?:\/\/([\w.-]+:\d{2,5})/.exec(text) ?? [];
    if (ofUrl !== undefined) return ofUrl;
    if (/^[\w.-]*[A-Za-z][\w.-]*:\d{2,5}$|^(?:\d{1,3}\.){3}\d{1,3}:\d{2,5}$/.test(text))
      return text;
    const before = tokens[at - 1]?.kind === 'mark' ? tokens[at - 2] : tokens[at - 1];
    if (/^(?:host|server|unknownhostexception)$/.test(before?.said ?? '') && /^[\w.-]+$/.test(text))
      return text;
  }
  return undefined;
};

const user: Find = (tokens) =>
  tokens.find(
    ({ kind, text }, at) =>
      kind === 'name' &&
      /^(?:user|username|login|用户)$/.test(tokens[at - 1]?.said ?? '') &&
      /^[\w.@$-]{1,40}$/.test(text),
  )?.text;

/** The kind of thing that is missing: `Table`, `bucket`, `分区`. */
const thing: Find = (tokens) =>
  tokens.find(({ said }) =>
    /^(?:table|view|partition|database|schema|project|dataset|bucket|catalog|warehouse|cluster|file|path|relation|表|分区|项目|库)$/.test(
      said,
    ),
  )?.text;

const finds: Readonly<Partial<Record<CauseCategory, Find>>> = {
  'no-privilege': privilege,
  unsupported: type,
  'source-unreachable': host,
  credentials: user,
  'not-found': thing,
};
