import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../functions/kinds/alert.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import type { JobId, LogId, SourceId, TaskId } from '../../functions/mms/id.ts';
import type { JobStory } from '../../functions/tracking/job-story.ts';
import { type ChannelState, type TaskMemory, emptyState } from '../../functions/tracking/memory.ts';
import { alertedTask } from '../../functions/tracking/owed.ts';
import { boundOwed } from '../../functions/storage/bounded.ts';
import { decodeState, encodeState } from '../../functions/storage/state-object.ts';
import { aTask, id } from '../support/builders.ts';

const anId = <Name extends JobId | LogId | SourceId | TaskId>() =>
  fc.bigInt({ min: 1n, max: 2n ** 63n }).map((value) => id<Name>(String(value)));
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(Number);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const memory: fc.Arbitrary<TaskMemory> = fc
  .record({
    jobId: optional(anId<JobId>()),
    seen: fc.stringMatching(/^[A-Za-z0-9_-]{8}$/),
    lastLog: optional(anId<LogId>()),
    historyUntil: optional(fc.nat()),
    settled: fc.boolean(),
    failure: optional(
      fc.record({
        open: fc.boolean(),
        listed: fc.constantFrom('not yet' as const, 'failed' as const, 'moved on' as const),
        told: fc.boolean(),
        count: fc.nat(),
        at: moment,
        lastAt: moment,
        cause: optional(fc.string()),
        remindedAt: optional(moment),
        startTime: fc.string(),
        endTime: fc.string(),
        retriedTimes: fc.nat(),
        rowOwed: fc.boolean(),
        rowJustTold: optional(fc.nat()),
      }),
    ),
    statusFailure: optional(fc.string()),
    unread: fc.boolean(),
    missingSince: optional(moment),
    running: optional(fc.record({ since: moment, told: fc.boolean() })),
  })
  .map((fields) =>
    fields.lastLog === undefined ? fields : { ...fields, historyUntil: undefined },
  );

const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_ -]{0,11}$/);

const story: fc.Arbitrary<JobStory> = fc.record({
  movedAt: optional(moment),
  minutes: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat())),
  done: fc.nat(),
  failingSince: optional(moment),
  failedSince: fc.nat(),
  ended: optional(
    fc.record({ looks: fc.constantFrom(1 as const, 2 as const), told: fc.boolean() }),
  ),
  idle: optional(fc.record({ since: moment, told: fc.boolean() })),
  escalation: optional(fc.record({ calmSince: optional(moment) })),
});

const state: fc.Arbitrary<ChannelState> = fc.record({
  targets: fc.uniqueArray(fc.string()).map((names) => new Set(names)),
  tasks: fc
    .array(
      fc.tuple(
        anId<SourceId>(),
        fc
          .array(fc.tuple(anId<TaskId>(), memory), { minLength: 1 })
          .map((entries) => new Map(entries)),
      ),
    )
    .map((entries) => new Map(entries)),
  jobs: fc
    .array(
      fc.tuple(
        anId<SourceId>(),
        fc
          .array(
            fc.tuple(
              anId<JobId>(),
              fc.record({ seen: fc.string(), looks: fc.constantFrom(1 as const, 2 as const) }),
            ),
          )
          .map((entries) => new Map(entries)),
      ),
    )
    .map((entries) => new Map(entries)),
  unknownStatuses: fc.array(fc.tuple(fc.string(), fc.nat())).map((entries) => new Map(entries)),
  stories: fc
    .array(
      fc.tuple(
        anId<SourceId>(),
        fc
          .array(fc.tuple(anId<JobId>(), story), { minLength: 1 })
          .map((entries) => new Map(entries)),
      ),
    )
    .map((entries) => new Map(entries)),
  causes: fc
    .array(
      fc.tuple(
        key,
        fc.record({
          reason: fc.string(),
          category: optional(fc.string()),
          firstAt: moment,
          lastAt: moment,
          seen: fc.nat(),
          toldAt: optional(moment),
        }),
      ),
    )
    .map((entries) => new Map(entries)),
  sourceNames: fc.array(fc.tuple(anId<SourceId>(), fc.string())).map((entries) => new Map(entries)),
  blind: fc
    .array(
      fc.tuple(
        anId<SourceId>(),
        fc.record({ ticks: fc.nat(), since: moment, reason: fc.string(), told: fc.boolean() }),
      ),
    )
    .map((entries) => new Map(entries)),
  lost: optional(fc.record({ since: moment, reason: fc.string(), sure: fc.boolean() })),
  lossesTold: fc.array(fc.tuple(key, moment)).map((entries) => new Map(entries)),
  troubledTicks: fc.nat(3),
  remindersToldAt: optional(moment),
  owed: fc.constant([]),
  completionsToldAt: optional(moment),
  notBefore: optional(moment),
});

const failure = (message: string): Alert => ({
  kind: 'failed',
  task: alertedTask(aTask()),
  status: 'DATA_FAILED',
  attempts: 1,
  ordinal: 1,
  rows: [
    {
      logId: id('10231'),
      status: 'DATA_FAILED',
      time: '',
      action: wholeText('insert'),
      message: wholeText(message),
    },
  ],
  logUnread: undefined,
  recoveredSince: false,
  cause: { fingerprint: 'Kx81bQ0a', reason: 'no privilege', category: 'no-privilege' },
  sameCause: undefined,
  countedRows: undefined,
  watchedById: false,
  at: 1,
  due: true,
});

describe('a state object', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(state, (written) => {
        expect(decodeState(encodeState(written), 'slack.json')).toEqual(written);
      }),
    );
  });

  it('is the same text for the same state, however it came about', () => {
    fc.assert(
      fc.property(state, (written) => {
        expect(encodeState(decodeState(encodeState(written), 'slack.json'))).toBe(
          encodeState(written),
        );
      }),
    );
  });

  it('reads what was written before causes and jobs were remembered', () => {
    const failed =
      '{"kind":"failed","task":{"id":"4032","sourceId":"2000015","sourceName":"demo","jobId":"87","jobName":"nightly_full","sourceTable":"a.b","destinationTable":"c.d","status":"DATA_FAILED"},"status":"DATA_FAILED","attempts":1,"ordinal":1,"rows":[],"recoveredSince":false,"at":1,"due":true}';
    const memory =
      '{"seen":"abcdefgh","log":10231,"failure":{"open":true,"listed":"failed","told":true,"count":1,"at":"2026-11-22T06:00:00.000Z","startTime":"","endTime":"","retriedTimes":0,"rowOwed":false}}';
    const state = decodeState(
      `{"version":1,"about":"","targets":["2000015"],"unknownStatuses":{},"jobs":{},"owed":[${failed}],"tasks":{"2000015":{"87":{"4032":${memory}}}}}`,
      'slack.json',
    );
    expect(state.owed).toMatchObject([
      { kind: 'failed', cause: { fingerprint: 'unstated' }, watchedById: false },
    ]);
    expect(
      state.tasks.get(id<SourceId>('2000015'))?.get(id<TaskId>('4032'))?.failure,
    ).toMatchObject({ lastAt: Date.parse('2026-11-22T06:00:00Z'), cause: undefined });
    expect(decodeState(encodeState(state), 'slack.json')).toEqual(state);
  });

  it('gives back every kind of alert that is owed', () => {
    const task = alertedTask(aTask({ jobId: id<JobId>('87') }));
    const job = {
      id: id<JobId>('87'),
      sourceId: task.sourceId,
      name: 'nightly_full',
      sourceName: 'finance_dw',
    };
    const owed: readonly Alert[] = [
      failure('no privilege'),
      { kind: 'recovered', task, failures: 2, failedAt: 5, at: 6, due: false },
      { kind: 'done', task, watchedById: true, at: 6, due: false },
      { kind: 'unknown', task, status: 'DATA_PAUSED', others: 3, at: 6, due: true },
      {
        kind: 'baseline',
        target: '2000015',
        name: 'demo',
        total: 2,
        statuses: { INIT: 2 },
        running: 0,
        stopped: 0,
        failed: [task],
        at: 6,
        due: true,
      },
      {
        kind: 'job-finished',
        job: {
          ...job,
          done: 4983,
          failed: 17,
          running: 0,
          waiting: 0,
          stopped: 0,
          total: 5000,
          perHour: 212,
          leftMs: undefined,
        },
        tookMs: 9_000,
        slowest: [{ task, tookMs: 5_000 }],
        failed: [
          { ...task, cause: { fingerprint: 'k', reason: 'r', category: undefined } },
          { ...task, cause: undefined },
        ],
        unlisted: 2,
        at: 6,
        due: true,
      },
      {
        kind: 'escalation',
        job,
        why: 'share failed',
        failed: 12,
        ended: 40,
        since: 3,
        at: 6,
        due: true,
      },
      { kind: 'stalled', what: 'task', task, since: 2, usualMs: 1_200_000, at: 6, due: true },
      { kind: 'stalled', what: 'job', job, waiting: 7, since: 2, at: 6, due: true },
      { kind: 'reminder', task, cause: undefined, failedAt: 2, at: 6, due: false },
      {
        kind: 'blind',
        what: 'source',
        sourceId: task.sourceId,
        sourceName: 'finance_dw',
        reason: '403',
        since: 2,
        until: 5,
        at: 6,
        due: true,
      },
      {
        kind: 'blind',
        what: 'channel',
        channel: 'slack',
        reason: '404',
        since: 2,
        at: 6,
        due: true,
      },
    ];
    const text = encodeState({ ...emptyState, owed });
    expect(decodeState(text, 'slack.json').owed).toEqual(owed);
    expect(encodeState(decodeState(text, 'slack.json'))).toBe(text);
  });

  it('takes less than 40 bytes for a settled task with ids of nine digits, whether its log was read or not', () => {
    const settled = (log: boolean, count: number): string =>
      encodeState({
        ...emptyState,
        tasks: new Map([
          [
            id<SourceId>('2000015'),
            new Map(
              Array.from({ length: count }, (_, n) => [
                id<TaskId>(123_456_000 + n),
                {
                  jobId: id<JobId>('87'),
                  seen: 'abcdefgh',
                  lastLog: log ? id<LogId>(987_654_321) : undefined,
                  historyUntil: log ? undefined : 1_763_820_187,
                  settled: true,
                  failure: undefined,
                  statusFailure: undefined,
                  unread: false,
                  missingSince: undefined,
                  running: undefined,
                },
              ]),
            ),
          ],
        ]),
      });
    for (const log of [true, false])
      expect((settled(log, 901).length - settled(log, 1).length) / 900).toBeLessThan(40);
  });

  it('explains itself', () => {
    expect(encodeState(emptyState)).toContain('an 8-character fingerprint of its listed status');
  });

  it.each([
    ['', 'not valid JSON'],
    ['null', 'an object'],
    ['{"version":9}', 'written by a newer release'],
    [
      '{"version":1,"targets":[],"unknownStatuses":{},"jobs":{},"owed":[{"kind":"failed"}],"tasks":{}}',
      'an alert in "owed"',
    ],
    [
      '{"version":1,"targets":[],"unknownStatuses":{},"jobs":{},"owed":[],"tasks":{"2000015":{"87":{"4032":[7]}}}}',
      '"seen" of task 2000015/4032',
    ],
  ])('that cannot be read names itself and what to do: %s', (text, says) => {
    expect(() => decodeState(text, 'oss://bucket/prefix/slack.json')).toThrow(says);
    expect(() => decodeState(text, 'oss://bucket/prefix/slack.json')).toThrow(
      /oss:\/\/bucket\/prefix\/slack\.json .*Nothing was overwritten/s,
    );
  });
});

describe('what is owed for long', () => {
  it('keeps every failure, the first hundred in full and the others short', () => {
    const owed = Array.from({ length: 3_000 }, (_, n) => ({
      ...failure('x'.repeat(4_000)),
      task: alertedTask(aTask({ id: id(n + 1) })),
    }));
    const kept = boundOwed({ ...emptyState, owed });
    expect(kept.owed).toHaveLength(3_000);
    expect(encodeState(kept).length).toBeLessThan(3_000_000);
  });
});
