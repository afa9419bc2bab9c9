import {
  credentialsIn,
  credentialsOf,
  type Credentials,
} from '../../functions/settings/credentials.ts';
import { textOf, type Environment } from '../../functions/settings/environment-reader.ts';

/** Keys, and the variable that holds their id. */
export type Keys = Readonly<{
  credentials: Credentials;
  variable: 'AccessKeyID' | 'ALIBABA_CLOUD_ACCESS_KEY_ID';
}>;

/** Where the function is deployed, with the defaults of s.yaml, and in whose account. */
export type Deployer = Readonly<{
  region: string;
  functionName: string;
  roleArn: string | undefined;
  /** The number of the account, where anything says it. */
  account: string | undefined;
}>;

export function deployerIn(environment: Environment): Deployer {
  const roleArn = textOf(environment, 'FC_DEPLOY_ROLE_ARN');
  return {
    region:
      textOf(environment, 'FC_DEPLOY_REGION') ?? textOf(environment, 'MMS_REGION') ?? 'cn-shanghai',
    functionName: textOf(environment, 'FC_DEPLOY_FUNCTION_NAME') ?? 'mms-task-alerts',
    roleArn,
    account:
      textOf(environment, 'AccountID') ??
      textOf(environment, 'ALIBABA_CLOUD_ACCOUNT_ID') ??
      accountIn(roleArn),
  };
}

const accountIn = (roleArn = ''): string | undefined => /^acs:ram::(\d+):/.exec(roleArn)?.[1];

/** As Serverless Devs knows them. */
export function deployersKeys({
  AccessKeyID,
  AccessKeySecret,
  SecurityToken,
}: Environment): Keys | undefined {
  const credentials = credentialsOf(AccessKeyID, AccessKeySecret, SecurityToken);
  return credentials && { credentials, variable: 'AccessKeyID' };
}

/** As the function reads them where it has no role. */
export function functionsKeys(environment: Environment): Keys | undefined {
  const credentials = credentialsIn(environment);
  return credentials && { credentials, variable: 'ALIBABA_CLOUD_ACCESS_KEY_ID' };
}
