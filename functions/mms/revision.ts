import { createHash } from 'node:crypto';
import type { Task } from './task.ts';

/** All that the listing says about a task's progress. */
export const revisionOf = (task: Task): string =>
  shortHash(
    `${task.status}|${task.startTime}|${task.endTime}|${task.retriedTimes}|${task.running}|${task.stopped}`,
  );

/** 48 bits in eight characters: a state holds one for each of 100,000 tasks. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 8);
