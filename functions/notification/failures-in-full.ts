import type { AlertOf } from '../kinds/alert.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';
import type { TaskId } from '../mms/id.ts';
import { sentenceWithin } from './names.ts';
import { failureInFull, type FailureMarks, type LogRoom } from './failure-in-full.ts';
import { logText } from './log-text.ts';
import type { Block } from './document.ts';
import type { Wording } from './wording/wording.ts';

/** A text that is longer than this is not shown twice in one message. */
const worthRepeating = 300;

/**
 * Tells failures one after another; of a long text that another task had before, the first line and
 * a word about it.
 */
export function createTeller(
  room: LogRoom,
  say: Wording,
): (alert: AlertOf<'failed'>, marks: FailureMarks) => readonly Block[] {
  const tellers = new Map<string, TaskId>();
  return (alert, marks) => {
    const before = new Map(tellers);
    for (const { message } of alert.rows) {
      const text = logText(message, say);
      if (text.length > worthRepeating && !tellers.has(text)) tellers.set(text, alert.task.id);
    }
    const fit: LogRoom['fit'] = (messages) =>
      room.fit(messages.map((message) => onlyOnce(message, before, say)));
    return failureInFull(alert, marks, { ...room, fit }, say);
  };
}

function onlyOnce(message: Excerpt, tellers: ReadonlyMap<string, TaskId>, say: Wording): Excerpt {
  const text = logText(message, say);
  const teller = tellers.get(text);
  if (teller === undefined) return message;
  const firstLine = sentenceWithin(text.split('\n')[0] ?? '', 200);
  return {
    head: `${firstLine}\n${say.failure.saidAbove(teller)}`,
    tail: '',
    omitted: 0,
    omittedLines: 0,
  };
}

/** `total` shared out among texts so that what a short one leaves goes to the others. */
export function shareOut(lengths: readonly number[], total: number): readonly number[] {
  const fair = Math.floor(total / Math.max(1, lengths.length));
  const left = lengths.reduce((sum, length) => sum + Math.max(0, fair - length), 0);
  const long = lengths.filter((length) => length > fair).length;
  return lengths.map((length) => (length <= fair ? fair : fair + Math.floor(left / long)));
}
