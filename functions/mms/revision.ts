import type { Task } from './task.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Eight characters (48 bits) for all that the listing says about a task's progress, so that a state
 * of tens of thousands of finished tasks stays small.
 */
export const revisionOf = (task: Task): string =>
  shortHash(
    `${task.status}|${task.startTime}|${task.endTime}|${task.retriedTimes}|${task.running}|${task.stopped}`,
  );

/** 48 bits of a text in eight characters. */
export function shortHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b = (b << 13) | (b >>> 19);
  }
  return sixBits(mix(a)) + sixBits(mix(b ^ a));
}

function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function sixBits(hash: number): string {
  let out = '';
  for (let shift = 0; shift < 24; shift += 6) out += alphabet.charAt((hash >>> shift) & 63);
  return out;
}
