/**
 * A piece of one line of an error text.
 *
 * - `word`: letters, prose as far as its neighbours do not make it a name.
 * - `kept`: it tells causes apart (an error code, a privilege, a data type, a class), whatever
 * stands around it.
 * - `name`: it differs from table to table (a table, a path, a host, an id), and so does a
 * `number`.
 * - `mark`: a bracket, a comma, a colon.
 * - `quoted`: a text in quotes, not yet looked into.
 */
export type Token = Readonly<{
  kind: 'word' | 'kept' | 'name' | 'number' | 'mark' | 'quoted';
  text: string;
  /** White space stands before it. */
  spaced: boolean;
}>;

/** Reads what its neighbours say of each piece. */
export type Pass = (tokens: readonly Token[]) => readonly Token[];

export const kept = (token: Token, text = token.text): Token => ({ ...token, kind: 'kept', text });
export const name = (token: Token): Token => ({ ...token, kind: 'name' });

/** Lower-case text of a word or of what is kept; `''` for anything else. */
export const said = (token: Token | undefined): string =>
  token?.kind === 'word' || token?.kind === 'kept' ? token.text.toLowerCase() : '';

export const isMark = (token: Token | undefined, marks: string): boolean =>
  token?.kind === 'mark' && marks.includes(token.text);
