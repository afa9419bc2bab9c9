import type { Reading } from '../lines/read-text.ts';
import type { Sentence } from '../lines/sentences.ts';
import type { Token } from '../tokens/token.ts';
import { knownFailure } from '../failures.ts';
import { dataTypes, sqlWords } from '../tokens/vocabulary.ts';
import type { CauseCategory } from './remedies.ts';
import { signIn } from './signs.ts';

const retrying =
  /(?:^|\bplease )(?:try (?:\S+ ){0,3}again|retry(?: the \S+)?) (?:later|(?:in|after)(?: …| a |$))|^retrying (?:may|the)|稍后[再重]试/;

export function remedyFor(
  reading: Reading,
): Readonly<{ category: CauseCategory | undefined; detail: string | undefined }> {
  const { sentences, root, rows } = reading;
  const told = sentences.filter(({ role, key }, at) => {
    if (root < 0) return role !== 'advises' || /^(?:details?|error)$/.test(key);
    return role === 'field' ? key.includes('code') : role !== 'advises' && at >= root;
  });
  const found = knownFailure(reading) ?? signIn(textOf(told));
  const isRetried = sentences.some(({ canonical }) => retrying.test(canonical));
  const known = found === undefined && isRetried ? 'transient' : found?.category;
  const category = rows !== undefined ? 'row-counts' : known;
  return { category, detail: category && detailOf(category, told, sentences) };
}

const textOf = (sentences: readonly Sentence[]): string =>
  sentences
    .flatMap(({ key, exception, canonical }) => [key, exception?.said ?? '', canonical])
    .filter((part) => part !== '')
    .join(' ');

/** Only what is the same for every table of a cause: a host is, a column is not. */
function detailOf(
  category: CauseCategory,
  told: readonly Sentence[],
  all: readonly Sentence[],
): string | undefined {
  const found = details[category]?.(tokensOf(told));
  return found ?? (category === 'source-unreachable' ? hostIn(tokensOf(all)) : undefined);
}

const tokensOf = (sentences: readonly Sentence[]): readonly Token[] =>
  sentences.flatMap(({ exception, tokens }) =>
    exception === undefined ? tokens : [exception, ...tokens],
  );

function privilegeIn(tokens: readonly Token[]): string | undefined {
  const named = tokens.find(({ kind }) => kind === 'privilege');
  if (named !== undefined) return named.text;
  const at = tokens.findIndex(({ said }) => /^(?:privileges?|permissions?|command)$/.test(said));
  return [-1, 1, -2, 2]
    .flatMap((step) => tokens[at + step] ?? [])
    .find(({ said, text }) => sqlWords.has(said) && /^[A-Z]{4,}$/.test(text))?.text;
}

function hostIn(tokens: readonly Token[]): string | undefined {
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'name' && kind !== 'term') continue;
    const [, address] =
      /^[\w:+.-]*?:\/\/([\w.-]+:\d{2,5})/.exec(text) ??
      /^([\w.-]*[A-Za-z][\w.-]*:\d{2,5}|(?:\d{1,3}\.){3}\d{1,3}:\d{2,5})$/.exec(text) ??
      [];
    if (address !== undefined) return address;
    const before = tokens[at - 1]?.kind === 'mark' ? tokens[at - 2] : tokens[at - 1];
    if (/^(?:host|server|unknownhostexception)$/.test(before?.said ?? '') && /^[\w.-]+$/.test(text))
      return text;
  }
  return undefined;
}

const details: Readonly<
  Partial<Record<CauseCategory, (tokens: readonly Token[]) => string | undefined>>
> = {
  'no-privilege': privilegeIn,
  'source-unreachable': hostIn,
  unsupported: (tokens) =>
    tokens.find(
      ({ kind, said, text }) =>
        kind === 'type' || (dataTypes.has(said) && /^(?!UNKNOWN)[A-Z][A-Z\d_]+$/.test(text)),
    )?.text,
  credentials: (tokens) =>
    tokens.find(
      ({ kind, text }, at) =>
        kind === 'name' &&
        /^(?:user|用户)$/.test(tokens[at - 1]?.said ?? '') &&
        /^[\w.@$-]{1,40}$/.test(text),
    )?.text,
  /** The kind of thing that is missing. */
  'not-found': (tokens) =>
    tokens.find(({ said }) =>
      /^(?:table|partition|database|schema|project|dataset|bucket|catalog|warehouse|cluster|file|path|relation|表|分区|项目|库)$/.test(
        said,
      ),
    )?.text,
};
