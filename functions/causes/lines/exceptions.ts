import type { Sentence } from './sentences.ts';

/** Exceptions that say no more than that there is one. */
const empty =
  /^(?:(?:runtime|execution|completion|invocationtarget|undeclaredthrowable|privilegedaction|uncheckedio|odps|uncheckedodps|datax|spark|hivesql|py4jjava)?exception|(?:py4jjava)?error)$/;
/** Exceptions of Java's own network and files beside what the system said. */
const ofJava = /^(?:java|javax|sun)\./;
/** JDBC's, Hive's and Spark's own: they say that it was a query, which a sentence tells better. */
const ofDatabase = /^(?:java\.sql|com\.mysql)\.|\b(?:Hive|Analysis|Meta)Exception$/;
const enoughBesideDatabase = 3;
/** A sentence of so many words needs no exception to be told from others. */
const manyWords = 8;

/** What the exception before a sentence adds to it; `''` for nothing. */
export function exceptionSaid(
  { exception, role, words, canonical }: Sentence,
  isRoot: boolean,
): string {
  if (exception === undefined || empty.test(exception.said)) return '';
  if (role === 'condition') return ofJava.test(exception.text) ? '' : exception.said;
  if (words === 0) return exception.said;
  if (isRoot) return words >= manyWords ? '' : conditionsIn(exception.text, canonical);
  return ofDatabase.test(exception.text) && words >= enoughBesideDatabase ? '' : exception.said;
}

/** Parts of a class's name that say what went wrong, where a sentence may not. */
const telling =
  /^(?:meta|not|found|missing|denied|timeout|standby|concurrent|closed|eof|expired|ranger|memory|interrupted)$/;

/** `NotFoundException`: the condition that a class names, unless the sentence names it as well. */
function conditionsIn(name: string, canonical: string): string {
  const simple = name.slice(name.lastIndexOf('.') + 1);
  if (/^(?:\w{0,5}SQL|Oracle)/.test(simple)) return '';
  return simple
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_$]/)
    .map((part) => part.toLowerCase())
    .filter((part) => telling.test(part) && !canonical.includes(part))
    .join(' ');
}
