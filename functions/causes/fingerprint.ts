import { shortHash } from '../mms/revision.ts';
import { exceptionSaid } from './lines/exceptions.ts';
import type { Reading } from './lines/read-text.ts';
import { isShort } from './lines/root.ts';
import type { Sentence } from './lines/sentences.ts';
import type { Token } from './tokens/token.ts';

/** The same for two texts that the same act mends; it lasts as long as the rules of this folder. */
export function fingerprintOf(reading: Reading): string {
  const text = textOf(reading);
  return text === '' ? 'unstated' : shortHash(text);
}

/** Characters of a text of nothing but names that tell it from others. */
const longestName = 200;

/**
 * What is hashed: all that tells this cause from others, without what differs from table to table.
 */
export function textOf(reading: Reading): string {
  const { root, message, rows } = reading;
  if (rows !== undefined) return 'row counts differ';
  const text = root < 0 ? textOfAll(reading) : textOfRoot(reading);
  // A text of nothing but names stands for itself.
  return text === '' ? message.trim().slice(0, longestName).toLowerCase().replace(/\d+/g, '…') : text;
}

/** S3 has OSS's codes and sentences, and is another service. */
const ofS3 =
  /com\.amazonaws\.services\.s3|Amazon ?S3|\bS3Exception|Service: S3|botocore|<HostId>[^<\n]{0,200}=</;

/** The codes of the whole text, the root, and what follows it. */
function textOfRoot({ sentences, root, message, product }: Reading): string {
  const isS3 = ofS3.test(message);
  const codes = isS3 ? new Set(['s3']) : codesOf(sentences, root);
  const said: string[] = [];
  for (const [index, one] of sentences.slice(root).entries()) {
    const counts = one.role === 'says' || one.role === 'condition';
    const adds =
      one.role === 'condition'
        ? one.canonical !== '…'
        : one.words >= 3 || one.line === sentences[root]?.line;
    const isNew = one.canonical !== sentences[root]?.canonical;
    if (index > 0 && !(counts && !one.torn && adds && isNew)) continue;
    const whose =
      index === 0 && isShort(one) && product !== '' ? product : exceptionSaid(one, index === 0);
    addTo(said, `${whose} ${firstWords(one.withoutCodes)}`.trim());
  }
  return [...[...codes].sort(), ...said].join(' ');
}

/** Codes of DataX, which carry what is told behind them. */
const ofDataX = /^[a-z]*(?:reader|writer|errorcode|errcode|error|framework|common|plugin)-\d\d$/;
/** A reason of OSS, which tells apart only what has one code. */
const reasonOfOss = /^00\d\d-\d{8}$/;

function codesOf(sentences: readonly Sentence[], root: number): Set<string> {
  const codes = sentences.flatMap((one) => one.codes);
  const carried = /[a-z]/.test(sentences[root]?.canonical ?? '');
  return new Set(
    codes.filter(
      (code) =>
        !(ofDataX.test(code) && carried) &&
        (!reasonOfOss.test(code) || codes.includes('accessdenied')),
    ),
  );
}

/** All that the text says, in its order, where no sentence of it says enough. */
function textOfAll({ sentences, product }: Reading): string {
  const chosen = significantOf(sentences);
  const advised = sentences
    .filter(({ role }) => role === 'advises')
    .flatMap(({ settings }) => settings);
  const said: string[] = [...new Set(advised)];
  const heard = new Set<string>();
  for (const one of chosen) {
    if (one.words > 0 && heard.has(one.canonical)) continue;
    heard.add(one.canonical);
    if (one.role === 'field' && isSaid(one, heard, product)) continue;
    const before = one.role === 'field' ? one.key : exceptionSaid(one, false);
    if (one.canonical === '' && before === '') continue;
    addTo(said, `${before === '' ? product : before} ${firstWords(one.canonical)}`.trim());
  }
  // Said of anything, so that the place tells it from others.
  const isBare = chosen.every(
    (one) => one.key === '' && (one.role === 'condition' ? exceptionSaid(one, false) === '' : one.words === 0),
  );
  const place = isBare ? chosen.findLast(({ line }) => line.raisedAt !== undefined) : undefined;
  return place === undefined
    ? said.join(' ')
    : `${said.join(' ')} @ ${(place.line.raisedAt ?? '').replace(/[$\d]+/g, '')}`;
}

/** A code that repeats the sentence (`AccessDenied`), or a number beside a product's own words. */
const isSaid = ({ canonical }: Sentence, heard: ReadonlySet<string>, product: string): boolean =>
  (product !== '' && /^\d+$/.test(canonical)) ||
  [...heard].some((one) => one !== canonical && one.replaceAll(' ', '') === canonical);

/** What only wraps a failure, or advises, goes where something else is told. */
function significantOf(sentences: readonly Sentence[]): readonly Sentence[] {
  const whole = sentences.filter(({ torn }) => !torn);
  const read = whole.length > 0 ? whole : sentences;
  const told = read.filter(
    ({ role, canonical }) => role !== 'wraps' && role !== 'advises' && canonical !== '…',
  );
  const said = new Map(told.map(({ canonical, words }) => [canonical, words]));
  const isLittle = [...said.values()].reduce((sum, words) => sum + words, 0) <= fewWords;
  const named = ({ role, tokens }: Sentence): boolean =>
    role === 'wraps' && tokens.some(isClassOfStep);
  if (told.some(({ role }) => role !== 'field'))
    return isLittle ? read.filter((one) => told.includes(one) || named(one)) : told;
  const advised = read.filter(({ role }) => role !== 'wraps');
  if (advised.length > 0) return advised;
  const telling = read.filter(({ tokens }) => tokens.some(isClassOfStep));
  return telling.length > 0 ? telling : read.slice(-1);
}

/** `…exec.tez.TezTask`: which step of a query failed. */
const isClassOfStep = ({ kind, text }: Token): boolean => kind === 'term' && text.includes('.');

/** `Java heap space`: said of anything, so that what it was in counts as well. */
const fewWords = 3;

/** Words of a sentence that tell it from others; the end of a longer one may have been cut off. */
const mostWords = 40;

const firstWords = (canonical: string): string => canonical.split(' ', mostWords).join(' ');

function addTo(said: string[], text: string): void {
  if (text === '' || text === '…') return;
  if (!said.some((earlier) => ` ${earlier} `.includes(` ${text} `))) said.push(text);
}
