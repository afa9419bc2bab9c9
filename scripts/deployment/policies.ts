import type * as z from 'zod/mini';
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
  const source = (id: string): string => `acs:odps:${mmsRegion}:${account}:mmsdatasource/${id}`;
  const log = `acs:log:${region}:${account}:project/serverless-${region}-*/logstore/default-logs`;
  return {
    Version: '1',
    Statement: [
      ...forSources(targets).map(({ actions, sources }) => allowing(actions, sources.map(source))),
      ...forState(place ?? { kind: 'oss', bucket: '<bucket>', prefix: '<prefix>/' }),
      allowing(['log:PostLogStoreLogs'], [log]),
    ],
  };
}

function forState(place: z.output<typeof stateUrl>): readonly Statement[] {
  if (place.kind === 'folder') return [];
  const { bucket, prefix } = place;
  return [
    allowing(['oss:GetObject', 'oss:PutObject'], [`acs:oss:*:*:${bucket}/${prefix}*`]),
    allowing(['oss:ListObjects'], [`acs:oss:*:*:${bucket}`], {
      StringLike: { 'oss:Prefix': [`${prefix}*`] },
    }),
  ];
}

type Group = Readonly<{ actions: readonly string[]; sources: string[] }>;

/** Groups sources that need the same actions, so that none is allowed more. */
function forSources(targets: readonly Target[]): readonly Group[] {
  const kinds = new Map<string, Set<Target['kind']>>();
  for (const { sourceId, kind } of outermost(targets))
    kinds.set(sourceId, (kinds.get(sourceId) ?? new Set()).add(kind));
  const groups = new Map<string, Group>();
  for (const [source, own] of kinds) {
    const actions = mmsActions
      .filter(([, needed]) => needed.some((kind) => own.has(kind)))
      .map(([action]) => action);
    const group = groups.get(actions.join()) ?? { actions, sources: [] };
    group.sources.push(source);
    groups.set(actions.join(), group);
  }
  const all = { actions: mmsActions.map(([action]) => action), sources: ['<source>'] };
  return groups.size === 0 ? [all] : [...groups.values()];
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
      [
        'log:GetProject',
        'log:CreateProject',
        'log:GetLogStore',
        'log:CreateLogStore',
        'log:GetIndex',
        'log:CreateIndex',
        'log:UpdateIndex',
      ],
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
