import type { Alert, AlertOf } from '../kinds/alert.ts';
import type { Known } from './closing.ts';
import { closeJob } from './closing.ts';
import { escalate } from './escalation.ts';
import type { JobId, SourceId } from '../mms/id.ts';
import type { JobLook, JobLooks } from './job-look.ts';
import { stateOf } from './job-look.ts';
import type { JobStory, Moves } from './job-story.ts';
import { movedOn, newStory } from './job-story.ts';
import type { ChannelState } from './memory.ts';
import type { Task } from '../mms/task.ts';

/** What the tasks of each job did in this tick, as one channel sees it. */
export class JobMoves {
  readonly #moves = new Map<string, { done: number; failed: number }>();

  /** The task moved: a completion, so many failed attempts, or neither. */
  add({ sourceId, jobId }: Task, { done, failed }: Moves): void {
    if (jobId === undefined) return;
    const key = `${sourceId}/${jobId}`;
    const before = this.#moves.get(key) ?? { done: 0, failed: 0 };
    this.#moves.set(key, { done: before.done + done, failed: before.failed + failed });
  }

  of({ job }: JobLook): Moves | undefined {
    return this.#moves.get(`${job.sourceId}/${job.id}`);
  }
}

export type StoriesSettings = Readonly<{ now: number; stallAfter: number | undefined }>;

/**
 * The stories of all watched jobs after this look, and what there is to tell of them. Unchanged
 * stories stay the same object.
 */
export function tellJobs(
  before: ChannelState['stories'],
  looks: JobLooks,
  moves: JobMoves,
  known: Known,
  settings: StoriesSettings,
): Readonly<{ stories: ChannelState['stories']; alerts: readonly Alert[] }> {
  const alerts: Alert[] = [];
  let stories: Map<SourceId, ReadonlyMap<JobId, JobStory>> | undefined;
  for (const [sourceId, jobs] of looks) {
    let copy: Map<JobId, JobStory> | undefined;
    const others = [...jobs.values()];
    const somebodyRuns = others.some(({ counts }) => counts.running > 0);
    for (const [jobId, look] of jobs) {
      const story = before.get(sourceId)?.get(jobId);
      const told = tellJob(story, look, moves.of(look), known, { ...settings, somebodyRuns });
      alerts.push(...told.alerts);
      if (told.story !== story && told.story !== undefined)
        (copy ??= new Map(before.get(sourceId))).set(jobId, told.story);
    }
    if (copy) (stories ??= new Map(before)).set(sourceId, copy);
  }
  return { stories: stories ?? before, alerts };
}

type Circumstances = StoriesSettings & Readonly<{ somebodyRuns: boolean }>;

function tellJob(
  before: JobStory | undefined,
  look: JobLook,
  moves: Moves | undefined,
  known: Known,
  circumstances: Circumstances,
): Readonly<{ story: JobStory | undefined; alerts: readonly Alert[] }> {
  const { now } = circumstances;
  const moved = moves === undefined ? before : movedOn(before ?? newStory, moves, now);
  const idled = idle(moved, look, circumstances);
  if (idled.story === undefined) return { story: undefined, alerts: [] };
  const standFailed = look.tasks.filter(
    (task) => stateOf(task) === 'failed' && (known.memoryOf(task)?.failure?.count ?? 0) > 0,
  ).length;
  const escalated = escalate(idled.story, look.job, standFailed, now);
  const closed = closeJob(escalated.story, look, known, now);
  return {
    story: closed.story,
    alerts: [closed.alert, escalated.alert, idled.alert].filter((alert) => alert !== undefined),
  };
}

/**
 * Tasks wait and none runs. A job that never ran queues behind those of its source that do; one
 * that somebody stopped waits for that person.
 */
function idle(
  story: JobStory | undefined,
  { job, counts, listed }: JobLook,
  { now, stallAfter, somebodyRuns }: Circumstances,
): Readonly<{ story: JobStory | undefined; alert?: AlertOf<'stalled'> }> {
  const queues = story?.movedAt === undefined && somebodyRuns;
  const waits = counts.waiting > 0 && counts.running === 0 && !queues && listed?.stopped !== true;
  if (!waits || stallAfter === undefined)
    return { story: story?.idle === undefined ? story : { ...story, idle: undefined } };
  const { since, told } = story?.idle ?? { since: now, told: false };
  const tells = !told && now - since >= stallAfter;
  if (story?.idle !== undefined && !tells) return { story };
  return {
    story: { ...(story ?? newStory), idle: { since, told: told || tells } },
    ...(tells
      ? {
          alert: {
            kind: 'stalled',
            what: 'job',
            job,
            waiting: counts.waiting,
            since,
            at: now,
            due: false,
          },
        }
      : {}),
  };
}

/** Whether it matters now whether somebody stopped the job. */
export const wantsStopped = (
  story: JobStory | undefined,
  look: JobLook,
  stallAfter: number | undefined,
  now: number,
): boolean =>
  stallAfter !== undefined &&
  story?.idle !== undefined &&
  !story.idle.told &&
  look.counts.running === 0 &&
  now - story.idle.since >= stallAfter;
