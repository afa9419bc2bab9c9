import { alertSchema, type AlertOf, jobSubject } from '../notification/alert.ts';
import { failedRows, jobColumns } from '../notification/csv.ts';
import type { Block, Line } from '../notification/document.ts';
import { causeList } from '../notification/failures/causes.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import { jobName, moreOf, oneOrCount, shortJobName } from '../notification/names.ts';
import { resumeLine } from '../notification/next-steps.ts';

const schema = alertSchema('job-stopped', ({ progress, causes }) => ({
  job: progress,
  failed: causes,
}));

export type JobStoppedAlert = AlertOf<typeof schema>;

/** A job was stopped while tasks were waiting or running. */
export const jobStopped = defineKind('job-stopped', schema, {
  key: ({ job }) => `job-stopped ${job.sourceId}/${job.id}`,
  subject: ({ job }) => jobSubject(job),
  eventId: ({ job }) => `${job.done} ${job.failed} ${job.stopped} ${job.waiting} ${job.total}`,
  csvRows: ({ job, failed }) => [jobColumns(job), ...failedRows(failed)],
  headline: (alerts, scene) => {
    const { jobsStopped } = scene.messages.job;
    const text = oneOrCount(alerts, (alert) => lineOf(alert, scene), jobsStopped);
    return { text, tone: 'attention' };
  },
  section: (alerts, scene) => {
    const shown = alerts.slice(0, scene.limits.lines);
    const rest = alerts.slice(shown.length);
    const blocks = shown.map((alert): Block => {
      const { job, failed } = alert;
      const lines: Line[] = alerts.length > 1 ? [lineOf(alert, scene)] : [];
      const { running, stoppedAdvice } = scene.messages.job;
      if (job.running > 0) lines.push([running(job.running)]);
      lines.push([stoppedAdvice]);
      lines.push(...causeList(failed, scene));
      lines.push(resumeLine(job, scene));
      return { kind: 'lines', tone: 'attention', lines, tells: [alert] };
    });
    if (rest.length === 0) return blocks;
    const names = rest.map(({ job }) => jobName(job, scene));
    return [
      ...blocks,
      { kind: 'lines', tone: 'attention', lines: [moreOf(names, scene)], tells: rest },
    ];
  },
});

function lineOf({ job }: JobStoppedAlert, scene: Scene): Line {
  const notRun = Math.max(0, job.total - job.done - job.failed - job.running);
  return scene.messages.job.stopped(shortJobName(job, scene), { ...job, notRun });
}
