import * as z from 'zod/mini';
import { alertParts, type AlertOf, jobSubject, taskSubject } from '../notification/alert.ts';
import { jobColumns, since, taskColumns } from '../notification/csv.ts';
import { joined, type Block, type Line } from '../notification/document.ts';
import { defineKind, type Clause, type Scene } from '../notification/kind.ts';
import {
  inSource,
  jobName,
  nameAndId,
  oneOrCount,
  placeOf,
  shortJobName,
  shortSourceName,
  shownOf,
  tableName,
  taskName,
  tasksOf,
} from '../notification/names.ts';
import { checkLine, jobsOf, stopLines, taskLogLink } from '../notification/next-steps.ts';

const schema = () => {
  const { always, task, job, count, moment } = alertParts();
  const own = { ...always, kind: z.literal('stalled'), since: moment };
  return z.discriminatedUnion('what', [
    z.object({
      ...own,
      what: z.literal('task'),
      task,
      /** Median of the job's finished tasks by MMS's clock, in milliseconds. */
      usualMs: z.optional(count),
    }),
    z.object({ ...own, what: z.literal('job'), job, waiting: count }),
  ]);
};

export type StalledAlert = AlertOf<typeof schema>;
type StalledTask = Extract<StalledAlert, { what: 'task' }>;
type StalledJob = Extract<StalledAlert, { what: 'job' }>;

/** A task that runs and logs nothing, or a job whose tasks wait and none runs. */
export const stalled = defineKind('stalled', schema, {
  key: (alert) =>
    alert.what === 'task'
      ? `stalled ${alert.task.sourceId}/${alert.task.id}`
      : `stalled ${alert.job.sourceId}/jobs/${alert.job.id}`,
  subject: (alert) => (alert.what === 'task' ? taskSubject(alert.task) : jobSubject(alert.job)),
  eventId: (alert) => String(alert.since),
  csvRows: (alert) => [
    {
      ...(alert.what === 'task' ? taskColumns(alert.task) : jobColumns(alert.job)),
      ...since(alert.since),
    },
  ],
  headline,
  section,
});

const tasksIn = (alerts: readonly StalledAlert[]): readonly StalledTask[] =>
  alerts.filter((alert) => alert.what === 'task');
const jobsIn = (alerts: readonly StalledAlert[]): readonly StalledJob[] =>
  alerts.filter((alert) => alert.what === 'job');

function headline(alerts: readonly StalledAlert[], scene: Scene): Clause {
  const { job, form } = scene.messages;
  const jobs = oneOrCount(
    jobsIn(alerts),
    (alert) => jobLine(alert, shortJobName(alert.job, scene), scene),
    job.stalledJobs,
  );
  const tasks = oneOrCount(
    tasksIn(alerts),
    (alert) => taskLine(alert, tableName(alert.task, scene), scene),
    job.stalledTasks,
  );
  const silent = tasksOf(tasksIn(alerts));
  const place = jobs.length > 0 ? [] : placeOf(silent, scene);
  return { text: joined([jobs, tasks], form.semicolon), tone: 'attention', place };
}

const jobLine = ({ at, since: from, waiting }: StalledJob, name: Line, { messages }: Scene): Line =>
  messages.job.stalledJob(name, waiting, messages.form.duration(at - from));

const taskLine = ({ at, since: from }: StalledTask, name: Line, { messages }: Scene): Line =>
  messages.job.stalledTask(name, messages.form.duration(at - from));

/** A line each, what to check, and the commands that start the job of a silent task anew. */
function section(alerts: readonly StalledAlert[], scene: Scene): readonly Block[] {
  const { job } = scene.messages;
  const isOneSource = new Set(alerts.map((alert) => stalled.subject(alert).sourceId)).size === 1;
  const { shown, more } = shownOf(alerts, scene, (alert) =>
    alert.what === 'job' ? jobName(alert.job, scene) : taskName(alert.task, scene),
  );
  const silent = tasksOf(tasksIn(alerts));
  const lines = [
    ...shown.map((alert) =>
      alerts.length === 1 ? aloneLine(alert, scene) : lineOf(alert, isOneSource, scene),
    ),
    more,
    silent.length > 0 ? checkLine(job.checkTask, scene) : [],
    jobsIn(alerts).length > 0 ? checkLine(job.checkJob, scene) : [],
    ...stopLines(jobsOf(silent), scene),
  ];
  return [{ kind: 'lines', tone: 'attention', lines, tells: alerts }];
}

function lineOf(alert: StalledAlert, isOneSource: boolean, scene: Scene): Line {
  const of = alert.what === 'job' ? alert.job : alert.task;
  const source = isOneSource ? [] : shortSourceName(of, scene);
  if (alert.what === 'job') {
    return joined([jobLine(alert, jobName(alert.job, scene), scene), source]);
  }
  const { task } = alert;
  const line = taskLine(alert, taskName(task, scene), scene);
  return joined([
    joined([line, usualOf(alert, scene)], scene.messages.form.semicolon),
    nameAndId(task.jobName, task.jobId, scene),
    source,
    [taskLogLink(task, scene)],
  ]);
}

/** What the headline of one does not say. */
function aloneLine(alert: StalledAlert, scene: Scene): Line {
  const { failure, form } = scene.messages;
  const since = form.since(scene.time(alert.since));
  const source = inSource(alert.what === 'job' ? alert.job : alert.task, scene);
  if (alert.what === 'job') {
    return joined([failure.job(jobName(alert.job, scene)), source, since]);
  }
  const { jobName: job, jobId } = alert.task;
  return joined([
    failure.task(taskName(alert.task, scene)),
    failure.job(nameAndId(job, jobId, scene)),
    source,
    since,
    usualOf(alert, scene),
    [taskLogLink(alert.task, scene)],
  ]);
}

/** A job of tables that take no time at all teaches nothing. */
const usualOf = ({ usualMs = 0 }: StalledTask, { messages }: Scene): Line =>
  usualMs < 1_000 ? [] : [messages.job.usually(messages.form.duration(usualMs))];
