import type { Credentials } from '../../functions/settings/credentials.ts';
import { parseEndpoint } from '../../functions/settings/endpoint.ts';
import { textOf, type Environment } from '../../functions/settings/environment-reader.ts';
import { deployerIn, deployersKeys, functionsKeys } from '../deployment/deployer.ts';
import type { Called } from './invoke-function.ts';

/** What is to be called, or what is missing to call it. */
export type Call =
  | Readonly<{ kind: 'call'; called: Called }>
  | Readonly<{ kind: 'unclear'; problems: readonly string[] }>;

const noKeys =
  'no credentials: set AccountID, AccessKeyID and AccessKeySecret, ' +
  'or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET';

const noToken =
  'these are temporary keys, so their token is needed: set SecurityToken, or ALIBABA_CLOUD_SECURITY_TOKEN with those keys';

const lacksToken = ({ accessKeyId, securityToken }: Credentials): boolean =>
  accessKeyId.startsWith('STS') && securityToken === undefined;

/**
 * The function that this environment deploys. `endpoint` is another than Function Compute's own,
 * which the component takes from `FC_CLIENT_CUSTOM_ENDPOINT`; there the account may be unknown,
 * since no host name is made of it.
 */
export function callOf(environment: Environment, endpoint: string | undefined): Call {
  const { functionName, region, account } = deployerIn(environment);
  const keys = deployersKeys(environment) ?? functionsKeys(environment);
  const given = endpoint ?? textOf(environment, 'FC_CLIENT_CUSTOM_ENDPOINT');
  const parsed = given === undefined ? undefined : parseEndpoint(given);
  const problems = [
    ...(keys === undefined ? [noKeys] : []),
    ...(keys !== undefined && lacksToken(keys.credentials) ? [noToken] : []),
    ...(account === undefined && parsed === undefined
      ? ['no account: set AccountID to its number, or FC_DEPLOY_ROLE_ARN']
      : []),
    ...(parsed?.kind === 'refused'
      ? parsed.problems.map((problem) => `--endpoint ${problem}`)
      : []),
  ];
  if (keys === undefined || problems.length > 0) return { kind: 'unclear', problems };
  const url =
    parsed?.kind === 'accepted' ? `${parsed.value.protocol}://${parsed.value.host}` : undefined;
  const { credentials } = keys;
  return {
    kind: 'call',
    called: { functionName, region, account: account ?? 'unknown', credentials, endpoint: url },
  };
}
