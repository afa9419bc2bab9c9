import type { Alert, AlertKind } from '../core/alert.ts';
import { number } from './counting.ts';
import { tableOf } from './place.ts';
import { reasonOf } from './reason.ts';
import { notificationWithin } from './slack-markup.ts';
import { code, type Words } from './words.ts';

const limit = 3000;
const inWords = 3;
/** For the ids of each kind; they are the last to be cut, so they are counted beforehand. */
const roomForIds: Readonly<Record<AlertKind, number>> = { failed: 900, recovered: 200, unknown: 200, baseline: 200, done: 200 };

/**
 * What is sent when Slack refuses the blocks: the headline, the first failures in a line each, the ids of the others as
 * far as there is room, and how many are left.
 */
export function shortTextOf(headline: Words, alerts: readonly Alert[]): string {
  const failed = alerts.filter((alert) => alert.kind === 'failed');
  const first = failed.slice(0, inWords).map((alert): Words => [
    'task ', code(alert.task.id), ', ', code(tableOf(alert.task)), ': ', code(alert.status),
    ...alert.rows.slice(0, 1).flatMap(({ logId }) => [', log ', code(logId)]),
    ...(reasonOf(alert) === '' ? [] : [': ', code(reasonOf(alert))]),
  ]);
  const others = [...failed.slice(inWords), ...alerts.filter(({ kind }) => kind !== 'failed')];
  const lines = [headline, ...first, ...othersByKind(others)];
  return notificationWithin(lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line])), limit);
}

function othersByKind(alerts: readonly Alert[]): readonly Words[] {
  const ids = new Map<AlertKind, string[]>();
  for (const alert of alerts) ids.set(alert.kind, [...(ids.get(alert.kind) ?? []), alert.kind === 'baseline' ? alert.target : alert.task.id]);
  return [...ids].map(([kind, all]) => {
    let length = 0;
    const shown = all.filter((id) => (length += id.length + 2) <= roomForIds[kind]);
    const more = all.length - shown.length;
    return [`${kind}: ${shown.join(', ')}`, ...(more > 0 ? [` and ${number(more)} more`] : [])];
  });
}
