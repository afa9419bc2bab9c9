import type { MigrationTask } from '../world/migration-records.ts';
import type { ChannelName } from './channels.ts';

/** What can be told, the worst first. */
export const tellingKinds = [
  'escalation',
  'blind',
  'failed',
  'stalled',
  'reminder',
  'recovered',
  'unknown',
  'done',
  'job-finished',
  'baseline',
] as const;
export type TellingKind = (typeof tellingKinds)[number];

/** Something that happened and that each channel has to be told once. */
export type Event =
  /** One failed attempt, by the log rows that it left; `cause` is the story's own name for why. */
  | Readonly<{
      kind: 'failed';
      table: string;
      taskId: string;
      logIds: readonly string[];
      cause: string;
    }>
  | Readonly<{ kind: 'recovered'; table: string; taskId: string }>
  | Readonly<{ kind: 'unknown'; status: string }>
  | Readonly<{ kind: 'baseline'; target: string }>
  /** Completions are counted, since Slack names but the first of them. */
  | Readonly<{ kind: 'done'; table: string }>
  | Readonly<{ kind: 'job-finished'; jobId: string; done: number; of: number }>
  | Readonly<{ kind: 'escalation'; jobId: string }>
  | Readonly<{ kind: 'stalled'; table: string; taskId: string }>
  | Readonly<{ kind: 'reminder'; table: string; taskId: string }>
  | Readonly<{ kind: 'blind'; what: 'sight lost' | 'sight back'; sourceId: string }>
  /** Which only the other channel can tell. */
  | Readonly<{ kind: 'blind'; what: 'channel lost'; channel: ChannelName }>;

/** Everything that is told by name; completions are told as a number. */
export type NamedEvent = Exclude<Event, { kind: 'done' }>;

/** What happened, put down when it did and without a look at the function. */
export class Ledger {
  readonly events: Event[] = [];
  /** Tables whose failure is told and which are not done since. */
  readonly #failed = new Set<string>();

  add(event: Event): void {
    this.events.push(event);
  }

  fails(task: MigrationTask, rowsBefore: number, cause: string): void {
    const logIds = task.rows
      .slice(rowsBefore)
      .filter(({ status }) => status?.endsWith('_FAILED') === true)
      .map(({ id }) => id);
    this.add({ kind: 'failed', table: task.srcTableName, taskId: task.id, logIds, cause });
    this.#failed.add(task.id);
  }

  /** A recovery where the channels were told of a failure, else a completion like any other. */
  completes({ id, srcTableName: table }: MigrationTask): void {
    this.add(
      this.#failed.delete(id) ? { kind: 'recovered', table, taskId: id } : { kind: 'done', table },
    );
  }

  entersUnknown(status: string): void {
    if (!this.events.some((event) => event.kind === 'unknown' && event.status === status))
      this.add({ kind: 'unknown', status });
  }

  count(kind: TellingKind): number {
    return this.events.filter((event) => event.kind === kind).length;
  }
}
