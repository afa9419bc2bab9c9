import type { LimitFunction } from 'p-limit';
import { problemIn, UnreadableError } from '../errors.ts';
import type { Timer } from '../mms/data-source.ts';
import type { Job } from '../mms/job.ts';
import type { Target } from '../mms/target.ts';
import type { Task } from '../mms/task.ts';
import type { Answered, MmsReader, ReadProblem } from '../ports.ts';
import type { RetryDeps } from '../runtime/retry.ts';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import type { LogviewLinks } from '../untrusted-text/logview-links.ts';
import { createCallMms, UnreadableCall, type CallMms } from './call.ts';
import * as calls from './calls.ts';
import {
  createNames,
  decodeDataSource,
  decodeJob,
  decodeTask,
  decodeTimer,
  decodeTimerLog,
  type Names,
} from './decode.ts';
import { answerIn, checkData, emptyAnswer } from './failure.ts';
import { PageMemory, readList, readNewest, type List, type WholeList } from './pages.ts';
import { readingOfLog } from './task-log.ts';

/** What a warm instance knows of MMS; it saves time, nothing rests on it. */
export type MmsMemory = Readonly<{ tasks: PageMemory<Task>; jobs: PageMemory<Job> }>;

export const newMmsMemory = (): MmsMemory => ({ tasks: new PageMemory(), jobs: new PageMemory() });

export type MmsReaderOptions = RetryDeps &
  Readonly<{
    endpoint: Endpoint;
    credentials: Credentials;
    /** Bounds the requests in flight, over everything that this reader reads. */
    limit: LimitFunction;
    /** Links to LogView in log rows; they are stripped where nothing is said. */
    logviewLinks?: LogviewLinks | undefined;
    /** What the instance knows from earlier readers; without it, each finds out anew. */
    memory?: MmsMemory | undefined;
  }>;

/** MMS over HTTP with the keys of one invocation. */
export function createMmsReader(options: MmsReaderOptions): MmsReader {
  const { clock, logviewLinks: links, memory = newMmsMemory() } = options;
  const callMms = createCallMms(options);
  const names = createNames();
  // What only saves calls must not cost the time that the tasks take without it.
  const aThirdOf = (until: number): number => clock() + (until - clock()) / 3;
  return {
    listTasks: async (target, until, { tasks, forSafety = false } = {}) => {
      const list =
        target.kind === 'task'
          ? await getTask(callMms, names, target, until)
          : await readList(
              callMms,
              clock,
              {
                call: calls.listTasks(target),
                rows: 'tasks',
                decode: decodeTask(target.sourceId, names),
                until,
                likely: tasks,
                inLargePages: forSafety && (tasks ?? 0) > 100,
              },
              memory.tasks,
            );
      return { target, tasks: list.items, complete: list.complete, problems: list.problems };
    },
    listJobs: async (sourceId, until, timerId) => {
      const list: List<Job> = {
        call: calls.listJobs(sourceId, timerId),
        rows: 'jobs',
        decode: decodeJob(sourceId, names),
        until: aThirdOf(until),
      };
      const { items, complete, problems } = await readList(callMms, clock, list, memory.jobs);
      return { jobs: items, complete, problem: complete ? undefined : messagesOf(problems) };
    },
    readTaskLog: (sourceId, taskId, from, until) => {
      const call = calls.listTaskLogs(sourceId, taskId);
      return callMms(call, until, () => readingOfLog({ call, from, names, links }));
    },
    getDataSource: (sourceId, until) => {
      const call = calls.getDataSource(sourceId);
      return answered(() =>
        callMms(call, until, () => ({
          finish: (body) => {
            const { data, requestId } = answerIn(body);
            const source = decodeDataSource(data, names);
            if (source === undefined) checkData(data);
            if (source?.id !== sourceId) throw emptyAnswer(`source ${sourceId}`, requestId);
            return source;
          },
        })),
      );
    },
    listTimers: (sourceId, until) =>
      answered(async () => {
        const list: List<Timer> = {
          call: calls.listTimers(sourceId),
          rows: 'timers',
          decode: decodeTimer(names),
          until,
        };
        const { items, complete, problems, error } = await readList(callMms, clock, list);
        if (complete) return items;
        throw error instanceof Error ? error : new UnreadableError(messagesOf(problems));
      }),
    listTimerLogs: (sourceId, timerId, until) =>
      answered(() =>
        readNewest(callMms, {
          call: calls.listTimerLogs(sourceId, timerId),
          rows: 'rows',
          decode: decodeTimerLog(names),
          until,
        }),
      ),
  };
}

const messagesOf = (problems: readonly ReadProblem[]): string =>
  problems.map(({ message }) => message).join('; ');

/** For what the function can do without. */
async function answered<Value>(read: () => Promise<Value>): Promise<Answered<Value>> {
  try {
    return { kind: 'answer', value: await read() };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const refusal = error instanceof UnreadableCall ? error.refusal : 'unreadable';
    return { kind: refusal === 'page too large' ? 'unreadable' : refusal, problem };
  }
}

async function getTask(
  callMms: CallMms,
  names: Names,
  { sourceId, taskId }: Extract<Target, { kind: 'task' }>,
  until: number,
): Promise<WholeList<Task>> {
  const call = calls.getTask(sourceId, taskId);
  const nothing = (error: unknown): WholeList<Task> => ({
    items: [],
    complete: false,
    problems: [problemIn(error)],
  });
  try {
    const task = await callMms(call, until, () => ({
      finish: (body) => {
        const { data } = answerIn(body);
        const decoded = decodeTask(sourceId, names)(data);
        if (decoded === undefined) checkData(data);
        return decoded;
      },
    }));
    if (task?.id === taskId) return { items: [task], complete: true, problems: [] };
    const answer =
      task === undefined
        ? 'the answer holds no usable `data.id`'
        : `the answer is about task ${task.id}`;
    const problem = `${call.action} of ${call.about}: ${answer}; the next tick tries again`;
    return nothing(new UnreadableError(problem));
  } catch (error) {
    return nothing(error);
  }
}
