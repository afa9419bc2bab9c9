import type { MmsCall } from '../../functions/mms-client/calls.ts';
import * as calls from '../../functions/mms-client/calls.ts';
import { createNames, decodeTask } from '../../functions/mms-client/decode.ts';
import { answerIn } from '../../functions/mms-client/failure.ts';
import { pageFrom } from '../../functions/mms-client/pages.ts';
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
    const call = calls.listTaskLogs(target.sourceId, task.id);
    const log = await ask(call, rowsIn);
    if (log.kind === 'refused') return [fail(check, log.said, hintFor(log, call, place)), ...jobs];
    return [
      ok(
        check,
        `${said(target, total)}; the log of task ${task.id} has ${plural(log.value, 'row')}`,
      ),
      ...jobs,
    ];
  } catch (error) {
    return [fail(check, error instanceof Error ? error.message : String(error), strange)];
  }
}

const onePage = { pageNum: '1', pageSize: '1' } as const;
const plural = (count: number, what: string): string =>
  `${count} ${count === 1 ? what : `${what}s`}`;

/** How many rows a log has. */
function rowsIn(body: Buffer): number {
  const { data = [] } = answerIn(body);
  if (data === null) return 0;
  if (!Array.isArray(data)) throw new Error('ListMmsTaskLogs: `data` is no list of log rows');
  return data.length;
}

type First = Readonly<{ task: Task | undefined; total: number | undefined }>;

async function firstTask(
  target: Target,
  ask: AskMms,
  place: Place,
  check: string,
): Promise<First | Finding> {
  const call: MmsCall =
    target.kind === 'task'
      ? calls.getTask(target.sourceId, target.taskId)
      : { ...calls.listTasks(target), query: { ...calls.listTasks(target).query, ...onePage } };
  const decode = decodeTask(target.sourceId, createNames());
  const answer = await ask(call, (body): First => {
    if (target.kind === 'task') return { task: decode(answerIn(body).data), total: undefined };
    const { items, total } = pageFrom(body, call, decode);
    return { task: items[0], total };
  });
  return answer.kind === 'refused'
    ? fail(check, answer.said, hintFor(answer, call, place))
    : answer.value;
}

function said(target: Target, total: number | undefined): string {
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
  const call: MmsCall = { ...calls.listJobs(target.sourceId), query: onePage };
  const answer = await ask(call, answerIn);
  if (answer.kind === 'read') return [];
  const price =
    target.kind === 'source'
      ? 'every page of tasks is read in every tick, and the end of a job is not told'
      : 'the end of the job is not told';
  const found = `${answer.said}; so ${price}`;
  return [warn(`jobs of source ${target.sourceId}`, found, hintFor(answer, call, place))];
}
