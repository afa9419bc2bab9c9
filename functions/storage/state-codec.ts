import * as z from 'zod/mini';
import { StateError } from '../errors.ts';
import {
  parseId,
  type JobId,
  type SourceId,
  type TaskId,
  type TimerId,
  type TimerLogId,
} from '../mms/id.ts';
import type { Alert } from '../notification/alert.ts';
import { kindOf, type Kinds } from '../notification/kind.ts';
import { isRecord } from '../runtime/json.ts';
import type { ChannelState, Owner } from '../tracking/channel-state.ts';
import type { TaskState } from '../tracking/task-state.ts';
import { decodeTask, encodeTask, moment } from './task-codec.ts';

/** Written into every object; an object with a greater one was written by a newer release. */
const stateVersion = 2;

const about =
  'What mms-task-alerts remembers for one channel. tasks: by data source and job, one line a ' +
  'task. ["revision", log, history] is a task that is DONE: an 8-character hash of its listed ' +
  'status, start, end, retries, running and stopped; the last log id dealt with (0: its log was ' +
  "never read); and, where it was never read, the second of MMS's clock up to which rows are " +
  'history. Any other task is spelt out. jobs: what happened to jobs that moved; minutes: [minute ' +
  'since 1970, done, failed] of the last hour. idleJobs: ended jobs that need not be listed. ' +
  'causes: why tasks failed, and when each was told. outbox: alerts that the channel has not ' +
  'accepted yet.';

/** A map stands as an object, its names in a fixed order: the same state is the same text. */
const mapOf = <Name extends string, Value extends z.ZodMiniType>(
  names: (text: string) => Name | undefined,
  value: Value,
) =>
  z.codec(z.record(z.string(), value), z.custom<ReadonlyMap<Name, z.core.output<Value>>>(), {
    decode: (record, { issues }) =>
      new Map(
        Object.entries(record).flatMap(([text, item]) => {
          const name = names(text);
          if (name !== undefined) return [[name, item] as const];
          issues.push({ code: 'custom', message: 'no id', input: text });
          return [];
        }),
      ),
    encode: (map) => Object.fromEntries(inOrder(map)),
  });

const anyName = (text: string): string => text;

/** Everything but the outbox's alerts and the tasks, which are too many for one line. */
const headOf = () => {
  const at = moment();
  const text = z.string();
  const count = z.number();
  const optionalMoment = z.optional(at);
  const timerLogId = z.custom<TimerLogId>((id) => parseId(id) !== undefined, 'no id');
  const localised = z.object({ en: text, zh: text });
  const trouble = z.object({ said: text, short: localised, fix: localised });
  const job = z.object({
    movedAt: optionalMoment,
    minutes: z.readonly(z.array(z.readonly(z.tuple([count, count, count])))),
    done: count,
    onRetry: count,
    failingSince: optionalMoment,
    failedSince: count,
    quiet: z.optional(z.object({ since: at, notified: z.boolean() })),
    pauses: z.readonly(z.array(z.readonly(z.tuple([count, count])))),
    ended: z.optional(z.object({ reported: z.boolean() })),
    stopped: z.boolean(),
    escalation: z.optional(z.object({ calmSince: optionalMoment })),
  });
  const cause = z.object({
    fingerprint: text,
    reason: text,
    category: z.optional(text),
    detail: z.optional(text),
    firstAt: at,
    lastAt: at,
    count,
    notifiedAt: optionalMoment,
  });
  return z.object({
    owner: z.optional(z.object({ functionName: text, region: text })),
    targets: z.codec(z.array(text), z.custom<ReadonlySet<string>>(), {
      decode: (names) => new Set(names),
      encode: (names) => [...names].sort(),
    }),
    jobs: mapOf(parseId<SourceId>, mapOf(parseId<JobId>, job)),
    idleJobs: mapOf(
      parseId<SourceId>,
      mapOf(
        parseId<JobId>,
        z.object({ revision: text, snapshots: z.union([z.literal(1), z.literal(2)]) }),
      ),
    ),
    causes: mapOf(anyName, cause),
    sourceNames: mapOf(parseId<SourceId>, text),
    sources: mapOf(
      parseId<SourceId>,
      z.object({
        ticks: count,
        since: at,
        trouble,
        target: z.optional(text),
        isEmpty: z.boolean(),
        notified: count,
        notifiedAt: optionalMoment,
      }),
    ),
    feeds: mapOf(
      parseId<SourceId>,
      z.object({
        agentWasOnline: z.boolean(),
        offline: z.optional(z.object({ looks: count, since: at })),
        goodStatus: text,
        badStatuses: z.readonly(z.array(text)),
        errors: z.readonly(z.array(text)),
        timers: z.optional(
          mapOf(
            parseId<TimerId>,
            z.object({ newest: z.optional(timerLogId), seenAt: optionalMoment }),
          ),
        ),
        episodes: mapOf(anyName, at),
      }),
    ),
    unknownStatuses: mapOf(anyName, count),
    messages: count,
    lastMessageAt: optionalMoment,
    digests: count,
    reminders: z.optional(z.object({ lastAt: at, repeats: count })),
    backlog: z.boolean(),
    failure: z.optional(z.object({ since: at, permanent: z.boolean(), refusals: count, trouble })),
    reportedFailures: mapOf(anyName, z.object({ since: at, trouble })),
    notBefore: optionalMoment,
    troubledTicks: count,
  });
};

type Head = Omit<ChannelState, 'tasks' | 'outbox'> & Omit<ChannelState['outbox'], 'pending'>;

/** Takes a millisecond to build, for which a start need not wait. */
let headSchema: ReturnType<typeof headOf> | undefined;

function headIn({ tasks, outbox, ...rest }: ChannelState): Head {
  const { messages, lastMessageAt, digests } = outbox;
  return { ...rest, messages, lastMessageAt, digests };
}

/**
 * Readable JSON, one line a task or alert, the same bytes for the same state. The lines of tasks
 * that are as `before` had them are taken from there, and all of it where nothing changed.
 */
export function encodeState(state: ChannelState, before?: DecodedState): Buffer {
  const head = Buffer.from(encodeHead(state));
  const known = before?.state.tasks === state.tasks ? tasksPart(before.bytes) : undefined;
  if (before !== undefined && known !== undefined) {
    const headBefore = before.bytes.subarray(0, before.bytes.length - known.length);
    return headBefore.equals(head) ? before.bytes : Buffer.concat([head, known]);
  }
  const pieces = [head, Buffer.from(beforeTasks)];
  let lines: string[] = [];
  const flush = (): void => {
    pieces.push(Buffer.from(`${lines.join('\n')}\n`));
    lines = [];
  };
  for (const line of linesOf(state.tasks)) if (lines.push(line) === linesAtATime) flush();
  flush();
  return Buffer.concat(pieces);
}

/** All but the tasks, and without the bracket at its end. */
function encodeHead(state: ChannelState): string {
  headSchema ??= headOf();
  const head = z.encode(headSchema, headIn(state));
  const fields = Object.entries({ version: stateVersion, about, ...head })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const pending = state.outbox.pending.map((alert) => JSON.stringify(alert)).join(',\n');
  return `{${fields.join(',\n')},\n"outbox":[${pending}]`;
}

/** Ids by their number, since `JSON.parse` gives small numbers among the names first. */
function inOrder<Name extends string, Value>(
  entries: ReadonlyMap<Name, Value>,
): readonly (readonly [Name, Value])[] {
  return [...entries].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
}

/** Where MMS names no job. */
const noJob = 'none';

/** Tasks are many: their lines are written and parsed so many at a time, never as one text. */
const linesAtATime = 1_000;

/** The tasks and the end of the object: a line opens or closes a source or a job, or is a task. */
function* linesOf(tasks: ChannelState['tasks']): Generator<string> {
  yield '{';
  const sources = inOrder(tasks).filter(([, ofSource]) => ofSource.size > 0);
  for (const [source, ofSource] of sources) {
    yield `"${source}":{`;
    const jobs = inOrder(byJob(ofSource));
    for (const [job, ofJob] of jobs) {
      yield `"${job}":{`;
      const last = ofJob.at(-1)?.[0];
      for (const [id, state] of ofJob)
        yield `"${id}":${encodeTask(state)}${id === last ? '' : ','}`;
      yield job === jobs.at(-1)?.[0] ? '}' : '},';
    }
    yield source === sources.at(-1)?.[0] ? '}' : '},';
  }
  yield '}}';
}

type TaskEntry = readonly [id: TaskId, state: TaskState];

function byJob(tasks: ReadonlyMap<TaskId, TaskState>): ReadonlyMap<string, readonly TaskEntry[]> {
  const jobs = new Map<string, TaskEntry[]>();
  for (const entry of inOrder(tasks)) {
    const job = entry[1].jobId ?? noJob;
    const known = jobs.get(job);
    if (known) known.push(entry);
    else jobs.set(job, [entry]);
  }
  return jobs;
}

type DecodeContext = Readonly<{
  kinds: Kinds;
  /** How a person finds the object, for messages. */
  location: string;
  /** Who may use it; another's state is not touched. */
  owner: Owner | undefined;
  /**
   * The channels mostly know the same of their tasks: that is read once, and kept once, as the
   * first of these has it.
   */
  others?: readonly DecodedState[];
}>;

export type DecodedState = Readonly<{ bytes: Buffer; state: ChannelState }>;

const remedy =
  'Restore an earlier copy of the object, or delete it to start this channel anew with a ' +
  'baseline. Nothing was overwritten.';

/**
 * @throws StateError when the bytes are not a state that this function may use: it must be neither
 * used nor overwritten
 */
export function decodeState(bytes: Buffer, context: DecodeContext): ChannelState {
  const { location, owner, others = [] } = context;
  const known = others.find((other) => other.bytes.equals(bytes))?.state;
  const state =
    known === undefined
      ? decoded(bytes, context)
      : { ...known, tasks: tasksAsIn(others, bytes) ?? known.tasks };
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

/** Whosever it is. */
function decoded(bytes: Buffer, { location, kinds, others = [] }: DecodeContext): ChannelState {
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new StateError(
        `${location} is not valid JSON (${bytes.length} bytes), perhaps cut off. ${remedy}`,
        { cause },
      );
    }
  };
  const ofTasks = tasksPart(bytes);
  const head = parse(
    ofTasks === undefined
      ? bytes.toString()
      : `${bytes.toString('utf8', 0, bytes.length - ofTasks.length)}}`,
  );
  if (isRecord(head) && typeof head.version === 'number' && head.version > stateVersion) {
    throw new StateError(
      `${location} has version ${head.version}, this release reads version ${stateVersion}: it ` +
        'was written by a newer release. Deploy that release again. Nothing was overwritten.',
    );
  }
  const inWhole = (): ChannelState['tasks'] => {
    const whole = parse(bytes.toString());
    return tasksIn(isRecord(whole) ? whole.tasks : undefined);
  };
  try {
    if (!isRecord(head)) throw new Error('expected an object');
    if (head.version !== stateVersion) throw new Error(`expected "version" ${stateVersion}`);
    headSchema ??= headOf();
    const read = z.safeParse(headSchema, head);
    if (!read.success) throw new Error(`expected other values at ${placesOf(read.error)}`);
    const { messages, lastMessageAt, digests, ...rest } = read.data;
    const pending = alertsIn(head.outbox, kinds);
    const tasks = tasksAsIn(others, bytes) ?? (ofTasks && tasksByLine(ofTasks)) ?? inWhole();
    return { ...rest, tasks, outbox: { pending, messages, lastMessageAt, digests } };
  } catch (cause) {
    if (cause instanceof StateError) throw cause;
    const reason = cause instanceof Error ? cause.message : 'it has another shape';
    throw new StateError(
      `${location} cannot be read as a state of mms-task-alerts: ${reason}. ${remedy}`,
      { cause },
    );
  }
}

/** How `encodeState` begins the tasks. Within a text, JSON has no line break. */
const beforeTasks = ',\n"tasks":';

/** The tasks come last, as `encodeState` ends them. */
const isLaidOutByUs = (bytes: Buffer): boolean =>
  /\n\}\}\n?$/.test(bytes.toString('latin1', Math.max(0, bytes.length - 4)));

/** From `beforeTasks` to the end. */
function tasksPart(bytes: Buffer): Buffer | undefined {
  const at = isLaidOutByUs(bytes) ? bytes.indexOf(beforeTasks) : -1;
  return at < 0 ? undefined : bytes.subarray(at);
}

/** The tasks of the first other state that tells them in the same words. */
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

/**
 * The tasks as `linesOf` lays them out: a tree of all of them would take as much memory as what is
 * made of it. `undefined` for another layout, such as an editor may leave.
 */
function tasksByLine(bytes: Buffer): ChannelState['tasks'] | undefined {
  const tasks: TasksDraft = new Map();
  /** Source and job. */
  const open: string[] = [];
  let lines: string[] = [];
  let isOver = false;
  /** `false` where these lines do not hold whole tasks. */
  const flush = (): boolean => {
    const [source = '', job = ''] = open;
    const values = parsed(`{${lines.join('\n').replace(/,$/, '')}}`);
    if (values !== undefined) addTasks(tasks, { source, job }, values);
    lines = [];
    return values !== undefined;
  };
  for (const line of linesIn(bytes, beforeTasks.length)) {
    const closes = line === '}' || line === '},';
    if (open.length === 2 && !closes) {
      if (lines.push(line) === linesAtATime && !flush()) return undefined;
      continue;
    }
    const [, name] = /^"(\w+)":\{$/.exec(line) ?? [];
    if (name !== undefined) open.push(name);
    else if (open.length === 0 && line === '}}' && !isOver) isOver = true;
    else if (open.length > 0 && closes) {
      if (open.length === 2 && !flush()) return undefined;
      open.pop();
    } else if (line !== (isOver ? '' : '{')) return undefined;
  }
  return isOver ? tasks : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A few thousand lines at a time become text. */
function* linesIn(bytes: Buffer, from: number): Generator<string> {
  const atATime = 256 * 1024;
  for (let at = from; at < bytes.length;) {
    const end = bytes.indexOf('\n', at + atATime);
    const until = end < 0 ? bytes.length : end;
    yield* bytes.toString('utf8', at, until).split('\n');
    at = until + 1;
  }
}

type TasksDraft = Map<SourceId, Map<TaskId, TaskState>>;

function tasksIn(value: unknown): ChannelState['tasks'] {
  const tasks: TasksDraft = new Map();
  for (const [source, jobs] of Object.entries(need(value, '"tasks"'))) {
    ofSource(tasks, source);
    for (const [job, values] of Object.entries(need(jobs, `jobs of "${source}"`)))
      addTasks(tasks, { source, job }, values);
  }
  return tasks;
}

function ofSource(tasks: TasksDraft, source: string): Map<TaskId, TaskState> {
  const sourceId = parseId<SourceId>(source);
  if (sourceId === undefined) throw new Error('expected source ids in "tasks"');
  const known = tasks.get(sourceId) ?? new Map<TaskId, TaskState>();
  tasks.set(sourceId, known);
  return known;
}

/** The tasks of a job, or some of them. */
function addTasks(
  tasks: TasksDraft,
  { source, job }: Readonly<{ source: string; job: string }>,
  values: unknown,
): void {
  const states = ofSource(tasks, source);
  const jobId = job === noJob ? undefined : parseId<JobId>(job);
  if (jobId === undefined && job !== noJob) throw new Error(`expected job ids in "${source}"`);
  for (const [task, state] of Object.entries(need(values, `tasks of "${source}/${job}"`))) {
    const id = parseId<TaskId>(task);
    if (id === undefined) throw new Error(`expected task ids in "${source}/${job}"`);
    states.set(
      id,
      decodeTask(state, jobId, () => `task ${source}/${id}`),
    );
  }
}

function need(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Error(`expected ${what} as an object`);
  return value;
}
