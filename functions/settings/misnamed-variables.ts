import { textOf, type Environment, type Remarks } from './environment.ts';
import { nearest } from './nearest.ts';

/** Read by the deployment, not by the function. */
const deployVariables = [
  'FC_DEPLOY_ROLE_ARN',
  'FC_DEPLOY_REGION',
  'FC_DEPLOY_FUNCTION_NAME',
  'FC_DEPLOY_CRON',
] as const;

/** For the platform or other clouds' tools; `AWS_REGION` is two edits from `MMS_REGION`. */
const elsewhere = /^(?:FC_(?!DEPLOY_)|ALIBABA_CLOUD_|AWS_)/i;

/** By `DIGEST_EVERY`. */
const replaced = ['DONE_EVERY', 'REPEAT_EVERY'];

export function reviewNames(environment: Environment, names: readonly string[]): Remarks {
  const problems: string[] = [];
  const warnings: string[] = [];
  const ours: readonly string[] = [...names, ...deployVariables];
  const families = new Set(ours.map(familyOf));
  for (const name of Object.keys(environment).sort()) {
    if (ours.includes(name) || elsewhere.test(name) || textOf(environment, name) === undefined)
      continue;
    const [meant] = nearest(name, ours);
    if (replaced.includes(name.toUpperCase()))
      problems.push(`${name}: was replaced; expected DIGEST_EVERY instead`);
    else if (meant !== undefined)
      problems.push(
        `${name}: is no variable of this function; expected ${meant}, or a name less like it`,
      );
    else if (families.has(familyOf(name.toUpperCase())))
      warnings.push(`${name}: is no variable of this function and has no effect`);
  }
  return { problems, warnings };
}

/** `MMS_`, `SMTP_`, `FC_DEPLOY_` */
const familyOf = (name: string): string => /^(?:FC_DEPLOY_|[^_]*_?)/.exec(name)?.[0] ?? '';
