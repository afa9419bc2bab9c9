import type { Alert } from '../kinds/alert.ts';
import type { CauseMemory } from '../causes/cause.ts';
import type { JobId, SourceId } from '../mms/id.ts';
import type { JobStory } from './job-story.ts';
import type { ChannelState } from './memory.ts';

/**
 * Which of two states has seen more of something; `unclear` where each has seen what the other has
 * not.
 */
export type Knows = 'mine' | 'theirs' | 'same' | 'unclear';

export const whoHas = (mine: boolean, theirs: boolean): Knows =>
  mine === theirs ? (mine ? 'same' : 'unclear') : mine ? 'mine' : 'theirs';

type Lore = Pick<
  ChannelState,
  'stories' | 'causes' | 'sourceNames' | 'blind' | 'lost' | 'lossesTold' | 'troubledTicks'
>;

/**
 * What two invocations remember beside the tasks. Where they differ in what was told, it was told.
 */
export function reconcileLore(mine: Lore, theirs: Lore): Lore {
  return {
    stories: reconcileStories(mine.stories, theirs.stories),
    causes: new Map([
      ...theirs.causes,
      ...[...mine.causes].map(
        ([key, cause]) => [key, bothOf(cause, theirs.causes.get(key))] as const,
      ),
    ]),
    sourceNames: new Map([...theirs.sourceNames, ...mine.sourceNames]),
    blind: new Map([...theirs.blind, ...mine.blind]),
    lost: mine.lost,
    lossesTold: new Map([...theirs.lossesTold, ...mine.lossesTold]),
    troubledTicks: Math.max(mine.troubledTicks, theirs.troubledTicks),
  };
}

function bothOf(mine: CauseMemory, theirs: CauseMemory | undefined): CauseMemory {
  if (!theirs) return mine;
  return {
    ...mine,
    firstAt: Math.min(mine.firstAt, theirs.firstAt),
    lastAt: Math.max(mine.lastAt, theirs.lastAt),
    seen: Math.max(mine.seen, theirs.seen),
    toldAt:
      mine.toldAt === undefined || theirs.toldAt === undefined
        ? (mine.toldAt ?? theirs.toldAt)
        : Math.max(mine.toldAt, theirs.toldAt),
  };
}

function reconcileStories(mine: Lore['stories'], theirs: Lore['stories']): Lore['stories'] {
  const merged = new Map<SourceId, Map<JobId, JobStory>>(
    [...theirs].map(([source, stories]) => [source, new Map(stories)]),
  );
  for (const [source, stories] of mine) {
    const jobs = merged.get(source) ?? new Map<JobId, JobStory>();
    merged.set(source, jobs);
    for (const [job, story] of stories) jobs.set(job, furtherOf(story, jobs.get(job)));
  }
  return merged;
}

const furtherOf = (mine: JobStory, theirs: JobStory | undefined): JobStory =>
  theirs !== undefined &&
  (theirs.done > mine.done || (theirs.ended?.told === true && mine.ended?.told !== true))
    ? theirs
    : mine;

/** Of an alert that leaves its own mark where it was told: which state has that mark. */
export function whoTold(alert: Alert, mine: ChannelState, theirs: ChannelState): Knows | undefined {
  const who = (has: (state: ChannelState) => boolean): Knows => whoHas(has(mine), has(theirs));
  switch (alert.kind) {
    case 'job-finished':
      return who(
        ({ stories }) => stories.get(alert.job.sourceId)?.get(alert.job.id)?.ended?.told === true,
      );
    case 'escalation':
      return who(
        ({ stories }) =>
          stories.get(alert.job.sourceId)?.get(alert.job.id)?.escalation !== undefined,
      );
    case 'stalled':
      return who(({ stories, tasks }) =>
        alert.what === 'task'
          ? tasks.get(alert.task.sourceId)?.get(alert.task.id)?.running?.told === true
          : stories.get(alert.job.sourceId)?.get(alert.job.id)?.idle?.told === true,
      );
    case 'reminder':
      return who(
        ({ tasks }) =>
          tasks.get(alert.task.sourceId)?.get(alert.task.id)?.failure?.remindedAt !== undefined,
      );
    case 'blind':
      return who(({ blind, lossesTold }) =>
        alert.what === 'source'
          ? (alert.until === undefined) === (blind.get(alert.sourceId)?.told === true)
          : lossesTold.has(alert.channel),
      );
    case 'failed':
    case 'recovered':
    case 'done':
    case 'unknown':
    case 'baseline':
      return undefined;
    default:
      return alert satisfies never;
  }
}
