import * as z from 'zod/mini';
import { alertParts, type Subject, taskSubject } from '../notification/alert.ts';
import { since, taskColumns } from '../notification/csv.ts';
import { joined, type Block, type Line } from '../notification/document.ts';
import { defineKind, type Kind } from '../notification/kind.ts';
import { placeOf, someTasks, tableName, taskName, unitOf } from '../notification/names.ts';
import type { Scene } from '../notification/notification.ts';
import { failed } from './failed.ts';

const schema = () => {
  const { always, task, count, moment } = alertParts();
  return z.object({
    ...always,
    kind: z.literal('recovered'),
    task,
    failures: count,
    /** When the first of them was seen. */
    failedAt: moment,
  });
};

export type RecoveredAlert = Readonly<z.infer<ReturnType<typeof schema>>>;

/** A task that this channel was told had failed is `DONE`. */
export const recovered: Kind = defineKind<RecoveredAlert>('recovered', {
  schema,
  key: ({ task }) => `recovered ${task.sourceId}/${task.id}`,
  subject: ({ task }) => taskSubject(task),
  timing: () => 'good-news digest',
  calls: () => false,
  eventId: ({ failures, failedAt }) => `${failures} ${failedAt}`,
  csvRows: ({ task, failures, failedAt }) => [
    { ...taskColumns(task), failed_attempts: String(failures), ...since(failedAt) },
  ],
  headline: (alerts, scene) => {
    const [first] = alerts;
    if (first === undefined) return undefined;
    const { news, form } = scene.locale.messages;
    const tasks = alerts.map(({ task }) => task);
    const after = form.duration(first.at - first.failedAt);
    const text =
      alerts.length === 1
        ? news.recoveredOne(tableName(first.task, scene), 0, after)
        : [news.recovered(alerts.length, unitOf(tasks))];
    return {
      text,
      short: [news.alsoRecovered(alerts.length)],
      tone: 'good',
      place: placeOf(tasks, scene),
    };
  },
  section,
});

/** A line each, as far as there is room. */
function section(alerts: readonly RecoveredAlert[], scene: Scene): readonly Block[] {
  if (alerts.length === 0) return [];
  const { limits, locale, notification } = scene;
  const { news, form } = locale.messages;
  const failedNow = new Set(
    failed.of(notification.alerts).map((alert) => keyOfTask(failed.subject(alert))),
  );
  const shown = alerts.slice(0, limits.lines);
  const lines = shown.map(({ task, failures, failedAt, at }): Line => {
    const line = news.recoveredOne(taskName(task, scene), failures, form.duration(at - failedAt));
    const again: Line = failedNow.has(keyOfTask(task)) ? [news.failedAgain] : [];
    return ['✓ ', ...joined([line, again], form.comma)];
  });
  const rest = alerts.slice(shown.length).map(({ task }) => task);
  const more: Line =
    rest.length === 0
      ? []
      : ['✓ ', news.moreRecovered(rest.length), form.colon, ...someTasks(rest, scene)];
  return [
    {
      kind: 'lines',
      tone: 'good',
      lines: more.length === 0 ? lines : [...lines, more],
      tells: alerts.map(recovered.key),
    },
  ];
}

const keyOfTask = ({ sourceId = '', id }: Pick<Subject, 'sourceId' | 'id'>): string =>
  `${sourceId}/${id}`;
