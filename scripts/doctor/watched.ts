import pLimit from 'p-limit';
import { UnreadableError } from '../../functions/errors.ts';
import { createCallMms, type Reading } from '../../functions/mms-client/call.ts';
import { calls, type MmsCall } from '../../functions/mms-client/calls.ts';
import { createNames, decoders } from '../../functions/mms-client/decode.ts';
import { answerIn } from '../../functions/mms-client/failure.ts';
import { pageFrom } from '../../functions/mms-client/pages.ts';
import { readingOfLog } from '../../functions/mms-client/task-log.ts';
import { targetName, type Target } from '../../functions/mms/target.ts';
import type { Task } from '../../functions/mms/task.ts';
import { isRecord } from '../../functions/runtime/json.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import { allow } from '../deployment/policies.ts';
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
  const ask: Ask = async (mmsCall, read) => {
    try {
      return { value: await call(mmsCall, until, () => read(mmsCall)) };
    } catch (error) {
      const trouble = error instanceof UnreadableError ? error.trouble : undefined;
      if (trouble === undefined) throw error;
      const said = `${mmsCall.action}: ${trouble.said}`;
      return { said, hint: hintFor(trouble.fix.en, mmsCall, place) };
    }
  };
  return [...findings.map(known), ...targets.map((target) => checkTarget(target, ask))];
}

type Refusal = Readonly<{ said: string; hint: string }>;
type Ask = <Value>(
  call: MmsCall,
  read: (call: MmsCall) => Reading<Value>,
) => Promise<Readonly<{ value: Value }> | Refusal>;

/** March 2026. https://www.alibabacloud.com/help/en/maxcompute/mms-preparation */
const regionsWithMms = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-wulanchabu',
  'cn-shenzhen',
  'cn-chengdu',
  'cn-hongkong',
  'ap-southeast-1',
  'ap-southeast-5',
  'ap-northeast-1',
  'us-east-1',
  'eu-central-1',
];

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
const plural = (count: number, what: string): string =>
  `${count} ${count === 1 ? what : `${what}s`}`;

/**
 * One page of one task, and the log of that task: a large source costs no more than a small one.
 */
async function checkTarget(target: Target, ask: Ask): Promise<readonly Finding[]> {
  const check = checkOf(target);
  try {
    const listed = await firstTask(target, ask);
    if ('said' in listed) return [fail(check, listed.said, listed.hint)];
    const { task, found } = listed.value;
    const beside = await checkBeside(target, ask);
    if (task === undefined) return [nothingIn[target.kind](check), ...beside];
    const log = await ask(calls.taskLogs(target.sourceId, task.id), (call) =>
      readingOfLog({ call, from: undefined, names: createNames(), links: undefined }),
    );
    if ('said' in log) return [fail(check, log.said, log.hint), ...beside];
    const rows = plural(log.value.rows.length + log.value.leftOut, 'row');
    return [ok(check, `${found}; the log of task ${task.id} has ${rows}`), ...beside];
  } catch (error) {
    return [fail(check, error instanceof Error ? error.message : String(error), strange)];
  }
}

const onePageOf = (call: MmsCall): MmsCall => ({
  ...call,
  query: { ...call.query, pageNum: '1', pageSize: '1' },
});

type FirstTask = Readonly<{ task: Task | undefined; found: string }>;

async function firstTask(
  target: Target,
  ask: Ask,
): Promise<Readonly<{ value: FirstTask }> | Refusal> {
  const decode = decoders().task(target.sourceId);
  if (target.kind === 'task')
    return ask(calls.task(target.sourceId, target.taskId), () => ({
      finish: (body) => ({ task: decode(answerIn(body).data), found: 'the task can be read' }),
    }));
  return ask(onePageOf(calls.tasks(target)), (call) => ({
    finish: (body) => {
      const { items, total } = pageFrom(body, call, decode);
      const found = total === undefined ? 'its tasks can be read' : plural(total, 'task');
      return { task: items[0], found };
    },
  }));
}

const nothingIn: Readonly<Record<Target['kind'], (check: string) => Finding>> = {
  source: (check) =>
    warn(check, 'it has no task yet, so no log could be tried', 'nothing, if nothing has begun'),
  job: (check) =>
    warn(
      check,
      'it lists no task',
      'check its id in MMS_WATCH: a job that does not exist looks the same',
    ),
  task: (check) => fail(check, 'the answer is about no task', 'check the id in MMS_WATCH'),
};

/** Calls that a target can be watched without, and what is then not reported. */
async function checkBeside({ kind, sourceId }: Target, ask: Ask): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  if (kind === 'task') return findings;
  const check = async (what: string, call: MmsCall, loss: string): Promise<unknown> => {
    const answer = await ask(call, () => ({ finish: (body) => answerIn(body).data }));
    if ('value' in answer) return answer.value;
    findings.push(warn(what, `${answer.said}; so ${loss}`, answer.hint));
    return undefined;
  };
  const ofSource = `of source ${sourceId}`;
  await check(
    `jobs ${ofSource}`,
    onePageOf(calls.jobs(sourceId)),
    kind === 'source'
      ? 'every page of tasks is read in every tick, and the end of a job is not told'
      : 'the end of the job is not told',
  );
  if (kind === 'job') return findings;
  const source = calls.dataSource(sourceId);
  await check(`status ${ofSource}`, source, 'trouble of the source itself is not told');
  const noTrouble = 'trouble of its timers is not told';
  const page = await check(`timers ${ofSource}`, onePageOf(calls.timers(sourceId)), noTrouble);
  const timers = isRecord(page) ? page.objectList : undefined;
  const timer = Array.isArray(timers) ? decoders().timer(timers[0]) : undefined;
  if (timer !== undefined)
    await check(
      `log of timer ${timer.id}`,
      onePageOf(calls.timerLogs(sourceId, timer.id)),
      noTrouble,
    );
  return findings;
}
