import { endpoint as endpointForm } from '../../functions/settings/endpoint.ts';
import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { deployerIn, type Keys } from '../deployment/deployer.ts';
import type { Called } from './invoke-function.ts';

/** What is to be called, or what is missing to call it. */
export type Call =
  | Readonly<{ kind: 'call'; called: Called }>
  | Readonly<{ kind: 'unclear'; problems: readonly string[] }>;

const noKeys =
  'no credentials: set AccountID, AccessKeyID and AccessKeySecret, add an alias with ' +
  '`npx s config add -a default`, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET';

/**
 * The function that this environment deploys, called with these keys. `endpoint` is another than
 * Function Compute's own, which the component takes from `FC_CLIENT_CUSTOM_ENDPOINT`; there the
 * account may be unknown, since no host name is made of it.
 */
export function callOf(
  environment: Environment,
  keys: Keys | undefined,
  endpoint: string | undefined,
): Call {
  const deployer = deployerIn(environment);
  const account = keys?.account ?? deployer.account;
  const given = endpoint ?? textOf(environment, 'FC_CLIENT_CUSTOM_ENDPOINT');
  const parsed = given === undefined ? undefined : endpointForm.safeParse(given);
  const problems: string[] = [];
  if (keys === undefined) problems.push(noKeys);
  else if (isWithoutToken(keys))
    problems.push(
      `${keys.from}: is a temporary key, so its token is needed: set SecurityToken, or ALIBABA_CLOUD_SECURITY_TOKEN with ALIBABA_CLOUD_ACCESS_KEY_ID`,
    );
  if (account === undefined && parsed === undefined)
    problems.push('no account: set AccountID to its number, or FC_DEPLOY_ROLE_ARN');
  if (parsed?.success === false)
    problems.push(...parsed.error.issues.map(({ message }) => `--endpoint ${message}`));
  if (keys === undefined || problems.length > 0) return { kind: 'unclear', problems };
  const { functionName, region } = deployer;
  const url = parsed?.success ? `${parsed.data.protocol}://${parsed.data.host}` : undefined;
  const { credentials } = keys;
  const called = { functionName, region, account: account ?? 'unknown', credentials };
  return { kind: 'call', called: { ...called, endpoint: url } };
}

const isWithoutToken = ({ credentials: { accessKeyId, securityToken } }: Keys): boolean =>
  accessKeyId.startsWith('STS') && securityToken === undefined;
