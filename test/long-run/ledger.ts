import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';

/** What happened to one task since the baseline. */
export type Record = { failures: number; completions: number; lastFailed: number; lastMoved: number };

/** What happened in MMS, put down when it happened and without a look at the function. */
export class Ledger {
  readonly records = new Map<MigrationTask, Record>();
  /** The tick under way. */
  tick = 0;
  /** History, which nobody is told, ends with the baseline. */
  begun = false;

  failed(task: MigrationTask): void {
    const record = this.#moved(task);
    if (!this.begun) return;
    record.failures += 1;
    record.lastFailed = this.tick;
  }

  completed(task: MigrationTask): void {
    const record = this.#moved(task);
    if (this.begun) record.completions += 1;
  }

  of(task: MigrationTask): Record {
    const record = this.records.get(task) ?? { failures: 0, completions: 0, lastFailed: -1, lastMoved: -1 };
    this.records.set(task, record);
    return record;
  }

  #moved(task: MigrationTask): Record {
    const record = this.of(task);
    record.lastMoved = this.tick;
    return record;
  }
}
