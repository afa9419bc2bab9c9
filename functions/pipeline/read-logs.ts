import pLimit from 'p-limit';
import { problemIn } from '../errors.ts';
import { compareIds, type SourceId } from '../mms/id.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import { meaningOf } from '../mms/task.ts';
import type { LogPosition } from '../mms/log-position.ts';
import type { LogReading } from '../mms/task-log.ts';
import type { Trouble } from '../trouble.ts';
import type { Clock, MmsReader } from '../ports.ts';
import type { TaskState } from '../tracking/task-state.ts';
import { lastFailedRows } from '../tracking/track-task.ts';
import type { Tracker } from '../tracking/tracker.ts';
import { startingPoint } from '../tracking/turns.ts';
import type { Deadlines } from './deadlines.ts';
import type { Explainer } from './explain.ts';
import type { Problem } from './summary.ts';

/** Logs that are asked for at a time; the client bounds the requests of all kinds together. */
const logsAtATime = 16;

/** How many unreadable logs are named one by one. */
const namedProblems = 5;

/** What came of the logs that the channels needed. */
type LogsRead = Readonly<{
  readingOf: (listed: ListedTask) => LogReading;
  logsRead: number;
  /** Sources of which no log could be read, though some were asked for. */
  unreadable: ReadonlyMap<SourceId, Trouble>;
  /** Failed tasks were left unread for want of time. */
  backlog: boolean;
  problems: readonly Problem[];
}>;

type Planned = Readonly<{
  listed: ListedTask;
  /** Its listing differs from what is remembered; an earlier tick left its log; it only runs. */
  news: 'changed' | 'unread' | 'none';
  from: LogPosition | undefined;
}>;
type Unreadable = Readonly<{ listed: ListedTask; trouble: Trouble; reason: string }>;
type Shortened = Readonly<{ listed: ListedTask; leftOut: number }>;

/**
 * Reads the logs without which one of the channels cannot judge, each once, for all of them, and
 * finds the causes of the failures in them. What does not fit into the time goes on in the next
 * tick: the time is taken where it is spent, so that no text makes a tick end late.
 */
export async function readLogs(
  { mms, clock, explainer }: Readonly<{ mms: MmsReader; clock: Clock; explainer: Explainer }>,
  trackers: readonly Tracker[],
  now: number,
  { askUntil, readUntil }: Deadlines,
): Promise<LogsRead> {
  const planned = inReadingOrder(planOf(trackers), now);
  const readings = new Map<ListedTask, LogReading>();
  const unreadable: Unreadable[] = [];
  const shortened: Shortened[] = [];
  const limit = pLimit(logsAtATime);
  const read = async ({ listed, from }: Planned): Promise<void> => {
    if (clock() >= askUntil) return;
    const { task } = listed;
    try {
      const log = await mms.readTaskLog(task.sourceId, task.id, from, readUntil);
      readings.set(listed, { kind: 'read', log });
      if (log.leftOut > 0) shortened.push({ listed, leftOut: log.leftOut });
      const rows = lastFailedRows(log.rows);
      if (rows.length === 0) return;
      await explainer.prepare();
      explainer.explain({ status: rows.at(-1)?.status ?? task.status, rows }, task);
    } catch (error) {
      const { message, trouble } = problemIn(error);
      readings.set(listed, { kind: 'unreadable', reason: message });
      unreadable.push({ listed, reason: message, trouble });
    }
  };
  await Promise.all(planned.map((one) => limit(() => read(one))));
  const left = planned.filter(({ listed }) => !readings.has(listed));
  return {
    readingOf: (listed) => readings.get(listed) ?? { kind: 'out-of-time' },
    unreadable: unreadableSources(unreadable, readings),
    logsRead: [...readings.values()].filter(({ kind }) => kind === 'read').length,
    backlog: left.some(({ listed }) => meaningOf(listed.task.status) === 'failed'),
    problems: [
      ...problemsOf(unreadable),
      ...leftProblems(left.length, planned.length),
      ...shortened.slice(0, namedProblems).map(shortenedProblem),
    ],
  };
}

function planOf(trackers: readonly Tracker[]): readonly Planned[] {
  const wanted = new Map<ListedTask, (TaskState | undefined)[]>();
  for (const { listed, before, needsLog } of trackers.flatMap(({ candidates }) => candidates)) {
    if (!needsLog) continue;
    const states = wanted.get(listed) ?? [];
    if (states.length === 0) wanted.set(listed, states);
    states.push(before);
  }
  return [...wanted].map(([listed, states]) => {
    const hasChanged = states.some((state) => state?.revision !== listed.revision);
    const otherwise = states.some((state) => state?.unread === true) ? 'unread' : 'none';
    return { listed, news: hasChanged ? 'changed' : otherwise, from: oldestPosition(states) };
  });
}

/** The position that every one of these states is past; `undefined` when one has none. */
function oldestPosition(states: readonly (TaskState | undefined)[]): LogPosition | undefined {
  let oldest: LogPosition | undefined;
  for (const state of states) {
    if (state?.log.kind !== 'position') return undefined;
    if (oldest === undefined || compareIds(state.log.after, oldest.after) < 0) oldest = state.log;
  }
  return oldest;
}

/**
 * Failures first, new ones before those that earlier ticks left unread, and tasks that only run
 * last. Those that run start at another place each time, so that none of them is always the one
 * that is left out.
 */
function inReadingOrder(planned: readonly Planned[], now: number): readonly Planned[] {
  const isFailed = ({ listed }: Planned): boolean => meaningOf(listed.task.status) === 'failed';
  const changed = planned.filter(({ news }) => news === 'changed');
  const unread = planned.filter(({ news }) => news === 'unread');
  const running = planned.filter(({ news }) => news === 'none');
  const start = startingPoint(now, running.length);
  return [
    ...changed.filter(isFailed),
    ...unread.filter(isFailed),
    ...[...changed, ...unread].filter((one) => !isFailed(one)),
    ...running.slice(start),
    ...running.slice(0, start),
  ];
}

function unreadableSources(
  unreadable: readonly Unreadable[],
  readings: ReadonlyMap<ListedTask, LogReading>,
): ReadonlyMap<SourceId, Trouble> {
  const sources = new Map<SourceId, Trouble>();
  for (const { listed, trouble } of unreadable) sources.set(listed.task.sourceId, trouble);
  for (const [{ task }, { kind }] of readings) if (kind === 'read') sources.delete(task.sourceId);
  return sources;
}

function problemsOf(unreadable: readonly Unreadable[]): readonly Problem[] {
  const named = unreadable.slice(0, namedProblems).map(({ listed: { task }, reason }): Problem => {
    return { where: `mms ${task.sourceId}/tasks/${task.id}`, message: reason, rejects: true };
  });
  const more = unreadable.length - named.length;
  if (more === 0) return named;
  const message = `the logs of ${more} more tasks could not be read`;
  return [...named, { where: 'mms', message, rejects: true }];
}

const shortenedProblem = ({ listed: { task }, leftOut }: Shortened): Problem => ({
  where: `mms ${task.sourceId}/tasks/${task.id}`,
  message: `the oldest ${leftOut} of its new log rows were left out: a failure among them is not told`,
  rejects: false,
});

function leftProblems(left: number, planned: number): readonly Problem[] {
  if (left === 0) return [];
  const message = `${left} of ${planned} task logs were not reached in time; the next tick goes on with them`;
  return [{ where: 'mms', message, rejects: false }];
}
