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

/** Readable JSON, one line a task or alert, the same text for the same state. */
export function encodeState(state: ChannelState): string {
  headSchema ??= headOf();
  const head = z.encode(headSchema, headIn(state));
  const fields = Object.entries({ version: stateVersion, about, ...head })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const pending = state.outbox.pending.map((alert) => JSON.stringify(alert)).join(',\n');
  const sources = inOrder(state.tasks)
    .filter(([, tasks]) => tasks.size > 0)
    .map(([source, tasks]) => `"${source}":{${byJob(tasks)}}`);
  return `{${fields.join(',\n')},\n"outbox":[${pending}],\n"tasks":{${sources.join(',\n')}}}\n`;
}

/** Whether both are told by the same text, without writing that of what did not change. */
export function isSameState(before: ChannelState, after: ChannelState): boolean {
  if (before.tasks !== after.tasks) return false;
  return (
    encodeState({ ...before, tasks: new Map() }) === encodeState({ ...after, tasks: new Map() })
  );
}

/** Ids by their number, since `JSON.parse` gives small numbers among the names first. */
function inOrder<Name extends string, Value>(
  entries: ReadonlyMap<Name, Value>,
): readonly (readonly [Name, Value])[] {
  return [...entries].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
}

/** Where MMS names no job. */
const noJob = 'none';

function byJob(tasks: ReadonlyMap<TaskId, TaskState>): string {
  const lines = new Map<string, string[]>();
  for (const [id, state] of inOrder(tasks)) {
    const job = state.jobId ?? noJob;
    const known = lines.get(job);
    const line = `"${id}":${encodeTask(state)}`;
    if (known) known.push(line);
    else lines.set(job, [line]);
  }
  return inOrder(lines)
    .map(([job, texts]) => `"${job}":{\n${texts.join(',\n')}\n}`)
    .join(',\n');
}

type DecodeContext = Readonly<{
  kinds: Kinds;
  /** How a person finds the object, for messages. */
  location: string;
  /** Who may use it; another's state is not touched. */
  owner: Owner | undefined;
  /** The channels mostly know the same of their tasks: that is read once, and kept once. */
  others?: readonly DecodedState[];
}>;

export type DecodedState = Readonly<{ text: string; state: ChannelState }>;

const remedy =
  'Restore an earlier copy of the object, or delete it to start this channel anew with a ' +
  'baseline. Nothing was overwritten.';

/**
 * @throws StateError when the text is not a state that this function may use: it must be neither
 * used nor overwritten
 */
export function decodeState(text: string, context: DecodeContext): ChannelState {
  const { location, owner, others = [] } = context;
  const state = others.find((other) => other.text === text)?.state ?? decoded(text, context);
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
function decoded(text: string, context: DecodeContext): ChannelState {
  const { location, others = [] } = context;
  const tasks = tasksAsIn(others, text);
  const parsed = parse(tasks === undefined ? text : `${headText(text)}}`, location);
  if (isRecord(parsed) && typeof parsed.version === 'number' && parsed.version > stateVersion) {
    throw new StateError(
      `${location} has version ${parsed.version}, this release reads version ${stateVersion}: it ` +
        'was written by a newer release. Deploy that release again. Nothing was overwritten.',
    );
  }
  return read(parsed, tasks, context);
}

/** How `encodeState` begins the tasks. Within a text, JSON has no line break. */
const beforeTasks = ',\n"tasks":';

const headText = (text: string): string => text.slice(0, text.indexOf(beforeTasks));

/** The tasks of another state that tells them in the same words. */
function tasksAsIn(
  others: readonly DecodedState[],
  text: string,
): ChannelState['tasks'] | undefined {
  const at = text.indexOf(beforeTasks);
  if (at < 0) return undefined;
  const own = text.slice(at);
  for (const other of others) if (other.text.endsWith(own)) return other.state.tasks;
  return undefined;
}

function parse(text: string, location: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StateError(
      `${location} is not valid JSON (${text.length} characters), perhaps cut off. ${remedy}`,
      { cause },
    );
  }
}

function read(
  parsed: unknown,
  tasks: ChannelState['tasks'] | undefined,
  { kinds, location }: DecodeContext,
): ChannelState {
  try {
    if (!isRecord(parsed)) throw new Error('expected an object');
    if (parsed.version !== stateVersion) throw new Error(`expected "version" ${stateVersion}`);
    headSchema ??= headOf();
    const head = z.safeParse(headSchema, parsed);
    if (!head.success) throw new Error(`expected other values at ${placesOf(head.error)}`);
    const { messages, lastMessageAt, digests, ...rest } = head.data;
    return {
      ...rest,
      tasks: tasks ?? tasksIn(parsed.tasks),
      outbox: { pending: alertsIn(parsed.outbox, kinds), messages, lastMessageAt, digests },
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it has another shape';
    throw new StateError(
      `${location} cannot be read as a state of mms-task-alerts: ${reason}. ${remedy}`,
      { cause },
    );
  }
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

function tasksIn(value: unknown): ChannelState['tasks'] {
  const sources = need(value, '"tasks"');
  return new Map(
    Object.entries(sources).map(([source, jobs]) => {
      const sourceId = parseId<SourceId>(source);
      if (sourceId === undefined) throw new Error('expected source ids in "tasks"');
      return [sourceId, tasksOfSource(source, jobs)] as const;
    }),
  );
}

function tasksOfSource(source: string, value: unknown): ReadonlyMap<TaskId, TaskState> {
  const states = new Map<TaskId, TaskState>();
  for (const [job, tasks] of Object.entries(need(value, `jobs of "${source}"`))) {
    const jobId = job === noJob ? undefined : parseId<JobId>(job);
    if (jobId === undefined && job !== noJob) throw new Error(`expected job ids in "${source}"`);
    for (const [task, state] of Object.entries(need(tasks, `tasks of "${source}/${job}"`))) {
      const id = parseId<TaskId>(task);
      if (id === undefined) throw new Error(`expected task ids in "${source}/${job}"`);
      states.set(
        id,
        decodeTask(state, jobId, () => `task ${source}/${id}`),
      );
    }
  }
  return states;
}

function need(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Error(`expected ${what} as an object`);
  return value;
}
