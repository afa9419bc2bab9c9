import type { ExpectedAlert } from './expected-alerts.ts';
import type { Reading } from './reading.ts';

/** What a channel took of one look. */
export type Delivered = Reading &
  Readonly<{
    look: number;
    /**
     * It may be told again: its answer or the save was lost, or another invocation ran beside this
     * one.
     */
    excused?: boolean;
  }>;

export type CountByKind = Readonly<Record<string, number>>;

/**
 * Holds what one channel was told, oldest first, against what it had to be told: all of it, once.
 * A complaint is a sentence about what was not told, or told again.
 */
export function judge(
  channel: string,
  expected: readonly ExpectedAlert[],
  delivered: readonly Delivered[],
): Readonly<{ complaints: readonly string[]; told: CountByKind }> {
  const own = expected.filter((alert) => !('channel' in alert && alert.channel === channel));
  const known = new Set(own.flatMap(tasksOf));
  const waiting = new Set(own);
  const excused = new Set<ExpectedAlert>();
  const told = new Set<ExpectedAlert>();
  /** Tasks that a message may have counted without naming them: they may still be named. */
  const counted = new Set<string>();
  const complaints: string[] = [];
  for (const { look, tells, tasks, excused: isExcused = false } of delivered) {
    const possible = [...waiting].filter((alert) => alert.look <= look);
    // What may have been told already is the last that a bare count stands for.
    const alerts = tells([
      ...possible.filter((alert) => !excused.has(alert)),
      ...possible.filter((alert) => excused.has(alert)),
    ]);
    for (const alert of alerts) {
      told.add(alert);
      if (isExcused) excused.add(alert);
      else waiting.delete(alert);
    }
    const explained = new Set(alerts.flatMap(tasksOf));
    const named = new Set(tasks(known));
    const again = [...named].filter((id) => !explained.has(id) && !counted.has(id));
    for (const id of named) counted.delete(id);
    for (const id of explained) if (!named.has(id)) counted.add(id);
    if (again.length > 0 && !isExcused) {
      complaints.push(`${channel} was told again of ${listed(again)} in look ${look}`);
    }
  }
  for (const alert of waiting) {
    if (!excused.has(alert)) complaints.push(`${channel} was never told ${described(alert)}`);
  }
  return { complaints, told: countByKind([...told]) };
}

export function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export const countByKind = (alerts: readonly ExpectedAlert[]): CountByKind =>
  tally(alerts.map(({ kind }) => kind));

/** Of the tasks that a message may name because of this alert. */
function tasksOf(alert: ExpectedAlert): readonly string[] {
  if ('task' in alert) return [alert.task.id];
  if ('tasks' in alert) return alert.tasks.map(({ id }) => id);
  return 'job' in alert ? alert.job.tasks.map(({ id }) => id) : [];
}

/** `failed: shipments (4038), from look 2` */
function described(alert: ExpectedAlert): string {
  const what = 'over' in alert && alert.over ? `end of ${alert.kind}` : alert.kind;
  return `${what}: ${subjectOf(alert)}, from look ${alert.look}`;
}

function subjectOf(alert: ExpectedAlert): string {
  if ('task' in alert) return `${alert.task.srcTableName} (${alert.task.id})`;
  if ('target' in alert) return alert.target;
  if ('tasks' in alert) return `${alert.tasks.length} tasks`;
  if ('job' in alert) return `job ${alert.job.id}`;
  if ('timer' in alert) return `timer ${alert.timer.id}`;
  return 'source' in alert ? `source ${alert.source.id}` : alert.channel;
}

const listed = (ids: readonly string[]): string =>
  ids.length > 5
    ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more tasks`
    : ids.join(', ');
