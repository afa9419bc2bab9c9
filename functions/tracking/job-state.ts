import type { JobSnapshot } from '../mms/job-snapshot.ts';
import type { JobProgress } from '../notification/alert.ts';
import type { JobState } from './channel-state.ts';

export const newJob: JobState = {
  minutes: [],
  done: 0,
  onRetry: 0,
  failedSince: 0,
  pauses: [],
  stopped: false,
};

/** What the tasks of one job did between two snapshots. */
export type Moves = Readonly<{ done: number; onRetry: number; failed: number }>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A shorter rest is a look that caught nothing running, and no pause. */
const shortestPause = 2 * minuteMs;

export function afterMoves(job: JobState, moves: Moves, now: number): JobState {
  const { done, onRetry, failed } = moves;
  const minute = Math.floor(now / minuteMs);
  const recent = job.minutes.filter(([at]) => at > minute - hourMs / minuteMs);
  return {
    ...job,
    movedAt: job.movedAt ?? now,
    minutes: done + failed === 0 ? job.minutes : [...recent, [minute, done, failed]],
    done: job.done + done,
    onRetry: job.onRetry + onRetry,
    ...failingAfter(job, moves, now),
    // A listing that only moves times or flags ends nothing anew.
    ended: done + failed > 0 ? undefined : job.ended,
  };
}

/** Which of both came first is not known: failures count as later, so that none is forgiven. */
function failingAfter(
  { failingSince, failedSince }: JobState,
  { done, failed }: Moves,
  now: number,
): Pick<JobState, 'failingSince' | 'failedSince'> {
  if (done > 0 && failed === 0) return { failingSince: undefined, failedSince: 0 };
  if (done > 0) return { failingSince: now, failedSince: failed };
  return {
    failingSince: failingSince ?? (failed > 0 ? now : undefined),
    failedSince: failedSince + failed,
  };
}

/** Any move and anything that runs ends a quiet time; a last move begins one. */
export function afterRest(
  job: JobState,
  { moved, runs }: Readonly<{ moved: boolean; runs: boolean }>,
  now: number,
): JobState {
  const begins = runs ? undefined : { since: now, notified: false };
  const { quiet } = job;
  if (quiet === undefined) return begins === undefined ? job : { ...job, quiet: begins };
  if (!moved && !runs) return job;
  const recent = job.pauses.filter(([, to]) => to > now - hourMs);
  const isPause = now - quiet.since >= shortestPause;
  return { ...job, quiet: begins, pauses: isPause ? [...recent, [quiet.since, now]] : recent };
}

/** Completions and failures of the last `span` milliseconds, to the minute. */
export function lately(
  { minutes }: JobState,
  span: number,
  now: number,
): Readonly<{ done: number; failed: number }> {
  const from = Math.floor((now - span) / minuteMs);
  const recent = minutes.filter(([at]) => at > from);
  return {
    done: recent.reduce((sum, [, done]) => sum + done, 0),
    failed: recent.reduce((sum, [, , failed]) => sum + failed, 0),
  };
}

/** A rate worked out over less time than that is a guess. */
const shortestRate = 10 * minuteMs;

/**
 * Tasks done in an hour, over the time of the last hour in which the job ran; `undefined` while it
 * rests, and where that time is too short.
 */
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

export function progressOf(
  { id, sourceId, name, sourceName, tasks, counts, listed }: JobSnapshot,
  job: JobState | undefined,
  now: number,
): JobProgress {
  const perHour = job === undefined ? undefined : ratePerHour(job, now);
  const left = counts.running + counts.waiting;
  const hasEnd = perHour !== undefined && perHour > 0 && left > 0;
  return {
    id,
    sourceId,
    name,
    sourceName,
    ...counts,
    total: Math.max(tasks.length, listed?.taskNum ?? 0),
    perHour,
    leftMs: hasEnd ? (left / perHour) * hourMs : undefined,
  };
}
