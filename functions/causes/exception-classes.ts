import { isMark, said, type Token } from './token.ts';
import { errorParts } from './vocabulary.ts';

/**
 * Exceptions that say no more than that there is one; and those that say nothing where another one
 * follows.
 */
const empty = new RegExp(
  `^(?:${[
    'java\\.lang\\.(?:Runtime)?Exception',
    'java\\.lang\\.Error',
    'java\\.util\\.concurrent\\.(?:Execution|Completion)Exception',
    'java\\.lang\\.reflect\\.(?:InvocationTarget|UndeclaredThrowable)Exception',
    'java\\.security\\.PrivilegedActionException',
    'RuntimeException',
    'Exception',
    'ExecutionException',
  ].join('|')})$`,
);
const carrier = new RegExp(
  `^(?:${[
    'java\\.io\\.UncheckedIOException',
    'com\\.aliyun\\.odps\\.OdpsException',
    'com\\.aliyun\\.odps\\.mma\\.\\S*Exception',
    'OdpsException',
    'UncheckedIOException',
  ].join('|')})$`,
);
const className = /(?:Exception|Error|Throwable|Failure)$/;
const ownCode = /^(?:[A-Z]{2,12}-\d{3,7})$/;

/** The line without the exceptions at its beginning that add nothing to what follows them. */
export function withoutCarriers(tokens: readonly Token[]): readonly Token[] {
  let start = 0;
  for (;;) {
    const [first, colon, next] = tokens.slice(start, start + 3);
    if (first === undefined) break;
    if (
      /^(?:failed|error|fatal)$/.test(said(first)) &&
      colon?.kind === 'mark' &&
      colon.text === ':' &&
      next !== undefined
    ) {
      start += 2;
      continue;
    }
    if (first.kind !== 'kept' || !className.test(first.text)) break;
    if (next === undefined && start === 0 && empty.test(first.text)) return [];
    if (colon?.kind !== 'mark' || next === undefined) break;
    if (
      !empty.test(first.text) &&
      !carries(first, next) &&
      !isBesideSentence(first, tokens.slice(start + 2))
    )
      break;
    start += 2;
  }
  return tokens.slice(start);
}

/** Whether the second says all that the first says. */
const carries = (first: Token, next: Token): boolean =>
  next.kind === 'kept' &&
  ((carrier.test(first.text) && className.test(next.text)) ||
    ownCode.test(next.text) ||
    first.text === next.text);

/**
 * JDBC's own exception says no more than that it was a database, which a whole sentence tells
 * better.
 */
const isBesideSentence = ({ text }: Token, rest: readonly Token[]): boolean =>
  /^(?:java\.sql\.)?SQLException$/.test(text) &&
  rest.filter((token) => said(token) !== '').length >= 4;

/** Parts of a class's name that say that something went wrong, and not what. */
const sayNothing = new Set([
  'error',
  'exception',
  'err',
  'failure',
  'fail',
  'failed',
  'internal',
  'unknown',
  'na',
]);
const sayMore = new Set([
  'ranger',
  'handshake',
  'memory',
  'cast',
  'standby',
  'concurrent',
  'eof',
  'interrupted',
  'truncation',
]);

/**
 * How many words behind a class say by themselves what went wrong. Nobody else words its errors as
 * these drivers and clients do. Redshift's words are PostgreSQL's, so its class stays with a short
 * sentence.
 */
function enough(exception: string): number {
  if (
    /\b(?:SnowflakeSQL|BigQuery|SQLServer|OSS|AmazonS3|Tunnel|DataRead|Communications)Exception$/.test(
      exception,
    )
  )
    return 3;
  return /\bPSQLException$/.test(exception) ? 5 : 6;
}

/**
 * What follows, where it is a whole sentence and the classes before it add nothing to that: one
 * driver, engine or version raises it in one class, the next one in another. A class that names a
 * condition (`NotFoundException`) stays, unless the sentence names it as well.
 */
export function withoutClasses(tokens: readonly Token[]): readonly Token[] {
  const [first, colon, ...rest] = tokens;
  if (first?.kind !== 'kept' || !className.test(first.text) || colon?.text !== ':') return tokens;
  const words = rest
    .map((token) => (className.test(token.text) ? '' : said(token)))
    .filter((word) => word !== '');
  const named = words.flatMap((word) => word.split(/[_.]/));
  const adds = conditionsIn(first.text).some((part) => !named.includes(part));
  if (!beginsWithCondition(rest) && (adds || words.length < enough(first.text))) return tokens;
  return withoutClasses(withoutCarriers(rest));
}

/**
 * `[TABLE_OR_VIEW_NOT_FOUND] The table`, `PERMISSION_DENIED: User does not`: what an engine calls
 * it.
 */
function beginsWithCondition([first, second, third]: readonly Token[]): boolean {
  const condition =
    isMark(first, '[') && isMark(third, ']') ? second : isMark(second, ':') ? first : undefined;
  return condition?.kind === 'kept' && /^[A-Z]+[_.][A-Z_.]+$/.test(condition.text);
}

const conditionsIn = (exception: string): readonly string[] =>
  partsOf(exception).filter(
    (part) => sayMore.has(part) || (errorParts.has(part) && !sayNothing.has(part)),
  );

/** `ConcurrentAppendException`: `concurrent`, `append`, `exception`. */
const partsOf = (exception: string): readonly string[] =>
  exception
    .slice(exception.lastIndexOf('.') + 1)
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_$]/)
    .map((part) => part.toLowerCase());
