import type { MigrationTask } from '../world/migration-records.ts';
import { noPrivilege } from './error-texts.ts';
import type { Place } from './events.ts';
import { Hand, troubles } from './hand.ts';

const troubleOf = {
  Slack: troubles.slackDown,
  SMTP: troubles.smtpDown,
  OSS: troubles.ossDown,
  MMS: troubles.mmsThrottled,
} as const;

/** Somebody who looks on and has a hand in it. */
export class Visitor extends Hand {
  /** The tasks of the last job that nobody expected. */
  #crowd: readonly MigrationTask[] = [];
  #year = 2026;
  /** From then on the story cannot be held to its script. */
  hasActed = false;

  breaksOrMends(service: Place): void {
    this.hasActed = true;
    if (this.isInTrouble(service)) this.mends(service);
    else this.breaks(troubleOf[service]);
  }

  get failed(): readonly MigrationTask[] {
    return this.#crowd.filter(({ status, running }) => status.endsWith('_FAILED') && !running);
  }

  get unfinished(): readonly MigrationTask[] {
    return this.#crowd.filter(({ status }) => status !== 'DONE');
  }

  /** Of a job that archives a year, each further one the year before. */
  readonly failsAHundred = (): void => {
    const { migration } = this.world;
    const [source] = migration.sources;
    if (source === undefined) return;
    this.#year -= 1;
    const name = `archive_${this.#year}`;
    const job = migration.addJob(source, name, { srcDbName: name });
    this.#crowd = Array.from({ length: 120 }, (_, index) =>
      migration.addTask(job, `events_${String(index + 1).padStart(3, '0')}`),
    );
    for (const task of this.#crowd) migration.reaches(task, 'DATA_DOING');
    this.#changes(this.#crowd.slice(0, 100), 'DATA_FAILED', (task) => {
      migration.dataFails(task, { message: noPrivilege(task.srcTableName) });
    });
  };

  readonly retries = (): void => {
    this.#changes(this.failed, 'retried', (task) => {
      this.world.migration.retry(task);
      this.world.migration.start(task);
    });
  };

  readonly finishes = (): void => {
    this.#changes(this.unfinished, 'DONE', (task) => {
      this.world.migration.completes(task);
    });
  };

  #changes(
    tasks: readonly MigrationTask[],
    word: string,
    change: (task: MigrationTask) => void,
  ): void {
    this.hasActed = true;
    tasks.forEach(change);
    this.happenedTo(tasks, word);
  }
}
