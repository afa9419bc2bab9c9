import type { Alert } from '../core/alert.ts';
import { number } from './counting.ts';
import { tableOf } from './place.ts';
import { reasonOf } from './reason.ts';
import { notificationWithin } from './slack-markup.ts';
import { code, type Words } from './words.ts';

const limit = 3000;
const forIds = 1400;
const inWords = 3;

/**
 * What is sent when Slack refuses the blocks: the headline, the first failures in a line each, the ids of the others as
 * far as there is room, and how many are left.
 */
export function shortTextOf(headline: Words, alerts: readonly Alert[]): string {
  const failed = alerts.filter((alert) => alert.kind === 'failed');
  const first = failed.slice(0, inWords).map((alert): Words => [
    'task ', code(alert.task.id), ' ', code(tableOf(alert.task)), ': ', code(alert.status),
    ...alert.rows.slice(0, 1).flatMap(({ logId }) => [', log ', code(logId)]), ' ', code(reasonOf(alert, 120)),
  ]);
  const others = alerts.filter((alert) => alert.kind !== 'failed' || failed.indexOf(alert) >= inWords);
  const lines = [headline, ...first, ...othersLine(others)];
  return notificationWithin(lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line])), limit);
}

function othersLine(alerts: readonly Alert[]): readonly Words[] {
  const told = alerts.flatMap((alert) => ('task' in alert ? [`${alert.kind} ${alert.task.id}`] : []));
  if (told.length === 0) return [];
  let length = 0;
  const shown = told.filter((id) => (length += id.length + 2) <= forIds);
  const more = told.length - shown.length;
  return [[shown.join(', '), ...(more > 0 ? [` and ${number(more)} more`] : [])]];
}
