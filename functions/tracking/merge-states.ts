import type { CauseRecord } from '../causes/cause.ts';
import { compareIds, parseId, type JobId, type SourceId, type TaskId } from '../mms/id.ts';
import type { Alert, Subject } from '../notification/alert.ts';
import { kindOf, type Kinds } from '../notification/kind.ts';
import type { ChannelState, FeedState, JobState } from './channel-state.ts';
import { standingFailures } from './reminders.ts';
import { failuresOf, type TaskState } from './task-state.ts';

/**
 * One state out of two that invocations made at the same time from `base`. The one that saw more of
 * a task speaks for it, and what either has told is told. Where that is unclear, what either has
 * pending stays so: it may be told twice, it is not lost. See docs/decisions/0003-two-writers.md.
 */
export function mergeStates(
  base: ChannelState,
  mine: ChannelState,
  theirs: ChannelState,
  kinds: Kinds,
): ChannelState {
  return {
    owner: mine.owner ?? theirs.owner,
    targets: new Set([...theirs.targets, ...mine.targets]),
    tasks: merged(mine.tasks, theirs.tasks, (own, others) => merged(own, others, furtherTask)),
    jobs: merged(mine.jobs, theirs.jobs, (own, others) => merged(own, others, furtherJob)),
    // What is idle is found out anew; until then more is listed.
    idleJobs: new Map(),
    causes: merged(mine.causes, theirs.causes, bothCauses),
    sourceNames: new Map([...theirs.sourceNames, ...mine.sourceNames]),
    sources: merged(mine.sources, theirs.sources, (own, other) =>
      other.notified > own.notified ? other : own,
    ),
    feeds: merged(mine.feeds, theirs.feeds, (own, other, source) =>
      noticedOf(own) === noticedOf(base.feeds.get(source)) ? other : own,
    ),
    unknownStatuses: new Map([...theirs.unknownStatuses, ...mine.unknownStatuses]),
    outbox: {
      pending: mergedPending(base, mine, theirs, kinds),
      messages: Math.max(mine.outbox.messages, theirs.outbox.messages),
      lastMessageAt: later(mine.outbox.lastMessageAt, theirs.outbox.lastMessageAt),
      digests: Math.max(mine.outbox.digests, theirs.outbox.digests),
    },
    reminders:
      (theirs.reminders?.lastAt ?? 0) > (mine.reminders?.lastAt ?? 0)
        ? theirs.reminders
        : mine.reminders,
    backlog: mine.backlog || theirs.backlog,
    failure: mine.failure,
    reportedFailures: new Map([...theirs.reportedFailures, ...mine.reportedFailures]),
    notBefore: later(mine.notBefore, theirs.notBefore),
    troubledTicks: Math.max(mine.troubledTicks, theirs.troubledTicks),
  };
}

/** Two maps as one; a value that both have is put together from both. */
function merged<Key, Value>(
  mine: ReadonlyMap<Key, Value>,
  theirs: ReadonlyMap<Key, Value>,
  combine: (own: Value, other: Value, key: Key) => Value,
): ReadonlyMap<Key, Value> {
  const both = new Map(theirs);
  for (const [key, own] of mine) {
    const other = both.get(key);
    both.set(key, other === undefined ? own : combine(own, other, key));
  }
  return both;
}

function mergedPending(
  base: ChannelState,
  mine: ChannelState,
  theirs: ChannelState,
  kinds: Kinds,
): readonly Alert[] {
  const byKey = ({ outbox }: ChannelState): ReadonlyMap<string, Alert> =>
    new Map(outbox.pending.map((alert) => [kindOf(kinds, alert).key(alert), alert]));
  const [before, own, others] = [byKey(base), byKey(mine), byKey(theirs)];
  const kept = [...new Map([...others, ...own])].filter(([key, alert]) => {
    if (own.has(key) && others.has(key)) return true;
    const [holder, other] = own.has(key) ? [mine, theirs] : [theirs, mine];
    const subject = kindOf(kinds, alert).subject(alert);
    return !isSameAlert(before.get(key), alert) && !knows(other, holder, { subject, base });
  });
  return kept.map(([, alert]) => alert).sort((a, b) => a.at - b.at);
}

const isSameAlert = (a: Alert | undefined, b: Alert): boolean =>
  JSON.stringify({ ...a, dueAt: undefined }) === JSON.stringify({ ...b, dueAt: undefined });

/** Whether one has noticed of a subject all that the other has: then it has told it. */
function knows(
  one: ChannelState,
  other: ChannelState,
  { subject, base }: Readonly<{ subject: Subject; base: ChannelState }>,
): boolean {
  const { type, id } = subject;
  const [taskId, jobId] = [parseId<TaskId>(id), parseId<JobId>(id)];
  const sourceId = parseId<SourceId>(subject.sourceId);
  const ofSource = <Value>(map: ReadonlyMap<SourceId, Value>): Value | undefined =>
    sourceId && map.get(sourceId);
  switch (type) {
    case 'task': {
      const [seen, known] = [one, other].map(({ tasks }) => taskId && ofSource(tasks)?.get(taskId));
      // A status may be the listing's only.
      const statuses = [...other.unknownStatuses.keys()];
      if (!seen || !statuses.every((status) => one.unknownStatuses.has(status))) return false;
      if (!known) return true;
      const rows = compareLogs(seen, known);
      const isSame = seen.phase.name === known.phase.name && countOf(seen) === countOf(known);
      const hasRaised = raisedByTime(seen) || !raisedByTime(known);
      // No row shows that a reminder listed it.
      const hasReminded = ({ reminders }: ChannelState): boolean =>
        reminders?.lastAt !== base.reminders?.lastAt;
      const isOnReminder = standingFailures(known) !== undefined && hasReminded(other);
      if (isOnReminder && !hasReminded(one)) return false;
      return rows > 0 || (rows === 0 && isSame && hasRaised);
    }
    case 'job': {
      const [seen, known] = [one, other].map(({ jobs }) => jobId && ofSource(jobs)?.get(jobId));
      return [...marksOf(known)].every((mark) => marksOf(seen).has(mark));
    }
    case 'source': {
      const [seen = 0, known = 0] = [one, other].map(({ sources }) => ofSource(sources)?.notified);
      return known === 0 ? seen === 0 : seen >= known;
    }
    case 'feed':
      return noticedOf(ofSource(one.feeds)) === noticedOf(ofSource(other.feeds));
    case 'target':
      return one.targets.has(id);
    case 'channel':
      return one.reportedFailures.has(id) === other.reportedFailures.has(id);
    default:
      return type satisfies never;
  }
}

function marksOf(job: JobState | undefined): ReadonlySet<string> {
  const marks = new Set<string>();
  if (job?.ended?.reported === true) marks.add('finished');
  if (job?.stopped === true) marks.add('stopped');
  if (job?.escalation !== undefined) marks.add('escalation');
  if (job?.quiet?.notified === true) marks.add('stalled');
  return marks;
}

const countOf = ({ phase }: TaskState): number => failuresOf(phase)?.count ?? 0;

/** Something was told because time passed, which no row shows. */
const raisedByTime = ({ running }: TaskState): boolean => running?.notified === true;

function compareLogs({ log: one }: TaskState, { log: other }: TaskState): number {
  if (one.kind !== 'position' || other.kind !== 'position') {
    return Number(one.kind === 'position') - Number(other.kind === 'position');
  }
  return compareIds(one.after, other.after);
}

function furtherTask(mine: TaskState, theirs: TaskState): TaskState {
  const rows = compareLogs(mine, theirs);
  if (rows !== 0) return rows > 0 ? mine : theirs;
  const isFurther =
    countOf(theirs) > countOf(mine) ||
    (theirs.phase.name === 'suspected' && mine.phase.name !== 'suspected') ||
    (raisedByTime(theirs) && !raisedByTime(mine));
  return isFurther ? theirs : mine;
}

const furtherJob = (mine: JobState, theirs: JobState): JobState =>
  theirs.done > mine.done || marksOf(theirs).size > marksOf(mine).size ? theirs : mine;

/** What has been noticed of what feeds a source, without the times at which it was. */
const noticedOf = (feed: FeedState | undefined): string =>
  JSON.stringify([
    [...(feed?.episodes.keys() ?? [])],
    feed?.errors,
    feed?.badStatuses,
    [...(feed?.timers ?? [])].map(([timer, { newest }]) => [timer, newest]),
  ]);

const bothCauses = (own: CauseRecord, other: CauseRecord): CauseRecord => ({
  ...own,
  firstAt: Math.min(own.firstAt, other.firstAt),
  lastAt: Math.max(own.lastAt, other.lastAt),
  count: Math.max(own.count, other.count),
  notifiedAt: later(own.notifiedAt, other.notifiedAt),
});

const later = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
