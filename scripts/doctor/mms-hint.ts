import type { MmsCall } from '../../functions/mms-client/calls.ts';
import { allow } from '../deployment/policies.ts';
import type { Refusal } from './mms-probe.ts';

export type Place = Readonly<{ region: string | undefined; account: string | undefined }>;

/** March 2026. https://www.alibabacloud.com/help/en/maxcompute/mms-preparation */
const regionsWithMms = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-wulanchabu',
  'cn-shenzhen',
  'cn-chengdu',
  'cn-hongkong',
  'ap-southeast-1',
  'ap-southeast-5',
  'ap-northeast-1',
  'us-east-1',
  'eu-central-1',
];

/**
 * What to do, as exactly as it can be said here: the line to add to a policy, the regions to choose
 * from.
 */
export function hintFor(
  { advice }: Refusal,
  { action, pathname }: MmsCall,
  { region, account }: Place,
): string {
  if (advice.startsWith('allow ')) {
    const source = /datasources\/(\d+)/.exec(pathname)?.[1] ?? '*';
    const resource = `acs:odps:${region ?? '*'}:${account ?? '*'}:mmsdatasource/${source}`;
    return `add to the policy: ${allow(`odps:${action}`, resource)}`;
  }
  if (advice.includes('next tick')) return 'try again; if it stays so, check MMS_ENDPOINT';
  const elsewhere =
    /has no MMS|has no address/.test(advice) &&
    region !== undefined &&
    !regionsWithMms.includes(region);
  return elsewhere
    ? `${advice}; MMS is known in ${regionsWithMms.join(', ')}, not in ${region}`
    : advice;
}
