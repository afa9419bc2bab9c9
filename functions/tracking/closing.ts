import type { AlertOf, AlertedTask, FailedTask } from '../kinds/alert.ts';
import { causeNamed } from './cause-memories.ts';
import type { CauseMemory } from '../causes/cause.ts';
import type { JobLook } from './job-look.ts';
import { allEnded, stateOf } from './job-look.ts';
import type { JobStory } from './job-story.ts';
import type { TaskMemory } from './memory.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { alertedTask } from './owed.ts';
import { standingOf } from './standing.ts';
import { durationOf } from './stalled.ts';
import type { Task } from '../mms/task.ts';
import { meaningOf } from '../mms/task.ts';

const slowestNamed = 5;

/** The memories and causes of the channel that is told. */
export type Known = Readonly<{
  memoryOf: (task: Task) => TaskMemory | undefined;
  causes: ReadonlyMap<string, CauseMemory>;
}>;

/**
 * The closing report, once nothing of a job that moved is left to run: all of its tasks are listed
 * and ended at two looks running, with nothing awaited. Told again only after some task moved
 * since. Where jobs cannot be listed, nobody knows how many tasks there are, and nothing is told.
 */
export function closeJob(
  story: JobStory,
  look: JobLook,
  known: Known,
  now: number,
): Readonly<{ story: JobStory; alert: AlertOf<'job-finished'> | undefined }> {
  if (story.movedAt === undefined || story.ended?.told === true) return { story, alert: undefined };
  const whole = look.listed !== undefined && look.listed.taskNum <= look.tasks.length;
  const awaited = look.tasks.some((task) => {
    const memory = known.memoryOf(task);
    return memory === undefined || memory.unread || memory.statusFailure !== undefined;
  });
  if (!allEnded(look) || awaited)
    return {
      story: story.ended === undefined ? story : { ...story, ended: undefined },
      alert: undefined,
    };
  if (story.ended === undefined)
    return { story: { ...story, ended: { looks: 1, told: false } }, alert: undefined };
  if (!whole) return { story, alert: undefined };
  // Its pace is of no use any more, and there may be thousands of ended jobs.
  return {
    story: { ...story, minutes: [], ended: { looks: 2, told: true } },
    alert: report(story, look, known, now),
  };
}

/** Whether the number of its tasks has to be known now: at the second look at rest. */
export const wantsTaskNum = (story: JobStory | undefined, look: JobLook): boolean =>
  story?.ended?.looks === 1 && !story.ended.told && allEnded(look);

function report(
  story: JobStory,
  look: JobLook,
  known: Known,
  now: number,
): AlertOf<'job-finished'> {
  return {
    kind: 'job-finished',
    job: standingOf(look, story, now),
    tookMs: spanOf(look.tasks),
    slowest: slowestOf(look.tasks),
    failed: look.tasks
      .filter((task) => stateOf(task) === 'failed')
      .map((task): FailedTask => ({
        ...alertedTask(task),
        cause: causeNamed(known.memoryOf(task)?.failure?.cause, known.causes),
      })),
    unlisted: 0,
    at: now,
    due: false,
  };
}

function spanOf(tasks: readonly Task[]): number | undefined {
  let [first, last]: [number, number] = [Infinity, -Infinity];
  for (const { startTime, endTime } of tasks) {
    first = Math.min(first, mmsSeconds(startTime) ?? Infinity);
    last = Math.max(last, mmsSeconds(endTime) ?? -Infinity);
  }
  return last >= first && Number.isFinite(last - first) ? (last - first) * 1000 : undefined;
}

function slowestOf(
  tasks: readonly Task[],
): readonly Readonly<{ task: AlertedTask; tookMs: number }>[] {
  return tasks
    .filter(({ status }) => meaningOf(status) === 'done')
    .flatMap((task) => {
      const tookMs = durationOf(task);
      return tookMs === undefined ? [] : [{ task, tookMs }];
    })
    .sort((a, b) => b.tookMs - a.tookMs)
    .slice(0, slowestNamed)
    .map(({ task, tookMs }) => ({ task: alertedTask(task), tookMs }));
}
