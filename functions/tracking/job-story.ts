/** What happened in one minute: the minute since the epoch, completions, failures. */
export type Minute = readonly [minute: number, done: number, failed: number];

/**
 * What one channel remembers of a job that moved since its baseline; times by our clock, in
 * milliseconds.
 */
export type JobStory = Readonly<{
  /** When it was first seen to move; `undefined` while it only waits. */
  movedAt: number | undefined;
  /** The minutes of the last hour in which something ended. */
  minutes: readonly Minute[];
  /** Completions since the baseline. */
  done: number;
  /** The first failure after the last completion. */
  failingSince: number | undefined;
  /** Failures since then, with that one. */
  failedSince: number;
  /**
   * Looks running at which nothing was left to run, two at most, and whether the report is told (or
   * there is none to tell).
   */
  ended: Readonly<{ looks: 1 | 2; told: boolean }> | undefined;
  /** Since when tasks wait and none runs, and whether that was told. */
  idle: Readonly<{ since: number; told: boolean }> | undefined;
  /** It was told that the job needs a person; since when that is so no longer. */
  escalation: Readonly<{ calmSince: number | undefined }> | undefined;
}>;

export const newStory: JobStory = {
  movedAt: undefined,
  minutes: [],
  done: 0,
  failingSince: undefined,
  failedSince: 0,
  ended: undefined,
  idle: undefined,
  escalation: undefined,
};

/** What the tasks of one job did between two looks. */
export type Moves = Readonly<{ done: number; failed: number }>;

const minuteMs = 60_000;
const hourOfMinutes = 60;

/** The story after some of the job's tasks moved. */
export function movedOn(story: JobStory, { done, failed }: Moves, now: number): JobStory {
  return {
    ...story,
    movedAt: story.movedAt ?? now,
    minutes: done + failed === 0 ? story.minutes : withMinute(story.minutes, { done, failed }, now),
    done: story.done + done,
    ...failing(story, { done, failed }, now),
    // A look at which something moved is not a second one of rest.
    ended: undefined,
  };
}

/**
 * Which of both came first within one look is not known: failures count as later, so that none is
 * forgiven.
 */
function failing(
  { failingSince, failedSince }: JobStory,
  { done, failed }: Moves,
  now: number,
): Pick<JobStory, 'failingSince' | 'failedSince'> {
  if (done > 0)
    return failed > 0
      ? { failingSince: now, failedSince: failed }
      : { failingSince: undefined, failedSince: 0 };
  return {
    failingSince: failingSince ?? (failed > 0 ? now : undefined),
    failedSince: failedSince + failed,
  };
}

function withMinute(
  minutes: readonly Minute[],
  { done, failed }: Moves,
  now: number,
): readonly Minute[] {
  const minute = Math.floor(now / minuteMs);
  const recent = minutes.filter(([at]) => at > minute - hourOfMinutes);
  const last = recent.at(-1);
  return last?.[0] === minute
    ? [...recent.slice(0, -1), [minute, last[1] + done, last[2] + failed]]
    : [...recent, [minute, done, failed]];
}

/** Completions and failures of the last `span` milliseconds, to the minute. */
export function lately({ minutes }: JobStory, span: number, now: number): Moves {
  const from = Math.floor((now - span) / minuteMs);
  const recent = minutes.filter(([at]) => at > from);
  return {
    done: recent.reduce((sum, [, done]) => sum + done, 0),
    failed: recent.reduce((sum, [, , failed]) => sum + failed, 0),
  };
}
