import { statusKey } from '../mms/task.ts';
import { alertSchema, type AlertOf, type Some, taskSubject } from '../notification/alert.ts';
import { taskColumns } from '../notification/csv.ts';
import type { Block, Line } from '../notification/document.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import {
  oneOrCount,
  placeOf,
  shortName,
  shownOf,
  taskName,
  tasksOf,
} from '../notification/names.ts';
import { checkLine, taskLogLink } from '../notification/next-steps.ts';

const schema = alertSchema('unknown', ({ task, text, count }) => ({
  task,
  status: text,
  others: count,
}));

type UnknownAlert = AlertOf<typeof schema>;

/** A task is in a status that nobody has documented. */
export const unknown = defineKind('unknown', schema, {
  key: ({ status }) => `unknown ${statusKey(status)}`,
  subject: ({ task }) => taskSubject(task),
  combine: (waiting) => ({ ...waiting, others: waiting.others + 1 }),
  eventId: ({ task, others }) => `${task.id} ${others}`,
  csvRows: ({ task, status }) => [{ ...taskColumns(task), status }],
  headline: (alerts, scene) => {
    const { news } = scene.messages;
    const one = (alert: UnknownAlert): Line =>
      news.unknownStatus(shortName(alert.status, scene), alert.others + 1);
    return {
      text: oneOrCount(alerts, one, news.unknownStatuses),
      tone: 'attention',
      // Where the other tasks are is not known.
      place: alerts.some(({ others }) => others > 0) ? [] : placeOf(tasksOf(alerts), scene),
    };
  },
  section,
});

function section(alerts: Some<UnknownAlert>, scene: Scene): readonly Block[] {
  const [first] = alerts;
  const { news } = scene.messages;
  const { shown, more } = shownOf(alerts, scene, ({ status }) => shortName(status, scene));
  const lines = [
    ...shown.map(({ status, task, others }) =>
      news.unknownTask(shortName(status, scene), taskName(task, scene), others),
    ),
    more,
    checkLine(news.unknownAdvice, scene),
    [taskLogLink(first.task, scene)],
  ];
  return [{ kind: 'lines', tone: 'attention', lines, tells: alerts }];
}
