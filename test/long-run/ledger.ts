import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';

/** What happened to one task since the baseline. */
export type Record = { failures: number; completions: number; lastMoved: number };

/** Something that every channel has to be told of. */
export type Event = Readonly<{ task: MigrationTask; what: 'failed' | 'done'; tick: number }>;

/** What happened in MMS, put down when it happened and without a look at the function. */
export class Ledger {
  readonly records = new Map<MigrationTask, Record>();
  readonly events: Event[] = [];
  /** The tick under way. */
  tick = 0;
  /** History, which nobody is told, ends with the baseline. */
  begun = false;

  failed(task: MigrationTask): void {
    const record = this.#moved(task);
    if (!this.begun) return;
    record.failures += 1;
    this.events.push({ task, what: 'failed', tick: this.tick });
  }

  completed(task: MigrationTask): void {
    const record = this.#moved(task);
    if (!this.begun) return;
    record.completions += 1;
    this.events.push({ task, what: 'done', tick: this.tick });
  }

  of(task: MigrationTask): Record {
    const record = this.records.get(task) ?? { failures: 0, completions: 0, lastMoved: -1 };
    this.records.set(task, record);
    return record;
  }

  #moved(task: MigrationTask): Record {
    const record = this.of(task);
    record.lastMoved = this.tick;
    return record;
  }
}
