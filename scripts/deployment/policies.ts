import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { outermost, type Target } from '../../functions/mms/target.ts';

const statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.array(z.string()),
  Resource: z.array(z.string()),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), z.array(z.string())))),
});
const policy = z.object({ Version: z.literal('1'), Statement: z.array(statement) });

/** A statement of a RAM policy. https://www.alibabacloud.com/help/en/ram/policy-elements */
export type Statement = z.infer<typeof statement>;
export type Policy = z.infer<typeof policy>;

/**
 * What the templates in `deploy/` leave open; what is not known is left as a placeholder such as
 * `<account>`.
 */
export type Blanks = Readonly<{
  account: string | undefined;
  /** Of the function. */
  region: string | undefined;
  mmsRegion: string | undefined;
  targets: readonly Target[];
  /** `undefined` where the state is in a folder, `prefix` is `''` or ends in a slash. */
  bucket: Readonly<{ name: string; prefix: string }> | undefined;
}>;

const textIn = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../deploy', name), 'utf8');

/** Who may take the role: Function Compute. */
export const trustPolicy = (): string => textIn('trust-policy.json').trim();

/**
 * What the function may do, from `deploy/role-policy.json`: the calls that it makes for these
 * targets.
 */
export function rolePolicy(blanks: Blanks): Policy {
  const { Version, Statement } = z.parse(policy, JSON.parse(textIn('role-policy.json')));
  return { Version, Statement: Statement.flatMap((one) => filled(one, blanks)) };
}

const mentions = ({ Resource }: Statement, blank: string): boolean =>
  Resource.some((resource) => resource.includes(blank));

function filled(
  template: Statement,
  { account, region, mmsRegion, targets, bucket }: Blanks,
): readonly Statement[] {
  if (bucket === undefined && mentions(template, '<bucket>')) return [];
  const { name, prefix } = bucket ?? { name: undefined, prefix: undefined };
  const known = new Map([
    ['account', account],
    ['region', region],
    ['mms-region', mmsRegion],
    ['bucket', name],
    ['prefix', prefix],
  ]);
  const text = JSON.stringify(template).replace(/<([a-z-]+)>/g, (blank, word: string) => {
    const value = known.get(word);
    return value === undefined ? blank : JSON.stringify(value).slice(1, -1);
  });
  const complete = z.parse(statement, JSON.parse(text));
  return mentions(complete, '<source>') ? forSources(complete, targets) : [complete];
}

/**
 * One statement for the sources that need the same actions, so that none is allowed what only
 * another one needs.
 */
function forSources(template: Statement, targets: readonly Target[]): readonly Statement[] {
  if (targets.length === 0) return [template];
  const needs = new Map<string, Set<string>>();
  for (const target of outermost(targets)) {
    const needed = needs.get(target.sourceId) ?? new Set<string>();
    for (const action of actionsFor[target.kind]) needed.add(action);
    needs.set(target.sourceId, needed);
  }
  const groups = new Map<string, Statement>();
  for (const [source, needed] of needs) {
    const Action = template.Action.filter((action) => needed.has(action));
    const Resource = template.Resource.map((resource) => resource.replace('<source>', source));
    const group = groups.get(Action.join());
    groups.set(Action.join(), {
      ...template,
      Action,
      Resource: [...(group?.Resource ?? []), ...Resource],
    });
  }
  return [...groups.values()];
}

/** What is called for each kind of target; a test holds it against the calls of a whole run. */
const actionsFor: Readonly<Record<Target['kind'], readonly string[]>> = {
  source: ['odps:ListMmsTasks', 'odps:ListMmsTaskLogs', 'odps:ListMmsJobs'],
  job: ['odps:ListMmsTasks', 'odps:ListMmsTaskLogs', 'odps:ListMmsJobs'],
  task: ['odps:GetMmsTask', 'odps:ListMmsTaskLogs'],
};

/** The line to add to a policy. */
export const allow = (action: string, resource: string): string =>
  JSON.stringify({ Effect: 'Allow', Action: [action], Resource: [resource] });
