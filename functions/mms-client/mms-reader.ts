import { asError, problemIn, refusalIn, UnreadableError } from '../errors.ts';
import type { Job } from '../mms/job.ts';
import type { Task } from '../mms/task.ts';
import type { Answered, MmsReader, ReadProblem } from '../ports.ts';
import type { LogviewLinks } from '../untrusted-text/logview-links.ts';
import { createCallMms, type CallerOptions } from './call.ts';
import { calls, type MmsCall } from './calls.ts';
import { createNames, decoders, type Decode, type Identified } from './decode.ts';
import { answerIn, checkData, emptyAnswer } from './failure.ts';
import { PageMemory, readList, readNewest } from './pages.ts';
import { readingOfLog } from './task-log.ts';

/** What a warm instance knows. It only saves time. */
export class MmsMemory {
  readonly tasks = new PageMemory<Task>();
  readonly jobs = new PageMemory<Job>();
}

type MmsReaderOptions = CallerOptions &
  Readonly<{
    logviewLinks?: LogviewLinks | undefined;
    memory?: MmsMemory | undefined;
  }>;

export function createMmsReader(options: MmsReaderOptions): MmsReader {
  const { clock, logviewLinks: links, memory = new MmsMemory() } = options;
  const callMms = createCallMms(options);
  const names = createNames();
  const decode = decoders(names);
  const readOne = <Item extends Identified>(
    call: MmsCall,
    id: Item['id'],
    decodeOne: Decode<Item>,
    until: number,
  ): Promise<Item> =>
    callMms(call, until, () => ({
      finish: (body) => {
        const { data, requestId } = answerIn(body);
        const item = decodeOne(data);
        if (item?.id === id) return item;
        if (item === undefined) checkData(data);
        throw emptyAnswer(call.about, requestId);
      },
    }));
  return {
    listTasks: async (target, until) => {
      const decodeTask = decode.task(target.sourceId);
      if (target.kind === 'task') {
        const call = calls.task(target.sourceId, target.taskId);
        try {
          const task = await readOne(call, target.taskId, decodeTask, until);
          return { target, tasks: [task], complete: true, problems: [] };
        } catch (error) {
          return { target, tasks: [], complete: false, problems: [problemIn(error)] };
        }
      }
      const call = calls.tasks(target);
      const list = { call, rows: 'tasks', decode: decodeTask, until };
      const { items, complete, problems } = await readList(callMms, list, memory.tasks);
      return { target, tasks: items, complete, problems };
    },
    listJobs: async (sourceId, until, timerId) => {
      const call =
        timerId === undefined ? calls.jobs(sourceId) : calls.jobsOfTimer(sourceId, timerId);
      // Jobs only save calls: they must leave the time that the tasks take without them.
      const third = clock() + (until - clock()) / 3;
      const list = { call, rows: 'jobs', decode: decode.job(sourceId), until: third };
      const {
        items: jobs,
        complete,
        problems,
        refusal,
      } = await readList(callMms, list, memory.jobs);
      const problem = complete ? undefined : messagesOf(problems);
      return { jobs, complete, problem, notAllowed: refusal === 'not allowed' };
    },
    readTaskLog: (sourceId, taskId, from, until) => {
      const call = calls.taskLogs(sourceId, taskId);
      return callMms(call, until, () => readingOfLog({ call, from, names, links }));
    },
    getDataSource: (sourceId, until) =>
      answered(() => readOne(calls.dataSource(sourceId), sourceId, decode.dataSource, until)),
    listTimers: (sourceId, until) =>
      answered(async () => {
        const list = { call: calls.timers(sourceId), rows: 'timers', decode: decode.timer, until };
        const { items, complete, problems, refusal } = await readList(callMms, list);
        if (complete) return items;
        throw new UnreadableError(messagesOf(problems), { refusal });
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

async function answered<Value>(read: () => Promise<Value>): Promise<Answered<Value>> {
  try {
    return { kind: 'answer', value: await read() };
  } catch (error) {
    const refusal = refusalIn(error);
    const kind = refusal === 'page too large' ? 'unreadable' : refusal;
    return { kind, problem: asError(error).message };
  }
}
