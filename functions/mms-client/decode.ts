// By hand and not by a schema: there may be 100,000 rows, and a field may be missing or anything.
import type { DataSource, Timer, TimerLog } from '../mms/data-source.ts';
import {
  parseId,
  type JobId,
  type SourceId,
  type TaskId,
  type TimerId,
  type TimerLogId,
} from '../mms/id.ts';
import type { Job } from '../mms/job.ts';
import type { Task } from '../mms/task.ts';
import { countOf, flagOf, isRecord } from '../runtime/json.ts';
import { holdsToken } from '../untrusted-text/secret-shapes.ts';
import { untrustedName } from '../untrusted-text/untrusted-text.ts';

const mostShared = 20_000;

// One word hides no secret but a token; to search every name for the rest takes most of a tick.
const word = /^\w{1,128}$/;
const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

const clean = (raw: unknown): string => {
  if (raw === undefined || raw === null || raw === '') return '';
  if (typeof raw === 'string' && (time.test(raw) || (word.test(raw) && !holdsToken(raw))))
    return raw;
  return untrustedName(raw);
};

/** Cleans, masks and bounds names; `shared` does so once for all rows that have one. */
export function createNames() {
  const known = new Map<unknown, string>();
  const shared = (raw: unknown): string => {
    const before = known.get(raw);
    if (before !== undefined) return before;
    const name = clean(raw);
    if (known.size < mostShared && typeof raw === 'string' && raw.length <= 200)
      known.set(raw, name);
    return name;
  };
  return { shared, own: clean };
}

export type Names = Readonly<ReturnType<typeof createNames>>;

/** Reads one row; `undefined` where it has no usable id. */
export type Decode<Item> = (row: unknown) => Item | undefined;

export type Identified = Readonly<{ id: SourceId | JobId | TaskId | TimerId | TimerLogId }>;

const withId =
  <Id extends Identified['id'], Item>(
    read: (id: Id, row: Readonly<Record<string, unknown>>) => Item,
  ): Decode<Item> =>
  (row) => {
    if (!isRecord(row)) return undefined;
    const id = parseId<Id>(row.id);
    return id && read(id, row);
  };

/** Code points of an error text. */
const errorLimit = 600;

export const decoders = ({ shared, own }: Names = createNames()) => ({
  task: (askedSource: SourceId): Decode<Task> => {
    const sources = new Map<unknown, SourceId>();
    const jobs = new Map<unknown, JobId>();
    return withId((id: TaskId, row) => ({
      id,
      sourceId: idOnce(row.sourceId, sources) ?? askedSource,
      sourceName: shared(row.sourceName),
      jobId: idOnce(row.jobId, jobs),
      jobName: shared(row.jobName),
      sourceTable: joined(shared(row.srcDbName), shared(row.srcSchemaName), own(row.srcTableName)),
      destinationTable: joined(
        shared(row.dstDbName),
        shared(row.dstSchemaName),
        own(row.dstTableName),
      ),
      status: shared(row.status),
      startTime: own(row.startTime),
      endTime: own(row.endTime),
      retriedTimes: countOf(row.retriedTimes) ?? 0,
      running: flagOf(row.running),
      stopped: flagOf(row.stopped),
    }));
  },
  job: (askedSource: SourceId): Decode<Job> =>
    withId((id: JobId, row) => ({
      id,
      sourceId: parseId<SourceId>(row.sourceId) ?? askedSource,
      name: own(row.name),
      status: shared(row.status),
      stopped: flagOf(row.stopped),
      taskNum: countOf(row.taskNum) ?? 0,
      taskDone: countOf(row.taskDone) ?? 0,
    })),
  /** Leaves out `config`, which holds credentials. */
  dataSource: withId((id: SourceId, row): DataSource => ({
    id,
    name: own(row.name),
    status: own(row.status),
    agentIsOnline: row.agentIsOnline === undefined ? undefined : flagOf(row.agentIsOnline),
    errMsg: untrustedName(row.errMsg, errorLimit),
  })),
  timer: withId((id: TimerId, row): Timer => ({
    id,
    name: own(row.name),
    scheduleType: own(row.scheduleType),
    stopped: flagOf(row.stopped),
  })),
  timerLog: withId((id: TimerLogId, row): TimerLog => ({
    id,
    status: own(row.status),
    message: untrustedName(row.msg, errorLimit),
    time: own(row.createTime),
  })),
});

/** One string for an id that many rows share. */
function idOnce<Name extends SourceId | JobId>(
  raw: unknown,
  known: Map<unknown, Name>,
): Name | undefined {
  const before = known.get(raw);
  if (before !== undefined) return before;
  const id = parseId<Name>(raw);
  if (id !== undefined) known.set(raw, id);
  return id;
}

/** `join` makes one string of its parts; `+` would keep them all in memory. */
function joined(database: string, schema: string, table: string): string {
  if (schema === '' && database !== '' && table !== '') return [database, table].join('.');
  return [database, schema, table].filter((part) => part !== '').join('.');
}
