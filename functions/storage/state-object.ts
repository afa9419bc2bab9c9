import type { JobId, SourceId, TaskId } from '../mms/id.ts';
import { parseId } from '../mms/id.ts';
import type { ChannelState, JobMemory, TaskMemory } from '../tracking/memory.ts';
import { StateError } from '../errors.ts';
import { decodeAlert } from './alert-codec.ts';
import { decodeMemory, encodeMemory } from './memory-codec.ts';
import { decodeLore, encodeLore } from './lore-codec.ts';
import { isRecord } from '../runtime/json.ts';
import { moment, momentOf, need } from './reading.ts';

/** Written into every object; an object with a greater one was written by a newer release. */
export const stateVersion = 1;

const about =
  'What mms-task-alerts remembers for one channel. tasks: by data source and job, one line a task. ' +
  '["fingerprint", log, history] is a task that is DONE and told: an 8-character fingerprint of its listed status, ' +
  'start, end, retries, running and stopped; the last log id dealt with (0: its log was never read); and, where it ' +
  "was never read, the second of MMS's clock up to which rows are history. Any other task is spelt out. " +
  'jobs: ["fingerprint", looks] of ended jobs that were at rest in that many looks running. ' +
  'stories: what happened to jobs that moved; minutes: [minute since 1970, done, failed] of the last hour. ' +
  'causes: why tasks failed, and when each was told. blind: sources that cannot be read. ' +
  'lost: the channel refuses what it is told. owed: alerts that the channel has not accepted yet.';

/** Readable JSON, one line a task or alert, the same text for the same state. */
export function encodeState(state: ChannelState): string {
  const head = {
    version: stateVersion,
    about,
    targets: [...state.targets].sort(),
    unknownStatuses: Object.fromEntries(inOrder(state.unknownStatuses)),
    jobs: Object.fromEntries(
      inOrder(state.jobs).map(([source, jobs]) => [
        source,
        Object.fromEntries(inOrder(jobs).map(([job, { seen, looks }]) => [job, [seen, looks]])),
      ]),
    ),
    ...encodeLore(state),
    ...(state.completionsToldAt === undefined
      ? {}
      : { completionsToldAt: momentOf(state.completionsToldAt) }),
    ...(state.notBefore === undefined ? {} : { notBefore: momentOf(state.notBefore) }),
  };
  const fields = Object.entries(head).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  const owed = state.owed.map((alert) => JSON.stringify(alert)).join(',\n');
  const sources = inOrder(state.tasks)
    .filter(([, tasks]) => tasks.size > 0)
    .map(([source, tasks]) => `"${source}":{${jobsOf(tasks)}}`);
  return `{${fields.join(',\n')},\n"owed":[${owed}],\n"tasks":{${sources.join(',\n')}}}\n`;
}

/**
 * Whether both are told by the same text, without writing that of tasks of which nothing changed.
 */
export const isSameState = (before: ChannelState, after: ChannelState): boolean =>
  before.tasks === after.tasks &&
  encodeState({ ...before, tasks: new Map() }) === encodeState({ ...after, tasks: new Map() });

/**
 * JSON.parse gives small numbers among the names first and in order, whatever the text: only a
 * fixed order, ids by number, makes the same state the same text.
 */
function inOrder<Name extends string, Value>(
  entries: ReadonlyMap<Name, Value>,
): readonly (readonly [Name, Value])[] {
  return [...entries].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
}

/** Where MMS names no job. */
const noJob = 'none';

function jobsOf(tasks: ReadonlyMap<TaskId, TaskMemory>): string {
  const lines = new Map<string, string>();
  for (const [id, memory] of inOrder(tasks)) {
    const job = memory.jobId ?? noJob;
    const before = lines.get(job);
    lines.set(job, `${before === undefined ? '' : `${before},\n`}"${id}":${encodeMemory(memory)}`);
  }
  return inOrder(lines)
    .map(([job, text]) => `"${job}":{\n${text}\n}`)
    .join(',\n');
}

/**
 * @param location how a person finds the object, for messages
 * @throws StateError when the text is not a state this release can read: it must be neither used
 * nor overwritten
 */
export function decodeState(text: string, location: string): ChannelState {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new StateError(
      `${location} is not valid JSON (${text.length} characters), perhaps cut off. ${remedy}`,
      { cause },
    );
  }
  if (isRecord(parsed) && typeof parsed.version === 'number' && parsed.version > stateVersion) {
    throw new StateError(
      `${location} has version ${parsed.version}, this release reads up to ${stateVersion}: it was written by a newer release. ` +
        'Deploy that release again. Nothing was overwritten.',
    );
  }
  try {
    return readState(parsed);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it has another shape';
    throw new StateError(
      `${location} cannot be read as a state of mms-task-alerts: ${reason}. ${remedy}`,
      { cause },
    );
  }
}

const remedy =
  'Restore an earlier copy of the object, or delete it to start this channel anew with a baseline. Nothing was overwritten.';

function readState(parsed: unknown): ChannelState {
  const object = need(isRecord(parsed) ? parsed : undefined, 'an object');
  need(object.version === stateVersion ? true : undefined, `"version" ${stateVersion}`);
  const targets = need(
    Array.isArray(object.targets) ? object.targets : undefined,
    '"targets" as a list',
  );
  const unknown = need(
    isRecord(object.unknownStatuses) ? object.unknownStatuses : undefined,
    '"unknownStatuses" as an object',
  );
  const owed = need(Array.isArray(object.owed) ? object.owed : undefined, '"owed" as a list');
  const sources = need(isRecord(object.tasks) ? object.tasks : undefined, '"tasks" as an object');
  const jobs = need(isRecord(object.jobs) ? object.jobs : undefined, '"jobs" as an object');
  return {
    targets: new Set(
      targets.map((name) => need(typeof name === 'string' ? name : undefined, 'text in "targets"')),
    ),
    unknownStatuses: new Map(
      Object.entries(unknown).map(([status, count]) => [
        status,
        need(typeof count === 'number' ? count : undefined, `a count for "${status}"`),
      ]),
    ),
    completionsToldAt: moment(object.completionsToldAt, '"completionsToldAt"'),
    notBefore: moment(object.notBefore, '"notBefore"'),
    ...decodeLore(object),
    owed: owed.map(decodeAlert),
    tasks: new Map(
      Object.entries(sources).map(([source, tasks]) => [
        sourceNamed(source),
        readTasks(source, tasks),
      ]),
    ),
    jobs: new Map(
      Object.entries(jobs).map(([source, looks]) => [sourceNamed(source), readJobs(looks)]),
    ),
  };
}

const sourceNamed = (source: string): SourceId => need(parseId<SourceId>(source), 'source ids');
const jobNamed = (job: string): JobId => need(parseId<JobId>(job), 'job ids');

function readTasks(source: string, byJob: unknown): ReadonlyMap<TaskId, TaskMemory> {
  const memories = new Map<TaskId, TaskMemory>();
  for (const [job, tasks] of Object.entries(
    need(isRecord(byJob) ? byJob : undefined, `jobs of "${source}" as an object`),
  )) {
    const jobId = job === noJob ? undefined : jobNamed(job);
    for (const [id, memory] of Object.entries(
      need(isRecord(tasks) ? tasks : undefined, `tasks of "${source}/${job}" as an object`),
    )) {
      memories.set(
        need(parseId<TaskId>(id), `task ids in "${source}"`),
        decodeMemory(memory, jobId, `task ${source}/${id}`),
      );
    }
  }
  return memories;
}

function readJobs(looks: unknown): ReadonlyMap<JobId, JobMemory> {
  return new Map(
    Object.entries(need(isRecord(looks) ? looks : undefined, 'looks at jobs as an object')).map(
      ([job, value]) => {
        const [seen, count] = need(
          Array.isArray(value) ? (value as readonly unknown[]) : undefined,
          'a look at a job as a list',
        );
        return [
          jobNamed(job),
          {
            seen: need(typeof seen === 'string' ? seen : undefined, 'the fingerprint of a job'),
            looks: count === 2 ? 2 : 1,
          },
        ];
      },
    ),
  );
}
