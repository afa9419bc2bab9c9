import type { AlertKind } from './alert.ts';
import { baselineAlert } from './baseline.ts';
import { ChangingMemories } from './changing-memories.ts';
import { startFrom, startNeedsLog } from './first-look.ts';
import type { Look, ReadingOf, SeenTask } from './look.ts';
import type { ChannelState, TaskMemory } from './memory.ts';
import { alertedTask, OwedAlerts } from './owed.ts';
import { lookAtJobs } from './resting-jobs.ts';
import type { Target } from './target.ts';
import { coversTarget, coversTask, targetName } from './target.ts';
import type { TaskNews } from './task-life.ts';
import { follow, needsLog } from './task-life.ts';
import { forgetUnwatched, rememberMissing } from './vanished.ts';

export type TurnSettings = Readonly<{ alertOn: ReadonlySet<AlertKind>; firstRun: 'baseline' | 'replay' }>;

const widths: Readonly<Record<Target['kind'], number>> = { source: 0, job: 1, task: 2 };

/** The part of a tick that belongs to one channel: it compares what was read with what the channel remembers. */
export class Turn {
  /** What the channel remembered before this tick. */
  readonly before: ChannelState;
  readonly #state: ChannelState;
  readonly #settings: TurnSettings;
  readonly #look: Look;
  readonly #newTargets: readonly Target[];
  /** Those whose tasks the channel followed until now, be it as part of a source that is watched no more. */
  readonly #oldTargets: readonly Target[];

  constructor(state: ChannelState, look: Look, settings: TurnSettings) {
    this.before = state;
    this.#look = look;
    this.#settings = settings;
    this.#state = forgetUnwatched(state, look.targets);
    const isOld = (target: Target): boolean => state.targets.has(targetName(target)) || state.targets.has(target.sourceId);
    this.#newTargets = look.targets.filter((target) => !isOld(target));
    this.#oldTargets = look.targets.filter(isOld);
  }

  /** Whether this channel cannot judge the task without its log. */
  needsLog(seen: SeenTask): boolean {
    if (this.#startsHere(seen)) return startNeedsLog(seen.task);
    return needsLog(this.memoryOf(seen), seen.task, seen.seen);
  }

  /** Tasks of jobs at rest, which were not listed: they are watched all the same. */
  countAtRest(): number {
    const { atRest } = this.#look;
    if (atRest.size === 0) return 0;
    let count = 0;
    for (const memories of this.#state.tasks.values()) {
      for (const { jobId, missingSince } of memories.values()) {
        if (jobId !== undefined && missingSince === undefined && atRest.has(jobId)) count += 1;
      }
    }
    return count;
  }

  memoryOf({ task }: SeenTask): TaskMemory | undefined {
    return this.#state.tasks.get(task.sourceId)?.get(task.id);
  }

  /** The channel's next state, with all that it is owed now. Reading what did not fit goes on in the next tick. */
  take(readingOf: ReadingOf): ChannelState {
    const { now, tasks } = this.#look;
    const owed = new OwedAlerts(this.#state.owed);
    const unknownStatuses = new Map(this.#state.unknownStatuses);
    const next = new ChangingMemories(this.#state.tasks);
    for (const seen of tasks) {
      const reading = this.needsLog(seen) ? readingOf(seen) : { kind: 'not-needed' as const };
      if (this.#startsHere(seen)) {
        next.set(seen, startFrom(seen.task, seen.seen, reading, now));
        continue;
      }
      const news = follow(this.memoryOf(seen), seen.task, seen.seen, reading, now);
      if (!news) continue;
      next.set(seen, this.#owe(owed, seen, news));
      this.#oweUnknown(owed, unknownStatuses, seen, news.unknownStatuses);
    }
    const targets = this.#baseline(owed);
    const after = { ...this.#state, targets, unknownStatuses, owed: owed.all(), tasks: rememberMissing(next.after(), this.#look) };
    return { ...after, jobs: lookAtJobs(after, this.#look) };
  }

  /** The task was there before the channel: it belongs to new targets only, and history is not to be told. */
  #startsHere(seen: SeenTask): boolean {
    return this.#settings.firstRun === 'baseline' && this.#newTargets.length > 0 && this.memoryOf(seen) === undefined &&
      !this.#oldTargets.some((target) => coversTask(target, seen.task));
  }

  /** Turns news into what the channel is owed; gives back what to remember. */
  #owe(owed: OwedAlerts, { task }: SeenTask, { memory, failure, completed }: TaskNews): TaskMemory {
    const { now, targets } = this.#look;
    const { alertOn } = this.#settings;
    const before = this.#state.tasks.get(task.sourceId)?.get(task.id)?.failure;
    const tellsFailure = failure !== undefined && alertOn.has('failed');
    if (tellsFailure) {
      owed.add({ kind: 'failed', task: alertedTask(task), ...failure, recoveredSince: false, at: now, due: false,
        rows: failure.rows.map(({ id, status, time, action, message }) => ({ logId: id, status, time, action, message })) });
    }
    if (completed) {
      const untold = owed.failureOf(task);
      if (untold) owed.markRecovered(untold);
      else if (before?.told === true && alertOn.has('recovered')) {
        owed.add({ kind: 'recovered', task: alertedTask(task), failures: before.count, failedAt: before.at, at: now, due: false });
      } else if (alertOn.has('done')) {
        const watchedById = targets.some((target) => target.kind === 'task' && coversTask(target, task));
        owed.add({ kind: 'done', task: alertedTask(task), watchedById, at: now, due: false });
      }
    }
    if (!tellsFailure || !memory.failure) return memory;
    return { ...memory, failure: { ...memory.failure, told: true } };
  }

  /** Each undocumented status is told once, with the first task in it; later tasks are counted. */
  #oweUnknown(owed: OwedAlerts, counts: Map<string, number>, { task }: SeenTask, statuses: readonly string[]): void {
    for (const status of statuses) {
      const told = this.#state.unknownStatuses.has(status);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (told || !this.#settings.alertOn.has('unknown')) continue;
      owed.add({ kind: 'unknown', task: alertedTask(task), status, others: 0, at: this.#look.now, due: false });
    }
  }

  /** A new target is dealt with once all of its tasks were listed; one that another covers goes with that one. */
  #baseline(owed: OwedAlerts): ReadonlySet<string> {
    const { listed, tasks, now } = this.#look;
    const known = new Set([...this.#state.targets, ...this.#oldTargets.map(targetName)]);
    const isCovered = (target: Target): boolean => {
      const task = target.kind === 'task' ? tasks.find((seen) => coversTask(target, seen.task))?.task : undefined;
      return this.#look.targets.some((outer) =>
        outer !== target && known.has(targetName(outer)) && (coversTarget(outer, target) || (task !== undefined && coversTask(outer, task))));
    };
    // The wide ones first: which job a task belongs to is known only now, from its listing.
    for (const target of [...this.#newTargets].sort((a, b) => widths[a.kind] - widths[b.kind])) {
      const complete = listed.some((read) => read.complete && targetName(read.target) === targetName(target));
      if (!isCovered(target)) {
        if (!complete) continue;
        if (this.#settings.firstRun === 'baseline' && this.#settings.alertOn.has('baseline')) {
          owed.add(baselineAlert(target, tasks.filter((seen) => coversTask(target, seen.task)), now));
        }
      }
      known.add(targetName(target));
    }
    return known;
  }
}
