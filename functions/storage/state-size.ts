import { StateError } from '../errors.ts';
import { inWords } from '../runtime/http.ts';

/** Bytes of an object. A done task takes 40, a failed one some 350: 100,000 failed tasks fit. */
export const largestState = 48 * 1024 * 1024;

/** @throws StateError for a state that could not be read again */
export function checkSize(location: string, bytes: number, doing: 'read' | 'saved'): void {
  if (bytes <= largestState) return;
  throw new StateError(
    `${location} could not be ${doing}: it has ${inWords(bytes)}, of which ${inWords(largestState)} are taken at most; watch fewer tasks with one function, or move the object away to begin anew`,
  );
}

/**
 * Bytes of memory that a decoded state takes, roughly: on Node 20, 160 for a done task, 90 for a
 * waiting one, 640 for a failed one, and 60 for each one's place in a map.
 */
export function decodedSize(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) lines += 1;
  return lines * 150 + bytes.length * 1.6;
}

/** What its object takes meanwhile, as it was read and as it is written. */
export const encodedSize = (bytes: Buffer): number => 2 * bytes.length;

/** @throws StateError where the states that were read leave no room for this one */
export function checkMemory(
  location: string,
  { bytes, memory, left, most }: Readonly<Record<'bytes' | 'memory' | 'left' | 'most', number>>,
): void {
  if (memory <= left) return;
  const about = `${location} was left out: its ${inWords(bytes)} take ${inWords(memory)} of memory`;
  const why =
    memory > most
      ? `${about}, and ${inWords(most)} are there for states; its channel is told nothing until this is mended`
      : `${about}, and of the ${inWords(most)} for states the other channels' leave ${inWords(left)}; until all fit, the channels are told in turn`;
  throw new StateError(
    `${why}: raise memorySize in s.yaml, or watch fewer tasks with one function. Nothing was overwritten, and nothing is lost.`,
  );
}
