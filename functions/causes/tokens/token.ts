/**
 * A `name` and a `number` differ from table to table; `word` is prose; the others, but `mark`, tell
 * causes apart whatever stands around them.
 */
export type TokenKind =
  | 'word'
  | 'name'
  | 'number'
  | 'mark'
  | 'class'
  | 'code'
  | 'condition'
  | 'type'
  | 'privilege'
  | 'setting'
  | 'term';

/** What it is may change while its neighbours are read. */
export type Token = {
  kind: TokenKind;
  /** As it was written. */
  readonly text: string;
  /** In small letters; `''` for a name, a number and a mark. */
  said: string;
  /** Where it stands in the whole text. */
  readonly start: number;
  readonly end: number;
  /** White space stands before it. */
  readonly spaced: boolean;
  /** It stands in quotes, alone. */
  quoted: boolean;
};

export function makeName(token: Token | undefined): void {
  if (token !== undefined) retype(token, 'name');
}

export function retype(token: Token, kind: TokenKind, said = saidBy(kind, token.text)): void {
  token.kind = kind;
  token.said = said;
}

/** Kinds that say nothing. */
const silent = /^(?:name|number|mark)$/;

export const saidBy = (kind: TokenKind, text: string): string =>
  silent.test(kind) ? '' : text.toLowerCase();

export const isKept = ({ kind }: Token): boolean => kind !== 'word' && !silent.test(kind);

export const isMark = (token: Token | undefined, marks: string): boolean =>
  token?.kind === 'mark' && marks.includes(token.text);

export const isWord = (token: Token | undefined): token is Token & { kind: 'word' } =>
  token?.kind === 'word';

/** A word of Chinese. */
export const isHan = (token: Token): boolean =>
  isWord(token) && /^\p{Script=Han}/u.test(token.text);

/** `said` of a token that may be missing. */
export const said = (token: Token | undefined): string => token?.said ?? '';
