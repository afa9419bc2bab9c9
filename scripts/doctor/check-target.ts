import { pageFrom } from '../../functions/mms-client/list-page.ts';
import type { MmsCall } from '../../functions/mms-client/mms-request.ts';
import { logRowsFrom } from '../../functions/mms-client/wire-log.ts';
import { taskFrom } from '../../functions/mms-client/wire-task.ts';
import { createNames } from '../../functions/mms-client/names.ts';
import { isRecord } from '../../functions/runtime/json.ts';
import { targetName, type Target } from '../../functions/mms/target.ts';
import type { Task } from '../../functions/mms/task.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { hintFor, type Place } from './mms-hint.ts';
import type { AskMms } from './mms-probe.ts';

const strange = 'check MMS_REGION and MMS_ENDPOINT: this does not answer as MMS does';

/**
 * One page of one task of what is watched, and the log of that task: a large source costs no more
 * than a small one.
 */
export async function checkTarget(
  target: Target,
  ask: AskMms,
  place: Place,
): Promise<readonly Finding[]> {
  const check = `${target.kind} ${targetName(target)}`;
  try {
    const listed = await firstTask(target, ask, place, check);
    if ('verdict' in listed) return [listed];
    const { task, total } = listed;
    const jobs = target.kind !== 'task' ? await checkJobs(target, ask, place) : [];
    if (task === undefined) return [nothingIn(target, check), ...jobs];
    const call: MmsCall = {
      action: 'ListMmsTaskLogs',
      pathname: `${sourcePath(target)}/tasks/${task.id}/logs`,
      query: {},
    };
    const log = await ask(call);
    if (log.kind === 'refused') return [fail(check, log.said, hintFor(log, call, place)), ...jobs];
    const rows = logRowsFrom(log.body, undefined, 'ListMmsTaskLogs', createNames()).length;
    return [
      ok(check, `${countOf(target, total)}; the log of task ${task.id} has ${plural(rows, 'row')}`),
      ...jobs,
    ];
  } catch (error) {
    return [fail(check, error instanceof Error ? error.message : String(error), strange)];
  }
}

const onePage = { pageNum: '1', pageSize: '1' } as const;
const plural = (count: number, what: string): string =>
  `${count} ${count === 1 ? what : `${what}s`}`;
const filterOf = (target: Target): MmsCall['query'] =>
  target.kind === 'job' ? { jobId: target.jobId } : {};
const sourcePath = ({ sourceId }: Target): string => `/api/v1/mms/datasources/${sourceId}`;

type First = Readonly<{ task: Task | undefined; total: number | undefined }>;

async function firstTask(
  target: Target,
  ask: AskMms,
  place: Place,
  check: string,
): Promise<First | Finding> {
  const call: MmsCall =
    target.kind === 'task'
      ? {
          action: 'GetMmsTask',
          pathname: `${sourcePath(target)}/tasks/${target.taskId}`,
          query: {},
        }
      : {
          action: 'ListMmsTasks',
          pathname: `${sourcePath(target)}/tasks`,
          query: { ...filterOf(target), ...onePage },
        };
  const answer = await ask(call);
  if (answer.kind === 'refused') return fail(check, answer.said, hintFor(answer, call, place));
  const readTask = (row: unknown): Task | undefined =>
    taskFrom(row, target.sourceId, createNames());
  const { body } = answer;
  if (target.kind === 'task')
    return { task: readTask(isRecord(body) ? body.data : undefined), total: undefined };
  const page = pageFrom(body, call.action, readTask);
  return { task: page.items[0], total: page.total };
}

function countOf(target: Target, total: number | undefined): string {
  if (target.kind === 'task') return 'the task can be read';
  return total === undefined ? 'its tasks can be read' : plural(total, 'task');
}

/** Nothing tells a job that does not exist from one that has no task yet. */
function nothingIn(target: Target, check: string): Finding {
  switch (target.kind) {
    case 'source':
      return warn(
        check,
        'it has no task yet, so no log could be tried',
        'nothing, if nothing has begun',
      );
    case 'job':
      return warn(
        check,
        'it lists no task',
        'check its id in MMS_WATCH: a job that does not exist looks the same',
      );
    case 'task':
      return fail(check, 'the answer is about no task', 'check the id in MMS_WATCH');
    default:
      return target satisfies never;
  }
}

/** Without its jobs a target is watched all the same, at a price. */
async function checkJobs(target: Target, ask: AskMms, place: Place): Promise<readonly Finding[]> {
  const call: MmsCall = {
    action: 'ListMmsJobs',
    pathname: `${sourcePath(target)}/jobs`,
    query: onePage,
  };
  const answer = await ask(call);
  if (answer.kind === 'body') return [];
  const price =
    target.kind === 'source'
      ? 'every page of tasks is read in every tick, and the end of a job is not told'
      : 'the end of the job is not told';
  const found = `${answer.said}; so ${price}`;
  return [warn(`jobs of source ${target.sourceId}`, found, hintFor(answer, call, place))];
}
