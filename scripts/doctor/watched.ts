import pLimit from 'p-limit';
import { createCallMms, UnreadableCall, type Reading } from '../../functions/mms-client/call.ts';
import { calls, type MmsCall } from '../../functions/mms-client/calls.ts';
import { decoders } from '../../functions/mms-client/decode.ts';
import { answerIn } from '../../functions/mms-client/failure.ts';
import { pageFrom } from '../../functions/mms-client/pages.ts';
import type { Timer } from '../../functions/mms/data-source.ts';
import { targetName, type Target } from '../../functions/mms/target.ts';
import type { Task } from '../../functions/mms/task.ts';
import { isRecord } from '../../functions/runtime/json.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import { allow } from '../deployment/policies.ts';
import { regionsWithMms } from '../deployment/regions.ts';
import { fail, known, ok, skip, warn, type Check, type Finding } from './finding.ts';
import { reachable, type Services } from './services.ts';

const checkOf = (target: Target): string => `${target.kind} ${targetName(target)}`;

export function checksOfMms(
  { targets, mms, region }: Configuration,
  services: Services,
): readonly Check[] {
  const { credentials, deployer, deps, until } = services;
  if (credentials === undefined)
    return targets.map((target) => known(skip(checkOf(target), 'there are no credentials')));
  const { endpoint, findings } = reachable('MMS_ENDPOINT', mms, deployer);
  // Fewer retries than the function: somebody is waiting.
  const limit = pLimit(targets.length);
  const call = createCallMms({ ...deps, endpoint, credentials, limit, retries: 2 });
  const place = { region, account: deployer.account };
  const ask: Ask = async (mmsCall, finish) => {
    try {
      return { value: await call(mmsCall, until, () => ({ finish })) };
    } catch (error) {
      if (!(error instanceof UnreadableCall)) throw error;
      const said = `${mmsCall.action}: ${error.trouble?.said ?? error.message}`;
      return { said, hint: hintFor(error.trouble?.fix.en ?? '', mmsCall, place) };
    }
  };
  return [...findings.map(known), ...targets.map((target) => checkTarget(target, ask))];
}

type Refusal = Readonly<{ said: string; hint: string }>;
type Ask = <Value>(
  call: MmsCall,
  finish: Reading<Value>['finish'],
) => Promise<Readonly<{ value: Value }> | Refusal>;

type Place = Readonly<{ region: string | undefined; account: string | undefined }>;

/** Adds what is known here: the policy line, the regions to choose from, how a job is written. */
function hintFor(
  advice: string,
  { action, pathname, about }: MmsCall,
  { region, account }: Place,
): string {
  if (advice.startsWith('allow ')) {
    const source = /datasources\/(\d+)/.exec(pathname)?.[1] ?? '*';
    const resource = `acs:odps:${region ?? '*'}:${account ?? '*'}:mmsdatasource/${source}`;
    return `add to the policy: ${allow(`odps:${action}`, resource)}`;
  }
  if (advice.includes('next tick')) return 'try again; if it stays so, check MMS_ENDPOINT';
  if (/has no MMS|has no address/.test(advice))
    return region === undefined || regionsWithMms.includes(region)
      ? advice
      : `${advice}; MMS is known in ${regionsWithMms.join(', ')}, not in ${region}`;
  return advice.includes('MMS_WATCH') && about.startsWith('source ')
    ? `${advice}; a bare number is a data source, a job is written SOURCE/jobs/ID`
    : advice;
}

const strange = 'check MMS_REGION and MMS_ENDPOINT: this does not answer as MMS does';

/**
 * One page of one task, and the log of that task: a large source costs no more than a small one.
 */
async function checkTarget(target: Target, ask: Ask): Promise<readonly Finding[]> {
  const check = checkOf(target);
  try {
    const listed = await firstTask(target, ask);
    if ('said' in listed) return [fail(check, listed.said, listed.hint)];
    const { task, total } = listed.value;
    const beside = await checkBeside(target, ask);
    if (task === undefined) return [nothingIn(target), ...beside];
    const log = await ask(calls.taskLogs(target.sourceId, task.id), rowsIn);
    if ('said' in log) return [fail(check, log.said, log.hint), ...beside];
    const rows = plural(log.value, 'row');
    const found = `${countOf(target, total)}; the log of task ${task.id} has ${rows}`;
    return [ok(check, found), ...beside];
  } catch (error) {
    return [fail(check, error instanceof Error ? error.message : String(error), strange)];
  }
}

const onePage = { pageNum: '1', pageSize: '1' } as const;
const plural = (count: number, what: string): string =>
  `${count} ${count === 1 ? what : `${what}s`}`;

function rowsIn(body: Buffer): number {
  const { data = [] } = answerIn(body);
  if (data === null) return 0;
  if (!Array.isArray(data)) throw new Error('ListMmsTaskLogs: `data` is no list of log rows');
  return data.length;
}

type FirstTask = Readonly<{ task: Task | undefined; total: number | undefined }>;

async function firstTask(
  target: Target,
  ask: Ask,
): Promise<Readonly<{ value: FirstTask }> | Refusal> {
  const decode = decoders().task(target.sourceId);
  if (target.kind === 'task')
    return ask(calls.task(target.sourceId, target.taskId), (body): FirstTask => ({
      task: decode(answerIn(body).data),
      total: undefined,
    }));
  const call = calls.tasks(target);
  return ask({ ...call, query: { ...call.query, ...onePage } }, (body): FirstTask => {
    const { items, total } = pageFrom(body, call, decode);
    return { task: items[0], total };
  });
}

function countOf(target: Target, total: number | undefined): string {
  if (target.kind === 'task') return 'the task can be read';
  return total === undefined ? 'its tasks can be read' : plural(total, 'task');
}

/** A job that does not exist looks like one without tasks. */
function nothingIn(target: Target): Finding {
  const check = checkOf(target);
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

/** Calls that a target can be watched without, and what is then not reported. */
async function checkBeside({ kind, sourceId }: Target, ask: Ask): Promise<readonly Finding[]> {
  if (kind === 'task') return [];
  const findings: Finding[] = [];
  const check = async (what: string, call: MmsCall, loss: string): Promise<unknown> => {
    const answer = await ask(call, (body) => answerIn(body).data);
    if ('value' in answer) return answer.value;
    findings.push(warn(what, `${answer.said}; so ${loss}`, answer.hint));
    return undefined;
  };
  const ofSource = `of source ${sourceId}`;
  await check(
    `jobs ${ofSource}`,
    { ...calls.jobs(sourceId), query: onePage },
    kind === 'source'
      ? 'every page of tasks is read in every tick, and the end of a job is not told'
      : 'the end of the job is not told',
  );
  if (kind === 'job') return findings;
  const source = calls.dataSource(sourceId);
  await check(`status ${ofSource}`, source, 'trouble of the source itself is not told');
  const timers = await check(
    `timers ${ofSource}`,
    { ...calls.timers(sourceId), query: onePage },
    'trouble of its timers is not told',
  );
  const timer = firstTimer(timers);
  if (timer === undefined) return findings;
  const log = calls.timerLogs(sourceId, timer.id);
  await check(
    `log of timer ${timer.id}`,
    { ...log, query: onePage },
    'trouble of its timers is not told',
  );
  return findings;
}

function firstTimer(data: unknown): Timer | undefined {
  const timers = isRecord(data) ? data.objectList : undefined;
  return Array.isArray(timers) ? decoders().timer(timers[0]) : undefined;
}
