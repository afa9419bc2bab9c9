import type { Alert, AlertKind } from '../kinds/alert.ts';
import { alertKey } from '../kinds/alert.ts';
import type { ChannelName } from '../ports.ts';

/**
 * Something that did not go as it should; `rejects` when FC has to count the invocation as failed.
 */
export type Problem = Readonly<{
  where: string;
  message: string;
  rejects: boolean;
  cause?: unknown;
}>;

/** What the function answers: plain JSON. */
export type Summary = Readonly<{
  /** Watched tasks: those that were listed, and those of jobs at rest. */
  tasks: number;
  /** Task logs that were read. */
  logsRead: number;
  /** Tasks (for `baseline` the targets) that became due on one channel at least, by kind. */
  alerts: Readonly<Partial<Record<AlertKind, number>>>;
  /** Messages that each channel accepted. */
  delivered: Readonly<Record<ChannelName, number>>;
  problems: readonly Readonly<{ where: string; message: string }>[];
  durationMs: number;
  /** In a dry run: the plain text that each channel would be sent, `''` where nothing is due. */
  preview?: Readonly<Record<ChannelName, string>>;
}>;

/** Counts each alert once, however many channels it became due on. */
export function countByKind(
  newlyDue: readonly Alert[],
): Readonly<Partial<Record<AlertKind, number>>> {
  const counts: Partial<Record<AlertKind, number>> = {};
  for (const [, { kind }] of new Map(newlyDue.map((alert) => [alertKey(alert), alert])))
    counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
