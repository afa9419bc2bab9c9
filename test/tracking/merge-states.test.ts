import { describe, expect, it } from 'vitest';
import { kinds, type AnyAlert } from '../../functions/kinds/kinds.ts';
import type { JobId } from '../../functions/mms/id.ts';
import { taskRef } from '../../functions/notification/alert.ts';
import {
  emptyState,
  type ChannelState,
  type FeedState,
} from '../../functions/tracking/channel-state.ts';
import { newJob } from '../../functions/tracking/track-jobs.ts';
import { mergeStates } from '../../functions/tracking/merge-states.ts';
import { newTask, type TaskPhase, type TaskState } from '../../functions/tracking/task-state.ts';
import { plainTrouble } from '../../functions/trouble.ts';
import { aTask, id } from '../support/builders.ts';

const now = Date.parse('2026-11-22T06:00:00Z');
const day = 24 * 60 * 60_000;
const task = aTask();
const { sourceId } = task;

const withTask = (state: TaskState): ChannelState => ({
  ...emptyState,
  tasks: new Map([[sourceId, new Map([[task.id, state]])]]),
});

const owing = (state: ChannelState, alert: AnyAlert): ChannelState => ({
  ...state,
  outbox: { ...state.outbox, pending: [alert] },
});

const delivered = (state: ChannelState): ChannelState => ({
  ...state,
  outbox: { ...state.outbox, pending: [] },
});

/** A state before, and the same once an invocation has noticed something at that moment. */
type News = Readonly<{
  before: ChannelState;
  noticed: (at: number) => ChannelState;
  /** It is not raised again. */
  isKnown: (state: ChannelState) => boolean;
}>;

const taskIn = ({ tasks }: ChannelState): TaskState | undefined =>
  tasks.get(sourceId)?.get(task.id);

const known: TaskState = {
  ...newTask(undefined),
  log: { kind: 'position', after: id('12'), recent: [id('12')] },
};

const failed: TaskPhase = {
  name: 'failed',
  attempt: { startTime: '', endTime: '', retriedTimes: 0 },
  failures: { count: 1, notified: true, firstAt: now - 3 * day, lastAt: now - 3 * day },
};

function stall(): News {
  const running = { since: now - day, notified: false };
  return {
    before: withTask({ ...known, running }),
    noticed: (at) =>
      owing(withTask({ ...known, running: { ...running, notified: true } }), {
        kind: 'stalled',
        what: 'task',
        task: taskRef(task),
        since: running.since,
        at,
      }),
    isKnown: (state) => taskIn(state)?.running?.notified === true,
  };
}

function jobStall(): News {
  const jobId = id<JobId>('87');
  const job = (notified: boolean): ChannelState => ({
    ...emptyState,
    jobs: new Map([
      [sourceId, new Map([[jobId, { ...newJob, quiet: { since: now - day, notified } }]])],
    ]),
  });
  return {
    before: job(false),
    noticed: (at) =>
      owing(job(true), {
        kind: 'stalled',
        what: 'job',
        job: { id: jobId, sourceId, name: 'nightly_full', sourceName: 'demo' },
        waiting: 3,
        since: now - day,
        at,
      }),
    isKnown: ({ jobs }) => jobs.get(sourceId)?.get(jobId)?.quiet?.notified === true,
  };
}

function reminder(reminders: ChannelState['reminders']): News {
  const before = { ...withTask({ ...known, phase: failed }), reminders };
  return {
    before,
    noticed: (at) =>
      owing(
        { ...before, reminders: { lastAt: at, repeats: 1 } },
        { kind: 'reminder', task: taskRef(task), failedAt: now - 3 * day, at },
      ),
    isKnown: (state) => (state.reminders?.lastAt ?? 0) >= now,
  };
}

function unknownStatus(): News {
  const status = 'ON_HOLD';
  return {
    before: withTask({ ...known, revision: 'before' }),
    noticed: (at) =>
      owing(
        {
          ...withTask({ ...known, revision: 'after' }),
          unknownStatuses: new Map([['ONHOLD', 1]]),
        },
        { kind: 'unknown', task: taskRef(task), status, others: 0, at },
      ),
    isKnown: ({ unknownStatuses }) => unknownStatuses.has('ONHOLD'),
  };
}

function anotherError(): News {
  const feed: FeedState = {
    agentWasOnline: true,
    goodStatus: 'STARTED',
    badStatuses: [],
    errors: ['metastore is down'],
    episodes: new Map([['error', now - day]]),
  };
  const errors = [...feed.errors, 'the password has expired'];
  return {
    before: { ...emptyState, feeds: new Map([[sourceId, feed]]) },
    noticed: (at) =>
      owing(
        { ...emptyState, feeds: new Map([[sourceId, { ...feed, errors }]]) },
        {
          kind: 'source',
          what: 'error',
          sourceId,
          sourceName: 'demo',
          said: 'the password has expired',
          since: now - day,
          at,
        },
      ),
    isKnown: ({ feeds }) => feeds.get(sourceId)?.errors.length === 2,
  };
}

function stillBlind(): News {
  const health = { ticks: 3, since: now - day, trouble: plainTrouble('503'), isEmpty: false };
  const source = (notified: number): ChannelState['sources'] =>
    new Map([[sourceId, { ...health, notified, notifiedAt: now - day }]]);
  return {
    before: { ...emptyState, sources: source(1) },
    noticed: (at) =>
      owing(
        { ...emptyState, sources: source(2) },
        {
          kind: 'blind',
          what: 'source',
          sourceId,
          isEmpty: false,
          trouble: health.trouble,
          since: health.since,
          nth: 2,
          at,
        },
      ),
    isKnown: ({ sources }) => sources.get(sourceId)?.notified === 2,
  };
}

describe.each([
  ['a stall', stall()],
  ['a stall of a job', jobStall()],
  ['a first reminder', reminder(undefined)],
  ['a further reminder', reminder({ lastAt: now - day, repeats: 1 })],
  ['an undocumented status that no row shows', unknownStatus()],
  ['another error of a source', anotherError()],
  ['a source that still cannot be read', stillBlind()],
])('%s, of two invocations at once', (_, { before, noticed, isKnown }) => {
  const [first, second] = [noticed(now), noticed(now + 700)];

  it.each([
    ['noticed by one, which could not tell it, is owed', first, before, 1],
    ['noticed by the other, which could not tell it, is owed', before, first, 1],
    ['noticed by both, which could not tell it, is owed once', first, second, 1],
    ['noticed and told by one is owed no more', delivered(first), before, 0],
    ['noticed and told by the other is owed no more', before, delivered(first), 0],
    ['noticed by both, and told by one, is owed no more', delivered(first), second, 0],
    ['noticed by both, and told by the other, is owed no more', first, delivered(second), 0],
  ])('%s, and not raised again', (_, mine, theirs, owed) => {
    const merged = mergeStates(before, mine, theirs, kinds);
    expect(merged.outbox.pending).toHaveLength(owed);
    expect(isKnown(merged)).toBe(true);
  });
});
