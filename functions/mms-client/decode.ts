import {
  parseId,
  type JobId,
  type SourceId,
  type TaskId,
  type TimerId,
  type TimerLogId,
} from '../mms/id.ts';
import type { DataSource, Timer, TimerLog } from '../mms/data-source.ts';
import type { Job } from '../mms/job.ts';
import type { Task } from '../mms/task.ts';
import { countOf, flagOf, isRecord } from '../runtime/json.ts';
import { untrustedName } from '../untrusted-text/untrusted-text.ts';

// What MMS lists, as values. Every field but the id may be missing or of another type, and there
// may be 100,000 rows: so the fields are read by hand, one by one, and not by a schema.

/** Names and words of MMS, cleaned, masked and of bounded length. */
export type Names = Readonly<{
  /** Of a name that many rows share: it is cleaned once and kept once. */
  shared: (raw: unknown) => string;
  /** Of a name that hardly another row has. */
  own: (raw: unknown) => string;
}>;

/** Beyond it nothing is remembered any more. */
const mostShared = 20_000;

/**
 * One word of table names, statuses and the like, in which no token can hide that shows itself by
 * how it begins. A search for secrets in each would take most of a tick.
 */
const word = /^\w{1,128}$/;
const token = /LTAI|A(?:KIA|SIA|ROA|IDA|NPA|GPA|Iza)|gh[opsur]_|github_pat_|dapi|PRIVATE/;
const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

const clean = (raw: unknown): string => {
  if (raw === undefined || raw === null || raw === '') return '';
  if (typeof raw === 'string' && (time.test(raw) || (word.test(raw) && !token.test(raw))))
    return raw;
  return untrustedName(raw);
};

/** The names of one reader. */
export function createNames(): Names {
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

/** Reads one row of a list; `undefined` where it has no usable id. */
export type Decode<Item> = (row: unknown) => Item | undefined;

export function decodeTask(askedSource: SourceId, { shared, own }: Names): Decode<Task> {
  const sources = new Map<unknown, SourceId>();
  const jobs = new Map<unknown, JobId>();
  return (row) => {
    if (!isRecord(row)) return undefined;
    const id = parseId<TaskId>(row.id);
    if (id === undefined) return undefined;
    return {
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
    };
  };
}

/** One text for an id that many rows share. */
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

/** `join` makes one text of its parts, where `+` would keep them all. */
function joined(database: string, schema: string, table: string): string {
  if (schema === '' && database !== '' && table !== '') return [database, table].join('.');
  return [database, schema, table].filter((part) => part !== '').join('.');
}

export const decodeJob =
  (askedSource: SourceId, { shared, own }: Names): Decode<Job> =>
  (row) => {
    if (!isRecord(row)) return undefined;
    const id = parseId<JobId>(row.id);
    if (id === undefined) return undefined;
    return {
      id,
      sourceId: parseId<SourceId>(row.sourceId) ?? askedSource,
      name: own(row.name),
      status: shared(row.status),
      stopped: flagOf(row.stopped),
      taskNum: countOf(row.taskNum) ?? 0,
      taskDone: countOf(row.taskDone) ?? 0,
    };
  };

/** Its `config` holds credentials and is not looked at. */
export function decodeDataSource(row: unknown, { own }: Names): DataSource | undefined {
  if (!isRecord(row)) return undefined;
  const id = parseId<SourceId>(row.id);
  if (id === undefined) return undefined;
  return {
    id,
    name: own(row.name),
    type: own(row.type),
    status: own(row.status),
    agentIsOnline: flagOf(row.agentIsOnline),
    errMsg: untrustedName(row.errMsg, errorLimit),
    lastUpdateTime: own(row.lastUpdateTime),
  };
}

/** Code points kept of an error text of a source or a timer. */
const errorLimit = 600;

export const decodeTimer =
  ({ own }: Names): Decode<Timer> =>
  (row) => {
    if (!isRecord(row)) return undefined;
    const id = parseId<TimerId>(row.id);
    if (id === undefined) return undefined;
    return {
      id,
      name: own(row.name),
      scheduleType: own(row.scheduleType),
      value: own(row.value),
      stopped: flagOf(row.stopped),
    };
  };

export const decodeTimerLog =
  ({ own }: Names): Decode<TimerLog> =>
  (row) => {
    if (!isRecord(row)) return undefined;
    const id = parseId<TimerLogId>(row.id);
    if (id === undefined) return undefined;
    return {
      id,
      status: own(row.status),
      action: own(row.action),
      message: untrustedName(row.msg, errorLimit),
      time: own(row.createTime),
    };
  };
