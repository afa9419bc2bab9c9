import { StateError } from '../errors.ts';
import { inWords } from '../runtime/http.ts';

/**
 * The largest state that is read or written, in bytes. A task that is done takes some 40 of them,
 * one that failed some 300: 100,000 tasks fit, even if all of them have failed.
 */
export const largestState = 32 * 1024 * 1024;

/** @throws StateError for a state that, once written, could not be read again */
export function checkSize(location: string, bytes: number, doing: 'read' | 'saved'): void {
  if (bytes <= largestState) return;
  throw new StateError(
    `${location} could not be ${doing}: it has ${inWords(bytes)}, of which ${inWords(largestState)} are taken at most; watch fewer tasks with one function, or move the object away to begin anew`,
  );
}
