import { ExpectedAlerts } from '../../rehearsal/world/expected-alerts.ts';
import type { MigrationJob, MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { World } from '../../rehearsal/world/world.ts';
import { ofTasks, type OfTask } from '../long-run/verdict.ts';
import { onlyTasksAtOnce } from '../support/watch.ts';
import { NightClock } from './night-clock.ts';

export const channels = ['slack', 'email'] as const;
export type ChannelName = (typeof channels)[number];

/** Something that each channel has to be told of. Each is another task's. */
export type Event = Readonly<{
  task: string;
  /** Since the minute before, when neither channel took it. */
  owed: boolean;
  alert: OfTask;
}>;

export type States = Readonly<Record<ChannelName, string>>;

/** Each task is told of at once and by itself, so that a telling can be counted. */
export const environmentOf = ({ world, watch }: BusyNight): Readonly<Record<string, string>> => ({
  ...world.environment(watch),
  ALERT_ON: onlyTasksAtOnce.ALERT_ON,
  DIGEST_EVERY: onlyTasksAtOnce.DIGEST_EVERY,
});

/** A source of more than 200 tasks is asked for its jobs first, and a listing has several pages. */
const archived = 180;
/**
 * One more than a page holds; with a status of its own for each, their labels alone fill more than
 * one message of Slack.
 */
const inStorm = 101;
/** Rows of the archive, of the three tasks that move in the first minute, and of the storm. */
const rowsBefore = BigInt(archived * 7 + 9 + inStorm);
/** The minute whose tick is broken; those before it are the same in every night. */
export const theMinute = 3;

/**
 * A world in which one tick has something of everything to tell: a storm that neither channel took
 * the minute before, new failures, a recovery and completions, in a source that is listed job by
 * job and in a task watched by its own id.
 */
export class BusyNight {
  readonly world: World;
  readonly clock: NightClock;
  readonly watch: string;
  /** The task that is watched by its own id, in a source of its own. */
  readonly byId: string;
  readonly #expected: ExpectedAlerts;
  readonly #minutes: readonly (() => void)[];

  private constructor(world: World, clock: NightClock) {
    this.world = world;
    this.clock = clock;
    const { migration } = world;
    const source = migration.addSource('2000015', 'finance_datawarehouse_of_the_whole_group');
    const [archive, hit, nightly] = [
      migration.addJob(source, 'archive'),
      migration.addJob(source, 'storm'),
      migration.addJob(source, 'nightly_full'),
    ];
    const old = this.#tasks(archive, 'archive', archived);
    const storm = this.#tasks(hit, 'storm', inStorm);
    const add = (table: string): MigrationTask => migration.addTask(nightly, table);
    const [orders, customers, again] = [add('orders'), add('customers'), add('again')];
    const [mended, invoices, busy] = [add('mended'), add('invoices'), add('busy')];
    const books = migration.addTask(
      migration.addJob(migration.addSource('2000016', 'ledger_dw'), 'books'),
      'general_ledger',
    );

    this.byId = books.id;
    this.watch = `2000015 2000016/tasks/${books.id}`;
    this.#expected = new ExpectedAlerts(
      migration,
      this.watch.split(' '),
      ({ job, srcTableName }) => (job === hit ? 'storm' : srcTableName),
    );
    this.#minutes = [
      () => {
        for (const task of old) migration.completes(task);
      },
      () => {
        migration.start(busy);
        migration.dataFails(mended);
        migration.dataFails(again);
      },
      () => {
        for (const [index, task] of storm.entries()) {
          const status = `PARTITION_${String(index).padStart(3, '0')}_OF_THE_TABLE_FAILED`;
          migration.enters(task, status, {
            msg: `ODPS-0420061: Invalid parameter in HTTP request ${'- quota exceeded '.repeat(15)}`,
          });
        }
      },
      () => {
        migration.dataFails(orders, {
          trace:
            'java.lang.RuntimeException: unexpected error\n\tat com.aliyun.mma.Task.run(Task.java:87)',
        });
        migration.schemaFails(customers);
        migration.retry(again);
        migration.dataFails(again);
        migration.verificationFails(books);
        migration.retry(mended);
        migration.completes(mended);
        migration.completes(invoices);
        migration.reaches(busy, 'DATA_DOING');
      },
    ];
  }

  static async start(midnight: number): Promise<BusyNight> {
    const clock = new NightClock(midnight);
    // The log ids grow by a digit at the minute that counts, beyond 2^53: no order but that of
    // whole numbers will do.
    const migration = { firstLogId: 10_000_000_000_000_000n - rowsBefore };
    return new BusyNight(await World.start({ now: clock.now, migration }), clock);
  }

  /** Everything up to the minute has happened, and the channels remember what they do then. */
  static async startAt(midnight: number, states: States): Promise<BusyNight> {
    const night = await BusyNight.start(midnight);
    for (let minute = 0; minute <= theMinute; minute += 1) night.begin(minute);
    for (const channel of channels) night.world.putState(channel, states[channel]);
    return night;
  }

  /** A minute begins, with what happens in it; nothing more happens after `theMinute`. */
  begin(minute: number): void {
    if (minute > 0) this.#expected.looked();
    this.clock.begin(minute, this.#minutes[minute]);
  }

  /** What neither channel has been told at `theMinute`. */
  get events(): readonly Event[] {
    return ofTasks(this.#expected)
      .filter(({ look }) => look >= theMinute)
      .map((alert) => ({ task: alert.task.id, owed: alert.look === theMinute, alert }));
  }

  #tasks(job: MigrationJob, name: string, count: number): readonly MigrationTask[] {
    return Array.from({ length: count }, (_, index) =>
      this.world.migration.addTask(job, `${name}_${index}`),
    );
  }
}
