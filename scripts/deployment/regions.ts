import { didYouMean } from '../../functions/settings/nearest.ts';
import { placeVariables } from '../../functions/settings/places.ts';

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

/** Regions without MMS whose names are within two edits of one with it. */
const lookAlikes = ['cn-guangzhou', 'me-central-1', 'me-east-1', 'us-southeast-1', 'us-west-1'];

const withoutNumbers = (region: string): string => region.replace(/\d+/g, '');

/**
 * Why a text is no region id, and which one was probably meant. One that is new passes unless it is
 * nearly one of these; another number makes another region.
 */
export function regionProblem(text: string): string | undefined {
  const { error } = placeVariables.MMS_REGION.schema.safeParse(text);
  const hint = didYouMean(text, regionsWithMms);
  if (error !== undefined) return `expected a region id such as cn-shanghai${hint}`;
  const known = [...regionsWithMms, ...lookAlikes].map(withoutNumbers);
  return hint === '' || known.includes(withoutNumbers(text))
    ? undefined
    : `is no region that is known${hint} A new one is taken from .env: write it there first`;
}
