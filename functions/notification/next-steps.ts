import { groupedBy, jobOf, type JobRef, type TaskRef } from './alert.ts';
import { label, type Inline, type Line } from './document.ts';
import type { Scene } from './kind.ts';
import { jobAmong } from './names.ts';

type JobId = Pick<JobRef, 'sourceId' | 'id'>;
type Verb = 'retry' | 'stop' | 'start';

/**
 * A command of Alibaba Cloud's CLI for one job, as its own MMS skill spells it:
 * https://github.com/aliyun/alibabacloud-aiops-skills/tree/master/skills/analyticscomputing/odps/alibabacloud-maxcompute-migration-service
 */
const command = (verb: Verb, { sourceId, id }: JobId): string =>
  `aliyun maxcompute ${verb}-mms-job --source-id ${sourceId} --job-id ${id}`;

/** The console does the rest. */
const mostCommands = 3;

/** Each with its job's name where there are several. */
const commandLines = (
  verb: 'retry' | 'stop',
  jobs: readonly JobRef[],
  scene: Scene,
): readonly Line[] =>
  jobs.slice(0, mostCommands).map((job) => {
    const name: Line = jobs.length > 1 ? [...jobAmong(job, jobs, scene), ' '] : [];
    return [...labelled(verb, scene), ...name, command(verb, job)];
  });

/** Retries what failed in the jobs of these tasks. */
export function retryLines(
  tasks: readonly TaskRef[],
  scene: Scene,
  except: ReadonlySet<string> = new Set(),
): readonly Line[] {
  return commandLines('retry', jobsOf(tasks.filter((task) => !except.has(jobOf(task)))), scene);
}

/**
 * Of several jobs only how to stop them: once one is stopped, a message of its own says how it goes
 * on.
 */
export function stopLines(jobs: readonly JobRef[], scene: Scene): readonly Line[] {
  const [job, second] = jobs;
  const stop = commandLines('stop', jobs, scene);
  return job === undefined || second !== undefined ? stop : [...stop, resumeLine(job, scene)];
}

export const resumeLine = (job: JobId, scene: Scene): Line => [
  ...labelled('resume', scene),
  command('start', job),
];

export const taskLogLink = ({ sourceId, id }: TaskRef, scene: Scene): Inline => {
  const { taskLog } = scene.messages.next;
  return explorerLink(taskLog, 'ListMmsTaskLogs', { sourceId, taskId: id }, scene);
};

export const jobLink = ({ sourceId, id }: JobId, scene: Scene): Inline => {
  const { job } = scene.messages.next;
  return explorerLink(job, 'GetMmsJob', { sourceId, jobId: id }, scene);
};

/** The console has no documented link to a job or a task, so this is its front page. */
export function consoleLink({ region, messages }: Scene): Line {
  if (region === undefined || region === '') return [];
  const link = `https://maxcompute.console.aliyun.com/${encodeURIComponent(region)}/mma/datasource`;
  return [{ link, label: messages.next.console }];
}

/**
 * OpenAPI Explorer takes parameters in its address, and opens at the right call even where it
 * ignores them. The Chinese and the international site differ.
 */
function explorerLink(
  label: string,
  action: 'ListMmsTaskLogs' | 'GetMmsJob',
  ids: Readonly<Record<string, string>>,
  { language }: Scene,
): Inline {
  const host = language === 'zh' ? 'api.aliyun.com' : 'api.alibabacloud.com';
  // Ids are digits, so they are numbers of JSON however long they are.
  const values = Object.entries(ids).map(([name, id]) => `"${name}":${id}`);
  const params = encodeURIComponent(`{${values.join(',')}}`);
  return { link: `https://${host}/api/MaxCompute/2022-01-04/${action}?params=${params}`, label };
}

/** The one with most tasks first. */
export function jobsOf(tasks: readonly TaskRef[]): readonly JobRef[] {
  return groupedBy(tasks, jobOf)
    .toSorted((a, b) => b.length - a.length)
    .flatMap(([{ sourceId, sourceName, jobId, jobName }]) =>
      jobId === undefined ? [] : [{ id: jobId, sourceId, sourceName, name: jobName }],
    );
}

type Step = 'fix' | 'check' | 'retry' | 'stop' | 'resume';

const labelled = (step: Step, { messages }: Scene): Line =>
  label(messages.next[step], messages.form.colon);

export const checkLine = (where: string, scene: Scene): Line => [
  ...labelled('check', scene),
  where,
];

export const fixLine = (advice: Line, scene: Scene): Line => [...labelled('fix', scene), ...advice];

export const isAdvice = ([first]: Line, scene: Scene): boolean => {
  const { fix, check } = scene.messages.next;
  const text = typeof first === 'object' && 'strong' in first ? first.strong : '';
  return [fix, check].some((word) => text.startsWith(word));
};
