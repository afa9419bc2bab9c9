import type { EscalationAlert } from '../kinds/escalation.ts';
import type { JobFinishedAlert } from '../kinds/job-finished.ts';
import type { JobStoppedAlert } from '../kinds/job-stopped.ts';
import type { StalledAlert } from '../kinds/stalled.ts';
import type { JobId } from '../mms/id.ts';
import type { JobSnapshot, JobSnapshots } from '../mms/job-snapshot.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { meaningOf, progressOf as progressOfTask, type Task } from '../mms/task.ts';
import { taskRef, type CauseGroup, type JobRef } from '../notification/alert.ts';
import { causeGroupsOf } from '../notification/failures/cause-groups.ts';
import { BySourceDraft, type BySource } from './by-source.ts';
import type { CauseHistoryDraft } from './cause-history.ts';
import { progressOf } from './job-progress.ts';
import { afterMoves, afterRest, lately, newJob, type JobState, type Moves } from './job-state.ts';
import { durationOf } from './usual-durations.ts';
import { failuresOf, isUnsettled, type TaskState } from './task-state.ts';

type JobAlert = EscalationAlert | JobFinishedAlert | JobStoppedAlert | StalledAlert;

type JobStates = BySource<JobId, JobState>;

/** What the jobs are judged by. */
type JobFacts = Readonly<{
  now: number;
  stallAfter: number | undefined;
  movesOf: (job: JobSnapshot) => Moves | undefined;
  stateOf: (task: Task) => TaskState | undefined;
  causes: CauseHistoryDraft;
}>;

/** All watched jobs after this snapshot, and what there is to tell of them. */
export function trackJobs(
  before: JobStates,
  snapshots: JobSnapshots,
  facts: JobFacts,
): Readonly<{ jobs: JobStates; alerts: readonly JobAlert[] }> {
  const alerts: JobAlert[] = [];
  const jobs = new BySourceDraft(before);
  for (const [sourceId, ofSource] of snapshots) {
    const somethingRuns = [...ofSource.values()].some(({ counts }) => counts.running > 0);
    for (const [jobId, snapshot] of ofSource) {
      const tracked = trackJob(jobs.get(sourceId, jobId), snapshot, { ...facts, somethingRuns });
      alerts.push(...tracked.alerts);
      if (tracked.job !== undefined) jobs.set(sourceId, jobId, tracked.job);
    }
  }
  return { jobs: jobs.after(), alerts };
}

type Facts = JobFacts & Readonly<{ somethingRuns: boolean }>;
type Tracked<A> = Readonly<{ job: JobState; alert: A | undefined }>;

function trackJob(
  before: JobState | undefined,
  snapshot: JobSnapshot,
  facts: Facts,
): Readonly<{ job: JobState | undefined; alerts: readonly JobAlert[] }> {
  const { counts } = snapshot;
  const moves = facts.movesOf(snapshot);
  const activity = { moved: moves !== undefined, runs: counts.running > 0 };
  const isActive = activity.moved || activity.runs;
  // A job that never moved has no state, unless its tasks wait in vain.
  if (before === undefined && !isActive && !waitsInVain(snapshot, undefined, facts)) {
    return { job: undefined, alerts: [] };
  }
  const known = before ?? newJob;
  const moved = moves === undefined ? known : afterMoves(known, moves, facts.now);
  const queues = moved.movedAt === undefined && !waitsInVain(snapshot, moved, facts);
  const rested = queues ? { ...moved, quiet: undefined } : afterRest(moved, activity, facts.now);
  const stopped = stop(rested, snapshot, facts);
  const stalled = stall(stopped.job, snapshot, facts);
  const escalated = escalate(stalled.job, snapshot, facts);
  const closed = close(escalated.job, snapshot, facts);
  const alerts = [escalated.alert, closed.alert, stopped.alert, stalled.alert];
  return { job: closed.job, alerts: alerts.filter((alert) => alert !== undefined) };
}

const refOf = ({ id, sourceId, name, sourceName }: JobSnapshot): JobRef => ({
  id,
  sourceId,
  name,
  sourceName,
});

/** Tasks of the job that stand failed, by cause. */
const failedByCause = ({ tasks }: JobSnapshot, { stateOf, causes }: Facts): readonly CauseGroup[] =>
  causeGroupsOf(
    tasks
      .filter((task) => progressOfTask(task) === 'failed')
      .map((task) => {
        const state = stateOf(task);
        const fingerprint = state && failuresOf(state.phase)?.cause;
        return { task: taskRef(task), cause: causes.find(task, fingerprint) };
      }),
  );

/** Somebody stopped it while tasks were waiting or running, and what ran has come to rest. */
function isStopped({ counts, listed }: JobSnapshot): boolean {
  if (counts.running > 0) return false;
  const unfinished = counts.waiting + counts.stopped;
  return listed?.stopped === true ? unfinished > 0 : counts.stopped > 0 && counts.waiting === 0;
}

/** Told once the tasks have come to rest; again only after the job was resumed. */
function stop(job: JobState, snapshot: JobSnapshot, facts: Facts): Tracked<JobStoppedAlert> {
  if (!isStopped(snapshot)) {
    const { counts, listed } = snapshot;
    const isResumed = counts.running > 0 || (listed?.stopped === false && counts.stopped === 0);
    if (!job.stopped || !isResumed) return { job, alert: undefined };
    // The time while it was stopped is no stall.
    const quiet = job.quiet && { ...job.quiet, since: facts.now };
    return { job: { ...job, stopped: false, quiet }, alert: undefined };
  }
  const isAtRest = job.quiet !== undefined && job.quiet.since < facts.now;
  if (job.stopped || !isAtRest || job.movedAt === undefined) return { job, alert: undefined };
  const alert: JobStoppedAlert = {
    kind: 'job-stopped',
    job: progressOf(snapshot, job, facts.now),
    failed: failedByCause(snapshot, facts),
    at: facts.now,
  };
  return { job: { ...job, stopped: true }, alert };
}

/**
 * Tasks wait and none runs. A job that never ran queues behind those of its source that do; one
 * that somebody stopped waits for that person.
 */
function waitsInVain(snapshot: JobSnapshot, job: JobState | undefined, facts: Facts): boolean {
  const { counts } = snapshot;
  const queues = job?.movedAt === undefined && facts.somethingRuns;
  if (job?.stopped === true || isStopped(snapshot) || queues) return false;
  return facts.stallAfter !== undefined && counts.waiting > 0 && counts.running === 0;
}

function stall(job: JobState, snapshot: JobSnapshot, facts: Facts): Tracked<StalledAlert> {
  const { now, stallAfter } = facts;
  const { quiet } = job;
  if (quiet === undefined || quiet.notified || stallAfter === undefined) {
    return { job, alert: undefined };
  }
  if (!waitsInVain(snapshot, job, facts) || now - quiet.since < stallAfter) {
    return { job, alert: undefined };
  }
  const alert: StalledAlert = {
    kind: 'stalled',
    what: 'job',
    job: refOf(snapshot),
    waiting: snapshot.counts.waiting,
    since: quiet.since,
    at: now,
  };
  return { job: { ...job, quiet: { ...quiet, notified: true } }, alert };
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

/** Told once an episode, which ends when there was no reason to call for half an hour. */
function escalate(job: JobState, snapshot: JobSnapshot, facts: Facts): Tracked<EscalationAlert> {
  const { now, stateOf } = facts;
  const hasFailed = (task: Task): boolean => {
    const state = progressOfTask(task) === 'failed' ? stateOf(task) : undefined;
    return state !== undefined && (failuresOf(state.phase)?.count ?? 0) > 0;
  };
  const standing = snapshot.tasks.filter(hasFailed).length;
  const reason = reasonToCall(job, standing, now);
  const { escalation } = job;
  if (reason === undefined) {
    if (escalation === undefined) return { job, alert: undefined };
    const calmSince = escalation.calmSince ?? now;
    const isOver = now - calmSince >= halfAnHour;
    if (!isOver && calmSince === escalation.calmSince) return { job, alert: undefined };
    return { job: { ...job, escalation: isOver ? undefined : { calmSince } }, alert: undefined };
  }
  if (escalation !== undefined) {
    const goesOn = { ...job, escalation: { calmSince: undefined } };
    return { job: escalation.calmSince === undefined ? job : goesOn, alert: undefined };
  }
  const alert: EscalationAlert = {
    kind: 'escalation',
    job: refOf(snapshot),
    ...reason,
    waiting: snapshot.counts.waiting,
    causes: failedByCause(snapshot, facts),
    at: now,
  };
  return { job: { ...job, escalation: { calmSince: undefined } }, alert };
}

/** Nothing of it is left to run, as far as the listed tasks tell, and nobody stopped it. */
const hasEnded = ({ counts }: JobSnapshot): boolean =>
  counts.running === 0 && counts.waiting === 0 && counts.stopped === 0;

/**
 * The closing report: all tasks of a job that moved are listed and ended at two snapshots running,
 * with nothing awaited. Where jobs cannot be listed, nobody knows how many tasks there are, and
 * nothing is told.
 */
function close(job: JobState, snapshot: JobSnapshot, facts: Facts): Tracked<JobFinishedAlert> {
  // Nothing of it has ended since the channel looks.
  const hasWorked = job.done > 0 || job.failedSince > 0;
  if (!hasWorked || job.ended?.reported === true) return { job, alert: undefined };
  const isAwaited = (task: Task): boolean => isUnsettled(facts.stateOf(task));
  if (!hasEnded(snapshot) || snapshot.tasks.some(isAwaited)) {
    return { job: job.ended === undefined ? job : { ...job, ended: undefined }, alert: undefined };
  }
  if (job.ended === undefined) {
    return { job: { ...job, ended: { snapshots: 1, reported: false } }, alert: undefined };
  }
  const { listed, tasks } = snapshot;
  if (listed === undefined || listed.taskNum > tasks.length) return { job, alert: undefined };
  const alert: JobFinishedAlert = {
    kind: 'job-finished',
    job: progressOf(snapshot, job, facts.now),
    tookMs: spanOf(tasks),
    slowest: slowestOf(tasks),
    onRetry: job.onRetry,
    failed: failedByCause(snapshot, facts),
    at: facts.now,
  };
  // Its pace is of no use any more, and there may be thousands of ended jobs.
  const ended = { snapshots: 2, reported: true } as const;
  return { job: { ...job, minutes: [], pauses: [], ended }, alert };
}

/**
 * How often a job that rests is looked up again, in case somebody stopped it: every ten minutes.
 */
const lookAgainAfter = 10;

/**
 * Whether `ListMmsJobs` has to be asked for this job now: how many tasks it has, or whether
 * somebody stopped it. That matters in few ticks only.
 */
export function wantsListing(
  job: JobState | undefined,
  snapshot: JobSnapshot,
  now: number,
): boolean {
  if (job === undefined || snapshot.listed !== undefined) return false;
  if (job.ended?.snapshots === 1 && !job.ended.reported && hasEnded(snapshot)) return true;
  const { counts } = snapshot;
  if (job.quiet === undefined || counts.running > 0 || hasEnded(snapshot)) return false;
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
