import type { Cause } from './cause.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readText } from './lines/read-text.ts';
import { reasonOf } from './reason.ts';
import { remedyFor } from './remedies/remedy-for.ts';

/**
 * The cause that a masked error text or an excerpt of it tells of. Never throws; the time it takes
 * grows with the length of the text.
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
