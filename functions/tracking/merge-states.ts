import type { CauseRecord } from '../causes/cause.ts';
import { compareIds, parseId, type JobId, type SourceId, type TaskId } from '../mms/id.ts';
import type { Alert, Subject } from '../notification/alert.ts';
import { kindOf, type Kinds } from '../notification/kind.ts';
import type { ChannelState, FeedState, JobState } from './channel-state.ts';
import { failuresOf, type TaskState } from './task-state.ts';

/**
 * One state out of two that invocations made at the same time from `base`. Each has told, or has
 * pending, all that it saw: the one that saw more of a task speaks for it, and what either has told
 * is told. Where that is unclear, what either has pending stays so: it may be told twice, it is not
 * lost. See docs/decisions/0003-two-writers.md.
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
    tasks: merged(mine.tasks, theirs.tasks, (own, others, source) =>
      merged(own, others, (one, other, id) =>
        furtherTask(one, other, base.tasks.get(source)?.get(id)),
      ),
    ),
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
    reminders: laterSchedule(mine.reminders, theirs.reminders),
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
    const [isMine, isTheirs] = [own.has(key), others.has(key)];
    if (isMine && isTheirs) return true;
    const [holder, other] = isMine ? [mine, theirs] : [theirs, mine];
    const known = before.get(key);
    const wasPending = known !== undefined && isSameAlert(known, alert);
    const subject = kindOf(kinds, alert).subject(alert);
    return !wasPending && !knows(other, holder, { subject, base });
  });
  return kept.map(([, alert]) => alert).sort((a, b) => a.at - b.at);
}

const isSameAlert = (a: Alert, b: Alert): boolean =>
  JSON.stringify({ ...a, dueAt: undefined }) === JSON.stringify({ ...b, dueAt: undefined });

/** Whether one has noticed of a subject all that the other has: then it has told it. */
function knows(
  one: ChannelState,
  other: ChannelState,
  { subject, base }: Readonly<{ subject: Subject; base: ChannelState }>,
): boolean {
  const { type, id } = subject;
  const sourceId = parseId<SourceId>(subject.sourceId);
  switch (type) {
    case 'task': {
      const taskId = parseId<TaskId>(id);
      if (sourceId === undefined || taskId === undefined) return false;
      const [seen, known, before] = [one, other, base].map(({ tasks }) =>
        tasks.get(sourceId)?.get(taskId),
      );
      // A status may be the listing's only.
      const statuses = [...other.unknownStatuses.keys()];
      if (!statuses.every((status) => one.unknownStatuses.has(status))) return false;
      const compared = compareTasks(seen, known, before);
      return compared === 'ahead' || compared === 'same';
    }
    case 'job': {
      const jobId = parseId<JobId>(id);
      if (sourceId === undefined || jobId === undefined) return false;
      const marks = marksOf(one.jobs.get(sourceId)?.get(jobId));
      return [...marksOf(other.jobs.get(sourceId)?.get(jobId))].every((mark) => marks.has(mark));
    }
    case 'source': {
      if (sourceId === undefined) return false;
      const [seen, known] = [one, other].map(({ sources }) => sources.get(sourceId)?.notified ?? 0);
      return known === 0 ? seen === 0 : (seen ?? 0) >= (known ?? 0);
    }
    case 'feed': {
      if (sourceId === undefined) return false;
      return noticedOf(one.feeds.get(sourceId)) === noticedOf(other.feeds.get(sourceId));
    }
    case 'target':
      return one.targets.has(id);
    case 'channel':
      return one.reportedFailures.has(id) === other.reportedFailures.has(id);
    default:
      return type satisfies never;
  }
}

/** What was told of a job. */
function marksOf(job: JobState | undefined): ReadonlySet<string> {
  const marks = new Set<string>();
  if (job?.ended?.reported === true) marks.add('finished');
  if (job?.stopped === true) marks.add('stopped');
  if (job?.escalation !== undefined) marks.add('escalation');
  if (job?.quiet?.notified === true) marks.add('stalled');
  return marks;
}

type Compared = 'ahead' | 'behind' | 'same' | 'unclear';

function compareTasks(
  one: TaskState | undefined,
  other: TaskState | undefined,
  base: TaskState | undefined,
): Compared {
  if (!one || !other) {
    if (!one && !other) return 'unclear';
    return one ? 'ahead' : 'behind';
  }
  const rows = compareLogs(one, other);
  if (rows !== 0) return rows > 0 ? 'ahead' : 'behind';
  const isSame =
    one.phase.name === other.phase.name &&
    failuresOf(one.phase)?.count === failuresOf(other.phase)?.count;
  if (!isSame) return 'unclear';
  const [own, others] = [raisedByTime(one, base), raisedByTime(other, base)];
  if (own === others) return 'same';
  return own ? 'ahead' : 'behind';
}

/** A stall or a reminder was raised, which no row shows. */
function raisedByTime({ running, phase }: TaskState, base: TaskState | undefined): boolean {
  const remindedAt = failuresOf(phase)?.remindedAt;
  const before = base && failuresOf(base.phase)?.remindedAt;
  return running?.notified === true || (remindedAt !== undefined && remindedAt !== before);
}

function compareLogs({ log: one }: TaskState, { log: other }: TaskState): number {
  if (one.kind !== 'position' || other.kind !== 'position') {
    return Number(one.kind === 'position') - Number(other.kind === 'position');
  }
  return compareIds(one.after, other.after);
}

function furtherTask(mine: TaskState, theirs: TaskState, base: TaskState | undefined): TaskState {
  const compared = compareTasks(mine, theirs, base);
  if (compared === 'ahead' || compared === 'same') return mine;
  const isAwaited = theirs.phase.name === 'suspected' && mine.phase.name !== 'suspected';
  const [own, others] = [mine, theirs].map(({ phase }) => failuresOf(phase)?.count ?? 0);
  return compared === 'behind' || isAwaited || (others ?? 0) > (own ?? 0) ? theirs : mine;
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

const laterSchedule = (
  mine: ChannelState['reminders'],
  theirs: ChannelState['reminders'],
): ChannelState['reminders'] => ((theirs?.lastAt ?? 0) > (mine?.lastAt ?? 0) ? theirs : mine);

const later = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
