import type { Alert } from '../kinds/alert.ts';
import type { JobStanding } from '../tracking/job-standing.ts';

/** What people call each source: by its id, as tasks and jobs name it. */
export function sourceNamesOf(
  alerts: readonly Alert[],
  standings: readonly JobStanding[],
): ReadonlyMap<string, string> {
  const named = [...alerts.flatMap(namedIn), ...standings];
  return new Map(
    named
      .filter(({ sourceName }) => sourceName !== '')
      .map(({ sourceId, sourceName }) => [sourceId, sourceName]),
  );
}

function namedIn(alert: Alert): readonly Readonly<{ sourceId: string; sourceName: string }>[] {
  switch (alert.kind) {
    case 'failed':
    case 'recovered':
    case 'done':
    case 'unknown':
    case 'reminder':
      return [alert.task];
    case 'job-finished':
    case 'escalation':
      return [alert.job];
    case 'stalled':
      return [alert.what === 'task' ? alert.task : alert.job];
    case 'blind':
      return alert.what === 'source'
        ? [{ sourceId: alert.sourceId, sourceName: alert.sourceName ?? '' }]
        : [];
    case 'baseline':
      return alert.failed.slice(0, 1);
    default:
      return alert satisfies never;
  }
}
