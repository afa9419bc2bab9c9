import type { LimitFunction } from 'p-limit';
import { problemIn, UnreadableError } from '../errors.ts';
import type { Job } from '../mms/job.ts';
import type { Target } from '../mms/target.ts';
import type { Task } from '../mms/task.ts';
import type { Answered, MmsReader, ReadProblem } from '../ports.ts';
import type { RetryDeps } from '../runtime/retry.ts';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import type { LogviewLinks } from '../untrusted-text/logview-links.ts';
import { createCallMms, UnreadableCall, type CallMms } from './call.ts';
import { calls } from './calls.ts';
import { createNames, decoders, type Decode } from './decode.ts';
import { answerIn, checkData, emptyAnswer } from './failure.ts';
import { PageMemory, readList, readNewest, type WholeList } from './pages.ts';
import { readingOfLog } from './task-log.ts';

/** What a warm instance knows of MMS. It only saves time. */
export type MmsMemory = Readonly<{ tasks: PageMemory<Task>; jobs: PageMemory<Job> }>;

export const newMmsMemory = (): MmsMemory => ({ tasks: new PageMemory(), jobs: new PageMemory() });

type MmsReaderOptions = RetryDeps &
  Readonly<{
    endpoint: Endpoint;
    credentials: Credentials;
    limit: LimitFunction;
    /** Links to LogView are taken out of log rows unless this says otherwise. */
    logviewLinks?: LogviewLinks | undefined;
    memory?: MmsMemory | undefined;
  }>;

export function createMmsReader(options: MmsReaderOptions): MmsReader {
  const { clock, logviewLinks: links, memory = newMmsMemory() } = options;
  const callMms = createCallMms(options);
  const names = createNames();
  const decode = decoders(names);
  const thirdOf = (until: number): number => clock() + (until - clock()) / 3;
  return {
    listTasks: async (target, until, { tasks = 0, forSafety = false } = {}) => {
      const decodeTask = decode.task(target.sourceId);
      const { items, complete, problems } =
        target.kind === 'task'
          ? await readTask(callMms, target, decodeTask, until)
          : await readList(
              callMms,
              clock,
              {
                call: calls.tasks(target),
                rows: 'tasks',
                decode: decodeTask,
                until,
                likely: tasks,
                inLargePages: forSafety && tasks > 100,
              },
              memory.tasks,
            );
      return { target, tasks: items, complete, problems };
    },
    listJobs: async (sourceId, until, timerId) => {
      const call = calls.jobs(sourceId, timerId);
      // Jobs only save calls, so they must leave the time that the tasks take without them.
      const list = { call, rows: 'jobs', decode: decode.job(sourceId), until: thirdOf(until) };
      const { items, complete, problems } = await readList(callMms, clock, list, memory.jobs);
      return { jobs: items, complete, problem: complete ? undefined : messagesOf(problems) };
    },
    readTaskLog: (sourceId, taskId, from, until) => {
      const call = calls.taskLogs(sourceId, taskId);
      return callMms(call, until, () => readingOfLog({ call, from, names, links }));
    },
    getDataSource: (sourceId, until) =>
      answered(() =>
        callMms(calls.dataSource(sourceId), until, () => ({
          finish: (body) => {
            const { data, requestId } = answerIn(body);
            const source = decode.dataSource(data);
            if (source === undefined) checkData(data);
            if (source?.id !== sourceId) throw emptyAnswer(`source ${sourceId}`, requestId);
            return source;
          },
        })),
      ),
    listTimers: (sourceId, until) =>
      answered(async () => {
        const list = { call: calls.timers(sourceId), rows: 'timers', decode: decode.timer, until };
        const { items, complete, problems, error } = await readList(callMms, clock, list);
        if (complete) return items;
        throw error instanceof Error ? error : new UnreadableError(messagesOf(problems));
      }),
    listTimerLogs: (sourceId, timerId, until) =>
      answered(() => {
        const call = calls.timerLogs(sourceId, timerId);
        return readNewest(callMms, { call, rows: 'rows', decode: decode.timerLog, until });
      }),
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

/** A list of the one task that is watched by its own id. */
async function readTask(
  callMms: CallMms,
  { sourceId, taskId }: Extract<Target, { kind: 'task' }>,
  decode: Decode<Task>,
  until: number,
): Promise<WholeList<Task>> {
  const call = calls.task(sourceId, taskId);
  try {
    const task = await callMms(call, until, () => ({
      finish: (body) => {
        const { data } = answerIn(body);
        const decoded = decode(data);
        if (decoded === undefined) checkData(data);
        return decoded;
      },
    }));
    if (task?.id === taskId) return { items: [task], complete: true, problems: [] };
    const answer =
      task === undefined
        ? 'the answer holds no usable `data.id`'
        : `the answer is about task ${task.id}`;
    throw new UnreadableError(
      `${call.action} of ${call.about}: ${answer}; the next tick tries again`,
    );
  } catch (error) {
    return { items: [], complete: false, problems: [problemIn(error)] };
  }
}
