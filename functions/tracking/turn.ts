import { attemptsIn } from './attempts.ts';
import { baselineAlert, dealWith } from './baseline.ts';
import type { Notification } from '../notification/notification.ts';
import { briefingOf } from './briefing-of.ts';
import { ChangingMemories } from './changing-memories.ts';
import type { Alert } from '../kinds/alert.ts';
import { startFrom, startNeedsLog } from './first-look.ts';
import type { JobLooks } from './job-look.ts';
import type { Explain, LedgerSettings } from './ledger.ts';
import { Ledger } from './ledger.ts';
import type { Snapshot, ReadingOf, ListedTask } from '../mms/snapshot.ts';
import type { ChannelState, TaskMemory } from './memory.ts';
import { lookAtJobs } from './resting-jobs.ts';
import type { Loss, Seeing } from './sight.ts';
import { lookAround, lookOut, namesOf } from './sight.ts';
import { runningSince, UsualDurations } from './stalled.ts';
import type { Target } from '../mms/target.ts';
import { coversTask, targetName } from '../mms/target.ts';
import type { Task } from '../mms/task.ts';
import { meaningOf } from '../mms/task.ts';
import type { Reading } from './task-life.ts';
import { follow, needsLog } from './task-life.ts';
import { JobMoves, tellJobs } from './told-jobs.ts';
import { forgetGoneJobs, forgetUnwatched, rememberMissing } from './vanished.ts';

export type TurnSettings = Omit<LedgerSettings, 'explain'> &
  Readonly<{ firstRun: 'baseline' | 'replay' }>;

/** What was read, and what it means: the same for every channel. */
export type Heard = Readonly<{
  readingOf: ReadingOf;
  seeing: Seeing;
  /** The other channels that refuse whatever they are told. */
  losses: ReadonlyMap<string, Loss>;
  explain: Explain;
}>;

/** What every channel is told from, beside its own memory. */
export type Scene = Readonly<{ look: Snapshot; jobs: JobLooks }>;

/**
 * The part of a tick that belongs to one channel: it compares what was read with what the channel
 * remembers.
 */
export class Turn {
  /** What the channel remembered before this tick. */
  readonly before: ChannelState;
  readonly #state: ChannelState;
  readonly #settings: TurnSettings;
  readonly #scene: Scene;
  readonly #newTargets: readonly Target[];
  /**
   * Those whose tasks the channel followed until now, be it as part of a source that is watched no
   * more.
   */
  readonly #oldTargets: readonly Target[];
  readonly #usual: UsualDurations;

  constructor(state: ChannelState, scene: Scene, settings: TurnSettings) {
    const { targets } = scene.look;
    this.before = state;
    this.#scene = scene;
    this.#settings = settings;
    this.#state = forgetUnwatched(state, targets);
    const isOld = (target: Target): boolean =>
      state.targets.has(targetName(target)) || state.targets.has(target.sourceId);
    this.#newTargets = targets.filter((target) => !isOld(target));
    this.#oldTargets = targets.filter(isOld);
    this.#usual = new UsualDurations(
      (source, job) => scene.jobs.get(source)?.get(job)?.tasks ?? [],
    );
  }

  /** Whether this channel cannot judge the task without its log. */
  needsLog(seen: ListedTask, before = this.memoryOf(seen)): boolean {
    if (this.#startsHere(seen, before)) return startNeedsLog(seen.task);
    return needsLog(before, seen.task, seen.revision);
  }

  /** Tasks of jobs at rest, which were not listed: they are watched all the same. */
  countAtRest(): number {
    const { atRest } = this.#scene.look;
    if (atRest.size === 0) return 0;
    let count = 0;
    for (const memories of this.#state.tasks.values()) {
      for (const { jobId, missingSince } of memories.values()) {
        if (jobId !== undefined && missingSince === undefined && atRest.has(jobId)) count += 1;
      }
    }
    return count;
  }

  memoryOf({ task }: ListedTask): TaskMemory | undefined {
    return this.#state.tasks.get(task.sourceId)?.get(task.id);
  }

  /**
   * The channel's next state, with all that it is owed now. Reading what did not fit goes on in the
   * next tick.
   */
  take({ readingOf, seeing, losses, explain }: Heard): ChannelState {
    const { look, jobs } = this.#scene;
    const ledger = new Ledger(this.#state, { ...this.#settings, explain }, look.now);
    const moves = new JobMoves();
    const next = new ChangingMemories(this.#state.tasks);
    for (const seen of look.tasks) {
      const before = this.memoryOf(seen);
      const reading = this.needsLog(seen, before)
        ? readingOf(seen)
        : { kind: 'not-needed' as const };
      const memory = this.#startsHere(seen, before)
        ? this.#start(ledger, seen, reading)
        : this.#follow(ledger, moves, seen, before, reading);
      if (memory) next.set(seen, memory);
    }
    const { dealtWith, first } = dealWith(
      {
        known: new Set([...this.#state.targets, ...this.#oldTargets.map(targetName)]),
        fresh: this.#newTargets,
      },
      look,
    );
    if (this.#settings.firstRun === 'baseline') {
      ledger.add(
        first.map((target) =>
          baselineAlert(
            target,
            look.tasks.filter((seen) => coversTask(target, seen.task)),
            look.now,
          ),
        ),
      );
    }
    const tasks = rememberMissing(next.after(), look);
    const causes = ledger.causes.after();
    const memoryOf = ({ sourceId, id }: Task): TaskMemory | undefined =>
      tasks.get(sourceId)?.get(id);
    const told = tellJobs(
      forgetGoneJobs(this.#state.stories, look, jobs),
      jobs,
      moves,
      { memoryOf, causes },
      { now: look.now, stallAfter: this.#settings.stallAfter },
    );
    const sourceNames = namesOf(this.#state.sourceNames, look);
    const { blind, alerts: ofSight } = lookOut(this.#state.blind, seeing, sourceNames, look.now);
    const { lossesTold, alerts: ofLosses } = lookAround(this.#state.lossesTold, losses, look.now);
    ledger.add([...told.alerts, ...ofSight, ...ofLosses]);
    const after = {
      ...this.#state,
      targets: dealtWith,
      unknownStatuses: ledger.unknownStatuses,
      tasks,
      causes,
      stories: told.stories,
      sourceNames,
      blind,
      lossesTold,
      owed: ledger.owed.all(),
    };
    return { ...after, jobs: lookAtJobs(after, look) };
  }

  /** What messages about these alerts are made from, once `state` is what the channel remembers. */
  brief(alerts: readonly Alert[], state: ChannelState): Notification {
    return briefingOf(alerts, state, this.#scene.jobs, this.#scene.look.now);
  }

  #start(ledger: Ledger, { task, revision: seen }: ListedTask, reading: Reading): TaskMemory {
    const { now } = this.#scene.look;
    const memory = startFrom(task, seen, reading, now);
    const rows =
      reading.kind === 'rows' ? (attemptsIn(reading.rows, false).failed.at(-1) ?? []) : [];
    return ledger.rememberCause(
      task,
      { ...memory, running: runningSince(undefined, memory, task, now) },
      rows,
    );
  }

  #follow(
    ledger: Ledger,
    moves: JobMoves,
    seen: ListedTask,
    before: TaskMemory | undefined,
    reading: Reading,
  ): TaskMemory | undefined {
    const { task } = seen;
    const { now, targets } = this.#scene.look;
    const news = follow(before, task, seen.revision, reading, now);
    if (!news) return before?.failure && ledger.remindOf(task, before);
    const watchedById = targets.some(
      (target) => target.kind === 'task' && coversTask(target, task),
    );
    const told = ledger.take(task, before, news, watchedById);
    const failed = news.failure?.attempts ?? 0;
    // What a new target brings along did not happen now; a task that only appears has not moved.
    const isHistory = before === undefined && this.#isNew(task);
    const moved =
      before === undefined
        ? task.running || meaningOf(task.status) !== 'waiting'
        : before.seen !== told.seen;
    if (!isHistory && (moved || failed > 0 || news.completed))
      moves.add(task, { done: news.completed ? 1 : 0, failed });
    const memory = { ...told, running: runningSince(before, told, task, now) };
    return ledger.remindOf(
      task,
      reading.kind === 'rows' ? ledger.stalled(task, memory, () => this.#usual.of(task)) : memory,
    );
  }

  /**
   * The task was there before the channel: it belongs to new targets only, and history is not to be
   * told.
   */
  #startsHere(seen: ListedTask, before: TaskMemory | undefined): boolean {
    return this.#settings.firstRun === 'baseline' && before === undefined && this.#isNew(seen.task);
  }

  #isNew(task: Task): boolean {
    return (
      this.#newTargets.length > 0 && !this.#oldTargets.some((target) => coversTask(target, task))
    );
  }
}
