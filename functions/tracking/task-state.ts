import * as z from 'zod/mini';
import { parseId, type JobId, type LogId } from '../mms/id.ts';

/**
 * What a channel knows of one task, as it is stored. Times are ours, in milliseconds, unless MMS's
 * are named. Takes a while to build.
 */
export const storedTask = () => {
  const text = z.string();
  const count = z.number();
  const logId = z.custom<LogId>((id) => typeof id === 'string' && parseId(id) !== undefined);
  const attempt = z.object({
    startTime: text,
    /** `''` until it is listed. */
    endTime: text,
    retriedTimes: count,
    /** Second of MMS's clock of its last row, while the listing may be older than that row. */
    rowSecond: z.optional(count),
  });
  const failures = z.object({
    /** Those that a baseline counted are not among them. */
    count,
    /** The channel was told, or its outbox holds it. */
    notified: z.boolean(),
    firstAt: count,
    lastAt: count,
    /** Fingerprint of the last one's cause. */
    cause: z.optional(text),
  });
  const unexplained = z.object({
    /** Which failure since the task was last done; 0 for one that a baseline counted. */
    ordinal: count,
    startTime: text,
    endTime: text,
    /** The log was read since, without its rows. */
    logRead: z.boolean(),
  });
  const earlier = z.optional(attempt);
  const phase = z.discriminatedUnion('name', [
    /**
     * Nothing has failed since it was last done, or first seen. A stale listing may still show the
     * failed attempt before that, or the completion whose revision is `doneAs`.
     */
    z.object({ name: z.literal('clear'), attempt: earlier, doneAs: z.optional(text) }),
    /** Listed as failed, and no row says so: it is told with the next snapshot. */
    z.object({
      name: z.literal('suspected'),
      status: text,
      /** What becomes the failed attempt. */
      suspect: attempt,
      attempt: earlier,
      failures: z.optional(failures),
    }),
    z.object({ name: z.literal('failed'), attempt, failures }),
    /** Another attempt has begun. A listing that shows it may be stale; a row is not. */
    z.object({
      name: z.literal('retrying'),
      knownFrom: z.enum(['row', 'listing']),
      attempt,
      failures,
    }),
    z.object({ name: z.literal('done'), attempt: earlier }),
  ]);
  return z.object({
    /** Of the listing that was last dealt with. */
    revision: text,
    /** How far its log was dealt with. */
    log: z.optional(z.object({ after: logId, recent: z.readonly(z.array(logId)) })),
    /** Of a log that was never read: rows up to this second of MMS's clock precede the baseline. */
    historyUntil: z.optional(count),
    phase,
    /** The log could not be read at the last snapshot. */
    unread: z._default(z.boolean(), false),
    /** Since when it runs without a new row, and whether that was told. */
    running: z.optional(z.object({ since: count, notified: z.boolean() })),
    /** Failures told from the status alone, oldest first: the rows that say why may still come. */
    unexplained: z._default(z.readonly(z.array(unexplained)), () => nothingUnexplained),
    /** Since when complete listings lack it. */
    missingSince: z.optional(count),
  });
};

export type TaskState = Readonly<
  z.output<ReturnType<typeof storedTask>> & { jobId: JobId | undefined }
>;

/** `track-task.ts` holds the transitions. */
export type TaskPhase = Readonly<TaskState['phase']>;

export type FailedAttempt = Readonly<NonNullable<TaskPhase['attempt']>>;

export type Unexplained = Readonly<TaskState['unexplained'][number]>;

/** Since the task was last done, or first seen. */
export type Failures = Readonly<Extract<TaskPhase, { name: 'failed' }>['failures']>;

export type Running = Readonly<NonNullable<TaskState['running']>>;

/** Most tasks share these. */
const nothingUnexplained: [] = [];
const clear: TaskPhase = { name: 'clear' };
export const plainlyDone: TaskPhase = { name: 'done' };

export const newTask = (jobId: JobId | undefined): TaskState => ({
  jobId,
  revision: '',
  log: undefined,
  historyUntil: undefined,
  phase: clear,
  unread: false,
  running: undefined,
  unexplained: nothingUnexplained,
  missingSince: undefined,
});

export const failuresOf = (phase: TaskPhase): Failures | undefined =>
  'failures' in phase ? phase.failures : undefined;

export function withFailures(state: TaskState, changes: Partial<Failures>): TaskState {
  const { phase } = state;
  if (!('failures' in phase) || phase.failures === undefined) return state;
  return { ...state, phase: { ...phase, failures: { ...phase.failures, ...changes } } };
}

/** What the last snapshot showed of it has still to be made out. */
export const isUnsettled = (state: TaskState | undefined): boolean =>
  state === undefined || state.unread || state.phase.name === 'suspected';
