import type { Redactor } from './redaction.ts';

/**
 * The same error without secrets: its name, message and stack, its causes and, of an
 * `AggregateError`, its parts. Properties that a library added (requests, options) are left behind.
 * Causes beyond the fifth are dropped.
 */
export function redactError(error: unknown, redact: Redactor, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)));
  const options =
    error.cause === undefined || depth >= 5
      ? undefined
      : { cause: redactError(error.cause, redact, depth + 1) };
  const message = redact(error.message);
  const safe =
    error instanceof AggregateError
      ? new AggregateError(
          error.errors.map((part) => redactError(part, redact, depth + 1)),
          message,
          options,
        )
      : new Error(message, options);
  Object.defineProperty(safe, 'name', { value: error.name, enumerable: false });
  if (error.stack !== undefined) safe.stack = redact(error.stack);
  return safe;
}
