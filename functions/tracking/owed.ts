import type { Alert, AlertedTask, AlertOf } from '../kinds/alert.ts';
import { alertKey } from '../kinds/alert.ts';
import type { Task } from '../mms/task.ts';

export function alertedTask(task: Task): AlertedTask {
  const { id, sourceId, sourceName, jobId, jobName, sourceTable, destinationTable, status } = task;
  return { id, sourceId, sourceName, jobId, jobName, sourceTable, destinationTable, status };
}

/** What one channel is owed, by `alertKey`, in the order in which it came up. */
export class OwedAlerts {
  readonly #byKey: Map<string, Alert>;

  constructor(owed: readonly Alert[]) {
    this.#byKey = new Map(owed.map((alert) => [alertKey(alert), alert]));
  }

  all(): readonly Alert[] {
    return [...this.#byKey.values()];
  }

  failureOf(task: Task): AlertOf<'failed'> | undefined {
    const alert = this.#byKey.get(`failed ${task.sourceId}/${task.id}`);
    return alert?.kind === 'failed' ? alert : undefined;
  }

  /**
   * Failures of one task that wait together are one alert, which says how many and tells the
   * newest.
   */
  add(alert: Alert): void {
    const key = alertKey(alert);
    const waiting = this.#byKey.get(key);
    if (waiting?.kind === 'failed' && alert.kind === 'failed') {
      this.#byKey.set(key, {
        ...alert,
        attempts: waiting.attempts + alert.attempts,
        at: waiting.at,
      });
    } else if (waiting?.kind === 'unknown' && alert.kind === 'unknown') {
      this.#byKey.set(key, { ...waiting, others: waiting.others + 1 });
    } else {
      this.#byKey.set(key, waiting ? { ...alert, due: waiting.due } : alert);
    }
  }

  /** The task was done before its failure could be told. */
  markRecovered(failure: AlertOf<'failed'>): void {
    this.#byKey.set(alertKey(failure), { ...failure, recoveredSince: true });
  }
}
