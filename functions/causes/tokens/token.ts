/**
 * What a piece of an error text is.
 *
 * - `word`: letters; prose, as far as its neighbours do not make it a name.
 * - `name`, `number`: they differ from table to table.
 * - `mark`: a bracket, a comma, a colon.
 * - the rest tells causes apart whatever stands around it: the class of an exception, a vendor's
 *   `code` (`ORA-00942`), a `condition` (`TABLE_NOT_FOUND`), a data `type`, a `privilege`, a
 *   `setting` (`spark.executor.memory`), or another `term` (a status, a keyword).
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

/** A piece of one line; what it is may change while its neighbours are read. */
export type Token = {
  kind: TokenKind;
  /** As it was written. */
  readonly text: string;
  /** What it says, in small letters; `''` for a name, a number and a mark. */
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

/** Whether it tells causes apart whatever stands around it. */
export const isKept = ({ kind }: Token): boolean => kind !== 'word' && !silent.test(kind);

export const isMark = (token: Token | undefined, marks: string): boolean =>
  token?.kind === 'mark' && marks.includes(token.text);

export const isWord = (token: Token | undefined): token is Token & { kind: 'word' } =>
  token?.kind === 'word';

/** `said` of a token that may be missing. */
export const said = (token: Token | undefined): string => token?.said ?? '';
