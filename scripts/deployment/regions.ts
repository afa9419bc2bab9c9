import { distance } from 'fastest-levenshtein';
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

/** Why a text is no region id, and which one was probably meant. */
export function regionProblem(text: string): string | undefined {
  const { error } = placeVariables.MMS_REGION.schema.safeParse(text);
  if (error === undefined) return undefined;
  const written = text
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/^oss-/, '');
  const editsTo = (region: string): number =>
    Math.min(distance(region, written), distance(region.replace(/^[a-z]+-/, ''), written));
  const [nearest = ''] = regionsWithMms.toSorted((a, b) => editsTo(a) - editsTo(b));
  const meant = editsTo(nearest) <= 2 ? `; did you mean ${nearest}?` : '';
  return `expected a region id such as cn-shanghai${meant}`;
}
