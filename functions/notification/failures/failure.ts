import type { Cause } from '../../causes/cause.ts';
import type { Excerpt } from '../../untrusted-text/excerpt.ts';
import { isVerification } from '../../mms/task.ts';
import type { TaskRef } from '../alert.ts';
import type { RowCounts } from '../wording/numbers.ts';

/** A failure as messages draw it. */
export type Failure = Readonly<{
  task: TaskRef;
  /** The failed status: that of the rows, or the task's own where no row said so. */
  status: string;
  /** Failed attempts that are told together, one at least. */
  attempts: number;
  /** Which failure since the task was last done the last of them is: 1 for the first. */
  ordinal: number;
  rows: readonly FailedRow[];
  logUnread?: string | undefined;
  /** It was `DONE` before this channel could be told. */
  recoveredSince: boolean;
  cause: Cause;
  /** Whether the failure before this one had the same cause. */
  sameCause?: boolean | undefined;
  countedRows?: Readonly<{ source: string; destination: string }> | undefined;
  at: number;
}>;

/** One `*_FAILED` row of the attempt that is told. */
export type FailedRow = Readonly<{
  logId: string;
  status: string;
  time: string;
  action: Excerpt;
  message: Excerpt;
}>;

const digits = /^\d{1,40}$/;

/** How many rows each side has, where a verification gives both and they differ. */
export function rowCountsOf({ status, countedRows }: Failure): RowCounts | undefined {
  if (countedRows === undefined || !isVerification(status)) return undefined;
  const { source, destination } = countedRows;
  if (!digits.test(source) || !digits.test(destination) || source === destination) return undefined;
  return { source: BigInt(source), destination: BigInt(destination) };
}

/** The destination has fewer rows than the source: data may be lost. */
export function hasMissingRows(failure: Failure): boolean {
  const rows = rowCountsOf(failure);
  return rows !== undefined && rows.source > rows.destination;
}
