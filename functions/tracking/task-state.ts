import * as z from 'zod/mini';
import type { JobId } from '../mms/id.ts';
import type { LogPosition } from '../mms/log-position.ts';

/** What a channel knows of one task. Times are ours, in milliseconds, unless MMS's are named. */
export type TaskState = Readonly<{
  jobId: JobId | undefined;
  /** Revision of the listing that was last dealt with. */
  revision: string;
  log: LogCursor;
  phase: TaskPhase;
  /** The log could not be read at the last snapshot. */
  unread: boolean;
  running: Running | undefined;
  /** Oldest first; each may still find its rows, wherever the task is by then. */
  unexplained: readonly Unexplained[];
  /** Since when complete listings lack the task. */
  missingSince: number | undefined;
}>;

export type LogCursor =
  /** Never read, or empty. */
  | Readonly<{ kind: 'start' }>
  /** Never read: rows up to this second of MMS's clock were there before the baseline. */
  | Readonly<{ kind: 'history'; until: number }>
  | (Readonly<{ kind: 'position' }> & LogPosition);

/** A moment is stored as an ISO time, for people. */
export const moment = () =>
  z.codec(z.string(), z.number(), {
    decode: (text, { issues }) => {
      const at = Date.parse(text);
      if (Number.isNaN(at)) issues.push({ code: 'custom', message: 'no ISO time', input: text });
      return at;
    },
    encode: isoTime,
  });

export const isoTime = (at: number): string => new Date(at).toISOString();

/** What a task's state is made of, and how that is stored. Takes a while to build. */
export const taskParts = () => {
  const text = z.string();
  const count = z.number();
  const at = moment();
  const attempt = z.object({
    startTime: text,
    /** `''` until a listing shows how it ended. */
    endTime: text,
    retriedTimes: count,
    /**
     * Second of MMS's clock at which its last row was written, while the listing may still be that
     * of an earlier moment.
     */
    rowSecond: z.optional(count),
  });
  const failures = z.object({
    /** Failed attempts; one that a baseline counted is not among them. */
    count,
    /** The channel was told, or its outbox holds it. */
    notified: z.boolean(),
    firstAt: at,
    lastAt: at,
    /** Fingerprint of the last one's cause, where the log was read. */
    cause: z.optional(text),
  });
  const unexplained = z.object({
    /** Which failure since the task was last done; 0 for one that a baseline counted. */
    ordinal: count,
    startTime: text,
    endTime: text,
    /** The log was read since, and its rows were not there. */
    logRead: z.boolean(),
  });
  const earlier = z.optional(attempt);
  const phase = z.discriminatedUnion('name', [
    /**
     * Nothing has failed since it was last done, or first seen. A stale listing may still show the
     * failed attempt before that, or the completion, of which `doneAs` is the revision.
     */
    z.object({ name: z.literal('clear'), attempt: earlier, doneAs: z.optional(text) }),
    /** Listed as failed, and no row says so: it is notified with the next snapshot. */
    z.object({
      name: z.literal('suspected'),
      status: text,
      /** As it is listed; the attempt that becomes the failed one. */
      suspect: attempt,
      attempt: earlier,
      failures: z.optional(failures),
    }),
    z.object({ name: z.literal('failed'), attempt, failures }),
    /** An attempt has failed, and another one has begun. A listing may be stale; a row is not. */
    z.object({
      name: z.literal('retrying'),
      knownFrom: z.enum(['row', 'listing']),
      attempt,
      failures,
    }),
    z.object({ name: z.literal('done'), attempt: earlier }),
  ]);
  const running = z.object({ since: at, notified: z.boolean() });
  return { attempt, failures, unexplained, phase, running };
};

type Part<Name extends keyof ReturnType<typeof taskParts>> = Readonly<
  z.output<ReturnType<typeof taskParts>[Name]>
>;

/** Where a task is in its life; `track-task.ts` holds the transitions. */
export type TaskPhase = Part<'phase'>;

export type FailedAttempt = Part<'attempt'>;

/** A failure that was notified from the status alone: the rows that say why may still come. */
export type Unexplained = Part<'unexplained'>;

/** The failures of a task since it was last done, or first seen. */
export type Failures = Part<'failures'>;

/** Since when a running task has written no row, or been seen to run, and whether that was told. */
export type Running = Part<'running'>;

/** Most tasks have one of these: it is kept once for all of them. */
export const unreadLog: LogCursor = { kind: 'start' };
const nothingUnexplained: TaskState['unexplained'] = [];
const clear: TaskPhase = { name: 'clear' };
export const plainlyDone: TaskPhase = { name: 'done' };

export const newTask = (jobId: JobId | undefined): TaskState => ({
  jobId,
  revision: '',
  log: unreadLog,
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

/** Nothing is known yet of what the last snapshot showed of it. */
export const isUnsettled = (state: TaskState | undefined): boolean =>
  state === undefined || state.unread || state.phase.name === 'suspected';
