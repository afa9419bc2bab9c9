import * as z from 'zod/mini';
import { alertSchema, type AlertOf, jobSubject, jobOf } from '../notification/alert.ts';
import { failedRows, jobColumns } from '../notification/csv.ts';
import { joined, type Block, type Line } from '../notification/document.ts';
import { causeList, causesInHeadline, tasksIn } from '../notification/failures/causes.ts';
import { evidenceOf } from '../notification/failures/evidence.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import { leastInFull } from '../notification/limits.ts';
import { inSource, jobName, shortJobName, shownOf, taskName } from '../notification/names.ts';
import { jobLink, retryLines } from '../notification/next-steps.ts';
import { barOf } from '../notification/progress.ts';
import { failuresIn } from './failed.ts';

const schema = alertSchema('job-finished', ({ progress, count, causes, task }) => ({
  job: progress,
  /**
   * By MMS's clock, in milliseconds, or as long as it was seen to move where that is longer: a
   * retry overwrites when its task started.
   */
  tookMs: z.optional(count),
  slowest: z.readonly(z.array(z.object({ task, tookMs: count }))),
  onRetry: count,
  failed: causes,
}));

export type JobFinishedAlert = AlertOf<typeof schema>;

/** The closing report of a job that nobody stopped. */
export const jobFinished = defineKind('job-finished', schema, {
  key: ({ job }) => `job-finished ${job.sourceId}/${job.id}`,
  subject: ({ job }) => jobSubject(job),
  eventId: ({ job, onRetry, tookMs = 0 }) =>
    `${job.done} ${job.failed} ${job.total} ${onRetry} ${tookMs}`,
  csvRows: ({ job }) => [jobColumns(job)],
  table: ({ job, failed: groups }) => {
    const rows = failedRows(groups);
    return rows.length === 0 ? undefined : { file: failedTableOf(job), rows };
  },
  headline: (alerts, scene) => {
    const [first] = alerts;
    const { job } = scene.messages;
    const sum = (part: 'done' | 'failed' | 'total'): number =>
      alerts.reduce((all, alert) => all + alert.job[part], 0);
    const counts = { done: sum('done'), failed: sum('failed'), total: sum('total') };
    const textWith = (why: Line): Line => {
      const result = job.result(counts, why);
      return alerts.length === 1
        ? job.finished(shortJobName(first.job, scene), result)
        : job.jobsFinished(alerts.length, result);
    };
    return {
      text: textWith(alerts.length === 1 ? causesInHeadline(first.failed, scene) : []),
      short: textWith([]),
      tone: sum('failed') > 0 ? 'attention' : 'good',
      countsTasks: true,
    };
  },
  section: (alerts, scene) => {
    const { shown, rest, more } = shownOf(alerts, scene, ({ job }) => jobName(job, scene));
    const examples = Math.ceil(leastInFull / shown.length);
    const reports = shown.flatMap((alert) => reportOf(alert, examples, scene));
    const tells = rest.flatMap((alert) => [alert, ...listedElsewhere(alert, scene)]);
    return [...reports, { kind: 'lines', tone: 'plain', lines: [more], tells }];
  },
  drawsProgress: () => true,
  absorbs: (alerts, scene) => alerts.flatMap((alert) => lastFailures(alert, scene)),
});

/** Untold failures of the job: the report tells them. */
const lastFailures = ({ job }: JobFinishedAlert, { alerts }: Scene) =>
  failuresIn(alerts).filter(({ task }) => jobOf(task) === jobOf(jobSubject(job)));

/** Without a mail or a table they follow by id. */
const listedElsewhere = (alert: JobFinishedAlert, scene: Scene) =>
  scene.limits.rest === 'ids' ? [] : lastFailures(alert, scene);

function reportOf(alert: JobFinishedAlert, inFull: number, scene: Scene): readonly Block[] {
  const { job: messages, form, frame } = scene.messages;
  const { job, tookMs, slowest, failed: groups, onRetry } = alert;
  const examples = lastFailures(alert, scene).slice(0, inFull);
  const counts = joined([
    [messages.doneOf(job.done, job.total, onRetry)],
    job.failed > 0 ? [messages.failed(job.failed)] : [],
    tookMs === undefined || tookMs < 1_000 ? [] : [messages.took(form.duration(tookMs))],
  ]);
  const lines: Line[] = [joined([jobName(job, scene), [barOf(job)], counts], ' ')];
  lines.push(...causeList(groups, scene));
  const listed = groups.flatMap(({ tasks }) => tasks);
  if (listed.length > 0 && scene.limits.rest === 'table') {
    lines.push([frame.failedInTable(listed.length, tasksIn(groups), failedTableOf(job))]);
  }
  lines.push(...retryLines(listed, scene));
  if (slowest.length > 0 && groups.length === 0) {
    const names = slowest.map(({ task, tookMs: took }): Line => [
      ...taskName(task, scene),
      ` ${form.duration(took)}`,
    ]);
    lines.push(messages.slowest(form.listed(names.slice(0, scene.limits.names))));
  }
  const tone = job.failed > 0 ? 'attention' : 'good';
  const where = joined([inSource(job, scene), [jobLink(job, scene)]]);
  return [
    { kind: 'lines', tone, lines, tells: [alert, ...listedElsewhere(alert, scene)] },
    { kind: 'note', lines: [where] },
    ...evidenceOf(examples, false, scene),
  ];
}

const longestName = 60;

/** Letters, digits, `.`, `_` and `-` are file names everywhere. */
function failedTableOf({ name, id }: Readonly<{ name: string; id: string }>): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^[._-]+|[._-]+$/g, '');
  const short = Array.from(safe).slice(0, longestName).join('');
  return `${short === '' ? 'job' : short}-${id}-failed.csv`;
}
