import { allow } from '../deployment/policies.ts';
import type { Called } from './invoke-function.ts';

/** The function was not reached. */
export type Refusal = Readonly<{ kind: 'refused'; said: string; hint: string; again: boolean }>;

const refused = (said: string, hint: string, again = false): Refusal => ({
  kind: 'refused',
  said,
  hint,
  again,
});

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
]);

/**
 * Reads the errors of `@alicloud/fc2` 2.6: the status stands in the message alone, and what the
 * newer API says about it gets lost.
 */
export function refusalOf(error: unknown, called: Called): Refusal {
  const { message, name } = error instanceof Error ? error : new Error(String(error));
  const [, status = '', requestId = '', said = ''] =
    /failed with (\d{3})\. requestid: (.*?), message: (.*)\.$/s.exec(message) ?? [];
  if (status !== '') return ofStatus(Number(status), about(status, requestId, said), called);
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const where = called.endpoint ?? `${called.account}.${called.region}.fc.aliyuncs.com`;
  if (error instanceof SyntaxError)
    return refused(`what answers at ${where} is not Function Compute`, 'check --endpoint');
  if (/timeout/i.test(name + message))
    return refused(
      `${where} did not answer in time`,
      'look at the log of the function, then try again',
    );
  const hint = unreachable.has(code)
    ? "check the region, the account's number and the network"
    : 'check --endpoint';
  return refused(`${where} could not be reached (${code || name})`, hint);
}

const about = (status: string, requestId: string, said: string): string =>
  [
    `HTTP ${status}`,
    ...[requestId].filter(known).map((id) => `request ${id}`),
    ...[said].filter(known),
  ].join(', ');

const known = (text: string): boolean => text !== '' && text !== 'undefined';

function ofStatus(
  status: number,
  said: string,
  { functionName, region, account }: Called,
): Refusal {
  const resource = `acs:fc:${region}:${account}:functions/${functionName}`;
  switch (status) {
    case 401:
    case 403:
      return refused(
        `Function Compute refuses these keys (${said})`,
        `check the keys and the account's number; their owner needs ${allow('fc:InvokeFunction', resource)}`,
      );
    case 404:
      return refused(
        `there is no function ${functionName} in ${region} (${said})`,
        'deploy it, or check FC_DEPLOY_FUNCTION_NAME and FC_DEPLOY_REGION',
      );
    case 412:
      return refused(
        `the function cannot run (${said})`,
        'look at its state and its role in the console',
      );
    case 429:
      return refused(
        `the function is busy (${said})`,
        'a tick is running; try again in a minute',
        true,
      );
    default:
      return refused(
        `Function Compute refused the invocation (${said})`,
        status >= 500
          ? 'try again'
          : 'check --endpoint, FC_DEPLOY_FUNCTION_NAME and FC_DEPLOY_REGION',
      );
  }
}
