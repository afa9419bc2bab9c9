import { rowCounts, type RowCounts } from '../row-counts.ts';
import { readLine } from '../tokens/read-line.ts';
import { isMark } from '../tokens/token.ts';
import { quotingKeys } from '../tokens/vocabulary.ts';
import { epilogue, linesOf, type Line } from './lines-of.ts';
import { logPrefixOf } from './log-prefix.ts';
import { blankNoise } from './noise.ts';
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
  const lines = withoutProgress(linesOf(message)).map((line) => ({
    ...line,
    text: blankNoise(line.text),
  }));
  const sentences = sentencesIn(
    lines.map((line) => ({ line, tokens: readLine(line.text, line.at, known) })),
  );
  const product = productOf(message);
  const isOfProduct = ({ exception, key, line }: Sentence): boolean =>
    product !== '' &&
    (exception !== undefined ||
      key === 'error' ||
      productOf(message.slice(line.at, line.at + line.text.length)) === product);
  const codes = sentences.flatMap((one) => one.codes);
  // MMS's own status of a verification says nothing else.
  const isCoded = codes.some((code) => code !== 'verification_failed');
  const rows = isCoded ? undefined : rowCounts(message);
  return { message, sentences, root: rootOf(sentences, isOfProduct), product, rows, known };
}

/** Without what a log tells of a job that runs or has ended, where it tells anything else. */
function withoutProgress(lines: readonly Line[]): readonly Line[] {
  const levels = lines.map(({ text }) => text.slice(0, logPrefixOf(text) || 5));
  const firstTold = levels.findIndex((level) => !/\b(?:INFO|DEBUG|WARN)\b/.test(level));
  const told = lines.filter(({ text }, at) => {
    const level = levels[at] ?? '';
    const isProgress =
      /\b(?:INFO|DEBUG)\b/.test(level) ||
      (firstTold >= 0 && at > firstTold && /\bWARN\b/.test(level));
    const isError = /\b(?:[A-Z]{2,5}-\d{4,7}\b|\w{2,60}(?:Exception|Error): )/.test(text);
    return isError || !(isProgress || epilogue.test(text));
  });
  return told.length > 0 ? told : lines;
}

/** How a text shows whose sentence it quotes: by classes, drivers and the forms of clients. */
const products: readonly (readonly [string, RegExp])[] = [
  ['redshift', /redshift|\[Amazon\]\(500310\)|^ {1,4}context: {2,}/im],
  ['postgresql', /org\.postgresql|psycopg|\bpsql: |^LINE \d+: /m],
  [
    'mysql',
    /com\.mysql|pymysql|mysql\.connector|MySQLdb|MYSQLErrCode|Communications link failure|\bERROR \d{4} \(\w{5}\)/,
  ],
  ['sqlserver', /com\.microsoft\.sqlserver|\[SQL Server\]|\bMsg \d+, Level \d+/],
  ['snowflake', /net\.snowflake|snowflake\.connector/],
  [
    's3',
    /AmazonS3Exception|\bS3Exception|Service: (?:Amazon )?S3|\bcalling the \w{0,40}(?:Object|Bucket|UploadPart|MultipartUpload)\w{0,40} operation/,
  ],
];

/**
 * Whose words they are, where the text shows one product only: databases word their errors alike in
 * few words, and each in one way whatever driver writes them down.
 */
function productOf(text: string): string {
  const [found, other] = products.filter(([, shape]) => shape.test(text));
  return found === undefined || other !== undefined ? '' : found[0];
}

/** Words of a sentence that says by itself what went wrong, and of one whose product is known. */
const enough = 5;
const enoughOfProduct = 3;

export const isShort = ({ words }: Sentence): boolean => words < enough;

/**
 * Where the failure itself is told: the last sentence with a vendor's code, else the last one of
 * enough words, from where what it says begins.
 */
function rootOf(sentences: readonly Sentence[], isOfProduct: (one: Sentence) => boolean): number {
  const saysEnough = (one: Sentence): boolean =>
    mayBeRoot(one) && (!isShort(one) || (one.words >= enoughOfProduct && isOfProduct(one)));
  const at = [
    (one: Sentence) => mayBeRoot(one) && hasCode(one),
    (one: Sentence) => saysEnough(one) && isRaised(one),
    (one: Sentence) => saysEnough(one) && one.key !== 'desc',
    saysEnough,
  ].reduce((found, isRoot) => (found < 0 ? sentences.findLastIndex(isRoot) : found), -1);
  if (at < 0) return -1;
  // Some say it twice, the second time in short.
  const short = `${sentences[at]?.canonical ?? ''} `;
  let first = sentences.findIndex(
    (one, index) => index === at || (mayBeRoot(one) && one.canonical.startsWith(short)),
  );
  while (goesOn(sentences[first - 1], sentences[first])) first -= 1;
  return first;
}

/** Whether two sentences are of one message: the second only adds to what the first says. */
function goesOn(before: Sentence | undefined, one: Sentence | undefined): boolean {
  if (before?.role !== 'says' || one === undefined) return false;
  if (before.line === one.line)
    return one.continues === true || (one.causing === true && isShort(one));
  const isNext = one.line.at === before.line.at + before.line.text.length + 1;
  const begins = one.exception !== undefined || one.key !== '' || hasCode(one);
  const isOpen = /^[a-z]/.test(one.line.text) || !/[:：]$/.test(before.line.text);
  return isNext && !begins && !isShort(before) && isOpen;
}

/** Whether it is told as an error, and not just printed. */
const isRaised = ({ exception, key, line }: Sentence): boolean =>
  !/[:：]\s*$/.test(line.text) &&
  (exception !== undefined ||
    quotingKeys.has(key) ||
    /^(?:\S{0,30}\s){0,3}\W?(?:ERROR|FATAL|Caused by)\b/.test(line.text));

const mayBeRoot = ({ role, torn, words }: Sentence): boolean =>
  role === 'says' && !torn && words > 0;

const hasCode = ({ tokens, code, words }: Sentence): boolean =>
  code !== undefined ||
  tokens.some((token) => token.kind === 'code') ||
  (words > 2 &&
    tokens.find(({ kind }) => kind !== 'mark')?.kind === 'condition' &&
    isMark(tokens[0], '['));
