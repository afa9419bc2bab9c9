import { canonicalOf, typesApart, withoutCodes } from './tokens/canonical.ts';
import { isHan, isMark, isWord, type Token } from './tokens/token.ts';
import { tellsFailure } from './lines/wrappers.ts';
import { shortHash } from '../mms/revision.ts';
import { conditionsIn } from './lines/conditions.ts';
import type { Reading } from './lines/read-text.ts';
import { bare, isShort } from './lines/root.ts';
import { knownFailure } from './failures.ts';
import { countWords, type Sentence } from './lines/sentences.ts';

const longestName = 200;

/** The same for two texts that the same act mends; it lasts as long as the rules of this folder. */
export function fingerprintOf(reading: Reading): string {
  const { root, message, rows } = reading;
  if (rows !== undefined) return shortHash('row counts differ');
  const known = knownFailure(reading);
  if (known !== undefined) return shortHash(known.key);
  const said = root < 0 ? textOfAll(reading) : textOfRoot(reading);
  // nothing but names
  const text =
    said === '' ? message.trim().slice(0, longestName).toLowerCase().replace(/\d+/g, '…') : said;
  return text === '' ? 'unstated' : shortHash(text);
}

/** The root, conditions below it, and codes: only a vendor's where the root says enough. */
function textOfRoot({ sentences, root, product }: Reading): string {
  const [told, ...below] = sentences.slice(root);
  if (told === undefined) return '';
  const before = isShared(told, product) ? product : exceptionSaid(told, true);
  const codes = codesOf(sentences).filter((code) => isShort(told) || /\d/.test(code));
  const said: string[] = product === 's3' ? ['s3'] : codes;
  addTo(said, `${before} ${coreOf(told)}`.trim());
  for (const one of below) {
    const adds =
      (one.role === 'condition' && one.canonical !== '…') ||
      (one.role === 'says' && one.line === told.line);
    if (adds) addTo(said, `${exceptionSaid(one, false)} ${one.withoutCodes}`.trim());
  }
  return said.join(' ');
}

const enoughOfCore = 5;

/** Chinese in a line that an English program wrote is of whoever quotes it. */
const isEnglish = (tokens: readonly Token[]): boolean => {
  const words = tokens.filter(isWord);
  const latin = words.filter((word) => !isHan(word)).length;
  return latin >= enoughOfCore && latin > 2 * words.filter(isHan).length;
};

/** The longest part without Chinese words. */
function withoutHan(tokens: readonly Token[]): readonly Token[] {
  if (!isEnglish(tokens)) return tokens;
  const borders = tokens.flatMap((token, at) => (isHan(token) ? [at] : []));
  const parts = [-1, ...borders].map((from, at) => tokens.slice(from + 1, borders[at]));
  return parts.reduce((most, part) => (countWords(part) > countWords(most) ? part : most), []);
}

/** From the last clause on that says enough of what is wrong: before it stands where it was. */
function coreOf(one: Sentence): string {
  if (isShort(one) || one.withoutCodes === '') return one.withoutCodes;
  const tokens = withoutHan(one.tokens);
  const borders = tokens.flatMap((token, at) =>
    isMark(token, ':;=|') || token.kind === 'code' ? [at + 1] : [],
  );
  const start = [0, ...borders].findLast((from, at) => {
    const clause = tokens.slice(from, borders[at]);
    return countWords(clause) >= enoughOfCore && tellsFailure(canonicalOf(clause));
  });
  return withoutCodes(typesApart(tokens.slice(start)));
}

/** Redshift has PostgreSQL's sentences, S3 OSS's; Snowflake's are its own. */
const isShared = (one: Sentence, product: string): boolean =>
  product !== '' && product !== 'snowflake' && isShort(one);

/** What is told behind these says more. */
const carrying =
  /^(?:[a-z]+-\d\d|odps-(?:0130013|0420095)|invalidquery|service_disabled|forbidden)$/;

function codesOf(sentences: readonly Sentence[]): string[] {
  const codes = sentences.flatMap((one) => one.codes);
  return [...new Set(codes.filter((code) => !carrying.test(code)))].sort();
}

function textOfAll({ sentences, product }: Reading): string {
  const chosen = significantOf(sentences);
  const advised = sentences
    .filter(({ role }) => role === 'advises')
    .flatMap(({ settings }) => settings);
  const said: string[] = [...new Set(advised)];
  const heard = new Set<string>();
  for (const one of chosen) {
    if (heard.has(one.canonical)) continue;
    heard.add(one.canonical);
    const exception = exceptionSaid(one, false);
    addTo(said, `${exception === '' ? product : exception} ${one.canonical}`.trim());
  }
  const thrown = chosen.findLast(({ words, role }) => words === 0 && role !== 'condition');
  const isBare = chosen.every(({ key, words }) => key === '' && words === 0);
  const place = isBare ? thrown?.line.raisedAt?.replace(/[$\d]+/g, '') : undefined;
  if (place !== undefined) said.push(place);
  return said.join(' ');
}

/** `Java heap space`: said of anything. */
const fewWords = 3;

function significantOf(sentences: readonly Sentence[]): readonly Sentence[] {
  const told = sentences.filter(
    ({ role, canonical }) =>
      role !== 'wraps' && role !== 'advises' && canonical !== '…' && !bare.test(canonical),
  );
  if (told.some(({ role }) => role !== 'field')) return told;
  const advised = sentences.filter(({ role }) => role !== 'wraps');
  return advised.length > 0 ? advised : sentences.slice(-1);
}

function addTo(said: string[], text: string): void {
  if (text === '' || text === '…') return;
  if (!said.includes(text)) said.push(text);
}

/** They say no more than that there is one. */
const empty =
  /^(?:(?:runtime|execution|completion|invocationtarget|odps|uncheckedodps|datax|spark|hivesql)?exception|py4jjavaerror)$/;
const ofClient = /^(?:client|redshift)exception$/;
const ofJava = /^(?:java|javax|sun)\./;
/** They say that it was a query, which a sentence tells better. */
const ofDatabase = /^(?:java\.sql)\.|\b(?:Hive|Analysis|Meta)Exception$/;

/** Also before a sentence that says much. */
const tellsMore = /^(?:not|found|ranger)$/;

/** What the exception before a sentence adds to it. */
function exceptionSaid(one: Sentence, isRoot: boolean): string {
  const { exception, role, words, canonical } = one;
  if (exception === undefined || empty.test(exception.said)) return '';
  const { text, said } = exception;
  if (role === 'condition') return ofJava.test(text) ? '' : said;
  if (words > 0 && ofClient.test(said)) return '';
  if (isRoot)
    return conditionsIn(text)
      .filter((part) => !canonical.includes(part) && (isShort(one) || tellsMore.test(part)))
      .join(' ');
  return ofDatabase.test(text) && words >= fewWords ? '' : said;
}
