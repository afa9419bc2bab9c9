import type { Migration } from './migration.ts';
import type {
  MigrationJob,
  MigrationSource,
  MigrationTask,
  MigrationTimer,
} from './migration-records.ts';

/** What happened that a channel has to be told, by the contract's words. */
export type Expectation =
  | Readonly<{ kind: 'baseline'; target: string; tasks: readonly MigrationTask[] }>
  /** One failed attempt; `cause` is whatever its author calls the reason. */
  | Readonly<{ kind: 'failed'; task: MigrationTask; cause: string | undefined }>
  /** A channel that hears of the failure only now is told of both as one failure. */
  | Readonly<{ kind: 'recovered'; task: MigrationTask }>
  | Readonly<{ kind: 'done'; task: MigrationTask }>
  | Readonly<{ kind: 'unknown'; status: string; task: MigrationTask }>
  | Readonly<{ kind: 'job-finished'; job: MigrationJob; done: number; failed: number }>
  /** Of a job that can still be stopped. */
  | Readonly<{ kind: 'escalation'; job: MigrationJob }>
  | Readonly<{ kind: 'stalled'; task: MigrationTask }>
  | Readonly<{ kind: 'reminder'; tasks: readonly MigrationTask[] }>
  | Readonly<{ kind: 'blind'; over: boolean } & ({ source: MigrationSource } | { channel: string })>
  | Readonly<{ kind: 'source'; over: boolean; timer: MigrationTimer }>;

/** It can be told from this look on; the first is 1. */
export type ExpectedAlert = Expectation & Readonly<{ look: number }>;

type CauseOf = (task: MigrationTask) => string | undefined;

/**
 * What every channel has to be told, by what happens in the migration and never by what the
 * function says. What becomes of single tasks is seen here; whoever makes more happen says what is
 * to be told of it. What happens before the first look is history.
 */
export class ExpectedAlerts {
  readonly events: ExpectedAlert[] = [];
  looks = 0;
  readonly #migration: Migration;
  readonly #targets: readonly string[];
  readonly #causeOf: CauseOf;
  readonly #failing = new Set<MigrationTask>();
  readonly #statuses = new Set<string>();

  constructor(
    migration: Migration,
    targets: readonly string[],
    causeOf: CauseOf = () => undefined,
  ) {
    this.#migration = migration;
    this.#targets = targets;
    this.#causeOf = causeOf;
    migration.onStatus = (task) => {
      this.#moves(task);
    };
  }

  /** The function has looked at the migration, whatever came of it. */
  looked(): void {
    if (this.looks === 0) {
      const all = this.#migration.sources.flatMap(({ tasks }) => tasks);
      for (const target of this.#targets)
        this.expect({ kind: 'baseline', target, tasks: all.filter((task) => isIn(target, task)) });
    }
    this.looks += 1;
  }

  /** From the next look on. */
  expect(event: Expectation): void {
    this.events.push({ ...event, look: this.looks + 1 });
  }

  #moves(task: MigrationTask): void {
    if (this.looks === 0 || !this.#targets.some((target) => isIn(target, task))) return;
    const { status } = task;
    if (/FAIL(?:ED)?$/.test(status)) {
      this.expect({ kind: 'failed', task, cause: this.#causeOf(task) });
      this.#failing.add(task);
    } else if (status === 'DONE') {
      this.expect({ kind: this.#failing.delete(task) ? 'recovered' : 'done', task });
    } else if (!documented.test(status) && !this.#statuses.has(status)) {
      this.#statuses.add(status);
      this.expect({ kind: 'unknown', status, task });
    }
  }
}

/** `2000015`, `2000015/jobs/87`, `2000015/tasks/4032` */
function isIn(target: string, { id, job }: MigrationTask): boolean {
  const [sourceId, list, wanted] = target.split('/');
  return job.source.id === sourceId && [undefined, list === 'jobs' ? job.id : id].includes(wanted);
}

const documented = /^(?:INIT|(?:SCHEMA|DATA|VERIFICATION)_(?:DOING|DONE)|DATA_DONG)$/;
