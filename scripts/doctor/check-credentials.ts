import { textOf, type Environment } from '../../functions/settings/environment.ts';
import type { Deployer, Keys } from '../deployment/deployer.ts';
import { fail, ok, type Finding } from './finding.ts';

const pairs = [
  ['AccessKeyID', 'AccessKeySecret'],
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
] as const;

/** Whose keys the checks use. Whether they are valid, the services say. */
export function checkCredentials(
  keys: Keys | undefined,
  environment: Environment,
  { roleArn }: Deployer,
): Finding {
  if (keys === undefined) return fail('credentials', 'none', missing(environment));
  const {
    from,
    credentials: { securityToken },
  } = keys;
  const whose = from === 'AccessKeyID' ? "the deployer's, from AccessKeyID" : `from ${from}`;
  const temporary = securityToken === undefined ? '' : ', temporary ones with a token';
  const role = roleArn ?? "the function's role";
  return ok(
    'credentials',
    `${whose}${temporary}; not those of ${role}, whose rights a dry run checks once deployed`,
  );
}

function missing(environment: Environment): string {
  const unset = (name: string): boolean => textOf(environment, name) === undefined;
  for (const pair of pairs) {
    const lacking = pair.filter(unset);
    if (lacking.length === 1) return `set ${lacking.join()} too`;
  }
  return (
    'set AccessKeyID and AccessKeySecret, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET; ' +
    'what `s config add` keeps is for Serverless Devs alone'
  );
}
