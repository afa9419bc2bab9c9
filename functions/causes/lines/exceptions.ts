import { errorParts } from '../tokens/vocabulary.ts';
import type { Sentence } from './sentences.ts';

/** Exceptions that say no more than that there is one. */
const empty =
  /^(?:(?:runtime|execution|completion|invocationtarget|undeclaredthrowable|privilegedaction|uncheckedio|odps|uncheckedodps|datax|spark|hivesql|py4jjava)?exception|(?:py4jjava)?error)$/;
/** Exceptions of Java's own network and files beside what the system said. */
const ofJava = /^(?:java|javax|sun)\./;
/** JDBC's own: they say that it was a database, which a sentence tells better. */
const ofDatabase = /^(?:java\.sql|com\.mysql)\./;
const enoughBesideDatabase = 3;
/** A sentence of so many words needs no exception to be told from others. */
const manyWords = 8;

/** What the exception before a sentence adds to it; `''` for nothing. */
export function exceptionSaid({ exception, role, words, canonical }: Sentence, isRoot: boolean): string {
  if (exception === undefined || empty.test(exception.said)) return '';
  if (role === 'condition') return ofJava.test(exception.text) ? '' : exception.said;
  if (words === 0) return exception.said;
  if (isRoot) return words >= manyWords ? '' : conditionsIn(exception.text, canonical);
  return ofDatabase.test(exception.text) && words >= enoughBesideDatabase ? '' : exception.said;
}

/** Parts of a class's name that say that something went wrong, and not what. */
const sayNothing = /^(?:error|exception|err|failure|fail|failed|internal|unknown|na)$/;
const sayMore = /^(?:ranger|handshake|memory|cast|standby|concurrent|eof|interrupted|truncation)$/;

/** `NotFoundException`: the condition that a class names, unless the sentence names it as well. */
function conditionsIn(name: string, canonical: string): string {
  const simple = name.slice(name.lastIndexOf('.') + 1);
  if (/^(?:\w{0,5}SQL|Oracle)/.test(simple)) return '';
  return simple
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_$]/)
    .map((part) => part.toLowerCase())
    .filter((part) => sayMore.test(part) || (errorParts.has(part) && !sayNothing.test(part)))
    .filter((part) => !canonical.includes(part))
    .join(' ');
}
