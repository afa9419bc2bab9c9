import type { MigrationTask } from '../world/migration-records.ts';
import { noPrivilege } from './error-texts.ts';
import type { Place } from './events.ts';
import { Hand, troubles } from './hand.ts';

/** What can be broken, and mended again. */
export const services = ['Slack', 'SMTP', 'OSS', 'MMS'] as const satisfies readonly Place[];

const troubleOf = {
  Slack: troubles.slackDown,
  SMTP: troubles.smtpDown,
  OSS: troubles.ossDown,
  MMS: troubles.mmsThrottled,
} as const;

export class Visitor extends Hand {
  /** The tasks of the last job that nobody expected. */
  #crowd: readonly MigrationTask[] = [];
  #year = 2026;
  /** From then on the story cannot be held to its script. */
  hasActed = false;

  /** Whoever broke it; MMS can be in other trouble than being throttled. */
  isBroken(service: Place): boolean {
    return service === 'MMS' ? this.is(troubles.mmsThrottled) : this.isInTrouble(service);
  }

  breaksOrMends(service: Place): void {
    this.hasActed = true;
    if (this.isBroken(service)) this.mends(service);
    else this.breaks(troubleOf[service]);
  }

  get failed(): readonly MigrationTask[] {
    return this.#crowd.filter(({ status, running }) => status.endsWith('_FAILED') && !running);
  }

  get unfinished(): readonly MigrationTask[] {
    return this.#crowd.filter(({ status }) => status !== 'DONE');
  }

  /** Of a job that archives a year, each further one the year before. */
  failsAHundred(): void {
    const { migration } = this.world;
    const [source] = migration.sources;
    if (source === undefined) return;
    this.hasActed = true;
    this.#year -= 1;
    const name = `archive_${this.#year}`;
    const job = migration.addJob(source, name, { srcDbName: name });
    const tasks = crowdTables.map((table) => migration.addTask(job, table));
    this.#crowd = tasks;
    for (const task of tasks) migration.reaches(task, 'DATA_DOING');
    const unlucky = tasks.slice(0, 100);
    for (const task of unlucky)
      migration.dataFails(task, { message: noPrivilege(task.srcTableName) });
    this.happenedTo(namesOf(unlucky), 'DATA_FAILED');
  }

  retries(): void {
    const tasks = this.failed;
    this.hasActed = true;
    for (const task of tasks) {
      this.world.migration.retry(task);
      this.world.migration.start(task);
    }
    this.happenedTo(namesOf(tasks), 'retried');
  }

  finishes(): void {
    const tasks = this.unfinished;
    this.hasActed = true;
    for (const task of tasks) this.world.migration.completes(task);
    this.happenedTo(namesOf(tasks), 'DONE');
  }
}

const namesOf = (tasks: readonly MigrationTask[]): readonly string[] =>
  tasks.map(({ srcTableName }) => srcTableName);

/** A table a month for each of these: enough to fail in a crowd. */
const subjects = [
  'clicks',
  'events',
  'orders',
  'page_views',
  'prices',
  'refunds',
  'searches',
  'sessions',
  'shipments',
  'stock',
];

const crowdTables: readonly string[] = Array.from({ length: 12 }, (_, month) =>
  String(month + 1).padStart(2, '0'),
).flatMap((month) => subjects.map((subject) => `${subject}_${month}`));
