import type { Alert, AlertKind } from '../../functions/kinds/alert.ts';
import { decodeState } from '../../functions/storage/state-object.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { ofTasks } from '../support/watch.ts';
import type { Outside } from './invocation.ts';
import type { Record } from './ledger.ts';
import type { Heard, Receiver } from './receiver.ts';
import type { Work } from './work.ts';

const tellsOfTask: ReadonlySet<AlertKind> = new Set(ofTasks);

type About = Readonly<{ alert: Alert; heard: Heard }>;

/**
 * What each channel should have heard of the week and did not, or heard too often; a sentence each.
 */
export function complaintsAbout(
  { ledger }: Work,
  { receivers, objects }: Outside,
): readonly string[] {
  return receivers.flatMap((receiver) => {
    const told = byTask(receiver);
    const complaints = [...ledger.records].flatMap(([task, record]) =>
      complaintsOf(task, record, told.get(task.id) ?? []),
    );
    const owed = decodeState(objects.get(receiver.name) ?? '', receiver.name).owed.length;
    return [
      ...complaints,
      ...repeatedRows(receiver),
      ...(owed === 0 ? [] : [`${owed} alerts are still owed`]),
    ].map((complaint) => `${receiver.name}: ${complaint}`);
  });
}

function byTask({ heard: messages }: Receiver): ReadonlyMap<string, readonly About[]> {
  const told = new Map<string, About[]>();
  for (const heard of messages) {
    for (const alert of heard.alerts) {
      if (!tellsOfTask.has(alert.kind) || !('task' in alert)) continue;
      const list = told.get(alert.task.id) ?? [];
      list.push({ alert, heard });
      told.set(alert.task.id, list);
    }
  }
  return told;
}

const attemptsIn = (told: readonly About[]): number =>
  told.reduce((sum, { alert }) => sum + (alert.kind === 'failed' ? alert.attempts : 0), 0);
const tellsCompletion = ({ alert }: About): boolean =>
  alert.kind === 'done' ||
  alert.kind === 'recovered' ||
  (alert.kind === 'failed' && alert.recoveredSince);

/**
 * Every failed attempt is told, and counted once but where a repeat is excused; the last word about
 * a task is how it stands.
 */
function complaintsOf(
  task: MigrationTask,
  { failures, completions }: Record,
  told: readonly About[],
): readonly string[] {
  const remembered = told.filter(({ heard }) => !heard.excused);
  const excused = told.length > remembered.length;
  const [all, sure] = [attemptsIn(told), attemptsIn(remembered)];
  const done = told.filter(tellsCompletion).length;
  const complaints: string[] = [];
  if (all < failures) complaints.push(`told of ${all} failures, there were ${failures}`);
  if (sure > failures)
    complaints.push(`told of ${sure} failures without an excuse, there were ${failures}`);
  if (!excused && sure !== failures)
    complaints.push(`told of ${sure} failures, there were ${failures}`);
  if (completions > 0 && task.status === 'DONE' && done === 0)
    complaints.push('its completion was not told');
  if (remembered.filter(tellsCompletion).length > completions)
    complaints.push(`told of more completions than the ${completions} that there were`);
  const last = told.at(-1);
  if (!excused && task.status === 'DONE' && completions > 0 && last && !tellsCompletion(last))
    complaints.push(`it is done, and the last word was ${last.alert.kind}`);
  if (
    !excused &&
    task.status.endsWith('_FAILED') &&
    failures > 0 &&
    last &&
    (last.alert.kind !== 'failed' || last.alert.recoveredSince)
  )
    complaints.push(`it has failed, and the last word was ${last.alert.kind}`);
  return complaints.map((complaint) => `task ${task.id} (${task.status}): ${complaint}`);
}

/** Of all tellings of one row, one may be without an excuse. */
function repeatedRows({ heard }: Receiver): readonly string[] {
  const sure = new Set<string>();
  const repeated: string[] = [];
  for (const { alerts, excused, tick } of heard) {
    if (excused) continue;
    for (const alert of alerts) {
      if (alert.kind !== 'failed') continue;
      for (const { logId } of alert.rows) {
        if (sure.has(logId))
          repeated.push(
            `row ${logId} of task ${alert.task.id} was told again in tick ${tick}, without an excuse`,
          );
        sure.add(logId);
      }
    }
  }
  return repeated;
}
