import type * as z from 'zod/mini';
import { channels as definitions } from '../../functions/channels/channels.ts';
import { targetName } from '../../functions/mms/target.ts';
import { languages } from '../../functions/language.ts';
import { choiceVariables } from '../../functions/settings/choices.ts';
import type { Variable } from '../../functions/settings/environment.ts';
import { placeVariables, stateUrl } from '../../functions/settings/places.ts';
import { watchList } from '../../functions/settings/watch-list.ts';
import { fullArn, functionNames } from '../deployment/deployer.ts';

/** As it is written to `.env`, or what is wrong with it. */
export type Answer = Readonly<{ text: string }> | Readonly<{ problem: string }>;

export type Question = Readonly<{
  variable: string;
  /** Without `--`. */
  flag: string;
  ask: string;
  help?: string;
  secret?: boolean;
  choices?: readonly string[];
  /** Applies without an answer. */
  otherwise?: string;
  understand: (text: string) => Answer;
}>;

export type ChannelQuestions = Readonly<{ name: string; questions: readonly Question[] }>;

/** As the function reads it, so that nothing is written that it would refuse. */
const by =
  <Value>(schema: z.ZodMiniType<Value, string>, write?: (value: Value) => string) =>
  (text: string): Answer => {
    const { data, error } = schema.safeParse(text);
    if (error) return { problem: error.issues.map(({ message }) => message).join('; ') };
    return { text: write?.(data) ?? text };
  };

const matching =
  (pattern: RegExp, expected: string) =>
  (text: string): Answer =>
    pattern.test(text) ? { text } : { problem: `expected ${expected}` };

export const region: Question = {
  variable: 'MMS_REGION',
  flag: 'region',
  ask: 'Region of the migration',
  help: 'such as cn-shanghai; the console shows it at the upper left, and in its address',
  understand: by(placeVariables.MMS_REGION.schema),
};

export const watch: Question = {
  variable: 'MMS_WATCH',
  flag: 'watch',
  ask: 'What to watch',
  help: `a data source 2000015, a job 2000015/jobs/87 or a task 2000015/tasks/4032, several with commas, or an address of
the console that holds an id. In the console: https://maxcompute.console.aliyun.com/<region>/mma/datasource (Data
Transmission Service > Migration Service). In OpenAPI Explorer: ListMmsDataSources, then ListMmsJobs,
https://api.aliyun.com/api/MaxCompute/2022-01-04/ListMmsDataSources`,
  understand: (text) => {
    const ids = text.replace(/https?:\/\/\S+/g, (address) => targetIn(address) ?? address);
    if (ids.includes('://'))
      return { problem: 'the address holds no id of a data source; copy the id itself' };
    return by(watchList, (targets) => targets.map(targetName).join(', '))(ids);
  },
};

/**
 * The target in a console URL. The form for jobs and tasks is undocumented, so ids are taken
 * wherever they follow the name of what they are. A plain `id` is that of the place named last.
 */
export function targetIn(address: string): string | undefined {
  const places = [...address.matchAll(/(source|job|task)s?(?=[/?#])/gi)];
  const last = places.at(-1)?.[1] ?? 'source';
  const [, plain] = /[?&]id=(\d+)/i.exec(address) ?? [];
  const id = (name: string): string | undefined =>
    new RegExp(`${name}s?(?:[/=]|_?id=)(\\d+)`, 'i').exec(address)?.[1] ??
    (last.toLowerCase() === name ? plain : undefined);
  const [source, job, task] = [id('source'), id('job'), id('task')];
  if (source === undefined) return undefined;
  if (task !== undefined) return `${source}/tasks/${task}`;
  return job === undefined ? source : `${source}/jobs/${job}`;
}

/** `prefix` is the default. */
export const state = (prefix: string): Question => ({
  variable: 'STATE_URL',
  flag: 'bucket',
  ask: 'OSS bucket for the state',
  help: `a private bucket in the region of the function, without versioning. The state is kept below ${prefix}/ in it, or below
another prefix: my-bucket/another. No two functions share one`,
  understand: (text) => {
    const isUrl = /^(?:oss:\/\/|file:)/.test(text);
    const place = text.replace(/^oss:\/\/|\/+$/g, '');
    const answer = by(stateUrl)(`oss://${place.includes('/') ? place : `${place}/${prefix}`}`);
    if ('text' in answer || isUrl) return answer;
    return {
      problem: answer.problem.replace(/expected oss:.*/, 'expected BUCKET or BUCKET/PREFIX'),
    };
  },
});

/** The account's number is enough. */
export const role = (name: string): Question => ({
  variable: 'FC_DEPLOY_ROLE_ARN',
  flag: 'account',
  ask: 'Number of the Alibaba Cloud account, or the ARN of a role',
  help: `the console shows the number under the picture at the upper right, \`aliyun sts GetCallerIdentity\` prints it too. The
role is ${name}; how to make it is shown at the end`,
  understand: (text) => {
    const arn = /^\d{5,20}$/.test(text) ? `acs:ram::${text}:role/${name}` : text;
    return fullArn.test(arn)
      ? { text: arn }
      : { problem: 'expected digits, such as 1234567890123456, or an ARN in lower case' };
  },
});

export const functionName = (otherwise: string): Question => ({
  variable: 'FC_DEPLOY_FUNCTION_NAME',
  flag: 'function-name',
  ask: 'Name of the function, and of its role',
  otherwise,
  understand: matching(functionNames.pattern, functionNames.form),
});

export const language: Question = {
  variable: 'ALERT_LANGUAGE',
  flag: 'language',
  ask: 'Language of the messages',
  choices: languages,
  otherwise: 'en',
  understand: by(choiceVariables.ALERT_LANGUAGE.schema),
};

export const timeZone: Question = {
  variable: 'ALERT_TIME_ZONE',
  flag: 'time-zone',
  ask: 'Time zone of the messages',
  otherwise: 'UTC',
  understand: by(choiceVariables.ALERT_TIME_ZONE.schema),
};

export const keys: readonly Question[] = [
  {
    variable: 'AccessKeyID',
    flag: 'access-key-id',
    ask: 'AccessKey ID of whoever deploys',
    understand: matching(/^[\w.]+$/, 'an AccessKey ID such as LTAI5t…'),
  },
  {
    variable: 'AccessKeySecret',
    flag: 'access-key-secret',
    ask: 'Its secret',
    secret: true,
    understand: matching(/^\S+$/, 'no spaces'),
  },
];

/** Asks with the README's words. */
const question = (
  variable: string,
  { meaning = '', secret = false, schema }: Variable,
): Question => ({
  variable,
  flag: variable.toLowerCase().replaceAll('_', '-'),
  ask: `${variable}: ${meaning}`,
  secret,
  understand: by(schema),
});

export const channels: readonly ChannelQuestions[] = Object.values(definitions).map(
  ({ title, variables }) => ({
    name: title.en,
    questions: Object.entries<Variable>(variables)
      .filter(([, { required }]) => required !== undefined)
      .map(([name, variable]) => question(name, variable)),
  }),
);
