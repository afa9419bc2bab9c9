import type { Redactor } from './redaction.ts';

/** Causes and parts beyond this depth are dropped. */
const deepest = 5;
/** Of a longer message or stack the rest is dropped. */
const longest = 65_536;

/**
 * The same error without secrets: its name, message and stack, its causes and, of an
 * `AggregateError`, its parts. Properties that a library added (requests, options) are left behind.
 */
export function redactError(error: unknown, redact: Redactor, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(said(error, redact));
  const options =
    error.cause === undefined || depth >= deepest
      ? undefined
      : { cause: redactError(error.cause, redact, depth + 1) };
  const message = said(error.message, redact);
  const parts: readonly unknown[] =
    error instanceof AggregateError && depth < deepest ? error.errors : [];
  const safe =
    error instanceof AggregateError
      ? new AggregateError(
          parts.map((part) => redactError(part, redact, depth + 1)),
          message,
          options,
        )
      : new Error(message, options);
  // A service's code may stand in the name.
  Object.defineProperty(safe, 'name', { value: said(error.name, redact), enumerable: false });
  if (error.stack !== undefined) safe.stack = said(error.stack, redact);
  return safe;
}

/** Redacted before it is cut, so that no part of a secret is left at the seam. */
function said(text: unknown, redact: Redactor): string {
  const whole = typeof text === 'string' ? text : describe(text);
  if (whole.length <= longest) return redact(whole);
  const read = redact(whole.slice(0, longest)).slice(0, longest - 4_096);
  return `${read}… ${(whole.length - read.length).toLocaleString('en-US')} characters left out …`;
}

function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'something that cannot be shown';
  }
}
