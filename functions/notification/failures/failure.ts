import * as z from 'zod/mini';
import { isVerification } from '../../mms/task.ts';
import type { AlertParts } from '../alert.ts';
import type { RowCounts } from '../wording/numbers.ts';

/** A failure as messages draw it: part of the alert that is stored. */
export const failureFields = ({ task, text, count, cause, excerpt, logId }: AlertParts) => ({
  task,
  /** The failed status: that of the rows, or the task's own where no row said so. */
  status: text,
  /** Failed attempts that are told together, one at least. */
  attempts: count,
  /** Which failure since the task was last done the last of them is: 1 for the first. */
  ordinal: count,
  /** The `*_FAILED` rows of the attempt that is told. */
  rows: z.readonly(
    z.array(z.object({ logId, status: text, time: text, action: excerpt, message: excerpt })),
  ),
  logUnread: z.optional(text),
  /** It was `DONE` before this channel could be told. */
  recoveredSince: z.boolean(),
  cause,
  /** Whether the failure before this one had the same cause. */
  sameCause: z.optional(z.boolean()),
  countedRows: z.optional(z.object({ source: text, destination: text })),
});

export type Failure = Readonly<z.infer<z.ZodMiniObject<ReturnType<typeof failureFields>>>>;
export type FailedRow = Failure['rows'][number];

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
