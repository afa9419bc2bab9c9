import { createHash } from 'node:crypto';
import { alertKey, type Alert } from '../../kinds/alert.ts';

/**
 * The left part of a mail's `Message-ID`: the same for the same alerts, in whatever order and at
 * whatever time they are sent, so that a mail that is sent again is known as the same one.
 */
export function messageIdOf(alerts: readonly Alert[]): string {
  const told = alerts.map((alert) => `${alertKey(alert)} ${eventOf(alert)}`).sort();
  return `mms-${createHash('sha256').update(told.join('\n')).digest('hex').slice(0, 40)}`;
}

/**
 * What makes this failure or completion another one than the last of the same task, without any
 * time of ours.
 */
function eventOf(alert: Alert): string {
  switch (alert.kind) {
    case 'failed':
      return [
        alert.status,
        alert.attempts,
        alert.ordinal,
        alert.recoveredSince,
        ...alert.rows.map(({ logId }) => logId),
      ].join(' ');
    case 'recovered':
      return `${alert.failures} ${alert.failedAt}`;
    case 'done':
      return alert.task.status;
    case 'unknown':
      return `${alert.task.id} ${alert.others}`;
    case 'baseline':
      return `${alert.total} ${Object.entries(alert.statuses).sort().join(' ')}`;
    case 'job-finished':
      return `${alert.job.done} ${alert.job.failed} ${alert.job.total} ${alert.failed.map(({ id }) => id).join(' ')}`;
    case 'escalation':
      return `${alert.why} ${alert.failed} ${alert.ended} ${alert.since}`;
    case 'stalled':
      return `${alert.since}`;
    case 'reminder':
      return `${alert.failedAt}`;
    case 'blind':
      return `${alert.since} ${alert.what === 'source' && alert.until !== undefined ? 'seen again' : ''}`;
    default:
      return alert satisfies never;
  }
}
