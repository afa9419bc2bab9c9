/**
 * The head and the tail of a text that was too long to keep whole: the root cause of a Java trace
 * stands last.
 * `omitted` counts the code points and `omittedLines` the line breaks left out between the two; a
 * text kept whole is all head. Lengths are in code points throughout, so that nothing is cut inside
 * a character.
 */
export type Excerpt = Readonly<{
  head: string;
  tail: string;
  omitted: number;
  omittedLines: number;
}>;

export const wholeText = (text: string): Excerpt => ({
  head: text,
  tail: '',
  omitted: 0,
  omittedLines: 0,
});
