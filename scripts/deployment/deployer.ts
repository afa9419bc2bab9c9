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
export async function findKeys(
  environment: Environment,
  folder: string,
): Promise<Keys | undefined> {
  const own = deployersKeys(environment);
  if (own !== undefined) return own;
  const [resource] = await resolveTemplate({ folder }, environment).catch(() => []);
  const ofAlias = resource && keysOf(resource.credential, resource.access, environment);
  return ofAlias ?? functionsKeys(environment);
}

export function deployersKeys(environment: Environment): Keys | undefined {
  const { AccessKeyID, AccessKeySecret, SecurityToken } = environment;
  const credentials = credentialsOf(AccessKeyID, AccessKeySecret, SecurityToken);
  const account = textOf(environment, 'AccountID');
  return credentials && { credentials, account, from: 'AccessKeyID' };
}

/** The function's, where it has no role. */
export function functionsKeys(environment: Environment): Keys | undefined {
  const credentials = credentialsIn(environment);
  return credentials && { credentials, account: undefined, from: 'ALIBABA_CLOUD_ACCESS_KEY_ID' };
}
