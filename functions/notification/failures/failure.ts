import * as z from 'zod/mini';
import { isVerification } from '../../mms/task.ts';
import type { AlertParts } from '../alert.ts';
import type { RowCounts } from '../wording/numbers.ts';

/** A failure as messages draw it: part of the stored alert. */
export const failureFields = ({ task, text, count, cause, excerpt, logId }: AlertParts) => ({
  task,
  /** Of the rows, or the task's own where no row said so. */
  status: text,
  /** Told together; one at least. */
  attempts: count,
  /** Which failure the last of them is since the task was done: 1 for the first. */
  ordinal: count,
  rows: z.readonly(
    z.array(z.object({ logId, status: text, time: text, action: excerpt, message: excerpt })),
  ),
  logUnread: z.optional(text),
  /** `DONE` before this channel could be told. */
  recoveredSince: z.boolean(),
  cause,
  sameCause: z.optional(z.boolean()),
  countedRows: z.optional(z.object({ source: text, destination: text })),
});

export type Failure = Readonly<z.infer<z.ZodMiniObject<ReturnType<typeof failureFields>>>>;
export type FailedRow = Failure['rows'][number];

const digits = /^\d{1,40}$/;

export function rowCountsOf({ status, countedRows }: Failure): RowCounts | undefined {
  if (countedRows === undefined || !isVerification(status)) return undefined;
  const { source, destination } = countedRows;
  if (!digits.test(source) || !digits.test(destination) || source === destination) return undefined;
  return { source: BigInt(source), destination: BigInt(destination) };
}

export function hasMissingRows(failure: Failure): boolean {
  const rows = rowCountsOf(failure);
  return rows !== undefined && rows.source > rows.destination;
}
