import type { TaskLog } from '../mms/task.ts';
import { beginsWork, meaningOf } from '../mms/task.ts';

/** What new rows say about attempts, given whether the attempt at hand had failed before them. */
export type AttemptsInRows = Readonly<{
  /** The `*_FAILED` rows of each newly failed attempt, oldest attempt first. */
  failed: readonly (readonly TaskLog[])[];
  /** A row of the attempt that had failed already: a second row about one failure. */
  continued: boolean;
  /** Work began in these rows. */
  began: boolean;
  /** After the last row the attempt at hand has failed. */
  open: boolean;
}>;

/**
 * Rows of one attempt are one failure: MMS writes one or two `*_FAILED` rows for it. The next
 * `*_DOING` row begins the next attempt. `rows` are ordered by id.
 */
export function attemptsIn(rows: readonly TaskLog[], openBefore: boolean): AttemptsInRows {
  const failed: TaskLog[][] = [];
  let current: TaskLog[] | undefined;
  let open = openBefore;
  let continued = false;
  let began = false;
  for (const row of rows) {
    const meaning = meaningOf(row.status);
    if (meaning === 'failed') {
      if (!open) failed.push((current = [row]));
      else if (current) current.push(row);
      else continued = true;
      open = true;
    } else if (beginsWork(row.status) || meaning === 'done') {
      began ||= beginsWork(row.status);
      open = false;
      current = undefined;
    }
  }
  return { failed, continued, began, open };
}
