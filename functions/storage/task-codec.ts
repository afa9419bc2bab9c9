import * as z from 'zod/mini';
import { parseId, type JobId, type LogId } from '../mms/id.ts';
import {
  moment,
  newTask,
  nothingUnexplained,
  plainlyDone,
  taskParts,
  unreadLog,
  type LogCursor,
  type TaskState,
} from '../tracking/task-state.ts';

const shapeOf = () => {
  const { phase, running, unexplained } = taskParts();
  const logId = z.codec(z.union([z.number(), z.string()]), z.custom<LogId>(), {
    decode: (written, { issues }) => {
      const id = parseId<LogId>(written);
      if (id !== undefined) return id;
      issues.push({ code: 'custom', message: 'no log id', input: written });
      return z.NEVER;
    },
    encode: writtenId,
  });
  return z.object({
    revision: z.string(),
    log: z.optional(logId),
    recent: z.optional(z.readonly(z.array(logId))),
    history: z.optional(z.number()),
    phase: z.optional(phase),
    unread: z.optional(z.boolean()),
    running: z.optional(running),
    unexplained: z.optional(z.readonly(z.array(unexplained))),
    missingSince: z.optional(moment()),
  });
};

/** A number while that is exact. */
const writtenId = (id: LogId): number | string =>
  Number.isSafeInteger(Number(id)) ? Number(id) : id;

let shape: ReturnType<typeof shapeOf> | undefined;
type Read = z.infer<ReturnType<typeof shapeOf>>;

/**
 * Nearly all tasks are done or wait, and of these there may be 100,000: they take one short line,
 * and no schema.
 */
export function encodeTask(state: TaskState): string {
  const { revision, log, phase, unread, running, unexplained, missingSince } = state;
  const isPlain =
    !unread && running === undefined && unexplained.length === 0 && missingSince === undefined;
  if (isPlain && phase.name === 'done' && phase.attempt === undefined)
    return encodeDone(revision, log);
  const isUntouched =
    phase.name === 'clear' && phase.attempt === undefined && phase.doneAs === undefined;
  if (isPlain && isUntouched && log.kind === 'start') return `{"revision":"${revision}"}`;
  shape ??= shapeOf();
  const fields = z.encode(shape, {
    revision,
    log: log.kind === 'position' ? log.after : undefined,
    recent: log.kind === 'position' ? log.recent : undefined,
    history: log.kind === 'history' ? log.until : undefined,
    phase: isUntouched ? undefined : phase,
    unread: unread || undefined,
    running,
    unexplained: unexplained.length === 0 ? undefined : unexplained,
    missingSince,
  });
  return JSON.stringify(fields);
}

function encodeDone(revision: string, log: LogCursor): string {
  switch (log.kind) {
    case 'start':
      return `["${revision}",0]`;
    case 'history':
      return `["${revision}",0,${log.until}]`;
    case 'position':
      return `["${revision}",${JSON.stringify(writtenId(log.after))}]`;
    default:
      return log satisfies never;
  }
}

/** @throws Error naming the task and what was expected */
export function decodeTask(
  value: unknown,
  jobId: JobId | undefined,
  what: () => string,
): TaskState {
  if (Array.isArray(value)) return decodeDone(value, jobId, what);
  if (isWaiting(value)) return { ...newTask(jobId), revision: value.revision };
  const known = newTask(jobId);
  shape ??= shapeOf();
  const read = z.safeParse(shape, value);
  if (!read.success) {
    const places = read.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new Error(`expected other values for ${what()} at ${places}`);
  }
  const { revision, phase, unread = false, running, missingSince } = read.data;
  const { unexplained = nothingUnexplained } = read.data;
  // Every field is named, so that the compiler asks for one that is added.
  return {
    jobId,
    revision,
    log: cursorFrom(read.data),
    phase: phase ?? known.phase,
    unread,
    running,
    unexplained,
    missingSince,
  };
}

const isWaiting = (value: unknown): value is Readonly<{ revision: string }> =>
  typeof value === 'object' &&
  value !== null &&
  'revision' in value &&
  typeof value.revision === 'string' &&
  Object.keys(value).length === 1;

function decodeDone(
  [revision, log, history]: readonly unknown[],
  jobId: JobId | undefined,
  what: () => string,
): TaskState {
  const after = log === 0 ? undefined : parseId<LogId>(log);
  if (typeof revision !== 'string' || (after === undefined && log !== 0)) {
    throw new Error(`expected ["revision", log id] for ${what()}`);
  }
  return {
    jobId,
    revision,
    log: cursor(after, noIds, history),
    phase: plainlyDone,
    unread: false,
    running: undefined,
    unexplained: nothingUnexplained,
    missingSince: undefined,
  };
}

const noIds: readonly LogId[] = [];

const cursorFrom = ({ log, recent = [], history }: Read): LogCursor => cursor(log, recent, history);

function cursor(after: LogId | undefined, recent: readonly LogId[], history: unknown): LogCursor {
  if (after !== undefined) return { kind: 'position', after, recent };
  return typeof history === 'number' ? { kind: 'history', until: history } : unreadLog;
}
