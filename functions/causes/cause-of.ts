import type { Cause } from './cause.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readText } from './lines/read-text.ts';
import { reasonOf } from './reason.ts';
import { remedyFor } from './remedies/remedy-for.ts';

/**
 * The cause that an error text tells of. The text is masked and may be an excerpt; an empty one is
 * a cause of its own.
 * `names` are those that the caller knows to be names (of the task's table, of its database): it
 * finds most by itself. Never throws; the time it takes grows with the length of the text and no
 * faster, and of a long one only the beginning and the end are read.
 */
export function causeOf(message: string, names: readonly string[] = []): Cause {
  const known = new Set(names.flatMap((name) => name.toLowerCase().split('.')));
  const reading = readText(message, known);
  return {
    fingerprint: fingerprintOf(reading),
    reason: reasonOf(reading),
    ...remedyFor(reading),
  };
}
