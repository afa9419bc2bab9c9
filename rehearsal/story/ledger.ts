import type { MigrationTask } from '../world/migration-records.ts';

/** What can be told, the worst first. */
export const tellingKinds = ['failed', 'recovered', 'unknown', 'done', 'baseline'] as const;
export type TellingKind = (typeof tellingKinds)[number];

/** Something that happened in the migration and that each channel has to be told once. */
export type Event =
  /** One failed attempt, by the log rows that it left. */
  | Readonly<{ kind: 'failed'; table: string; logIds: readonly string[] }>
  | Readonly<{ kind: 'recovered'; table: string; taskId: string }>
  | Readonly<{ kind: 'unknown'; status: string }>
  | Readonly<{ kind: 'baseline'; target: string }>
  /** Completions are counted, since Slack names but the first of them. */
  | Readonly<{ kind: 'done'; table: string }>;

/** What the migration did, put down when it did it and without a look at the function. */
export class Ledger {
  readonly events: Event[] = [];
  /** Tables whose failure is told and which are not done since. */
  readonly #failed = new Set<string>();

  begins(target: string): void {
    this.events.push({ kind: 'baseline', target });
  }

  fails(task: MigrationTask, rowsBefore: number): void {
    const logIds = task.rows.slice(rowsBefore).filter(({ status }) => status?.endsWith('_FAILED') === true).map(({ id }) => id);
    this.events.push({ kind: 'failed', table: task.srcTableName, logIds });
    this.#failed.add(task.id);
  }

  /** A recovery where the channels were told of a failure, else a completion like any other. */
  completes({ id, srcTableName: table }: MigrationTask): void {
    this.events.push(this.#failed.delete(id) ? { kind: 'recovered', table, taskId: id } : { kind: 'done', table });
  }

  entersUnknown(status: string): void {
    if (!this.events.some((event) => event.kind === 'unknown' && event.status === status)) this.events.push({ kind: 'unknown', status });
  }

  count(kind: TellingKind): number {
    return this.events.filter((event) => event.kind === kind).length;
  }
}
