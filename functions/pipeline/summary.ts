import { asError } from '../errors.ts';
import type { Alert } from '../notification/alert.ts';
import { kindOf, type Kinds } from '../notification/kind.ts';

export type Problem = Readonly<{
  where: string;
  message: string;
  /** FC has to count the poll as failed. */
  rejects: boolean;
  cause?: unknown;
}>;

export const problemOf = (where: string, error: unknown): Problem => ({
  where,
  message: asError(error).message,
  rejects: true,
  cause: error,
});

/** What the function answers. */
export type Summary = Readonly<{
  /** Watched tasks: those that were listed, and those of idle jobs. */
  tasks: number;
  logsRead: number;
  /** Tasks (for `baseline` the targets) that became due on one channel at least, by kind. */
  alerts: Readonly<Record<string, number>>;
  /** Messages that were accepted, by channel. */
  delivered: Readonly<Record<string, number>>;
  problems: readonly Readonly<{ where: string; message: string }>[];
  durationMs: number;
  /** In a dry run: what each channel would be sent, `''` where nothing is due. */
  preview?: Readonly<Record<string, string>>;
}>;

/** Each alert counts once, however many channels it became due on. */
export function countByKind(kinds: Kinds, newlyDue: readonly Alert[]): Summary['alerts'] {
  const counts: Record<string, number> = {};
  const byKey = new Map(newlyDue.map((alert) => [kindOf(kinds, alert).key(alert), alert]));
  for (const alert of byKey.values()) {
    const count = kindOf(kinds, alert).count(alert);
    if (count > 0) counts[alert.kind] = (counts[alert.kind] ?? 0) + count;
  }
  return counts;
}
