import type { Alert } from '../kinds/alert.ts';
import type { Notification } from '../notification/notification.ts';
import type { JobId, SourceId } from '../mms/id.ts';
import type { JobLooks } from './job-look.ts';
import type { ChannelState } from './memory.ts';
import { standingOf } from './standing.ts';

/** The alerts with what the channel knows of their causes and jobs. */
export function briefingOf(
  alerts: readonly Alert[],
  state: ChannelState,
  jobs: JobLooks,
  now: number,
): Notification {
  const causes = new Map(
    alerts.flatMap((alert) => {
      const key = alert.kind === 'failed' ? alert.cause.fingerprint : undefined;
      const known = key === undefined ? undefined : state.causes.get(key);
      return key === undefined || known === undefined ? [] : [[key, known] as const];
    }),
  );
  const spokenOf = new Map<string, { sourceId: SourceId; jobId: JobId; times: number }>();
  for (const { sourceId, jobId } of alerts.flatMap(jobsOf)) {
    const known = spokenOf.get(`${sourceId}/${jobId}`);
    if (known) known.times += 1;
    else spokenOf.set(`${sourceId}/${jobId}`, { sourceId, jobId, times: 1 });
  }
  const standings = [...spokenOf.values()]
    .sort((a, b) => b.times - a.times)
    .flatMap(({ sourceId, jobId }) => {
      const look = jobs.get(sourceId)?.get(jobId);
      return look === undefined
        ? []
        : [standingOf(look, state.stories.get(sourceId)?.get(jobId), now)];
    });
  return { alerts, causes, standings };
}

function jobsOf(alert: Alert): readonly Readonly<{ sourceId: SourceId; jobId: JobId }>[] {
  if ('task' in alert)
    return alert.task.jobId === undefined
      ? []
      : [{ sourceId: alert.task.sourceId, jobId: alert.task.jobId }];
  return 'job' in alert ? [{ sourceId: alert.job.sourceId, jobId: alert.job.id }] : [];
}
