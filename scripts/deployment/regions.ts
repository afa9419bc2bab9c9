import { placeVariables } from '../../functions/settings/places.ts';
import { nearest } from '../nearest.ts';

/** March 2026. https://www.alibabacloud.com/help/en/maxcompute/mms-preparation */
export const regionsWithMms = [
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

/** Why a text is no region id, and which one was probably meant. */
export function regionProblem(text: string): string | undefined {
  const { error } = placeVariables.MMS_REGION.schema.safeParse(text);
  if (error === undefined) return undefined;
  const meant = nearest(text, regionsWithMms);
  return `expected a region id such as cn-shanghai${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}
