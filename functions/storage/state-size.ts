import { StateError } from '../errors.ts';
import { inWords } from '../runtime/http.ts';

/** Bytes. A done task takes some 40, a failed one some 300: 100,000 failed tasks fit. */
export const largestState = 32 * 1024 * 1024;

/** @throws StateError for a state that, once written, could not be read again */
export function checkSize(location: string, bytes: number, doing: 'read' | 'saved'): void {
  if (bytes <= largestState) return;
  throw new StateError(
    `${location} could not be ${doing}: it has ${inWords(bytes)}, of which ${inWords(largestState)} are taken at most; watch fewer tasks with one function, or move the object away to begin anew`,
  );
}
