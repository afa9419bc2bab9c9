import { shortHash } from '../mms/revision.ts';
import type { Cause } from './cause.ts';
import { exceptionSaid } from './lines/exceptions.ts';
import { linesOf } from './lines/lines-of.ts';
import { blankNoise } from './lines/noise.ts';
import { rootOf } from './lines/root.ts';
import { sentencesIn, type Sentence } from './lines/sentences.ts';
import { reasonOf } from './reason.ts';
import { remedyFor } from './remedies/remedy-for.ts';
import { isKept } from './tokens/token.ts';
import { readLine } from './tokens/read-line.ts';

/**
 * The cause that an error text tells of. The text is masked and may be an excerpt; an empty one is
 * a cause of its own.
 * `names` are those that the caller knows to be names (of the task's table, of its database): it
 * finds most by itself. Never throws; the time it takes grows with the length of the text and no
 * faster, and of a long one only the beginning and the end are read.
 */
export function causeOf(message: string, names: readonly string[] = []): Cause {
  const known = new Set(names.flatMap((name) => name.toLowerCase().split('.')));
  const lines = linesOf(message).map((line) => ({ ...line, text: blankNoise(line.text) }));
  const sentences = sentencesIn(
    lines.map((line) => ({ line, tokens: readLine(line.text, line.at, known) })),
  );
  const root = rootOf(sentences);
  const text = textOf(sentences, root, message);
  return {
    fingerprint: text === '' ? 'unstated' : shortHash(text),
    reason: reasonOf(message, sentences, { root, known }),
    ...remedyFor(root < 0 ? sentences : sentences.slice(root)),
  };
}

/** What is hashed: all that tells this cause from others, without what differs from table to table. */
export function textOf(sentences: readonly Sentence[], root: number, message: string): string {
  if (sentences.length === 0) return message.trim().toLowerCase().replace(/\d+/g, '…').slice(0, 200);
  return root < 0 ? textOfAll(sentences) : textOfRoot(sentences, root, message);
}

/** S3 has OSS's codes and sentences, and is another service. */
const ofS3 = /Amazon ?S3|\bS3Exception|amazonaws|Service: S3|botocore|<HostId>[^<\n]{0,200}=</;

/** The codes of the whole text, the root, and what follows it. */
function textOfRoot(sentences: readonly Sentence[], root: number, message: string): string {
  const codes = new Set(sentences.flatMap((one) => one.codes));
  if (codes.size > 0 && ofS3.test(message)) codes.add('s3');
  const said: string[] = [];
  for (const [index, one] of sentences.slice(root).entries()) {
    const counts = one.role === 'says' || one.role === 'condition';
    if (index > 0 && (!counts || one.torn)) continue;
    addTo(said, `${exceptionSaid(one, index === 0)} ${firstWords(one.withoutCodes)}`.trim());
  }
  return [...[...codes].sort(), ...said].join(' ');
}

/** All that the text says, in its order, where no sentence of it says enough. */
function textOfAll(sentences: readonly Sentence[]): string {
  const chosen = significantOf(sentences);
  const advised = sentences.filter(({ role }) => role === 'advises').flatMap(({ codes }) => codes);
  const said: string[] = [...new Set(advised)];
  const heard = new Set<string>();
  for (const one of chosen) {
    if (one.words > 0 && heard.has(one.canonical)) continue;
    heard.add(one.canonical);
    const before = one.role === 'field' ? one.key : exceptionSaid(one, false);
    addTo(said, `${before} ${firstWords(one.canonical)}`.trim());
  }
  // Said of anything, so that the place tells it from others.
  const isBare = chosen.every(
    ({ role, words, key }) => key === '' && (role === 'condition' || words === 0),
  );
  const place = isBare ? chosen.findLast(({ line }) => line.raisedAt !== undefined) : undefined;
  return place === undefined
    ? said.join(' ')
    : `${said.join(' ')} @ ${(place.line.raisedAt ?? '').replace(/[$\d]+/g, '')}`;
}

/** What only wraps a failure, or advises, goes where something else is told. */
function significantOf(sentences: readonly Sentence[]): readonly Sentence[] {
  const whole = sentences.filter(({ torn }) => !torn);
  const read = whole.length > 0 ? whole : sentences;
  const told = read.filter(({ role }) => role !== 'wraps' && role !== 'advises');
  const said = new Map(told.map(({ canonical, words }) => [canonical, words]));
  const isShort = [...said.values()].reduce((sum, words) => sum + words, 0) <= fewWords;
  const named = ({ role, tokens }: Sentence): boolean => role === 'wraps' && tokens.some(isKept);
  if (told.some(({ role }) => role !== 'field'))
    return isShort ? read.filter((one) => told.includes(one) || named(one)) : told;
  const advised = read.filter(({ role }) => role !== 'wraps');
  if (advised.length > 0) return advised;
  const telling = read.filter(({ tokens }) => tokens.some(isKept));
  return telling.length > 0 ? telling : read.slice(-1);
}

/** `Java heap space`: said of anything, so that what it was in counts as well. */
const fewWords = 3;

/** Words of a sentence that tell it from others; the end of a longer one may have been cut off. */
const mostWords = 40;

const firstWords = (canonical: string): string => canonical.split(' ', mostWords).join(' ');

function addTo(said: string[], text: string): void {
  if (text === '' || text === '…') return;
  if (!said.some((earlier) => ` ${earlier} `.includes(` ${text} `))) said.push(text);
}
