import * as z from 'zod/mini';
import { StateError } from '../errors.ts';
import { parseId, type JobId, type LogId, type SourceId, type TaskId } from '../mms/id.ts';
import { groupedBy, type Alert } from '../notification/alert.ts';
import { kindOf, type Kinds } from '../notification/kind.ts';
import { isRecord } from '../runtime/json.ts';
import { inOrder, storedHead, type ChannelState, type Owner } from '../tracking/channel-state.ts';
import { newTask, plainlyDone, storedTask, type TaskState } from '../tracking/task-state.ts';

/** An object with a greater one was written by a newer release. */
const stateVersion = 2;

const about =
  'What mms-task-alerts remembers for one channel. tasks: by data source/job, one line a ' +
  'task. ["revision", log, history] is a task that is DONE: an 8-character hash of its listed ' +
  'status, start, end, retries, running and stopped; the last log id dealt with (0: its log was ' +
  "never read); and, where it was never read, the second of MMS's clock up to which rows are " +
  'history. ["revision"] is a task that waits for its first start. Any other task is spelt out, ' +
  'our times in milliseconds since 1970. jobs: what happened to jobs that moved; minutes: [minute ' +
  'since 1970, done, failed] of the last hour. idleJobs: ended jobs that need not be listed. ' +
  'causes: why tasks failed, and when each was told. outbox: alerts that the channel has not ' +
  'accepted yet.';

/** Built with the first state. */
let headSchema: ReturnType<typeof storedHead> | undefined;

/**
 * Readable JSON, one line a task or alert, the same bytes for the same state. What is as `before`
 * had it is taken from there.
 */
export function encodeState(state: ChannelState, before?: DecodedState): Buffer {
  const head = Buffer.from(encodeHead(state));
  const known = before?.state.tasks === state.tasks ? tasksPart(before.bytes) : undefined;
  if (before !== undefined && known !== undefined) {
    const headBefore = before.bytes.subarray(0, before.bytes.length - known.length);
    return headBefore.equals(head) ? before.bytes : Buffer.concat([head, known]);
  }
  const pieces = [head, Buffer.from(beforeTasks)];
  // One text of all lines would take too much memory.
  let lines = '';
  for (const line of linesOf(state.tasks)) {
    lines += `${line}\n`;
    if (lines.length < bytesAtATime) continue;
    pieces.push(Buffer.from(lines));
    lines = '';
  }
  return Buffer.concat([...pieces, Buffer.from(lines)]);
}

const bytesAtATime = 64 * 1024;

/** All but the tasks, and without the closing bracket. */
function encodeHead(state: ChannelState): string {
  headSchema ??= storedHead();
  const head = z.encode(headSchema, state);
  const fields = Object.entries({ version: stateVersion, about, ...head })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const alerts = state.pending.map((alert) => JSON.stringify(alert));
  return `{${fields.join(',\n')},\n"outbox":[${alerts.join(',\n')}]`;
}

const noJob = 'none';

/** The tasks and the end of the object: a line opens or closes a job, or is a task. */
function* linesOf(tasks: ChannelState['tasks']): Generator<string> {
  yield '{';
  const jobs = inOrder(tasks).flatMap(([source, ofSource]) =>
    groupedBy(inOrder(ofSource), ([, { jobId }]) => jobId ?? noJob).map((ofJob) => ({
      name: `${source}/${ofJob[0][1].jobId ?? noJob}`,
      ofJob,
    })),
  );
  for (const { name, ofJob } of jobs) {
    yield `"${name}":{`;
    const last = ofJob.at(-1)?.[0];
    for (const [id, state] of ofJob) yield `"${id}":${encodeTask(state)}${id === last ? '' : ','}`;
    yield name === jobs.at(-1)?.name ? '}' : '},';
  }
  yield '}}';
}

type DecodeContext = Readonly<{
  kinds: Kinds;
  /** For messages. */
  location: string;
  owner: Owner | undefined;
  /** What the same bytes were decoded to before. */
  same?: ChannelState | undefined;
  /** From `tasksAsIn`: channels mostly know the same of their tasks. */
  tasks?: ChannelState['tasks'] | undefined;
}>;

export type DecodedState = Readonly<{ bytes: Buffer; state: ChannelState }>;

const remedy =
  'Restore an earlier copy of the object, or delete it to start this channel anew with a ' +
  'baseline. Nothing was overwritten.';

/** @throws StateError when the bytes must be neither used nor overwritten */
export function decodeState(bytes: Buffer, context: DecodeContext): ChannelState {
  const { location, owner, same, tasks } = context;
  const state = same ? { ...same, tasks: tasks ?? same.tasks } : decoded(bytes, context);
  const { owner: found } = state;
  const isOwn =
    owner === undefined ||
    found === undefined ||
    (found.functionName === owner.functionName && found.region === owner.region);
  if (isOwn) return state;
  throw new StateError(
    `${location} belongs to the function ${found.functionName} in ${found.region}, and this is ` +
      `${owner.functionName} in ${owner.region}: give each function a STATE_URL of its own. ` +
      'Nothing was touched.',
  );
}

function decoded(bytes: Buffer, { location, kinds, tasks }: DecodeContext): ChannelState {
  const fault = (what: string, cause: unknown): StateError =>
    new StateError(`${location} ${what}. ${remedy}`, { cause });
  const parse = (text: string): unknown => {
    try {
      // An editor may have put a byte order mark before it.
      return JSON.parse(text.replace(/^\ufeff/, ''));
    } catch (cause) {
      throw fault(`is not valid JSON (${bytes.length} bytes), perhaps cut off`, cause);
    }
  };
  const lines = tasksPart(bytes);
  const head = parse(
    lines === undefined
      ? bytes.toString()
      : `${bytes.toString('utf8', 0, bytes.length - lines.length)}}`,
  );
  if (isRecord(head) && typeof head.version === 'number' && head.version > stateVersion) {
    throw new StateError(
      `${location} has version ${head.version}, this release reads version ${stateVersion}: it ` +
        'was written by a newer release. Deploy that release again. Nothing was overwritten.',
    );
  }
  try {
    const { version, outbox } = need(head, 'all of it');
    if (version !== stateVersion) throw new Error(`expected "version" ${stateVersion}`);
    headSchema ??= storedHead();
    const read = z.safeParse(headSchema, head);
    if (!read.success) throw new Error(`expected other values at ${placesOf(read.error)}`);
    const pending = alertsIn(outbox, kinds);
    const known = tasks ?? (lines && tasksByLine(lines));
    if (known !== undefined) return { ...read.data, tasks: known, pending };
    const whole = need(parse(bytes.toString()), 'all of it');
    return { ...read.data, tasks: addTasks(new Map(), whole.tasks), pending };
  } catch (cause) {
    if (cause instanceof StateError) throw cause;
    const reason = cause instanceof Error ? cause.message : 'it has another shape';
    throw fault(`cannot be read as a state of mms-task-alerts: ${reason}`, cause);
  }
}

/** Within a text, JSON has no line break. */
const beforeTasks = ',\n"tasks":';

/** From `beforeTasks` to the end, where `encodeState` wrote it. */
function tasksPart(bytes: Buffer): Buffer | undefined {
  const end = bytes.toString('latin1', Math.max(0, bytes.length - 4));
  const at = /\n\}\}\n?$/.test(end) ? bytes.indexOf(beforeTasks) : -1;
  return at < 0 ? undefined : bytes.subarray(at);
}

/** Those of the first other state that has them in the same bytes. */
export function tasksAsIn(
  others: readonly DecodedState[],
  bytes: Buffer,
): ChannelState['tasks'] | undefined {
  const own = tasksPart(bytes);
  if (own === undefined) return undefined;
  return others.find((other) => other.bytes.subarray(-own.length).equals(own))?.state.tasks;
}

const placesOf = ({ issues }: z.core.$ZodError): string =>
  [...new Set(issues.map(({ path }) => path.join('.')))].slice(0, 5).join(', ');

/** Each as it was written, its fields in their order: the same state must stay the same text. */
function alertsIn(outbox: unknown, kinds: Kinds): readonly Alert[] {
  if (!Array.isArray(outbox)) throw new Error('expected "outbox" as a list');
  return outbox.map((value: unknown) => {
    if (!isAlert(value)) throw new Error('expected alerts in "outbox"');
    const problems = kindOf(kinds, value).problemsOf(value);
    if (problems.length === 0) return value;
    throw new Error(`an alert of kind ${value.kind} in "outbox" misspells ${problems.join(', ')}`);
  });
}

const isAlert = (value: unknown): value is Alert =>
  isRecord(value) && typeof value.kind === 'string' && typeof value.at === 'number';

type TasksDraft = Map<SourceId, Map<TaskId, TaskState>>;

/**
 * As `linesOf` lays them out, some thousand lines at a time: a tree of all tasks would take as much
 * memory as what is made of it. `undefined` for another layout, such as an editor may leave.
 */
function tasksByLine(bytes: Buffer): ChannelState['tasks'] | undefined {
  const tasks: TasksDraft = new Map();
  /** Opens the job whose tasks come next. */
  let open = '';
  const end = bytes.lastIndexOf('\n}}');
  for (let from = beforeTasks.length + '{\n'.length; from < end;) {
    const lineEnd = bytes.indexOf('\n', from + bytesAtATime);
    const until = lineEnd < 0 ? end : Math.min(lineEnd, end);
    const text = bytes.toString('utf8', from, until);
    from = until + 1;
    const opened = open;
    for (const line of text.split('\n')) {
      if (line.endsWith('{')) open = line;
      else if (line.startsWith('}')) open = '';
    }
    try {
      const closed = open === '' ? '' : '}';
      addTasks(tasks, JSON.parse(`{${opened}${text.replace(/,$/, '')}${closed}}`));
    } catch {
      return undefined;
    }
  }
  return tasks;
}

function addTasks(tasks: TasksDraft, value: unknown): TasksDraft {
  for (const [place, ofJob] of Object.entries(need(value, '"tasks"'))) {
    const [source, job] = place.split('/');
    const sourceId = parseId<SourceId>(source);
    const jobId = parseId<JobId>(job);
    if (sourceId === undefined || (jobId === undefined && job !== noJob)) {
      throw new Error('expected source ids and job ids in "tasks", as "2000015/87"');
    }
    const states = tasks.get(sourceId) ?? new Map<TaskId, TaskState>();
    tasks.set(sourceId, states);
    for (const [task, state] of Object.entries(need(ofJob, `tasks of "${place}"`))) {
      const id = parseId<TaskId>(task);
      if (id === undefined) throw new Error(`expected task ids in "${place}"`);
      states.set(id, decodeTask(state, jobId, `task ${source}/${task}`));
    }
  }
  return tasks;
}

function need(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Error(`expected ${what} as an object`);
  return value;
}

let taskSchema: ReturnType<typeof storedTask> | undefined;

/**
 * Nearly all tasks are done or wait, and there may be 100,000: they take one short line, and no
 * schema.
 */
function encodeTask(state: TaskState): string {
  const { revision, log, historyUntil, phase, unread, running, unexplained, missingSince } = state;
  const isUnexplained = unexplained.length > 0;
  const isPlain = !unread && !isUnexplained && running === undefined && missingSince === undefined;
  if (isPlain && phase.attempt === undefined) {
    const isUntouched = log === undefined && historyUntil === undefined;
    if (phase.name === 'clear' && phase.doneAs === undefined && isUntouched) {
      return JSON.stringify([revision]);
    }
    if (phase.name === 'done') {
      const short = [revision, log === undefined ? 0 : writtenId(log.after)];
      return JSON.stringify(historyUntil === undefined ? short : [...short, historyUntil]);
    }
  }
  return JSON.stringify({
    ...state,
    jobId: undefined,
    unread: unread || undefined,
    unexplained: isUnexplained ? unexplained : undefined,
  });
}

/** A number while that is exact. */
const writtenId = (id: LogId): number | string =>
  Number.isSafeInteger(Number(id)) ? Number(id) : id;

/** @throws Error naming the task and what was expected */
function decodeTask(value: unknown, jobId: JobId | undefined, what: string): TaskState {
  if (Array.isArray(value)) return decodeShort(value, jobId, what);
  taskSchema ??= storedTask();
  const read = z.safeParse(taskSchema, value);
  if (read.success) return { ...newTask(jobId), ...read.data };
  throw new Error(`expected other values for ${what} at ${placesOf(read.error)}`);
}

function decodeShort(
  [revision, log, historyUntil]: readonly unknown[],
  jobId: JobId | undefined,
  what: string,
): TaskState {
  const after = parseId<LogId>(log);
  if (typeof revision !== 'string' || (log !== undefined && after === undefined)) {
    throw new Error(`expected ["revision", log id] for ${what}`);
  }
  const state = { ...newTask(jobId), revision };
  if (after === undefined) return state;
  return {
    ...state,
    log: log === 0 ? undefined : { after, recent: noIds },
    historyUntil: typeof historyUntil === 'number' ? historyUntil : undefined,
    phase: plainlyDone,
  };
}

const noIds: readonly LogId[] = [];
