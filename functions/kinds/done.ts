import * as z from 'zod/mini';
import { alertSchema, type AlertOf, jobOf, taskSubject } from '../notification/alert.ts';
import { taskColumns } from '../notification/csv.ts';
import type { Block } from '../notification/document.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import {
  goodNewsNames,
  placeOf,
  someOf,
  tableName,
  tasksOf,
  unitOf,
} from '../notification/names.ts';

const schema = alertSchema('done', ({ task }) => ({
  task,
  watchedById: z.boolean(),
}));

type DoneAlert = AlertOf<typeof schema>;

/** A task is `DONE`. */
export const done = defineKind('done', schema, {
  key: ({ task }) => `done ${task.sourceId}/${task.id}`,
  subject: ({ task }) => taskSubject(task),
  timing: ({ watchedById }) => (watchedById ? 'at once' : 'good-news digest'),
  eventId: ({ task }) => task.status,
  csvRows: ({ task }) => [taskColumns(task)],
  headline: (alerts, scene) => {
    const tasks = tasksOf(alerts).filter((task) => !scene.headlined.has(jobOf(task)));
    if (tasks.length === 0) return undefined;
    const { news, form } = scene.messages;
    const names = someOf(
      tasks.slice(0, 3).map((task) => tableName(task, scene)),
      scene,
      tasks.length,
    );
    const unit = unitOf(tasks);
    return {
      text: news.done(form.counted(tasks.length, unit), names),
      short: news.done(form.brief(tasks.length, unit), []),
      tone: 'good',
      place: placeOf(tasks, scene),
    };
  },
  section,
});

/** Tasks that somebody watches by id first. */
function section(alerts: readonly DoneAlert[], scene: Scene): readonly Block[] {
  const { news, form } = scene.messages;
  const ordered = [...alerts].sort((a, b) => Number(b.watchedById) - Number(a.watchedById));
  const tasks = tasksOf(ordered);
  const size = form.brief(tasks.length, unitOf(tasks));
  const line = ['✓ ', ...news.newlyDone(size, goodNewsNames(tasks, scene))];
  return [{ kind: 'lines', tone: 'good', lines: [line], tells: alerts }];
}
