import fc from 'fast-check';
import type { AlertedTask, Alert } from '../../functions/kinds/alert.ts';
import type { Notification } from '../../functions/notification/notification.ts';
import type { Cause, CauseMemory } from '../../functions/causes/cause.ts';
import type { JobStanding } from '../../functions/tracking/job-standing.ts';
import type { JobId, SourceId, TaskId } from '../../functions/mms/id.ts';
import { untrustedName, untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import {
  aBaseline,
  aBlindSource,
  aBriefing,
  aCauseMemory,
  aCompletion,
  aFailure,
  aFinishedJob,
  aLostChannel,
  anEscalation,
  anUnknown,
  aRecovery,
  aReminder,
  aRow,
  aStalledJob,
  aStalledTask,
  aStanding,
  aTask,
  id,
  now,
} from './alerts.ts';

/** In every foreign text, so that it can be looked for where foreign text must not be. */
export const trace = 'EVIL';

const attack = fc.constantFrom(
  '<!channel>',
  '<!here>',
  '<@U123>',
  '<https://evil.example|click>',
  '&lt;!channel&gt;',
  '`',
  '```',
  '*bold*',
  '_it_',
  '~no~',
  '\n> quote',
  '\n• item',
  '</pre><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="//evil">',
  '\r\nBcc: all@example.com',
  '=cmd|x',
  '&&&&&&&&',
  '<<<<<<<<',
  "''''",
  '\u202e',
  '\u0000',
  '\ud800',
  '😀',
  '表名',
  'a'.repeat(300),
  'x '.repeat(100),
  '|',
  '{',
  '\\',
  ':tada:',
  '@channel',
  '#general',
  'ODPS-0130013: no privilege',
);
const hostile = fc.array(attack, { maxLength: 12 }).map((parts) => `${trace}${parts.join('')}`);
const name = fc.oneof(
  hostile.map((text) => untrustedName(text)),
  hostile,
  fc.constant(''),
  fc.constant('orders_2024'),
);
const log = fc.oneof(
  hostile.map((text) => untrustedText(text, 4000)),
  fc
    .tuple(hostile, fc.integer({ min: 1, max: 300 }))
    .map(([text, times]) => untrustedText(text.repeat(times), 4000)),
  hostile.map((text) => ({ head: text, tail: text, omitted: 7, omittedLines: 1 })),
  fc.constant({ head: '', tail: '', omitted: 0, omittedLines: 0 }),
);
const cause: fc.Arbitrary<Cause> = fc.record({
  fingerprint: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  reason: name,
  category: fc.constantFrom('no-privilege', 'row-counts', 'nobody knows', undefined),
});
const time = fc.integer({ min: now - 1e9, max: now + 1e6 });
const amount = fc.oneof(fc.nat(9), fc.nat(100_000));

const anyTask = (taskId: number): fc.Arbitrary<AlertedTask> =>
  fc
    .record({
      sourceName: name,
      jobName: name,
      sourceTable: name,
      destinationTable: name,
      status: fc.oneof(name, fc.constant('VERIFICATION_FAILED')),
      withJob: fc.boolean(),
      source: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ withJob, source, ...names }) =>
      aTask(taskId, 't', {
        ...names,
        jobId: withJob ? id<JobId>(87) : undefined,
        sourceId: id<SourceId>(source),
      }),
    );

const anyJob = (jobId: number): fc.Arbitrary<JobStanding> =>
  fc
    .record({
      name,
      sourceName: name,
      done: amount,
      failed: amount,
      running: amount,
      waiting: amount,
      stopped: amount,
      total: amount,
      perHour: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
      leftMs: fc.option(fc.integer({ min: -5, max: 1e10 }), { nil: undefined }),
    })
    .map((job) => aStanding({ ...job, id: id<JobId>(jobId) }));

const anyFailure = (taskId: number): fc.Arbitrary<Alert> =>
  fc
    .record({
      task: anyTask(taskId),
      rows: fc.array(fc.record({ status: name, time: name, action: log, message: log }), {
        maxLength: 4,
      }),
      attempts: fc.integer({ min: 1, max: 5000 }),
      ordinal: fc.integer({ min: 1, max: 5000 }),
      cause,
      sameCause: fc.constantFrom(true, false, undefined),
      logUnread: fc.option(name, { nil: undefined }),
      recoveredSince: fc.boolean(),
      status: fc.oneof(name, fc.constant('VERIFICATION_FAILED')),
      countedRows: fc.option(
        fc.record({
          source: fc.constantFrom('9007199254740993', '12', '-1', 'x<y>'),
          destination: fc.constantFrom('12', '9007199254740992'),
        }),
        { nil: undefined },
      ),
    })
    .map(({ task, rows, ...rest }) =>
      aFailure(
        task,
        rows.map((row, i) => aRow(900_719_925_474_000 + i, '', row)),
        rest,
      ),
    );

const anyBaseline = (n: number): fc.Arbitrary<Alert> =>
  fc
    .record({
      name,
      statuses: fc.dictionary(name, fc.nat(100_000), { maxKeys: 20 }),
      failed: fc.array(anyTask(n), { maxLength: 10 }),
      running: fc.nat(9),
      stopped: fc.nat(9),
    })
    .map((baseline) =>
      aBaseline({
        ...baseline,
        target: `${n}/jobs/9007199254740991`,
        total: Object.values(baseline.statuses).reduce((sum, tasks) => sum + tasks, 0),
      }),
    );

function anyAlert(taskId: number): fc.Arbitrary<Alert> {
  return fc.oneof(
    { arbitrary: anyFailure(taskId), weight: 8 },
    anyTask(taskId).chain((task) =>
      fc
        .tuple(fc.nat(100), fc.integer({ min: -5, max: 1e7 }))
        .map(([failures, minutes]) => aRecovery(task, failures, minutes)),
    ),
    fc.tuple(anyTask(taskId), fc.boolean()).map(([task, byId]) => aCompletion(task, byId)),
    fc
      .tuple(anyTask(taskId), name, fc.nat(5000))
      .map(([task, status, others]) => anUnknown(`${status} ${taskId}`, task, others)),
    anyBaseline(taskId),
    fc
      .tuple(
        anyJob(taskId),
        fc.array(fc.tuple(anyTask(taskId), fc.option(cause, { nil: undefined })), {
          maxLength: 60,
        }),
        fc.nat(2000),
      )
      .map(([job, failed, unlisted]) =>
        aFinishedJob({
          job,
          unlisted,
          failed: failed.map(([task, why]) => ({ ...task, cause: why })),
          slowest: failed.slice(0, 3).map(([task]) => ({ task, tookMs: 60_000 })),
        }),
      ),
    fc
      .tuple(
        anyJob(taskId),
        fc.constantFrom('share failed', 'no success', 'burst'),
        amount,
        amount,
        time,
      )
      .map(([job, why, failed, ended, since]) => anEscalation({ job, why, failed, ended, since })),
    fc
      .tuple(anyTask(taskId), time, fc.option(fc.nat(1e8), { nil: undefined }))
      .map(([task, since, usualMs]) => aStalledTask(task, { since, usualMs })),
    fc
      .tuple(anyJob(taskId), amount, time)
      .map(([job, waiting, since]) => aStalledJob({ job, waiting, since })),
    fc
      .tuple(anyTask(taskId), fc.option(cause, { nil: undefined }), time)
      .map(([task, why, failedAt]) => aReminder(task, '', { cause: why, failedAt })),
    fc
      .tuple(name, name, time, fc.option(time, { nil: undefined }))
      .map(([sourceName, reason, since, until]) =>
        aBlindSource({ sourceId: id<SourceId>(taskId), sourceName, reason, since, until }),
      ),
    fc
      .tuple(fc.constantFrom('slack', 'email', `${trace} <!channel>`), name)
      .map(([channel, reason]) =>
        aLostChannel({ channel: `${channel}${channel.startsWith(trace) ? taskId : ''}`, reason }),
      ),
  );
}

/** A few alerts of every kind, or a crowd made of copies of them; each with a key of its own. */
export const hostileAlerts: fc.Arbitrary<readonly Alert[]> = fc
  .tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), fc.constantFrom(1, 1, 1, 5, 40, 300))
  .chain(([seeds, copies]) =>
    fc
      .tuple(...seeds.map((_, i) => anyAlert(9_007_199_254_000_000 + i)))
      .map((alerts) => ({ alerts, copies })),
  )
  .map(({ alerts, copies }) =>
    Array.from({ length: copies }, (_, copy) =>
      alerts.flatMap((alert, i) => withOwnKey(alert, 1000 + copy * alerts.length + i, copy)),
    ).flat(),
  );

const memory: fc.Arbitrary<CauseMemory> = fc
  .record({ toldAt: fc.option(time, { nil: undefined }), firstAt: time, seen: amount })
  .map((changes) => aCauseMemory({ fingerprint: '', reason: trace, category: undefined }, changes));

/** With causes that the channel may know, and jobs that may stand anywhere. */
export const hostileBriefing: fc.Arbitrary<Notification> = fc
  .tuple(
    hostileAlerts,
    fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), memory)),
    fc.array(anyJob(5), { maxLength: 9 }),
  )
  .map(([alerts, causes, standings]) => aBriefing(alerts, { causes: new Map(causes), standings }));

function withOwnKey(alert: Alert, n: number, copy: number): readonly Alert[] {
  switch (alert.kind) {
    case 'baseline':
      return [{ ...alert, target: `${n}` }];
    case 'job-finished':
      return [{ ...alert, job: { ...alert.job, id: id<JobId>(n) } }];
    case 'escalation':
      return [{ ...alert, job: { ...alert.job, id: id<JobId>(n) } }];
    case 'stalled':
      return [
        alert.what === 'task'
          ? { ...alert, task: { ...alert.task, id: id<TaskId>(n) } }
          : { ...alert, job: { ...alert.job, id: id<JobId>(n) } },
      ];
    case 'blind':
      return alert.what === 'source'
        ? [{ ...alert, sourceId: id<SourceId>(n) }]
        : copy > 0
          ? []
          : [{ ...alert, channel: `${alert.channel}${n}` }];
    case 'unknown':
      return [
        { ...alert, task: { ...alert.task, id: id<TaskId>(n) }, status: `${alert.status} ${n}` },
      ];
    case 'failed':
    case 'recovered':
    case 'done':
    case 'reminder':
      return [{ ...alert, task: { ...alert.task, id: id<TaskId>(n) } }];
    default:
      return alert satisfies never;
  }
}
