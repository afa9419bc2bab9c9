import * as z from 'zod/mini';
import { causeKey } from '../causes/cause.ts';
import { meaningOf } from '../mms/task.ts';
import { alertSchema, type AlertOf } from '../notification/alert.ts';
import { failedRows } from '../notification/csv.ts';
import { code, joined, words, type Block, type Line } from '../notification/document.ts';
import { causeList, tasksIn } from '../notification/failures/causes.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import { oneOrCount, shortName, shownOf } from '../notification/names.ts';
import { retryLines } from '../notification/next-steps.ts';
import { number } from '../notification/wording/numbers.ts';

const schema = alertSchema('baseline', ({ text, count, causes }) => ({
  /** As `MMS_WATCH` names it. */
  target: text,
  /** A source, a job or a table; `''` without a task. */
  name: text,
  total: count,
  statuses: z.record(text, count),
  running: count,
  stopped: count,
  failed: causes,
  /** Failed ones whose logs were not read yet. */
  unread: count,
}));

export type BaselineAlert = AlertOf<typeof schema>;

/** One summary of a new target instead of its history. */
export const baseline = defineKind('baseline', schema, {
  key: ({ target }) => `baseline ${target}`,
  subject: ({ target }) => {
    const [sourceId = '', part, jobId] = target.split('/');
    return { type: 'target', id: target, sourceId, jobId: part === 'jobs' ? jobId : undefined };
  },
  causes: ({ failed }) =>
    failed.flatMap(({ cause, tasks }) =>
      cause === undefined ? [] : tasks.map((task) => causeKey(task, cause.fingerprint)),
    ),
  eventId: ({ total, statuses }) => `${total} ${JSON.stringify(Object.entries(statuses).sort())}`,
  csvRows: ({ target, name, failed }) => [
    { source_name: name, source_id: target },
    ...failedRows(failed),
  ],
  headline: (alerts, scene) => {
    const { news, form } = scene.messages;
    const watching = ({ name, target }: BaselineAlert): Line =>
      news.watching(shortName(name || target, scene));
    const what = oneOrCount(alerts, watching, news.watchingTargets);
    return {
      text: [...what, form.colon, totalsOf(alerts, scene)],
      short: [news.alsoWatching(alerts.length)],
      tone: 'plain',
    };
  },
  section: (alerts, scene) => {
    const { news } = scene.messages;
    const { shown, rest } = shownOf(alerts, scene);
    const blocks = shown.map((alert): Block => {
      const lines = linesOf(alert, alerts.length > 1, scene);
      return { kind: 'lines', tone: 'plain', lines, tells: [alert] };
    });
    const more: Line =
      rest.length > 0 ? [news.moreTargets(rest.length, totalsOf(rest, scene))] : [];
    return [...blocks, { kind: 'note', lines: [more, [news.fromNowOn]], tells: rest }];
  },
});

/** `bigquery_prod (2000015)` */
const targetOf = ({ name, target }: BaselineAlert, scene: Scene): Line =>
  name === '' ? [code(target)] : scene.messages.form.named(shortName(name, scene), [code(target)]);

/** `5,000 tasks, 4,100 done, 12 failed before` */
const totalsOf = (alerts: readonly BaselineAlert[], { messages }: Scene): string =>
  messages.news.totals(
    alerts.reduce((sum, { total }) => sum + total, 0),
    tasksWith(alerts, 'done'),
    tasksWith(alerts, 'failed'),
  );

const tasksWith = (alerts: readonly BaselineAlert[], meaning: 'done' | 'failed'): number =>
  alerts
    .flatMap(({ statuses }) => Object.entries(statuses))
    .reduce((sum, [status, tasks]) => (meaningOf(status) === meaning ? sum + tasks : sum), 0);

const mostStatuses = 12;

function linesOf(alert: BaselineAlert, isOneOfSeveral: boolean, scene: Scene): readonly Line[] {
  const { news, form, job } = scene.messages;
  const { statuses, running, stopped, failed, unread, target } = alert;
  const title = isOneOfSeveral
    ? words`${targetOf(alert, scene)}${form.colon}${totalsOf([alert], scene)}`
    : news.target([code(target)]);
  const ordered = Object.entries(statuses).sort(([, a], [, b]) => b - a);
  const counts = ordered
    .slice(0, mostStatuses)
    .map(([status, tasks]): Line => words`${shortName(status, scene)} ${number(tasks)}`);
  const more = ordered.length - mostStatuses;
  if (more > 0) counts.push([news.moreStatuses(more)]);
  if (running > 0) counts.push([job.running(running)]);
  if (stopped > 0) counts.push([job.stoppedTasks(stopped)]);
  const lines = isOneOfSeveral ? [title, joined(counts)] : [joined([title, ...counts])];
  if (failed.length + unread === 0) return lines;
  lines.push([news.failedBefore(form.counted(tasksIn(failed) + unread, 'task'))]);
  lines.push(...causeList(failed, scene));
  if (unread > 0) lines.push([news.notReadYet(unread)]);
  const tasks = failed.flatMap((group) => group.tasks);
  return [...lines, ...retryLines(tasks, scene)];
}
