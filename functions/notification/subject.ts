import type { Alert } from '../kinds/alert.ts';

/** What the alert is about, by its id. */
export function subjectOf(alert: Alert): string {
  switch (alert.kind) {
    case 'failed':
    case 'recovered':
    case 'done':
    case 'unknown':
    case 'reminder':
      return alert.task.id;
    case 'baseline':
      return alert.target;
    case 'job-finished':
    case 'escalation':
      return alert.job.id;
    case 'stalled':
      return alert.what === 'task' ? alert.task.id : alert.job.id;
    case 'blind':
      return alert.what === 'source' ? alert.sourceId : alert.channel;
    default:
      return alert satisfies never;
  }
}
