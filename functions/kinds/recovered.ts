import * as z from 'zod/mini';
import { alertSchema, type AlertOf, taskSubject } from '../notification/alert.ts';
import { since, taskColumns } from '../notification/csv.ts';
import { joined, type Block, type Line } from '../notification/document.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import {
  goodNewsNames,
  placeOf,
  tableName,
  taskName,
  tasksOf,
  unitOf,
} from '../notification/names.ts';
import { failedKey, failuresIn } from './failed.ts';

const schema = alertSchema('recovered', ({ task, count, moment }) => ({
  task,
  failures: count,
  /** When the first of them was seen. */
  failedAt: moment,
  watchedById: z.boolean(),
}));

type RecoveredAlert = AlertOf<typeof schema>;

/** A task that this channel was told had failed is `DONE`. */
export const recovered = defineKind('recovered', schema, {
  key: ({ task }) => `recovered ${task.sourceId}/${task.id}`,
  subject: ({ task }) => taskSubject(task),
  timing: ({ watchedById }) => (watchedById ? 'at once' : 'good-news digest'),
  eventId: ({ failures, failedAt }) => `${failures} ${failedAt}`,
  csvRows: ({ task, failures, failedAt }) => [
    { ...taskColumns(task), failed_attempts: String(failures), ...since(failedAt) },
  ],
  headline: (alerts, scene) => {
    const { news, form } = scene.messages;
    const tasks = tasksOf(alerts);
    const unit = unitOf(tasks);
    const [{ task, at, failedAt }, second] = alerts;
    return {
      text:
        second === undefined
          ? news.recoveredOne(tableName(task, scene), 0, form.duration(at - failedAt))
          : news.recovered(form.counted(alerts.length, unit), []),
      short: news.recovered(form.brief(alerts.length, unit), []),
      tone: 'good',
      place: placeOf(tasks, scene),
    };
  },
  section,
});

const mostLines = 3;

function section(alerts: readonly RecoveredAlert[], scene: Scene): readonly Block[] {
  const { news, form } = scene.messages;
  const failedNow = new Set(tasksOf(failuresIn(scene.alerts)).map(failedKey));
  const hasFailedAgain = ({ task }: RecoveredAlert): boolean => failedNow.has(failedKey(task));
  const lineOf = (alert: RecoveredAlert): Line => {
    const after = form.duration(alert.at - alert.failedAt);
    const line = news.recoveredOne(taskName(alert.task, scene), alert.failures, after);
    return joined([line, hasFailedAgain(alert) ? [news.failedAgain] : []], form.comma);
  };
  const summary = (): Line => {
    const tasks = tasksOf(alerts);
    const size = form.brief(tasks.length, unitOf(tasks));
    const again = alerts.filter(hasFailedAgain).length;
    const line = news.recovered(size, goodNewsNames(tasks, scene));
    return joined([line, again > 0 ? [news.alsoFailedAgain(again)] : []], form.semicolon);
  };
  const lines = alerts.length <= mostLines ? alerts.map(lineOf) : [summary()];
  const withMark = lines.map((line): Line => ['✓ ', ...line]);
  return [{ kind: 'lines', tone: 'good', lines: withMark, tells: alerts }];
}
