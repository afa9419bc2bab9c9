import pLimit from 'p-limit';
import { problemIn } from '../errors.ts';
import { compareIds, type SourceId } from '../mms/id.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import { meaningOf, type Task } from '../mms/task.ts';
import type { LogPosition } from '../mms/log-position.ts';
import type { LogReading } from '../mms/task-log.ts';
import type { Trouble } from '../trouble.ts';
import type { Clock, MmsReader, ReadProblem } from '../ports.ts';
import type { TaskState } from '../tracking/task-state.ts';
import { lastFailedRows } from '../tracking/track-task.ts';
import type { Tracker } from '../tracking/tracker.ts';
import { startingPoint } from '../tracking/turns.ts';
import type { Deadlines } from './deadlines.ts';
import type { Explainer } from './explain.ts';
import type { Problem } from './summary.ts';

const logsAtATime = 16;

/** The others are counted. */
const namedProblems = 5;

type LogsRead = Readonly<{
  readingOf: (listed: ListedTask) => LogReading;
  logsRead: number;
  /** Sources of which no log that was asked for could be read. */
  unreadable: ReadonlyMap<SourceId, Trouble>;
  /** Failed tasks were left unread for want of time. */
  backlog: boolean;
  problems: readonly Problem[];
}>;

type Planned = Readonly<{
  listed: ListedTask;
  /** In this order: new failures, failures that earlier ticks left unread, other news. */
  rank: number;
  from: LogPosition | undefined;
}>;

/** Of a task that only runs. */
const lastRank = 4;

/**
 * Reads the logs without which one of the channels cannot judge, each once, and finds the causes of
 * the failures in them. What does not fit into the time goes on in the next tick.
 */
export async function readLogs(
  { mms, clock, explainer }: Readonly<{ mms: MmsReader; clock: Clock; explainer: Explainer }>,
  trackers: readonly Tracker[],
  now: number,
  { askUntil, readUntil }: Deadlines,
): Promise<LogsRead> {
  const planned = inReadingOrder(planOf(trackers), now);
  const readings = new Map<ListedTask, LogReading>();
  const unreadable: Readonly<{ task: Task; problem: ReadProblem }>[] = [];
  const shortened: Problem[] = [];
  const limit = pLimit(logsAtATime);
  const read = async ({ listed, from }: Planned): Promise<void> => {
    if (clock() >= askUntil) return;
    const { task } = listed;
    try {
      const log = await mms.readTaskLog(task.sourceId, task.id, from, readUntil);
      readings.set(listed, { kind: 'read', log });
      if (log.leftOut > 0) {
        const message = `the oldest ${log.leftOut} of its new log rows were left out: a failure among them is not told`;
        shortened.push({ where: placeOf(task), message, rejects: false });
      }
      const rows = lastFailedRows(log.rows);
      if (rows.length === 0) return;
      await explainer.prepare();
      explainer.explain({ status: rows.at(-1)?.status ?? task.status, rows }, task);
    } catch (error) {
      const problem = problemIn(error);
      readings.set(listed, { kind: 'unreadable', reason: problem.message });
      unreadable.push({ task, problem });
    }
  };
  await Promise.all(planned.map((one) => limit(() => read(one))));

  const sources = new Map(unreadable.map(({ task, problem }) => [task.sourceId, problem.trouble]));
  for (const [{ task }, { kind }] of readings) if (kind === 'read') sources.delete(task.sourceId);
  const problems = unreadable
    .slice(0, namedProblems)
    .map(({ task, problem: { message } }) => ({ where: placeOf(task), message, rejects: true }));
  const more = unreadable.length - problems.length;
  if (more > 0) {
    const message = `the logs of ${more} more tasks could not be read`;
    problems.push({ where: 'mms', message, rejects: true });
  }
  const left = planned.filter(({ listed }) => !readings.has(listed));
  if (left.length > 0) {
    const message = `${left.length} of ${planned.length} task logs were not reached in time; the next tick goes on with them`;
    problems.push({ where: 'mms', message, rejects: false });
  }
  return {
    readingOf: (listed) => readings.get(listed) ?? { kind: 'out-of-time' },
    unreadable: sources,
    logsRead: readings.size - unreadable.length,
    backlog: left.some(({ listed }) => meaningOf(listed.task.status) === 'failed'),
    problems: [...problems, ...shortened.slice(0, namedProblems)],
  };
}

const placeOf = ({ sourceId, id }: Task): string => `mms ${sourceId}/tasks/${id}`;

function planOf(trackers: readonly Tracker[]): readonly Planned[] {
  const wanted = new Map<ListedTask, (TaskState | undefined)[]>();
  for (const { listed, before, needsLog } of trackers.flatMap(({ candidates }) => candidates)) {
    if (!needsLog) continue;
    const states = wanted.get(listed) ?? [];
    if (states.length === 0) wanted.set(listed, states);
    states.push(before);
  }
  return [...wanted].map(([listed, states]) => {
    const isLater = states.every((state) => state?.revision === listed.revision);
    const onlyRuns = isLater && states.every((state) => state?.unread !== true);
    const isFailed = meaningOf(listed.task.status) === 'failed';
    const rank = onlyRuns ? lastRank : (isFailed ? 0 : 2) + (isLater ? 1 : 0);
    return { listed, rank, from: oldestPosition(states) };
  });
}

/** `undefined` when one of the states has none. */
function oldestPosition(states: readonly (TaskState | undefined)[]): LogPosition | undefined {
  let oldest: LogPosition | undefined;
  for (const state of states) {
    if (state?.log === undefined) return undefined;
    if (oldest === undefined || compareIds(state.log.after, oldest.after) < 0) oldest = state.log;
  }
  return oldest;
}

/** Tasks that only run come last, from another one on each time: none is always left out. */
function inReadingOrder(planned: readonly Planned[], now: number): readonly Planned[] {
  const news = planned.filter(({ rank }) => rank < lastRank).sort((a, b) => a.rank - b.rank);
  const running = planned.filter(({ rank }) => rank === lastRank);
  const start = startingPoint(now, running.length);
  return [...news, ...running.slice(start), ...running.slice(0, start)];
}
