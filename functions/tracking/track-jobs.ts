import type { EscalationAlert } from '../kinds/escalation.ts';
import type { JobFinishedAlert } from '../kinds/job-finished.ts';
import type { JobStoppedAlert } from '../kinds/job-stopped.ts';
import type { StalledAlert } from '../kinds/stalled.ts';
import type { JobSnapshot, JobSnapshots } from '../mms/job-snapshot.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { meaningOf, progressOf as progressOfTask, type Task } from '../mms/task.ts';
import { taskRef, type CauseGroup, type JobRef } from '../notification/alert.ts';
import { causeGroupsOf } from '../notification/failures/causes.ts';
import { BySourceDraft } from './by-source.ts';
import type { CauseHistoryDraft } from './cause-history.ts';
import type { ChannelState, JobState } from './channel-state.ts';
import { afterMoves, afterRest, lately, newJob, progressOf, type Moves } from './job-state.ts';
import { failuresOf, isUnsettled, type TaskState } from './task-state.ts';

type JobAlert = EscalationAlert | JobFinishedAlert | JobStoppedAlert | StalledAlert;

type Facts = Readonly<{
  now: number;
  stallAfter: number | undefined;
  movesOf: (job: JobSnapshot) => Moves | undefined;
  stateOf: (task: Task) => TaskState | undefined;
  causes: CauseHistoryDraft;
}>;

export function trackJobs(
  before: ChannelState['jobs'],
  snapshots: JobSnapshots,
  facts: Facts,
): Readonly<{ jobs: ChannelState['jobs']; alerts: readonly JobAlert[] }> {
  const alerts: JobAlert[] = [];
  const jobs = new BySourceDraft(before);
  for (const [sourceId, ofSource] of snapshots) {
    const somethingRuns = [...ofSource.values()].some(({ counts }) => counts.running > 0);
    for (const [jobId, snapshot] of ofSource) {
      const known = jobs.get(sourceId, jobId);
      const draft = new JobDraft(known ?? newJob, snapshot, { ...facts, somethingRuns });
      const isActive = draft.move();
      // A job that never moved has no state, unless its tasks wait in vain.
      if (known === undefined && !isActive && !draft.waitsInVain()) continue;
      draft.stop();
      draft.stall();
      draft.escalate();
      draft.close();
      alerts.push(...draft.alerts);
      jobs.set(sourceId, jobId, draft.job);
    }
  }
  return { jobs: jobs.after(), alerts };
}

/** Somebody stopped it while tasks were waiting or running: it says so, or all of these were. */
function isStopped({ counts, listed }: JobSnapshot): boolean {
  const unfinished = counts.running + counts.waiting + counts.stopped;
  return unfinished > 0 && (listed?.stopped === true || unfinished === counts.stopped);
}

const minuteMs = 60_000;
/** As long as nothing has succeeded, and as long as it has to be calm before another call. */
const halfAnHour = 30 * minuteMs;
const burst = { span: 10 * minuteMs, failures: 100 } as const;
const share = { failed: 0.2, atLeast: 10 } as const;

type Reason = Pick<EscalationAlert, 'why' | 'failed' | 'ended' | 'since'>;

/** Whether a person is needed now. Only what came after the baseline counts. */
function reasonToCall(job: JobState, standing: number, now: number): Reason | undefined {
  const ended = job.done + standing;
  const { failed: inBurst } = lately(job, burst.span, now);
  if (inBurst > burst.failures) {
    return { why: 'burst', failed: inBurst, ended, since: now - burst.span };
  }
  if (standing >= share.atLeast && standing > share.failed * ended) {
    return { why: 'share failed', failed: standing, ended, since: job.movedAt ?? now };
  }
  const { failingSince, failedSince } = job;
  const stillFails = lately(job, halfAnHour, now).failed > 0;
  if (failingSince !== undefined && now - failingSince >= halfAnHour && stillFails) {
    return { why: 'no success', failed: failedSince, ended, since: failingSince };
  }
  return undefined;
}

/** Nothing of it is left to run, as far as the listed tasks tell, and nobody stopped it. */
const hasEnded = ({ counts }: JobSnapshot): boolean =>
  counts.running === 0 && counts.waiting === 0 && counts.stopped === 0;

class JobDraft {
  readonly alerts: JobAlert[] = [];
  job: JobState;
  readonly #snapshot: JobSnapshot;
  readonly #facts: Facts & Readonly<{ somethingRuns: boolean }>;

  constructor(
    job: JobState,
    snapshot: JobSnapshot,
    facts: Facts & Readonly<{ somethingRuns: boolean }>,
  ) {
    this.job = job;
    this.#snapshot = snapshot;
    this.#facts = facts;
  }

  /** Takes in what its tasks did; whether anything moved or runs. */
  move(): boolean {
    const { now, movesOf } = this.#facts;
    const moves = movesOf(this.#snapshot);
    const runs = this.#snapshot.counts.running > 0;
    if (moves !== undefined) this.job = afterMoves(this.job, moves, now);
    const queues = this.job.movedAt === undefined && !this.waitsInVain();
    if (queues) this.#change({ quiet: undefined });
    else this.job = afterRest(this.job, { moved: moves !== undefined, runs }, now);
    return moves !== undefined || runs;
  }

  /**
   * Tasks wait and none runs. A job that never ran queues behind those of its source that do; one
   * that was stopped waits for a person.
   */
  waitsInVain(): boolean {
    const { somethingRuns, stallAfter } = this.#facts;
    const { counts } = this.#snapshot;
    const queues = this.job.movedAt === undefined && somethingRuns;
    if (this.job.stopped || isStopped(this.#snapshot) || queues) return false;
    return stallAfter !== undefined && counts.waiting > 0 && counts.running === 0;
  }

  /** Told as soon as the job says so, else once all is at rest; again only after it was resumed. */
  stop(): void {
    const { quiet, movedAt, stopped } = this.job;
    const { now } = this.#facts;
    const { counts, listed } = this.#snapshot;
    if (!isStopped(this.#snapshot)) {
      const isResumed = listed?.stopped === false || (counts.running > 0 && counts.stopped === 0);
      // The time while it was stopped is no stall.
      const rests = quiet && { ...quiet, since: now };
      if (stopped && isResumed) this.#change({ stopped: false, quiet: rests });
      return;
    }
    const isCertain = listed?.stopped === true || (quiet !== undefined && quiet.since < now);
    if (stopped || !isCertain || movedAt === undefined) return;
    const job = progressOf(this.#snapshot, this.job, now);
    this.alerts.push({ kind: 'job-stopped', job, failed: this.#failedByCause(), at: now });
    this.#change({ stopped: true });
  }

  stall(): void {
    const { quiet } = this.job;
    const { now, stallAfter } = this.#facts;
    if (quiet === undefined || quiet.notified || stallAfter === undefined) return;
    if (now - quiet.since < stallAfter) return;
    if (!this.waitsInVain()) return;
    this.alerts.push({
      kind: 'stalled',
      what: 'job',
      job: this.#ref(),
      waiting: this.#snapshot.counts.waiting,
      since: quiet.since,
      at: now,
    });
    this.#change({ quiet: { ...quiet, notified: true } });
  }

  /** Told once an episode, which ends when there was no reason to call for half an hour. */
  escalate(): void {
    const { now, stateOf } = this.#facts;
    const { tasks, counts } = this.#snapshot;
    const hasFailed = (task: Task): boolean => {
      const state = progressOfTask(task) === 'failed' ? stateOf(task) : undefined;
      return state !== undefined && (failuresOf(state.phase)?.count ?? 0) > 0;
    };
    const reason = reasonToCall(this.job, tasks.filter(hasFailed).length, now);
    const { escalation } = this.job;
    if (reason !== undefined) {
      this.#change({ escalation: { calmSince: undefined } });
      if (escalation !== undefined) return;
      const causes = this.#failedByCause(reason.since);
      const { waiting } = counts;
      this.alerts.push({
        kind: 'escalation',
        job: this.#ref(),
        ...reason,
        waiting,
        causes,
        at: now,
      });
    } else if (escalation !== undefined) {
      const { calmSince = now } = escalation;
      const isOver = now - calmSince >= halfAnHour;
      this.#change({ escalation: isOver ? undefined : { calmSince } });
    }
  }

  /**
   * The closing report: all tasks of a job that moved have ended at two snapshots running, with
   * nothing awaited, and nobody stopped it. Where jobs cannot be listed, nobody knows how many
   * tasks there are, and nothing is told.
   */
  close(): void {
    const { done, failedSince, onRetry, ended } = this.job;
    const { now, stateOf } = this.#facts;
    const { listed, tasks } = this.#snapshot;
    // Nothing of it has ended since the channel looks.
    const hasWorked = done > 0 || failedSince > 0;
    if (!hasWorked || ended?.reported === true) return;
    const isAwaited = (task: Task): boolean => isUnsettled(stateOf(task));
    const hasAllEnded = hasEnded(this.#snapshot) && !tasks.some(isAwaited);
    if (!hasAllEnded || ended === undefined) {
      this.#change({ ended: hasAllEnded ? { reported: false } : undefined });
      return;
    }
    if (listed === undefined || listed.stopped || listed.taskNum > tasks.length) return;
    this.alerts.push({
      kind: 'job-finished',
      job: progressOf(this.#snapshot, this.job, now),
      tookMs: this.#tookMs(),
      slowest: slowestOf(tasks),
      onRetry,
      failed: this.#failedByCause(),
      at: now,
    });
    // Its pace is of no use any more, and there may be thousands of ended jobs.
    this.#change({ minutes: [], pauses: [], ended: { reported: true } });
  }

  /** A retry overwrites when its task started first: then the job took as long as it was seen. */
  #tookMs(): number | undefined {
    const { onRetry, movedAt, quiet } = this.job;
    const span = spanOf(this.#snapshot.tasks);
    if (span === undefined || onRetry === 0 || !quiet || movedAt === undefined) return span;
    return Math.max(span, quiet.since - movedAt);
  }

  #ref(): JobRef {
    const { id, sourceId, name, sourceName } = this.#snapshot;
    return { id, sourceId, name, sourceName };
  }

  /** Tasks of the job that stand failed, all or those that failed since then, by cause. */
  #failedByCause(since = -Infinity): readonly CauseGroup[] {
    const { stateOf, causes } = this.#facts;
    return causeGroupsOf(
      this.#snapshot.tasks.flatMap((task) => {
        const state = stateOf(task);
        const failures = state && failuresOf(state.phase);
        const isLater = since === -Infinity || (failures?.lastAt ?? -Infinity) >= since;
        if (progressOfTask(task) !== 'failed' || !isLater) return [];
        return [{ task: taskRef(task), cause: causes.find(task, failures?.cause) }];
      }),
    );
  }

  #change(news: Partial<JobState>): void {
    this.job = { ...this.job, ...news };
  }
}

/** Minutes after which a job that rests is looked up again, in case somebody stopped it. */
const lookAgainAfter = 10;

/**
 * Whether `ListMmsJobs` has to be asked for this job now: how many tasks it has, or whether
 * somebody stopped it.
 */
export function wantsListing(
  job: JobState | undefined,
  snapshot: JobSnapshot,
  now: number,
): boolean {
  if (job === undefined || snapshot.listed !== undefined) return false;
  const { counts } = snapshot;
  if (counts.running > 0) return job.stopped || counts.stopped > 0;
  if (hasEnded(snapshot)) return job.ended?.reported === false;
  if (job.quiet === undefined) return false;
  const minutes = Math.floor((now - job.quiet.since) / minuteMs);
  return minutes > 0 && (minutes <= 2 || minutes % lookAgainAfter === 0);
}

function spanOf(tasks: readonly Task[]): number | undefined {
  let [first, last]: [number, number] = [Infinity, -Infinity];
  for (const { startTime, endTime } of tasks) {
    first = Math.min(first, mmsSeconds(startTime) ?? Infinity);
    last = Math.max(last, mmsSeconds(endTime) ?? -Infinity);
  }
  return last >= first && Number.isFinite(last - first) ? (last - first) * 1000 : undefined;
}

/** From start to end by MMS's clock, in milliseconds; `undefined` where it gives not both. */
function durationOf({ startTime, endTime }: Task): number | undefined {
  const [start, end] = [mmsSeconds(startTime), mmsSeconds(endTime)];
  if (start === undefined || end === undefined || end < start) return undefined;
  return (end - start) * 1000;
}

const medians = new WeakMap<readonly Task[], Readonly<{ ms: number | undefined }>>();

/** The median of how long the finished ones of these tasks took, worked out once. */
export function usualDuration(tasks: readonly Task[]): number | undefined {
  const known = medians.get(tasks);
  if (known !== undefined) return known.ms;
  const durations = tasks
    .filter(({ status }) => meaningOf(status) === 'done')
    .flatMap((task) => durationOf(task) ?? [])
    .sort((a, b) => a - b);
  const ms = durations[Math.floor(durations.length / 2)];
  medians.set(tasks, { ms });
  return ms;
}

const slowestNamed = 5;

const slowestOf = (tasks: readonly Task[]): JobFinishedAlert['slowest'] =>
  tasks
    .filter(({ status }) => meaningOf(status) === 'done')
    .flatMap((task) => {
      const tookMs = durationOf(task);
      return tookMs === undefined ? [] : [{ task, tookMs }];
    })
    .sort((a, b) => b.tookMs - a.tookMs)
    .slice(0, slowestNamed)
    .map(({ task, tookMs }) => ({ task: taskRef(task), tookMs }));
