import { alertSchema, type AlertOf, jobSubject } from '../notification/alert.ts';
import { failedRows, jobColumns } from '../notification/csv.ts';
import type { Block, Line } from '../notification/document.ts';
import { causeList } from '../notification/failures/causes.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import { jobName, oneOrCount, shortJobName, shownOf } from '../notification/names.ts';
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
    const { running, stoppedAdvice } = scene.messages.job;
    const { shown, rest, more } = shownOf(alerts, scene, ({ job }) => jobName(job, scene));
    const blocks = shown.map((alert): Block => {
      const { job, failed } = alert;
      const lines = [
        alerts.length > 1 ? lineOf(alert, scene) : [],
        job.running > 0 ? [running(job.running)] : [],
        [stoppedAdvice],
        ...causeList(failed, scene),
        resumeLine(job, scene),
      ];
      return { kind: 'lines', tone: 'attention', lines, tells: [alert] };
    });
    return [...blocks, { kind: 'lines', tone: 'attention', lines: [more], tells: rest }];
  },
});

function lineOf({ job }: JobStoppedAlert, scene: Scene): Line {
  const notRun = Math.max(0, job.total - job.done - job.failed - job.running);
  return scene.messages.job.stopped(shortJobName(job, scene), { ...job, notRun });
}
