import type { AlertOf } from '../core/alert.ts';
import type { Excerpt } from '../core/excerpt.ts';
import type { TaskId } from '../core/id.ts';
import { showExcerpt } from '../foreign-text/show-excerpt.ts';
import { sentenceWithin } from './counting.ts';
import { failureInFull, type LogRoom } from './failure-in-full.ts';
import type { Passage } from './words.ts';

/** A text that is longer than this is not shown twice in one message. */
const worthRepeating = 300;

/** The failures one after another; of a long text that another task had before, the first line and a word about it. */
export function failuresInFull(failed: readonly AlertOf<'failed'>[], room: LogRoom): readonly (readonly Passage[])[] {
  const tellers = new Map<string, TaskId>();
  return failed.map((alert) => {
    const before = new Map(tellers);
    for (const { message } of alert.rows) {
      const text = showExcerpt(message);
      if (text.length > worthRepeating && !tellers.has(text)) tellers.set(text, alert.task.id);
    }
    return failureInFull(alert, { ...room, fit: (messages) => room.fit(messages.map((message) => onlyOnce(message, before))) });
  });
}

function onlyOnce(message: Excerpt, tellers: ReadonlyMap<string, TaskId>): Excerpt {
  const text = showExcerpt(message);
  const teller = tellers.get(text);
  if (teller === undefined) return message;
  const firstLine = sentenceWithin(text.split('\n')[0] ?? '', 200);
  return { head: `${firstLine}\n… and so on, word for word as for task ${teller} above …`, tail: '', omitted: 0, omittedLines: 0 };
}

/** `total` shared out among texts so that what a short one leaves goes to the others. */
export function shareOut(lengths: readonly number[], total: number): readonly number[] {
  const fair = Math.floor(total / Math.max(1, lengths.length));
  const left = lengths.reduce((sum, length) => sum + Math.max(0, fair - length), 0);
  const long = lengths.filter((length) => length > fair).length;
  return lengths.map((length) => (length <= fair ? fair : fair + Math.floor(left / long)));
}
