import {
  credentialsIn,
  credentialsOf,
  type Credentials,
} from '../../functions/settings/credentials.ts';
import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { resolveTemplate, type DeployCredential } from './resolve.ts';

export type Keys = Readonly<{
  credentials: Credentials;
  account: string | undefined;
  from: string;
}>;

/** With the defaults of s.yaml. */
export type Deployer = Readonly<{
  region: string;
  functionName: string;
  roleArn: string | undefined;
  account: string | undefined;
}>;

export function deployerIn(environment: Environment): Deployer {
  const roleArn = textOf(environment, 'FC_DEPLOY_ROLE_ARN');
  return {
    region:
      textOf(environment, 'FC_DEPLOY_REGION') ?? textOf(environment, 'MMS_REGION') ?? 'cn-shanghai',
    functionName: textOf(environment, 'FC_DEPLOY_FUNCTION_NAME') ?? 'mms-task-alerts',
    roleArn,
    account: textOf(environment, 'AccountID') ?? /^acs:ram::(\d+):/.exec(roleArn ?? '')?.[1],
  };
}

/**
 * https://www.alibabacloud.com/help/en/fc/developer-reference/api-fc-open-2021-04-06-createfunction
 */
export const functionNames = {
  pattern: /^[A-Za-z_][\w-]{0,63}$/,
  form: '1 to 64 letters, digits, - and _, the first a letter or _',
};

/** Of a role, as the component sends it. */
export const fullArn = /^acs:ram::(\d+):role\/[a-z0-9.@_-]+$/;

/** Serverless Devs takes these from the environment if all three are set, even to nothing. */
export const trio = ['AccountID', 'AccessKeyID', 'AccessKeySecret'] as const;

export const hasTrio = (environment: Environment): boolean =>
  trio.every((name) => environment[name] !== undefined);

export const keysAdvice = `set ${trio.join(', ')} (and SecurityToken for temporary keys), or add an alias with \`npx s config add -a default\`, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET`;

/** The keys that Serverless Devs deploys with. It drops a SecurityToken of the environment. */
export function keysOf(
  credential: DeployCredential,
  access: string,
  environment: Environment,
): Keys | undefined {
  if ('error' in credential) return undefined;
  const { AccountID, AccessKeyID, AccessKeySecret, SecurityToken } = credential;
  const fromEnvironment = hasTrio(environment);
  const token = SecurityToken ?? (fromEnvironment ? environment.SecurityToken : undefined);
  const credentials = credentialsOf(AccessKeyID, AccessKeySecret, token);
  const from = fromEnvironment ? 'AccessKeyID' : `the alias ${access}`;
  return credentials && { credentials, account: AccountID || undefined, from };
}

/** In the order of every command: AccessKeyID; the alias that deploys; ALIBABA_CLOUD_*. */
export function keysIn(environment: Environment, ofAlias: Keys | undefined): Keys | undefined {
  const { AccessKeyID, AccessKeySecret, SecurityToken } = environment;
  const own = credentialsOf(AccessKeyID, AccessKeySecret, SecurityToken);
  if (own !== undefined)
    return { credentials: own, account: textOf(environment, 'AccountID'), from: 'AccessKeyID' };
  if (ofAlias !== undefined) return ofAlias;
  // The function's, where it has no role.
  const credentials = credentialsIn(environment);
  return credentials && { credentials, account: undefined, from: 'ALIBABA_CLOUD_ACCESS_KEY_ID' };
}

/** The same; Serverless Devs, which takes a second, is asked only where it matters. */
export async function findKeys(
  environment: Environment,
  folder: string,
): Promise<Keys | undefined> {
  const own = keysIn(environment, undefined);
  if (own?.from === 'AccessKeyID') return own;
  const [resource] = await resolveTemplate({ folder }, environment).catch(() => []);
  return keysIn(environment, resource && keysOf(resource.credential, resource.access, environment));
}
