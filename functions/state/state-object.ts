import type { ChannelState } from '../core/memory.ts';
import type { SourceId, TaskId } from '../core/id.ts';
import { parseId } from '../core/id.ts';
import type { TaskMemory } from '../core/memory.ts';
import { StateError } from '../errors.ts';
import { decodeAlert } from './alert-codec.ts';
import { decodeMemory, encodeMemory } from './memory-codec.ts';
import { isRecord, moment, momentOf, need } from './reading.ts';

/** Written into every object; an object with a greater one was written by a newer release. */
export const stateVersion = 1;

const about =
  'What mms-task-alerts remembers for one channel. tasks: by data source, one line a task. ' +
  '["fingerprint", log, history] is a task that is DONE and told: an 8-character fingerprint of its listed status, ' +
  'start, end, retries, running and stopped; the last log id dealt with (0: its log was never read); and, where it ' +
  'was never read, the second of MMS\'s clock up to which rows are history. Any other task is spelt out. ' +
  'owed: alerts that the channel has not accepted yet.';

/** Readable JSON, one line a task or alert, the same text for the same state. */
export function encodeState(state: ChannelState): string {
  const head = {
    version: stateVersion,
    about,
    targets: [...state.targets],
    unknownStatuses: Object.fromEntries(state.unknownStatuses),
    ...(state.completionsToldAt === undefined ? {} : { completionsToldAt: momentOf(state.completionsToldAt) }),
    ...(state.notBefore === undefined ? {} : { notBefore: momentOf(state.notBefore) }),
  };
  const fields = Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const owed = state.owed.map((alert) => JSON.stringify(alert)).join(',\n');
  const sources = [...state.tasks].filter(([, tasks]) => tasks.size > 0).map(([source, tasks]) => `"${source}":{\n${linesOf(tasks)}\n}`);
  return `{${fields.join(',\n')},\n"owed":[${owed}],\n"tasks":{${sources.join(',\n')}}}\n`;
}

function linesOf(tasks: ReadonlyMap<TaskId, TaskMemory>): string {
  let lines = '';
  for (const [id, memory] of tasks) lines += `${lines === '' ? '' : ',\n'}"${id}":${encodeMemory(memory)}`;
  return lines;
}

/**
 * @param location how a person finds the object, for messages
 * @throws StateError when the text is not a state this release can read: it must be neither used nor overwritten
 */
export function decodeState(text: string, location: string): ChannelState {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new StateError(`${location} is not valid JSON (${text.length} characters), perhaps cut off. ${remedy}`, { cause });
  }
  if (isRecord(parsed) && typeof parsed.version === 'number' && parsed.version > stateVersion) {
    throw new StateError(
      `${location} has version ${parsed.version}, this release reads up to ${stateVersion}: it was written by a newer release. ` +
      'Deploy that release again. Nothing was overwritten.');
  }
  try {
    return readState(parsed);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it has another shape';
    throw new StateError(`${location} cannot be read as a state of mms-task-alerts: ${reason}. ${remedy}`, { cause });
  }
}

const remedy =
  'Restore an earlier copy of the object, or delete it to start this channel anew with a baseline. Nothing was overwritten.';

function readState(parsed: unknown): ChannelState {
  const object = need(isRecord(parsed) ? parsed : undefined, 'an object');
  need(object.version === stateVersion ? true : undefined, `"version" ${stateVersion}`);
  const targets = need(Array.isArray(object.targets) ? object.targets : undefined, '"targets" as a list');
  const unknown = need(isRecord(object.unknownStatuses) ? object.unknownStatuses : undefined, '"unknownStatuses" as an object');
  const owed = need(Array.isArray(object.owed) ? object.owed : undefined, '"owed" as a list');
  const sources = need(isRecord(object.tasks) ? object.tasks : undefined, '"tasks" as an object');
  return {
    targets: new Set(targets.map((name) => need(typeof name === 'string' ? name : undefined, 'text in "targets"'))),
    unknownStatuses: new Map(Object.entries(unknown).map(([status, count]) => [status, need(typeof count === 'number' ? count : undefined, `a count for "${status}"`)])),
    completionsToldAt: moment(object.completionsToldAt, '"completionsToldAt"'),
    notBefore: moment(object.notBefore, '"notBefore"'),
    owed: owed.map(decodeAlert),
    tasks: new Map(Object.entries(sources).map(([source, tasks]) => [need(parseId<SourceId>(source), 'source ids in "tasks"'), readTasks(source, tasks)])),
  };
}

function readTasks(source: string, tasks: unknown): ReadonlyMap<TaskId, TaskMemory> {
  const byId = need(isRecord(tasks) ? tasks : undefined, `tasks of "${source}" as an object`);
  const memories = new Map<TaskId, TaskMemory>();
  for (const id of Object.keys(byId)) {
    memories.set(need(parseId<TaskId>(id), `task ids in "${source}"`), decodeMemory(byId[id], `task ${source}/${id}`));
  }
  return memories;
}
