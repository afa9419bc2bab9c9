import type {
  MigrationJob,
  MigrationSource,
  MigrationTask,
} from '../../rehearsal/world/migration-records.ts';
import type { Migration } from '../../rehearsal/world/migration.ts';
import type { Chance } from './chance.ts';

export type WorkOptions = Readonly<{
  tasks: number;
  tasksInJob: number;
  /** Tasks that run at a time. */
  workers: number;
  ticks: number;
  tickMs: number;
  /** How many ticks in a row are night, when the work is done, and then day. */
  ticksANight: number;
}>;

/**
 * What time it is in the migration: whoever plays it sets the time, and it serves as the clock of
 * MMS.
 */
export type WorkClock = { now: number };

const steps = [
  'SCHEMA_DONE',
  'DATA_DOING',
  'DATA_DONE',
  'VERIFICATION_DOING',
  'VERIFICATION_DONE',
] as const;
const phases = ['schemaFails', 'dataFails', 'verificationFails'] as const;

/**
 * A migration as days bring it: jobs come in by night, workers take tasks up, people retry, reset,
 * stop and delete.
 */
export class Work {
  readonly source: MigrationSource;
  readonly #migration: Migration;
  readonly #clock: WorkClock;
  readonly #chance: Chance;
  readonly #options: WorkOptions;
  readonly #began: number;
  readonly #waiting: MigrationTask[] = [];
  readonly #running = new Set<MigrationTask>();
  readonly #failed = new Set<MigrationTask>();
  readonly #stopped = new Set<MigrationTask>();
  readonly #absent = new Map<MigrationTask, number>();
  /** Failed without a row: nobody touches them before a look has shown it. */
  readonly #leftAlone = new Map<MigrationTask, number>();
  /** In which tick each task moved last. */
  readonly #movedIn = new Map<MigrationTask, number>();
  #tickNumber = 0;
  /** Everything up to this tick was read and remembered: what vanishes after it was seen. */
  readUntil = -1;

  constructor({
    migration,
    clock,
    chance,
    options,
  }: Readonly<{ migration: Migration; clock: WorkClock; chance: Chance; options: WorkOptions }>) {
    this.#migration = migration;
    this.#clock = clock;
    this.#chance = chance;
    this.#options = options;
    this.#began = clock.now;
    this.source = migration.addSource('2000015', 'finance_dw');
    for (let job = 0; job < 5; job += 1) this.#addJob();
    for (let early = 0; early < 20; early += 1) {
      this.#takeUp();
      this.#work();
    }
  }

  /** The tick begins: what happened since the last one happens now. */
  pass(tick: number): void {
    this.#tickNumber = tick;
    this.#clock.now = this.#began + tick * this.#options.tickMs;
    const isNight = Math.floor(tick / this.#options.ticksANight) % 2 === 0;
    if (isNight && this.source.jobs.length < this.#jobsWanted(tick)) this.#addJob();
    this.#comeAndGo(tick);
    if (isNight) this.#takeUp();
    this.#work();
    if (isNight || this.#chance.happens(0.1)) this.#people();
    if (isNight && this.#chance.happens(10 / this.#options.ticks)) this.#storm();
  }

  /** Between the listing and the logs of a tick a few things happen, as they do. */
  passBriefly(): void {
    for (const task of [...this.#running].slice(0, 3)) {
      if (this.#chance.happens(0.3)) this.#fail(task);
      else if (this.#chance.happens(0.3)) this.#complete(task);
      else this.#advance(task);
    }
    const retried = this.#pickFrom(this.#failed);
    if (retried && this.#chance.happens(0.5)) this.#retry(retried, true);
  }

  /** Whoever is away for a while is back. */
  allReturn(): void {
    for (const task of this.#absent.keys()) this.#migration.bringBack(task);
    this.#absent.clear();
  }

  #addJob(): void {
    const job: MigrationJob = this.#migration.addJob(
      this.source,
      `wave_${this.source.jobs.length}`,
    );
    for (let table = 0; table < this.#options.tasksInJob; table += 1)
      this.#waiting.push(this.#migration.addTask(job, `${job.name}_t${table}`));
  }

  /** A pilot at first, the masses in the second half. */
  #jobsWanted(tick: number): number {
    const whole = this.#options.tasks / this.#options.tasksInJob;
    const share = tick / this.#options.ticks;
    return share < 0.4 ? 5 + share * 10 : Math.min(whole, 10 + (whole - 10) * (share - 0.4) * 2);
  }

  #takeUp(): void {
    while (
      this.#running.size < this.#options.workers &&
      this.#waiting.length > 0 &&
      this.#chance.happens(0.85)
    ) {
      const task = this.#waiting.splice(
        this.#chance.happens(0.9) ? 0 : this.#chance.below(this.#waiting.length),
        1,
      )[0];
      if (task) this.#start(task);
    }
  }

  #work(): void {
    for (const task of this.#running) {
      const chance = this.#chance.next();
      if (chance < 0.02) this.#fail(task);
      else if (chance < 0.024) this.#failAgainAndAgain(task);
      else if (chance < 0.025) this.#failSilently(task);
      else if (chance < 0.15) this.#complete(task);
      else if (chance < 0.155) this.#stop(task);
      else if (chance < 0.6) this.#advance(task);
    }
  }

  #people(): void {
    for (const task of this.#failed)
      if (!this.#leftAlone.has(task) && this.#chance.happens(0.08))
        this.#retry(task, this.#chance.happens(0.5));
    for (const task of this.#stopped) if (this.#chance.happens(0.2)) this.#start(task);
    if (this.#chance.happens(0.05)) this.#reset();
  }

  #comeAndGo(tick: number): void {
    for (const [task, until] of this.#absent) {
      if (until > tick) continue;
      this.#migration.bringBack(task);
      this.#absent.delete(task);
    }
    for (const [task, since] of this.#leftAlone)
      if (since <= this.readUntil) this.#leftAlone.delete(task);
    const task = this.#chance.pick(this.source.tasks);
    if (!task || this.#leftAlone.has(task) || !this.#chance.happens(0.1)) return;
    const forGood = this.#wasSeen(task) && this.#chance.happens(0.5);
    this.#migration.remove(task);
    if (!forGood) this.#absent.set(task, tick + this.#chance.between(1, 40));
    else for (const group of [this.#running, this.#failed, this.#stopped]) group.delete(task);
    if (forGood && this.#waiting.includes(task))
      this.#waiting.splice(this.#waiting.indexOf(task), 1);
  }

  #start(task: MigrationTask): void {
    this.#tick();
    this.#stopped.delete(task);
    this.#failed.delete(task);
    this.#migration.start(task);
    this.#running.add(task);
  }

  #advance(task: MigrationTask): void {
    const next = steps[this.#chance.below(steps.length)];
    this.#tick();
    if (next) this.#migration.reaches(task, next);
  }

  #complete(task: MigrationTask): void {
    this.#tick();
    this.#running.delete(task);
    if (this.#chance.happens(0.1)) this.#migration.completesWithoutRow(task);
    else this.#migration.completes(task);
    this.#moved(task);
  }

  #fail(task: MigrationTask): void {
    this.#tick();
    this.#migration[this.#chance.pick(phases) ?? 'dataFails'](
      task,
      this.#chance.happens(0.3) ? { trace: 'java.lang.RuntimeException: unexpected error' } : {},
    );
    this.#running.delete(task);
    this.#failed.add(task);
    this.#moved(task);
  }

  #failAgainAndAgain(task: MigrationTask): void {
    for (let attempt = this.#chance.between(1, 3); attempt > 0; attempt -= 1) {
      this.#fail(task);
      this.#retry(task, true);
    }
    if (this.#chance.happens(0.5)) this.#complete(task);
  }

  #failSilently(task: MigrationTask): void {
    this.#tick();
    this.#migration.change(task, {
      status: 'DATA_FAILED',
      running: false,
      endTime: this.#migration.time,
    });
    this.#running.delete(task);
    this.#failed.add(task);
    this.#leftAlone.set(task, this.#tickNumber);
    this.#moved(task);
  }

  #retry(task: MigrationTask, atOnce: boolean): void {
    this.#tick();
    this.#migration.retry(task);
    this.#failed.delete(task);
    if (atOnce) this.#start(task);
    else this.#waiting.push(task);
  }

  #stop(task: MigrationTask): void {
    this.#tick();
    this.#migration.stop(task);
    this.#running.delete(task);
    this.#stopped.add(task);
  }

  /** Somebody wants a task done once more, from the beginning. */
  #reset(): void {
    const task = this.#chance.pick(this.source.tasks);
    if (!task || task.running || this.#leftAlone.has(task) || this.#waiting.includes(task)) return;
    if (!this.#wasSeen(task)) return;
    this.#failed.delete(task);
    this.#stopped.delete(task);
    this.#migration.change(task, {
      status: 'INIT',
      startTime: undefined,
      endTime: undefined,
      stopped: false,
    });
    this.#moved(task);
    this.#waiting.push(task);
  }

  /** A quota, a network, a key: everything that runs fails, and much of what would have run. */
  #storm(): void {
    for (const task of [...this.#running, ...this.#waiting.splice(0, this.#chance.below(200))])
      this.#fail(task);
  }

  #pickFrom(group: ReadonlySet<MigrationTask>): MigrationTask | undefined {
    return this.#chance.pick([...group].filter((task) => !this.#leftAlone.has(task)));
  }

  #moved(task: MigrationTask): void {
    this.#movedIn.set(task, this.#tickNumber);
  }

  /** Whatever it came to was read and remembered. */
  #wasSeen(task: MigrationTask): boolean {
    return (this.#movedIn.get(task) ?? -1) < this.readUntil;
  }

  /** A few seconds of MMS's clock pass. */
  #tick(): void {
    this.#clock.now += this.#chance.below(3) * 1000;
  }
}
