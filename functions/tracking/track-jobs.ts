import type { EscalationAlert } from '../kinds/escalation.ts';
import type { JobFinishedAlert } from '../kinds/job-finished.ts';
import type { JobStoppedAlert } from '../kinds/job-stopped.ts';
import type { StalledAlert } from '../kinds/stalled.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { JobSnapshot } from '../mms/snapshot.ts';
import { meaningOf, progressOf as progressOfTask, type Task } from '../mms/task.ts';
import { taskRef, type CauseGroup, type JobProgress, type JobRef } from '../notification/alert.ts';
import { causeGroupsOf } from '../notification/failures/causes.ts';
import { BySourceDraft } from './by-source.ts';
import type { CauseHistoryDraft } from './cause-history.ts';
import type { ChannelState, JobState } from './channel-state.ts';
import { failuresOf, isUnsettled, type TaskState } from './task-state.ts';

const newJob: JobState = {
  minutes: [],
  done: 0,
  onRetry: 0,
  failedSince: 0,
  pauses: [],
  stopped: false,
};

export type Moves = { done: number; onRetry: number; failed: number };

type JobAlert = EscalationAlert | JobFinishedAlert | JobStoppedAlert | StalledAlert;

type Facts = Readonly<{
  now: number;
  stallAfter: number | undefined;
  movesOf: (job: JobSnapshot) => Moves | undefined;
  stateOf: (task: Task) => TaskState | undefined;
  causes: CauseHistoryDraft;
  raise: (alert: JobAlert) => void;
}>;

type JobFacts = Facts & Readonly<{ somethingRuns: boolean }>;

export function trackJobs(
  before: ChannelState['jobs'],
  snapshots: readonly JobSnapshot[],
  facts: Facts,
): ChannelState['jobs'] {
  const jobs = new BySourceDraft(before);
  const busy = new Set(
    snapshots.flatMap(({ sourceId, counts }) => (counts.running > 0 ? [sourceId] : [])),
  );
  for (const snapshot of snapshots) {
    const { sourceId, id } = snapshot;
    const known = jobs.get(sourceId, id);
    const somethingRuns = busy.has(sourceId);
    const draft = new JobDraft(known ?? newJob, snapshot, { ...facts, somethingRuns });
    const isActive = draft.move();
    // A job that never moved has no state, unless its tasks wait in vain.
    if (known === undefined && !isActive && !draft.waitsInVain()) continue;
    draft.stop();
    draft.stall();
    draft.escalate();
    draft.close();
    jobs.set(sourceId, id, draft.job);
  }
  return jobs.after();
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A shorter rest is a snapshot that caught nothing running. */
const shortestPause = 2 * minuteMs;

function afterMoves(job: JobState, { done, onRetry, failed }: Moves, now: number): JobState {
  const moved = {
    ...job,
    movedAt: job.movedAt ?? now,
    done: job.done + done,
    onRetry: job.onRetry + onRetry,
  };
  // A listing that only moves times or flags ends nothing anew.
  if (done + failed === 0) return moved;
  const minute = Math.floor(now / minuteMs);
  const recent = job.minutes.filter(([at]) => at > minute - hourMs / minuteMs);
  // Which came first is not known: failures count as later, so that none is forgiven.
  const { failingSince, failedSince } =
    done > 0 ? { failingSince: undefined, failedSince: 0 } : job;
  return {
    ...moved,
    minutes: [...recent, [minute, done, failed]],
    failingSince: failingSince ?? (failed > 0 ? now : undefined),
    failedSince: failedSince + failed,
    ended: undefined,
  };
}

/** Any move and anything that runs ends a quiet time; a last move begins one. */
function afterRest(job: JobState, moved: boolean, runs: boolean, now: number): JobState {
  const begins = runs ? undefined : { since: now, notified: false };
  const { quiet } = job;
  if (quiet === undefined) return begins === undefined ? job : { ...job, quiet: begins };
  if (!moved && !runs) return job;
  const recent = job.pauses.filter(([, to]) => to > now - hourMs);
  const isPause = now - quiet.since >= shortestPause;
  return { ...job, quiet: begins, pauses: isPause ? [...recent, [quiet.since, now]] : recent };
}

/** Completions and failures of the last `span` milliseconds, to the minute. */
function lately({ minutes }: JobState, span: number, now: number) {
  const from = Math.floor((now - span) / minuteMs);
  const ended = { done: 0, failed: 0 };
  for (const [at, done, failed] of minutes) {
    if (at <= from) continue;
    ended.done += done;
    ended.failed += failed;
  }
  return ended;
}

/** A rate over less time is a guess. */
const shortestRate = 10 * minuteMs;

/** Tasks done in an hour, over the time of the last hour in which the job ran. */
function ratePerHour(job: JobState, now: number): number | undefined {
  const rests = job.quiet !== undefined && job.quiet.since < now;
  if (job.movedAt === undefined || rests) return undefined;
  const watched = Math.min(hourMs, now - job.movedAt);
  const paused = job.pauses.reduce(
    (sum, [from, to]) => sum + Math.max(0, to - Math.max(from, now - watched)),
    0,
  );
  const ran = watched - paused;
  return ran < shortestRate ? undefined : (lately(job, watched, now).done / ran) * hourMs;
}

const refOf = ({ id, sourceId, name, sourceName }: JobSnapshot): JobRef => ({
  id,
  sourceId,
  name,
  sourceName,
});

export function progressOf(
  snapshot: JobSnapshot,
  job: JobState | undefined,
  now: number,
): JobProgress {
  const { tasks, counts, listed } = snapshot;
  const perHour = job === undefined ? undefined : ratePerHour(job, now);
  const left = counts.running + counts.waiting;
  const hasEnd = perHour !== undefined && perHour > 0 && left > 0;
  return {
    ...refOf(snapshot),
    ...counts,
    total: Math.max(tasks.length, listed?.taskNum ?? 0),
    perHour,
    leftMs: hasEnd ? (left / perHour) * hourMs : undefined,
  };
}

/** Somebody stopped it while tasks were left: it says so, or all of these were stopped. */
function isStopped({ counts, listed }: JobSnapshot): boolean {
  const unfinished = counts.running + counts.waiting + counts.stopped;
  return unfinished > 0 && (listed?.stopped === true || unfinished === counts.stopped);
}

/** Nothing of it is left to run, and nobody stopped it. */
const hasEnded = ({ counts }: JobSnapshot): boolean =>
  counts.running === 0 && counts.waiting === 0 && counts.stopped === 0;

/** Without a success, and without a reason before another call. */
const halfAnHour = 30 * minuteMs;
const burst = { span: 10 * minuteMs, failures: 100 } as const;
const share = { failed: 0.2, atLeast: 10 } as const;

type Reason = Pick<EscalationAlert, 'why' | 'failed' | 'ended' | 'since'>;

/** Only what came after the baseline counts. */
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

class JobDraft {
  job: JobState;
  readonly #snapshot: JobSnapshot;
  readonly #facts: JobFacts;

  constructor(job: JobState, snapshot: JobSnapshot, facts: JobFacts) {
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
    else this.job = afterRest(this.job, moves !== undefined, runs, now);
    return moves !== undefined || runs;
  }

  /** Tasks wait and none runs. A job that never ran queues behind those of its source that do. */
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
    const { now, raise } = this.#facts;
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
    raise({ kind: 'job-stopped', job, failed: this.#failedByCause(), at: now });
    this.#change({ stopped: true });
  }

  stall(): void {
    const { quiet } = this.job;
    const { now, stallAfter, raise } = this.#facts;
    if (quiet === undefined || quiet.notified || stallAfter === undefined) return;
    const { since } = quiet;
    if (now - since < stallAfter || !this.waitsInVain()) return;
    const { waiting } = this.#snapshot.counts;
    const job = refOf(this.#snapshot);
    raise({ kind: 'stalled', what: 'job', job, waiting, since, at: now });
    this.#change({ quiet: { since, notified: true } });
  }

  /** Told once an episode, which ends after half an hour without a reason. */
  escalate(): void {
    const { now, stateOf, raise } = this.#facts;
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
      const job = refOf(this.#snapshot);
      const causes = this.#failedByCause(reason.since);
      raise({ kind: 'escalation', job, ...reason, waiting: counts.waiting, causes, at: now });
    } else if (escalation !== undefined) {
      const { calmSince = now } = escalation;
      const isOver = now - calmSince >= halfAnHour;
      this.#change({ escalation: isOver ? undefined : { calmSince } });
    }
  }

  /**
   * The closing report: all tasks of a job that moved have ended in two snapshots running, with
   * nothing awaited. Where jobs cannot be listed, nobody knows how many tasks there are.
   */
  close(): void {
    const { done, failedSince, onRetry, ended } = this.job;
    const { now, stateOf, raise } = this.#facts;
    const { listed, tasks } = this.#snapshot;
    const hasWorked = done > 0 || failedSince > 0;
    if (!hasWorked || ended?.reported === true) return;
    const isAwaited = (task: Task): boolean => isUnsettled(stateOf(task));
    const hasAllEnded = hasEnded(this.#snapshot) && !tasks.some(isAwaited);
    if (!hasAllEnded || ended === undefined) {
      this.#change({ ended: hasAllEnded ? { reported: false } : undefined });
      return;
    }
    if (listed === undefined || listed.stopped || listed.taskNum > tasks.length) return;
    raise({
      kind: 'job-finished',
      job: progressOf(this.#snapshot, this.job, now),
      tookMs: this.#tookMs(),
      slowest: slowestFirst(tasks)
        .slice(0, slowestNamed)
        .map(({ task, tookMs }) => ({ task: taskRef(task), tookMs })),
      onRetry,
      failed: this.#failedByCause(),
      at: now,
    });
    // There may be thousands of ended jobs.
    this.#change({ minutes: [], pauses: [], ended: { reported: true } });
  }

  /** A retry overwrites when its task started first: then the job took as long as it was seen. */
  #tookMs(): number | undefined {
    const { onRetry, movedAt, quiet } = this.job;
    const span = spanOf(this.#snapshot.tasks);
    if (span === undefined || onRetry === 0 || !quiet || movedAt === undefined) return span;
    return Math.max(span, quiet.since - movedAt);
  }

  /** Tasks that stand failed, all or those that failed since then. */
  #failedByCause(since = -Infinity): readonly CauseGroup[] {
    const { stateOf, causes } = this.#facts;
    return causeGroupsOf(
      this.#snapshot.tasks.flatMap((task) => {
        const state = stateOf(task);
        const failures = state && failuresOf(state.phase);
        const isLater = (failures?.lastAt ?? -Infinity) >= since;
        if (progressOfTask(task) !== 'failed' || !isLater) return [];
        return [{ task: taskRef(task), cause: causes.find(task, failures?.cause) }];
      }),
    );
  }

  #change(news: Partial<JobState>): void {
    this.job = { ...this.job, ...news };
  }
}

/** Minutes after which a resting job is looked up again, in case somebody stopped it. */
const lookAgainAfter = 10;

/** Whether `ListMmsJobs` has to say how many tasks the job has, or whether somebody stopped it. */
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

type FinishedTask = Readonly<{ task: Task; tookMs: number }>;

const slowestNamed = 5;

const finished = new WeakMap<readonly Task[], readonly FinishedTask[]>();

/** The finished ones for which MMS gives start and end. Worked out once. */
function slowestFirst(tasks: readonly Task[]): readonly FinishedTask[] {
  const known = finished.get(tasks);
  if (known !== undefined) return known;
  const found = tasks.flatMap((task): readonly FinishedTask[] => {
    const [start, end] = [mmsSeconds(task.startTime), mmsSeconds(task.endTime)];
    if (meaningOf(task.status) !== 'done' || start === undefined || end === undefined) return [];
    return end < start ? [] : [{ task, tookMs: (end - start) * 1000 }];
  });
  found.sort((a, b) => b.tookMs - a.tookMs);
  finished.set(tasks, found);
  return found;
}

/** The median of the finished ones, in milliseconds. */
export function usualDuration(tasks: readonly Task[]): number | undefined {
  const durations = slowestFirst(tasks);
  return durations[Math.ceil(durations.length / 2) - 1]?.tookMs;
}
