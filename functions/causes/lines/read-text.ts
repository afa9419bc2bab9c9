import { rowCounts, type RowCounts } from '../row-counts.ts';
import { readLine } from '../tokens/read-line.ts';
import { linesOf } from './lines-of.ts';
import { blankNoise } from './noise.ts';
import { productOf } from './products.ts';
import { rootOf } from './root.ts';
import { sentencesIn, type Sentence } from './sentences.ts';

/** An error text, read. */
export type Reading = Readonly<{
  message: string;
  sentences: readonly Sentence[];
  /** Where in `sentences` the failure itself is told; `-1` where none says enough. */
  root: number;
  /** Whose words they are; `''` where that is not known. */
  product: string;
  /** What the verification counted, where no code says something else. */
  rows: RowCounts | undefined;
  /** Words that the caller knows to be names. */
  known: ReadonlySet<string>;
}>;

export function readText(message: string, known: ReadonlySet<string>): Reading {
  const lines = linesOf(message).map((line) => ({ ...line, text: blankNoise(line.text) }));
  const sentences = sentencesIn(
    lines.map((line) => ({ line, tokens: readLine(line.text, line.at, known) })),
  );
  const product = productOf(message);
  const isOfProduct = ({ exception, key, line }: Sentence): boolean =>
    product !== '' &&
    (exception !== undefined ||
      key === 'error' ||
      productOf(message.slice(line.at, line.at + line.text.length)) === product);
  const rows = sentences.some(({ codes }) => codes.length > 0) ? undefined : rowCounts(message);
  return { message, sentences, root: rootOf(sentences, isOfProduct), product, rows, known };
}
