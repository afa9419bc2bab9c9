import { kinds, type AlertKind, type AnyAlert } from '../../functions/kinds/kinds.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import { decodeState } from '../../functions/storage/state-codec.ts';
import type { ExpectedAlert, ExpectedAlerts } from '../../rehearsal/world/expected-alerts.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import type { Reading } from '../../rehearsal/world/reading.ts';
import { judge } from '../../rehearsal/world/verdict.ts';
import type { Outside } from './invocation.ts';
import type { Receiver } from './receiver.ts';

export type OfTask = Extract<ExpectedAlert, { kind: 'failed' | 'recovered' | 'done' }>;

/** What happens to single tasks, which no outage may keep from anybody. */
export const ofTasks = (expected: ExpectedAlerts): readonly OfTask[] =>
  expected.events.filter(
    (event): event is OfTask =>
      event.kind === 'failed' || event.kind === 'recovered' || event.kind === 'done',
  );

/**
 * What each channel should have heard of the week and did not, or heard too often; a sentence each.
 */
export function complaintsAbout(
  expected: ExpectedAlerts,
  { receivers, objects }: Outside,
): readonly string[] {
  const events = ofTasks(expected);
  return receivers.flatMap((receiver) => {
    const { name, heard } = receiver;
    const delivered = heard.map(({ tick, alerts, excused }) => {
      return { ...readAlerts(alerts), look: tick + 1, excused };
    });
    const context = { kinds, location: name, owner: undefined };
    const { pending } = decodeState(Buffer.from(objects.get(name) ?? ''), context);
    return [
      ...judge(name, events, delivered).complaints,
      ...miscounted(events, receiver).map((complaint) => `${name}: ${complaint}`),
      ...repeatedRows(receiver).map((complaint) => `${name}: ${complaint}`),
      ...(pending.length === 0 ? [] : [`${name}: ${pending.length} alerts still wait`]),
    ];
  });
}

const kindsOfTask: readonly string[] = ['failed', 'recovered', 'done'] satisfies AlertKind[];

type TaskAlert = Extract<AnyAlert, { kind: 'failed' | 'recovered' | 'done' }>;
type Told = Readonly<{ alert: TaskAlert; excused: boolean }>;

/** Failures and completions, without reasons that were found later. */
const isNews = (alert: Alert): alert is TaskAlert =>
  kindsOfTask.includes(alert.kind) && !('what' in alert && alert.what === 'reason');

/**
 * What the receiver of these alerts learns of tasks; a failure that has recovered since tells both.
 */
function readAlerts(alerts: readonly Alert[]): Reading {
  const news = alerts.filter(isNews);
  const tells = (alert: TaskAlert, kind: ExpectedAlert['kind']): boolean => {
    if (alert.kind !== 'failed') return kind !== 'failed';
    return kind === 'failed' || alert.recoveredSince;
  };
  return {
    tells: (waiting) =>
      waiting.filter(
        (event) =>
          'task' in event &&
          news.some((alert) => alert.task.id === event.task.id && tells(alert, event.kind)),
      ),
    tasks: () => news.map(({ task }) => task.id),
  };
}

function toldByTask({ heard }: Receiver): ReadonlyMap<string, readonly Told[]> {
  const told = new Map<string, Told[]>();
  for (const { alerts, excused } of heard) {
    for (const alert of alerts.filter(isNews)) {
      const about = told.get(alert.task.id) ?? [];
      about.push({ alert, excused });
      told.set(alert.task.id, about);
    }
  }
  return told;
}

/** Each attempt is counted once, and the last word about a task is how it stands. */
function miscounted(events: readonly OfTask[], receiver: Receiver): readonly string[] {
  const failures = new Map<MigrationTask, number>();
  for (const { task, kind } of events) {
    failures.set(task, (failures.get(task) ?? 0) + (kind === 'failed' ? 1 : 0));
  }
  const toldOf = toldByTask(receiver);
  return [...failures].flatMap(([task, count]) => {
    const told = toldOf.get(task.id) ?? [];
    const sure = told.filter(({ excused }) => !excused);
    const complaints: string[] = [];
    if (attemptsIn(sure) > count || (sure.length === told.length && attemptsIn(sure) < count)) {
      complaints.push(`told of ${attemptsIn(sure)} failures, there were ${count}`);
    }
    const last = told.at(-1);
    if (last !== undefined && sure.length === told.length && !isLastWord(last.alert, task)) {
      complaints.push(`the last word was ${last.alert.kind}`);
    }
    return complaints.map((complaint) => `task ${task.id} (${task.status}): ${complaint}`);
  });
}

const attemptsIn = (told: readonly Told[]): number =>
  told.reduce((sum, { alert }) => sum + (alert.kind === 'failed' ? alert.attempts : 0), 0);

function isLastWord(alert: TaskAlert, { status }: MigrationTask): boolean {
  const saysFailed = alert.kind === 'failed' && !alert.recoveredSince;
  if (status === 'DONE') return !saysFailed;
  return !status.endsWith('_FAILED') || saysFailed;
}

/** Of all tellings of one row, one may be without an excuse. */
function repeatedRows({ heard }: Receiver): readonly string[] {
  const sure = new Set<string>();
  const repeated: string[] = [];
  for (const { alerts, excused, tick } of heard) {
    if (excused) continue;
    for (const alert of alerts.filter(isNews)) {
      if (alert.kind !== 'failed') continue;
      for (const { logId } of alert.rows) {
        if (sure.has(logId)) {
          const row = `row ${logId} of task ${alert.task.id}`;
          repeated.push(`${row} was told again in tick ${tick}, without an excuse`);
        }
        sure.add(logId);
      }
    }
  }
  return repeated;
}
