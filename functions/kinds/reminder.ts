import * as z from 'zod/mini';
import { alertSchema, type AlertOf, type Some, taskSubject } from '../notification/alert.ts';
import { causeColumns, since, taskColumns } from '../notification/csv.ts';
import type { Line } from '../notification/document.ts';
import { causeGroupsOf, causeList, causesInHeadline } from '../notification/failures/causes.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import { placeOf, tableName, tasksOf, unitOf } from '../notification/names.ts';
import { retryLines } from '../notification/next-steps.ts';
import { jobsToStop } from './escalation.ts';

const schema = alertSchema('reminder', ({ task, cause, moment }) => ({
  task,
  cause: z.optional(cause),
  /** When the last failure was seen. */
  failedAt: moment,
}));

type ReminderAlert = AlertOf<typeof schema>;

/** A task that still fails: all of them are raised together, as one list. */
export const reminder = defineKind('reminder', schema, {
  key: ({ task }) => `reminder ${task.sourceId}/${task.id}`,
  subject: ({ task }) => taskSubject(task),
  eventId: ({ failedAt }) => String(failedAt),
  csvRows: ({ task, cause, failedAt }) => [
    { ...taskColumns(task), ...causeColumns(cause), ...since(failedAt) },
  ],
  headline: (alerts, scene) => ({
    text: stillFailing(alerts, scene),
    tone: 'attention',
    place: placeOf(tasksOf(alerts), scene),
  }),
  section: (alerts, scene) => {
    const tasks = tasksOf(alerts);
    const retry = retryLines(tasks, scene, jobsToStop(scene.alerts));
    const lines = [...causeList(causeGroupsOf(alerts), scene), ...retry];
    return [{ kind: 'lines', tone: 'attention', lines, tells: alerts }];
  },
});

/** `30 tables still failing (10 no privilege, 2 more causes), the oldest for 7 days` */
function stillFailing(alerts: Some<ReminderAlert>, scene: Scene): Line {
  const { job, form } = scene.messages;
  const oldest = form.duration(
    alerts.reduce((longest, { at, failedAt }) => Math.max(longest, at - failedAt), 0),
  );
  const why = causesInHeadline(causeGroupsOf(alerts), scene);
  const [first] = alerts;
  if (alerts.length === 1) return job.stillFailingOne(tableName(first.task, scene), why, oldest);
  const unit = unitOf(tasksOf(alerts));
  return job.stillFailing(form.counted(alerts.length, unit), why, oldest);
}
