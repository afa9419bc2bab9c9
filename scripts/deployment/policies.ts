import { outermost, type Target } from '../../functions/mms/target.ts';
import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { stateUrl } from '../../functions/settings/places.ts';
import { watchList } from '../../functions/settings/watch-list.ts';
import { deployerIn } from './deployer.ts';

/** A policy of RAM. https://www.alibabacloud.com/help/en/ram/policy-elements */
export type Policy = Readonly<{ Version: '1'; Statement: readonly Statement[] }>;
type Statement = Readonly<{
  Effect: 'Allow';
  Action: readonly string[];
  Resource: readonly string[];
  Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}>;

/** For which targets each call is made; deploy/README.md says why. */
const mmsActions: readonly (readonly [action: string, kinds: readonly Target['kind'][]])[] = [
  ['odps:ListMmsTasks', ['source', 'job']],
  ['odps:GetMmsTask', ['task']],
  ['odps:ListMmsTaskLogs', ['source', 'job', 'task']],
  ['odps:ListMmsJobs', ['source', 'job']],
  ['odps:GetMmsDataSource', ['source']],
  ['odps:ListMmsTimers', ['source']],
  ['odps:ListMmsTimerLogs', ['source']],
];

const allowing = (
  action: readonly string[],
  resource: readonly string[],
  condition?: Statement['Condition'],
): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition && { Condition: condition }),
});

export const allow = (action: string, resource: string): string =>
  JSON.stringify(allowing([action], [resource]));

export const trustPolicy = {
  Version: '1',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: ['fc.aliyuncs.com'] },
    },
  ],
} as const;

/**
 * Nothing wider than the calls that the function makes. What is not known yet stands in angle
 * brackets.
 */
export function rolePolicy(environment: Environment): Policy {
  const { account = '<account>', region } = deployerIn(environment);
  const mmsRegion = textOf(environment, 'MMS_REGION') ?? region;
  const targets = watchList.safeParse(textOf(environment, 'MMS_WATCH') ?? '').data ?? [];
  const place = stateUrl.safeParse(textOf(environment, 'STATE_URL') ?? '').data;
  const log = `acs:log:${region}:${account}:project/serverless-${region}-*/logstore/default-logs`;
  return {
    Version: '1',
    Statement: [
      ...onSources(targets, mmsRegion, account),
      ...(place?.kind === 'folder' ? [] : onState(place ?? blankPlace)),
      allowing(['log:PostLogStoreLogs'], [log]),
    ],
  };
}

const blankPlace = { bucket: '<bucket>', prefix: '<prefix>/' };

const onState = ({ bucket, prefix }: typeof blankPlace): readonly Statement[] => [
  allowing(['oss:GetObject', 'oss:PutObject'], [`acs:oss:*:*:${bucket}/${prefix}*`]),
  allowing(['oss:ListObjects'], [`acs:oss:*:*:${bucket}`], {
    StringLike: { 'oss:Prefix': [`${prefix}*`] },
  }),
];

/** Groups sources that need the same actions, so that none is allowed more. */
function onSources(targets: readonly Target[], region: string, account: string) {
  const kinds = new Map<string, Set<Target['kind']>>();
  for (const { sourceId, kind } of outermost(targets))
    kinds.set(sourceId, (kinds.get(sourceId) ?? new Set()).add(kind));
  if (kinds.size === 0) kinds.set('<source>', new Set(['source', 'task']));
  const resources = new Map<string, string[]>();
  for (const [source, own] of kinds) {
    const needed = mmsActions.filter(([, needing]) => needing.some((kind) => own.has(kind)));
    const actions = needed.map(([action]) => action).join(' ');
    const resource = `acs:odps:${region}:${account}:mmsdatasource/${source}`;
    resources.set(actions, [...(resources.get(actions) ?? []), resource]);
  }
  return Array.from(resources, ([actions, some]) => allowing(actions.split(' '), some));
}

/**
 * For whoever deploys: AliyunFCFullAccess narrowed to this role, and the log project of `logConfig:
 * auto`.
 */
export const deployerPolicy = (roleArn: string, region: string, account: string): Policy => ({
  Version: '1',
  Statement: [
    allowing(['fc:*'], [`acs:fc:${region}:${account}:*`]),
    allowing(['ram:PassRole'], [roleArn], { StringEquals: { 'acs:Service': ['fc.aliyuncs.com'] } }),
    allowing(
      'GetProject CreateProject GetLogStore CreateLogStore GetIndex CreateIndex UpdateIndex'
        .split(' ')
        .map((action) => `log:${action}`),
      [`acs:log:${region}:${account}:project/serverless-${region}-*`],
    ),
  ],
});

/** A role that exists already keeps its trust policy. https://github.com/aliyun/aliyun-cli */
export function roleCommands(roleName: string, policy: Policy): readonly string[] {
  const quoted = (document: unknown): string => `'${JSON.stringify(document)}'`;
  return [
    `aliyun ram CreateRole --RoleName ${roleName} --AssumeRolePolicyDocument ${quoted(trustPolicy)}`,
    `aliyun ram CreatePolicy --PolicyName ${roleName} --PolicyDocument ${quoted(policy)}`,
    `aliyun ram AttachPolicyToRole --PolicyType Custom --PolicyName ${roleName} --RoleName ${roleName}`,
  ];
}

export const pretty = (document: unknown): string => JSON.stringify(document, undefined, 2);

export const policiesInWords = (
  permission: Policy,
): string => `Trust policy of the role: who may take it
${pretty(trustPolicy)}

Permission policy of the role: what the function calls, and nothing wider
${pretty(permission)}`;
