import { statusKey } from '../mms/task.ts';
import { alertSchema, type AlertOf, type Some, taskSubject } from '../notification/alert.ts';
import { taskColumns } from '../notification/csv.ts';
import type { Block, Line } from '../notification/document.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import {
  moreOf,
  oneOrCount,
  placeOf,
  shortName,
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
  const shown = alerts.slice(0, scene.limits.lines);
  const lines = shown.map((alert) =>
    news.unknownTask(shortName(alert.status, scene), taskName(alert.task, scene), alert.others),
  );
  const rest = alerts.slice(shown.length).map(({ status }) => shortName(status, scene));
  if (rest.length > 0) lines.push(moreOf(rest, scene));
  lines.push(checkLine(news.unknownAdvice, scene), [taskLogLink(first.task, scene)]);
  return [{ kind: 'lines', tone: 'attention', lines, tells: alerts }];
}
