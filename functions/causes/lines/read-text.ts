import { rowCounts, type RowCounts } from '../row-counts.ts';
import { readLine } from '../tokens/read-line.ts';
import { epilogue, linesOf, type Line } from './lines-of.ts';
import { blankNoise } from './noise.ts';
import { announces, firstFailure, toldIn } from './root.ts';
import { sentencesIn, type Sentence } from './sentences.ts';
import { productOf } from './systems.ts';

/** An error text, read. */
export type Reading = Readonly<{
  message: string;
  sentences: readonly Sentence[];
  /** Where in `sentences` the failure is told; `-1` where none says enough. */
  root: number;
  /** What a person would quote; `-1` where nothing is said. */
  told: number;
  /** Whose words they are; `''` where that is not known. */
  product: string;
  rows: RowCounts | undefined;
  /** Words that the caller knows to be names. */
  known: ReadonlySet<string>;
}>;

const enoughOfProduct = 3;

export function readText(message: string, known: ReadonlySet<string>): Reading {
  const lines = withoutProgress(linesOf(message)).map((line) => ({
    ...line,
    text: blankNoise(line.text, line.prefix),
  }));
  const sentences = firstFailure(
    sentencesIn(lines.map((line) => ({ line, tokens: readLine(line.text, line.at, known) }))),
  );
  const product = productOf(message);
  const isOfProduct = ({ exception, key, line, words }: Sentence): boolean =>
    words >= enoughOfProduct &&
    product !== '' &&
    (exception !== undefined ||
      key === 'error' ||
      productOf(message.slice(line.at, line.at + line.text.length)) === product);
  const codes = sentences.flatMap((one) => one.codes);
  // MMS's status of a verification
  const isCoded = codes.some((code) => code !== 'verification_failed');
  const rows = isCoded ? undefined : rowCounts(message);
  const told = toldIn(sentences, isOfProduct);
  return {
    message,
    sentences,
    root: told.root,
    told: told.at,
    product,
    rows,
    known,
  };
}

/** Without what a log tells of a job that runs or has ended. */
function withoutProgress(lines: readonly Line[]): readonly Line[] {
  const isMild = ({ level }: Line): boolean => /^(?:INFO|DEBUG|WARN)$/.test(level);
  const firstTold = lines.findIndex((line) => !isMild(line) && !announces(line));
  const told = lines.filter(({ text, level, prefix }, at) => {
    const isProgress =
      level === 'INFO' ||
      level === 'DEBUG' ||
      (level === 'WARN' && firstTold >= 0 && at > firstTold);
    const isError = /\b(?:[A-Z]{2,5}-\d{4,7}\b|\w{2,60}(?:Exception|Error)(?:: | \())/.test(text);
    const said = text.slice(prefix);
    return isError || !(isProgress || epilogue.test(said));
  });
  return told.length > 0 ? told : lines;
}
