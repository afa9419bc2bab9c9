import pLimit from 'p-limit';
import type { LogId, SourceId } from '../mms/id.ts';
import type { Snapshot, ReadingOf, ListedTask } from '../mms/snapshot.ts';
import { inReadingOrder, oldestKnownLog } from '../tracking/reading-plan.ts';
import { meaningOf } from '../mms/task.ts';
import type { Reading } from '../tracking/task-life.ts';
import type { Turn } from '../tracking/turn.ts';
import type { Clock, MmsReader } from '../ports.ts';
import type { Deadlines } from './deadlines.ts';
import type { Unseen } from './listing.ts';
import type { Problem } from './summary.ts';

/** Logs that are asked for at a time; the reader bounds the requests of all kinds together. */
const logsAtATime = 16;

/** How many unreadable logs are named one by one. */
const namedProblems = 5;

/** What came of the logs that the channels needed. */
export type LogsRead = Readonly<{
  readingOf: ReadingOf;
  logsRead: number;
  /** Some row tells of a failure, so that its cause will be asked for. */
  failuresRead: boolean;
  /** Sources of which no log could be read, though some were asked for. */
  unseen: Unseen;
  problems: readonly Problem[];
}>;

/** Reads the logs without which one of the channels cannot judge, each once, for all of them. */
export async function readLogs(
  mms: MmsReader,
  look: Snapshot,
  turns: readonly Turn[],
  clock: Clock,
  budget: Deadlines,
): Promise<LogsRead> {
  const planned = look.tasks.flatMap((seen) => {
    const memories = turns.filter((turn) => turn.needsLog(seen)).map((turn) => turn.memoryOf(seen));
    if (memories.length === 0) return [];
    return [
      {
        seen,
        moved: memories.some((memory) => memory?.seen !== seen.revision || memory.unread),
        after: oldestKnownLog(memories),
      },
    ];
  });
  const readings = new Map<ListedTask, Reading>();
  const limit = pLimit(logsAtATime);
  await Promise.all(
    inReadingOrder(planned, look.now).map(({ seen, after }) =>
      limit(async () => {
        if (clock() >= budget.askUntil) return;
        readings.set(seen, await readLog(mms, seen, after, budget.readUntil));
      }),
    ),
  );
  return {
    readingOf: (seen) => readings.get(seen) ?? { kind: 'not-reached' },
    failuresRead: [...readings.values()].some(
      (reading) =>
        reading.kind === 'rows' &&
        reading.rows.some(({ status }) => meaningOf(status) === 'failed'),
    ),
    unseen: unseenIn(readings),
    logsRead: [...readings.values()].filter(({ kind }) => kind === 'rows').length,
    problems: problemsOf(readings, planned.length),
  };
}

async function readLog(
  mms: MmsReader,
  { task }: ListedTask,
  after: LogId | undefined,
  until: number,
): Promise<Reading> {
  try {
    const from = after === undefined ? undefined : { after, recent: [] };
    const { rows, restarted } = await mms.readTaskLog(task.sourceId, task.id, from, until);
    return { kind: 'rows', rows: restarted ? [] : rows };
  } catch (error) {
    return {
      kind: 'unreadable',
      reason: error instanceof Error ? error.message : 'for an unknown reason',
    };
  }
}

function unseenIn(readings: ReadonlyMap<ListedTask, Reading>): Unseen {
  const unseen = new Map<SourceId, string>();
  for (const [{ task }, reading] of readings)
    if (reading.kind === 'unreadable') unseen.set(task.sourceId, reading.reason);
  for (const [{ task }, reading] of readings)
    if (reading.kind === 'rows') unseen.delete(task.sourceId);
  return unseen;
}

function problemsOf(
  readings: ReadonlyMap<ListedTask, Reading>,
  planned: number,
): readonly Problem[] {
  const unreadable = [...readings].flatMap(([{ task }, reading]) =>
    reading.kind === 'unreadable'
      ? [{ where: `mms ${task.sourceId}/tasks/${task.id}`, message: reading.reason, rejects: true }]
      : [],
  );
  const problems: Problem[] = unreadable.slice(0, namedProblems);
  if (unreadable.length > namedProblems) {
    const more = unreadable.length - namedProblems;
    problems.push({
      where: 'mms',
      message: `the logs of ${more} more tasks could not be read`,
      rejects: true,
    });
  }
  if (readings.size < planned) {
    const left = planned - readings.size;
    problems.push({
      where: 'mms',
      message: `${left} of ${planned} task logs were not reached in time; the next tick goes on with them`,
      rejects: false,
    });
  }
  return problems;
}
