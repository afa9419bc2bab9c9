import pLimit from 'p-limit';
import { UnreadableError } from '../../functions/errors.ts';
import { createCallMms, type Reading } from '../../functions/mms-client/call.ts';
import { calls, type MmsCall } from '../../functions/mms-client/calls.ts';
import { createNames, decoders } from '../../functions/mms-client/decode.ts';
import { answerIn } from '../../functions/mms-client/failure.ts';
import { pageFrom } from '../../functions/mms-client/pages.ts';
import { readingOfLog } from '../../functions/mms-client/task-log.ts';
import { targetName, type Target } from '../../functions/mms/target.ts';
import { isRecord } from '../../functions/runtime/json.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import { allow } from '../deployment/policies.ts';
import { fail, known, ok, skip, warn, type Check, type Finding } from './finding.ts';
import { reachable, type Services } from './services.ts';

const checkOf = (target: Target): string => `${target.kind} ${targetName(target)}`;

export function checksOfMms(
  { targets, mms, region }: Configuration,
  { credentials, deployer, deps, until }: Services,
): readonly Check[] {
  if (credentials === undefined)
    return targets.map((target) => known(skip(checkOf(target), 'there are no credentials')));
  const { endpoint, findings } = reachable('MMS_ENDPOINT', mms, deployer);
  const limit = pLimit(targets.length);
  // Fewer retries than the function: somebody is waiting.
  const call = createCallMms({ ...deps, endpoint, credentials, limit, retries: 2 });
  const place = { region, account: deployer.account };
  const ask: Ask = async (mmsCall, read) => {
    try {
      return await call(mmsCall, until, () => read(mmsCall));
    } catch (error) {
      if (!(error instanceof UnreadableError) || error.trouble === undefined) throw error;
      const { said, fix } = error.trouble;
      throw new Refused(`${mmsCall.action}: ${said}`, hintFor(fix.en, mmsCall, place));
    }
  };
  return [...findings.map(known), ...targets.map((target) => checkTarget(target, ask))];
}

/** Gives what `read` makes of the answer. Rejects with `Refused`. */
type Ask = <Value>(call: MmsCall, read: (call: MmsCall) => Reading<Value>) => Promise<Value>;

class Refused extends Error {
  readonly hint: string;

  constructor(said: string, hint: string) {
    super(said);
    this.hint = hint;
  }
}

/** March 2026. https://www.alibabacloud.com/help/en/maxcompute/mms-preparation */
const regionsWithMms = [
  ...['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-zhangjiakou', 'cn-wulanchabu'],
  ...['cn-shenzhen', 'cn-chengdu', 'cn-hongkong', 'ap-southeast-1', 'ap-southeast-5'],
  ...['ap-northeast-1', 'us-east-1', 'eu-central-1'],
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

const plural = (count: number, what: string): string =>
  `${count} ${count === 1 ? what : `${what}s`}`;

async function checkTarget(target: Target, ask: Ask): Promise<readonly Finding[]> {
  try {
    return [await checkTasks(target, ask), ...(await checkBeside(target, ask))];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const hint =
      error instanceof Refused
        ? error.hint
        : 'check MMS_REGION and MMS_ENDPOINT: this does not answer as MMS does';
    return [fail(checkOf(target), said, hint)];
  }
}

/** One page of one task, and its log: a large source costs no more than a small one. */
async function checkTasks(target: Target, ask: Ask): Promise<Finding> {
  const check = checkOf(target);
  const { sourceId, kind } = target;
  const decode = decoders().task(sourceId);
  const { items, total } =
    kind === 'task'
      ? await ask(calls.task(sourceId, target.taskId), () => ({
          finish: (body) => ({ items: [decode(answerIn(body).data)], total: undefined }),
        }))
      : await ask(onePageOf(calls.tasks(target)), (call) => ({
          finish: (body) => pageFrom(body, call, decode),
        }));
  const [task] = items;
  if (task === undefined) return nothingIn[kind](check);
  const log = await ask(calls.taskLogs(sourceId, task.id), (call) =>
    readingOfLog({ call, from: undefined, names: createNames(), links: undefined }),
  );
  const listed = kind === 'task' ? 'the task can be read' : 'its tasks can be read';
  const found = total === undefined ? listed : plural(total, 'task');
  const rows = plural(log.rows.length + log.leftOut, 'row');
  return ok(check, `${found}; the log of task ${task.id} has ${rows}`);
}

const onePageOf = (call: MmsCall): MmsCall => ({
  ...call,
  query: { ...call.query, pageNum: '1', pageSize: '1' },
});

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
  const check = async (what: string, call: MmsCall, loss: string): Promise<unknown> => {
    try {
      return await ask(call, () => ({ finish: (body) => answerIn(body).data }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      findings.push(warn(what, `${error.message}; so ${loss}`, error.hint));
      return undefined;
    }
  };
  const ofSource = `of source ${sourceId}`;
  if (kind !== 'task')
    await check(
      `jobs ${ofSource}`,
      onePageOf(calls.jobs(sourceId)),
      kind === 'source'
        ? 'every page of tasks is read in every tick, and the end of a job is not told'
        : 'the end of the job is not told',
    );
  if (kind !== 'source') return findings;
  const source = calls.dataSource(sourceId);
  await check(`status ${ofSource}`, source, 'trouble of the source itself is not told');
  const noTrouble = 'trouble of its timers is not told';
  const page = await check(`timers ${ofSource}`, onePageOf(calls.timers(sourceId)), noTrouble);
  const timers = isRecord(page) ? page.objectList : undefined;
  const timer = Array.isArray(timers) ? decoders().timer(timers[0]) : undefined;
  if (timer === undefined) return findings;
  const logs = onePageOf(calls.timerLogs(sourceId, timer.id));
  await check(`log of timer ${timer.id}`, logs, noTrouble);
  return findings;
}
