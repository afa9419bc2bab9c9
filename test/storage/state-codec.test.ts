import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  JobId,
  LogId,
  SourceId,
  TaskId,
  TimerId,
  TimerLogId,
} from '../../functions/mms/id.ts';
import { parseId } from '../../functions/mms/id.ts';
import { kinds } from '../../functions/kinds/kinds.ts';
import { isRecord } from '../../functions/runtime/json.ts';
import { decodeState, encodeState as bytesOf } from '../../functions/storage/state-codec.ts';
import {
  emptyState,
  type ChannelState,
  type JobState,
} from '../../functions/tracking/channel-state.ts';
import { bounded } from '../../functions/tracking/outbox.ts';
import {
  newTask,
  type Failures,
  type TaskPhase,
  type TaskState,
} from '../../functions/tracking/task-state.ts';
import { aFailure, aRow, aTask, causes, oneOfEach } from '../notification/alerts.ts';
import { id } from '../support/builders.ts';
import type { AlertOf } from '../support/fake-channel.ts';

const decode = (text: string, owner?: ChannelState['owner']): ChannelState =>
  decodeState(Buffer.from(text), { kinds, location: 'oss://bucket/prefix/slack.json', owner });

const encodeState = (state: ChannelState): string => bytesOf(state).toString();

const aSilentTimer: AlertOf<'source'> = {
  kind: 'source',
  what: 'timer silent',
  sourceId: id('2000015'),
  sourceName: 'bigquery_prod',
  timer: { id: '12', name: 'hourly' },
  silentMs: 7_200_000,
  blockedBy: { id: id('87'), sourceId: id('2000015'), name: 'crm', sourceName: 'bigquery_prod' },
  since: 1,
  at: 2,
};
const alerts = [...Object.values(oneOfEach), aSilentTimer];

const anId = <Name extends JobId | LogId | SourceId | TaskId | TimerId>() =>
  fc.bigInt({ min: 1n, max: 2n ** 63n }).map((value) => id<Name>(String(value)));
const timerLogId = fc.nat().map((digits) => {
  const parsed = parseId<TimerLogId>(digits);
  if (parsed === undefined) throw new Error(`${digits} is no id`);
  return parsed;
});
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(Number);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const mapOf = <Name, Value>(
  names: fc.Arbitrary<Name>,
  values: fc.Arbitrary<Value>,
  minLength = 0,
): fc.Arbitrary<ReadonlyMap<Name, Value>> =>
  fc.array(fc.tuple(names, values), { minLength, maxLength: 4 }).map((entries) => new Map(entries));
const twice = fc.constantFrom(1 as const, 2 as const);
/** Names of channels, causes and statuses: none of them can be this one. */
const name = fc.string().filter((text) => text !== '__proto__');

const log = fc.record({ after: anId<LogId>(), recent: fc.array(anId<LogId>(), { maxLength: 4 }) });

const attempt = fc.record({
  startTime: name,
  endTime: name,
  retriedTimes: fc.nat(),
  rowSecond: optional(fc.nat()),
});

const failures: fc.Arbitrary<Failures> = fc.record({
  count: fc.nat(),
  notified: fc.boolean(),
  firstAt: moment,
  lastAt: moment,
  cause: optional(name),
});

const phase: fc.Arbitrary<TaskPhase> = fc.oneof(
  fc.record({
    name: fc.constant('clear' as const),
    attempt: optional(attempt),
    doneAs: optional(name),
  }),
  fc.record({
    name: fc.constant('suspected' as const),
    status: name,
    suspect: attempt,
    attempt: optional(attempt),
    failures: optional(failures),
  }),
  fc.record({ name: fc.constant('failed' as const), attempt, failures }),
  fc.record({
    name: fc.constant('retrying' as const),
    knownFrom: fc.constantFrom('row' as const, 'listing' as const),
    attempt,
    failures,
  }),
  fc.record({ name: fc.constant('done' as const), attempt: optional(attempt) }),
);

const task: fc.Arbitrary<TaskState> = fc.record({
  jobId: optional(anId<JobId>()),
  revision: fc.stringMatching(/^[A-Za-z0-9_-]{8}$/),
  log: optional(log),
  historyUntil: optional(fc.nat()),
  phase,
  unread: fc.boolean(),
  running: optional(fc.record({ since: moment, notified: fc.boolean() })),
  unexplained: fc.array(
    fc.record({ ordinal: fc.nat(), startTime: name, endTime: name, logRead: fc.boolean() }),
    { maxLength: 2 },
  ),
  missingSince: optional(moment),
});

/** A task that is done is kept short: what its log showed last is of no use any more. */
const asKept = (state: TaskState): TaskState => {
  const { phase: at, log: cursor, unread, running, unexplained, missingSince } = state;
  const isShort =
    at.name === 'done' &&
    at.attempt === undefined &&
    !unread &&
    running === undefined &&
    unexplained.length === 0 &&
    missingSince === undefined;
  return isShort && cursor !== undefined ? { ...state, log: { ...cursor, recent: [] } } : state;
};

const job: fc.Arbitrary<JobState> = fc.record({
  movedAt: optional(moment),
  minutes: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 3 }),
  done: fc.nat(),
  onRetry: fc.nat(),
  failingSince: optional(moment),
  failedSince: fc.nat(),
  quiet: optional(fc.record({ since: moment, notified: fc.boolean() })),
  pauses: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }),
  ended: optional(fc.record({ reported: fc.boolean() })),
  stopped: fc.boolean(),
  escalation: optional(fc.record({ calmSince: optional(moment) })),
});

const localised = fc.record({ en: name, zh: name });
const trouble = fc.record({ said: name, short: localised, fix: localised });
const source = anId<SourceId>();

const state: fc.Arbitrary<ChannelState> = fc.record({
  owner: optional(fc.record({ functionName: name, region: name })),
  targets: fc.uniqueArray(name).map((names) => new Set(names)),
  tasks: mapOf(source, mapOf(anId<TaskId>(), task.map(asKept), 1)),
  jobs: mapOf(source, mapOf(anId<JobId>(), job)),
  idleJobs: mapOf(source, mapOf(anId<JobId>(), fc.record({ revision: name, snapshots: twice }))),
  causes: mapOf(
    name,
    fc.record({
      fingerprint: name,
      reason: name,
      category: optional(name),
      detail: optional(name),
      firstAt: moment,
      lastAt: moment,
      count: fc.nat(),
      notifiedAt: optional(moment),
    }),
  ),
  sourceNames: mapOf(source, name),
  sources: mapOf(
    source,
    fc.record({
      ticks: fc.nat(),
      since: moment,
      trouble,
      target: optional(name),
      isEmpty: fc.boolean(),
      notified: fc.nat(),
      notifiedAt: optional(moment),
    }),
  ),
  feeds: mapOf(
    source,
    fc.record({
      agentWasOnline: fc.boolean(),
      offline: optional(fc.record({ looks: fc.nat(), since: moment })),
      goodStatus: name,
      badStatuses: fc.array(name),
      errors: fc.array(name),
      timers: optional(
        mapOf(
          anId<TimerId>(),
          fc.record({ newest: optional(timerLogId), seenAt: optional(moment) }),
        ),
      ),
      episodes: mapOf(name, moment),
    }),
  ),
  unknownStatuses: mapOf(name, fc.nat()),
  pending: fc.subarray(alerts),
  messages: fc.nat(),
  lastMessageAt: optional(moment),
  digests: fc.nat(),
  reminders: optional(fc.record({ lastAt: moment, repeats: fc.nat() })),
  backlog: fc.boolean(),
  failure: optional(
    fc.record({ since: moment, permanent: fc.boolean(), refusals: fc.nat(3), trouble }),
  ),
  reportedFailures: mapOf(name, fc.record({ since: moment, trouble })),
  notBefore: optional(moment),
  troubledTicks: fc.nat(3),
});

describe('a state object', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(state, (written) => {
        expect(decode(encodeState(written))).toEqual(written);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same text for the same state, however it came about', () => {
    fc.assert(
      fc.property(state, (written) => {
        expect(encodeState(decode(encodeState(written)))).toBe(encodeState(written));
      }),
      { numRuns: 50 },
    );
  });

  it('gives back every kind of alert that waits', () => {
    expect(new Set(alerts.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
    const text = encodeState({ ...emptyState, pending: alerts });
    expect(decode(text).pending).toEqual(alerts);
    expect(encodeState(decode(text))).toBe(text);
  });

  it('takes less than 40 bytes for a finished task with ids of nine digits, whether its log was read or not', () => {
    type Read = Pick<TaskState, 'log' | 'historyUntil'>;
    const sizeOf = (read: Read, count: number): number => {
      const tasks = Array.from({ length: count }, (_, n): [TaskId, TaskState] => [
        id<TaskId>(123_456_000 + n),
        {
          ...newTask(id<JobId>('87')),
          revision: 'abcdefgh',
          ...read,
          phase: { name: 'done' },
        },
      ]);
      const sources = new Map([[id<SourceId>('2000015'), new Map(tasks)]]);
      return encodeState({ ...emptyState, tasks: sources }).length;
    };
    const logs: readonly Read[] = [
      { log: { after: id('987654321'), recent: [] }, historyUntil: undefined },
      { log: undefined, historyUntil: 1_763_820_187 },
    ];
    for (const read of logs) expect((sizeOf(read, 901) - sizeOf(read, 1)) / 900).toBeLessThan(40);
  });

  it('of thousands of tasks in several jobs and sources gives back what was written', () => {
    const tasksOf = (jobs: readonly string[], count: number): ReadonlyMap<TaskId, TaskState> =>
      new Map(
        Array.from({ length: count }, (_, n) => [
          id<TaskId>(4_000 + n),
          { ...newTask(id<JobId>(jobs[n % jobs.length] ?? '87')), revision: 'abcdefgh' },
        ]),
      );
    const written = {
      ...emptyState,
      tasks: new Map([
        [id<SourceId>('2000015'), tasksOf(['87', '88'], 2_000)],
        [id<SourceId>('2000016'), tasksOf(['90'], 3_001)],
      ]),
    };
    expect(decode(encodeState(written))).toEqual(written);
    JSON.parse(encodeState(written));
  });

  it('is read in any layout that JSON may have', () => {
    fc.assert(
      fc.property(state, fc.constantFrom(0, 2), (written, indent) => {
        const text = JSON.stringify(JSON.parse(encodeState(written)), undefined, indent);
        expect(decode(text)).toEqual(written);
      }),
      { numRuns: 20 },
    );
  });

  /** As tools write JSON that break lines and indent nothing. */
  const withoutIndent = (value: unknown): string =>
    JSON.stringify(value, undefined, 1).replace(/\n +/g, '\n').replaceAll('": ', '":');
  const sorted = (value: unknown): string => {
    const entries = isRecord(value) ? Object.entries(value) : [];
    return withoutIndent(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
  };

  it.each<[string, (text: string) => string]>([
    ['without indentation', (text) => withoutIndent(JSON.parse(text))],
    ['with its keys in the order of the alphabet', (text) => sorted(JSON.parse(text))],
    ['with one task on several lines', (text) => text.replace('"doing', '\n"doing')],
    ['with one task spread out', (text) => text.replace('],\n"4001"', '\n],\n"4001"')],
    ['with the line breaks of Windows', (text) => text.replaceAll('\n', '\r\n')],
  ])('is read %s', (_, layOut) => {
    const tasks = Array.from({ length: 1_500 }, (_one, n): [TaskId, TaskState] => [
      id<TaskId>(4_000 + n),
      { ...newTask(id<JobId>('87')), revision: 'doing678' },
    ]);
    const written = { ...emptyState, tasks: new Map([[id<SourceId>('2000015'), new Map(tasks)]]) };
    const text = encodeState(written);
    expect(layOut(text)).not.toBe(text);
    expect(decode(layOut(text))).toEqual(written);
  });

  it('explains itself', () => {
    expect(encodeState(emptyState)).toContain('an 8-character hash of its listed status');
  });

  const good = encodeState(emptyState);
  it.each([
    ['', 'not valid JSON'],
    [good.slice(0, -40), 'not valid JSON'],
    [good.slice(0, -3), 'not valid JSON'],
    [`${good}}`, 'not valid JSON'],
    ['null', 'an object'],
    ['{"version":9}', 'written by a newer release'],
    [good.replace('"outbox":[', '"outbox":[{"kind":"failed","at":1}'), 'kind failed in "outbox"'],
    [good.replace('"outbox":[', '"outbox":[{"kind":"rumour","at":1}'), 'rumour'],
    [good.replace('"outbox":[', '"outbox":[7'), 'alerts in "outbox"'],
    [good.replace('"tasks":{', '"tasks":{"2000015/87":{"4032":[7]}'), 'task 2000015/4032'],
    [good.replace('"tasks":{', '"tasks":{"x":{}'), 'source ids'],
    [good.replace('"backlog":false', '"backlog":"no"'), 'backlog'],
  ])('that cannot be read names itself and what to do: %s', (text, says) => {
    expect(() => decode(text)).toThrow(says);
    expect(() => decode(text)).toThrow(
      /oss:\/\/bucket\/prefix\/slack\.json .*Nothing was overwritten/s,
    );
  });

  it("that belongs to another function names both, and is not this function's to use", () => {
    const ours = { functionName: 'alerts', region: 'cn-shanghai' };
    const text = encodeState({ ...emptyState, owner: ours });
    expect(decode(text, ours).owner).toEqual(ours);
    const refusal = (): unknown => decode(text, { functionName: 'copy', region: 'cn-beijing' });
    expect(refusal).toThrow(/alerts in cn-shanghai.*copy in cn-beijing/);
  });
});

describe('what waits for long', () => {
  it('keeps every failure, the first hundred in full and the others short', () => {
    const pending = Array.from({ length: 3_000 }, (_, n) =>
      aFailure(aTask(n + 1), [aRow(n + 1, 'x'.repeat(4_000))], { cause: causes.quota }),
    );
    const state = { ...emptyState, pending };
    expect(bounded(state, kinds).pending).toHaveLength(3_000);
    expect(encodeState(bounded(state, kinds)).length).toBeLessThan(3_000 * 1_200);
  });
});
