import { answer, throttled, type FaultHook } from '../world/fault.ts';
import type { MigrationTask } from '../world/migration-records.ts';
import type { World } from '../world/world.ts';
import { noPrivilege } from './error-texts.ts';
import type { Emit, Place } from './events.ts';

/** What can be broken, and mended again. */
export const services = ['Slack', 'SMTP', 'OSS', 'MMS'] as const satisfies readonly Place[];

const unavailable = () =>
  answer(503, '<html><body>503 Service Temporarily Unavailable</body></html>', {
    'content-type': 'text/html',
  });
/** Of three requests one is let through, so that patience gets there. */
const throttling: FaultHook = ({ ordinal }) => (ordinal % 3 === 0 ? undefined : throttled);
/** Of the tables of a crowd, so many fail. */
const failing = 100;

/**
 * What somebody who looks on can do to the world. Each verb says what happens, as the story does.
 */
export class Visitor {
  readonly #world: World;
  readonly #emit: Emit;
  readonly #crowds: (readonly MigrationTask[])[] = [];
  #hasActed = false;

  constructor(world: World, emit: Emit) {
    this.#world = world;
    this.#emit = emit;
  }

  /** From then on the story cannot be held to its script. */
  get hasActed(): boolean {
    return this.#hasActed;
  }

  /** Whoever broke it; MMS can be in other trouble than being throttled. */
  isBroken(service: Place): boolean {
    const { fault } = this.#serverOf(service);
    return service === 'MMS' ? fault === throttling : fault !== undefined;
  }

  /** Every request is refused, by MMS two of three. */
  breaks(service: Place): void {
    const { slack, mail, oss, mms } = this.#world;
    this.#hasActed = true;
    switch (service) {
      case 'Slack':
        slack.fault = unavailable;
        break;
      case 'SMTP':
        mail.fault = ({ stage }) =>
          stage === 'greeting'
            ? { kind: 'refuse', code: 421, message: '4.3.2 Service not available' }
            : undefined;
        break;
      case 'OSS':
        oss.fault = unavailable;
        break;
      case 'MMS':
        mms.fault = throttling;
        break;
      default:
        service satisfies never;
    }
    this.#happened(service, service === 'MMS' ? 'throttled' : 'down', detailOfTrouble[service]);
  }

  heals(service: Place): void {
    this.#hasActed = true;
    this.#serverOf(service).fault = undefined;
    this.#happened(service, 'up', 'answers again');
  }

  /** The tasks of the last crowd that have failed and were not tried again. */
  get failed(): readonly MigrationTask[] {
    return this.#lastCrowd.filter(({ status, running }) => status.endsWith('_FAILED') && !running);
  }

  get unfinished(): readonly MigrationTask[] {
    return this.#lastCrowd.filter(({ status }) => status !== 'DONE');
  }

  /** A job that nobody expected comes, and of its tables a hundred fail for one reason. */
  failsAHundred(): void {
    const { migration } = this.#world;
    const [source] = migration.sources;
    if (source === undefined) return;
    this.#hasActed = true;
    const name = crowdJob(this.#crowds.length);
    const job = migration.addJob(source, name, { srcDbName: name });
    const tasks = crowdTables.map((table) => migration.addTask(job, table));
    this.#crowds.push(tasks);
    for (const task of tasks) migration.reaches(task, 'DATA_DOING');
    const unlucky = tasks.slice(0, failing);
    for (const task of unlucky)
      migration.dataFails(task, { message: noPrivilege(task.srcTableName) });
    this.#happenedTo(unlucky, 'DATA_FAILED');
  }

  retries(): void {
    const tasks = this.failed;
    this.#hasActed = true;
    for (const task of tasks) {
      this.#world.migration.retry(task);
      this.#world.migration.start(task);
    }
    this.#happenedTo(tasks, 'retried');
  }

  finishes(): void {
    const tasks = this.unfinished;
    this.#hasActed = true;
    for (const task of tasks) this.#world.migration.completes(task);
    this.#happenedTo(tasks, 'DONE');
  }

  get #lastCrowd(): readonly MigrationTask[] {
    return this.#crowds.at(-1) ?? [];
  }

  #serverOf(service: Place): Pick<World['slack' | 'mail'], 'fault'> {
    const { slack, mail, oss, mms } = this.#world;
    return { Slack: slack, SMTP: mail, OSS: oss, MMS: mms }[service];
  }

  #happened(where: Place, word: string, detail: string): void {
    this.#emit({ kind: 'happened', where, word, what: [], detail });
  }

  #happenedTo(tasks: readonly MigrationTask[], word: string): void {
    if (tasks.length > 0)
      this.#emit({
        kind: 'happened',
        where: 'MMS',
        word,
        what: tasks.map(({ srcTableName }) => srcTableName),
        detail: '',
      });
  }
}

const detailOfTrouble: Readonly<Record<Place, string>> = {
  Slack: 'every request is answered with 503',
  SMTP: 'every connection is greeted with 421',
  OSS: 'every request is answered with 503, so no state can be read or saved',
  MMS: 'two of three requests are refused with Throttling.User',
};

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
] as const;
const months = 12;
const lastYear = 2025;

/**
 * The job that archives a year, and the database that it comes from; each further crowd is the year
 * before.
 */
const crowdJob = (crowd: number): string => `archive_${lastYear - crowd}`;

const crowdTables: readonly string[] = Array.from({ length: months }, (_, month) =>
  String(month + 1).padStart(2, '0'),
).flatMap((month) => subjects.map((subject) => `${subject}_${month}`));
