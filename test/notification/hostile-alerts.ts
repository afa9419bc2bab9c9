import fc from 'fast-check';
import { causeKey, type Cause, type CauseRecord } from '../../functions/causes/cause.ts';
import type { AnyAlert } from '../../functions/kinds/kinds.ts';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import type { CauseGroup, JobProgress, TaskRef } from '../../functions/notification/alert.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import type { Excerpt } from '../../functions/untrusted-text/excerpt.ts';
import { untrustedName, untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { id } from '../support/builders.ts';
import type { AlertOf } from '../support/fake-channel.ts';
import {
  aBadStatus,
  aBaseline,
  aCompletion,
  aFailedTimer,
  aFailure,
  aGroup,
  aJob,
  aLostChannel,
  aLostSource,
  aNotification,
  aProgress,
  aRecovery,
  aReminder,
  aReport,
  aRow,
  aSilentTimer,
  aSourceError,
  aStalledJob,
  aStalledTask,
  aStop,
  aTask,
  anEscalation,
  anOfflineAgent,
  anUnknown,
  now,
} from './alerts.ts';

/** In every text of MMS, so that it can be looked for where no text of MMS may stand. */
export const trace = 'EVIL';

const attack = fc.constantFrom(
  '<!channel>',
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
  '"><a href="//evil">',
  '\r\nBcc: all@example.com',
  '=cmd|x',
  '&&&&&&&&',
  '<<<<<<<<',
  "''''",
  '\u202e',
  '\u0000',
  '\ud800',
  '\u2028',
  '👩‍👩‍👧‍👦',
  '表名',
  'a'.repeat(300),
  'x '.repeat(100),
  '|',
  '\\',
  ':tada:',
  '@channel',
  'ODPS-0130013: no privilege',
);

const hostile = fc.array(attack, { maxLength: 12 }).map((parts) => `${trace}${parts.join('')}`);

const name = fc.oneof(
  hostile.map((text) => untrustedName(text)),
  hostile,
  fc.constant(''),
  fc.constant('orders_2024'),
);

const log: fc.Arbitrary<Excerpt> = fc.oneof(
  hostile.map((text) => untrustedText(text, 4000)),
  fc
    .tuple(hostile, fc.integer({ min: 1, max: 300 }))
    .map(([text, times]) => untrustedText(text.repeat(times), 4000)),
  hostile
    .map((text) => untrustedText(text, 4000).head)
    .map((text) => ({ head: text, tail: text, omitted: 7, omittedLines: 1 })),
  fc.constant({ head: '', tail: '', omitted: 0, omittedLines: 0 }),
);

const cause: fc.Arbitrary<Cause> = fc.record({
  fingerprint: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  reason: name,
  category: fc.constantFrom('no-privilege', 'row-counts', 'quota', 'nobody knows', undefined),
  detail: fc.option(name, { nil: undefined }),
});

const moment = fc.integer({ min: now - 1e9, max: now + 1e6 });
const amount = fc.oneof(fc.nat(9), fc.nat(100_000));
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

const anyTask = (taskId: number): fc.Arbitrary<TaskRef> =>
  fc
    .record({
      sourceName: name,
      jobName: name,
      sourceTable: name,
      destinationTable: name,
      status: fc.oneof(name, fc.constant('VERIFICATION_FAILED')),
      job: fc.constantFrom(undefined, 87, 88),
      source: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ job, source, ...names }) =>
      aTask(taskId, 't', {
        ...names,
        jobId: job === undefined ? undefined : id<JobId>(job),
        sourceId: id(source),
      }),
    );

const anyProgress = (jobId: number): fc.Arbitrary<JobProgress> =>
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
      perHour: maybe(fc.double({ min: 0, max: 1e6, noNaN: true })),
      leftMs: maybe(fc.integer({ min: -5, max: 1e10 })),
      source: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ source, ...job }) => aProgress({ ...job, id: id(jobId), sourceId: id(source) }));

const anyGroups = (taskId: number): fc.Arbitrary<readonly CauseGroup[]> =>
  fc.array(
    fc
      .tuple(maybe(cause), fc.array(anyTask(taskId), { maxLength: 12 }), fc.nat(2000))
      .map(([why, listed, more]) => aGroup(why, listed, listed.length + more)),
    { maxLength: 12 },
  );

const anyFailure = (taskId: number): fc.Arbitrary<AlertOf<'failed'>> =>
  fc
    .record({
      what: fc.constantFrom('failure', 'failure', 'failure', 'reason'),
      task: anyTask(taskId),
      rows: fc.array(fc.record({ status: name, time: name, action: log, message: log }), {
        maxLength: 4,
      }),
      attempts: fc.integer({ min: 1, max: 5000 }),
      ordinal: fc.integer({ min: 1, max: 5000 }),
      cause,
      sameCause: fc.constantFrom(true, false, undefined),
      logUnread: maybe(name),
      recoveredSince: fc.boolean(),
      watchedById: fc.boolean(),
      status: fc.oneof(name, fc.constantFrom('VERIFICATION_FAILED', 'SCHEMA_FAILED')),
      countedRows: maybe(
        fc.record({
          source: fc.constantFrom('9007199254740993', '12', '-1', 'x<y>', '9'.repeat(40)),
          destination: fc.constantFrom('12', '9007199254740992', '0'),
        }),
      ),
    })
    .map(({ task, rows, what, ...rest }) =>
      aFailure(
        task,
        rows.map((row, index) => aRow(900_719_925_474_000 + index, '', row)),
        { ...rest, what },
      ),
    );

const anyBaseline = (n: number): fc.Arbitrary<AlertOf<'baseline'>> =>
  fc
    .record({
      name,
      statuses: fc.dictionary(name, fc.nat(100_000), { maxKeys: 20 }),
      failed: anyGroups(n),
      running: fc.nat(9),
      stopped: fc.nat(9),
      unread: fc.nat(9),
    })
    .map((baseline) => aBaseline({ ...baseline, target: `${n}/jobs/9007199254740991` }));

const trouble = fc.record({
  said: name,
  short: fc.constantFrom({ en: '', zh: '' }, { en: '403, permission', zh: '403，无权限' }),
  fix: fc.constantFrom({ en: '', zh: '' }, { en: 'Grant it.', zh: '请授权。' }),
});

function anyAlert(n: number): fc.Arbitrary<AnyAlert> {
  return fc.oneof(
    { arbitrary: anyFailure(n), weight: 10 },
    anyTask(n).chain((task) =>
      fc
        .tuple(fc.nat(100), fc.integer({ min: -5, max: 1e9 }))
        .map(([failures, after]) => aRecovery(task, failures, after)),
    ),
    fc.tuple(anyTask(n), fc.boolean()).map(([task, byId]) => aCompletion(task, byId)),
    fc
      .tuple(anyTask(n), name, fc.nat(5000))
      .map(([task, status, others]) => anUnknown(`${status} ${n}`, task, others)),
    anyBaseline(n),
    fc
      .record({
        job: anyProgress(n),
        failed: anyGroups(n),
        onRetry: amount,
        tookMs: maybe(fc.nat(1e9)),
        slowest: fc.array(fc.record({ task: anyTask(n), tookMs: fc.nat(1e9) }), { maxLength: 5 }),
      })
      .map((report) => aReport(report)),
    fc.record({ job: anyProgress(n), failed: anyGroups(n) }).map((stop) => aStop(stop)),
    fc
      .record({
        job: fc.record({ name, sourceName: name }).map((names) => aJob({ ...names, id: id(n) })),
        why: fc.constantFrom('share failed', 'no success', 'burst'),
        failed: amount,
        ended: amount,
        since: moment,
        waiting: amount,
        causes: anyGroups(n),
      })
      .map((escalation) => anEscalation(escalation)),
    fc
      .tuple(anyTask(n), moment, maybe(fc.nat(1e8)))
      .map(([task, since, usualMs]) => aStalledTask(task, { since, usualMs })),
    fc
      .tuple(name, amount, moment)
      .map(([called, waiting, since]) =>
        aStalledJob({ job: aJob({ id: id(n), name: called }), waiting, since }),
      ),
    fc
      .tuple(anyTask(n), cause, fc.nat(1e10))
      .map(([task, why, after]) => aReminder(task, why, after)),
    fc
      .record({
        sourceName: maybe(name),
        trouble,
        since: moment,
        until: maybe(moment),
        isEmpty: fc.boolean(),
        nth: fc.integer({ min: 1, max: 5 }),
      })
      .map((source) => aLostSource({ ...source, sourceId: id(n) })),
    fc
      .record({ channel: fc.constantFrom('slack', 'email'), trouble, until: maybe(moment) })
      .map((channel) => aLostChannel(channel)),
    anyFeed(n),
  );
}

const anyFeed = (n: number): fc.Arbitrary<AlertOf<'source'>> =>
  fc
    .record({
      sourceName: name,
      until: maybe(moment),
      status: name,
      said: name,
      timer: fc.record({ id: fc.constant(`${n}`), name }),
      job: maybe(name),
    })
    .chain(({ sourceName, until, status, said, timer, job }) => {
      const own = { sourceId: id<SourceId>(n), sourceName, until };
      const blockedBy = job === undefined ? undefined : aJob({ name: job });
      return fc.constantFrom<AlertOf<'source'>>(
        anOfflineAgent(own),
        { ...aSourceError(said), ...own },
        aBadStatus({ ...own, status, before: said }),
        { ...aSilentTimer(blockedBy), ...own, timer },
        aFailedTimer({ ...own, timer, status, said }),
      );
    });

/** The same alert about another thing. */
function renumbered(alert: AnyAlert, n: number): AnyAlert {
  switch (alert.kind) {
    case 'baseline':
      return { ...alert, target: `${n}` };
    case 'job-finished':
    case 'job-stopped':
      return { ...alert, job: { ...alert.job, id: id(n) } };
    case 'escalation':
      return { ...alert, job: { ...alert.job, id: id(n) } };
    case 'stalled':
      return alert.what === 'task'
        ? { ...alert, task: { ...alert.task, id: id(n) } }
        : { ...alert, job: { ...alert.job, id: id(n) } };
    case 'blind':
      return alert.what === 'source'
        ? { ...alert, sourceId: id(n) }
        : { ...alert, channel: `${alert.channel}${n}` };
    case 'source':
      return { ...alert, sourceId: id<typeof alert.sourceId>(n) };
    case 'unknown':
      return { ...alert, task: { ...alert.task, id: id(n) }, status: `${alert.status} ${n}` };
    case 'failed':
      return { ...alert, task: { ...alert.task, id: id(n) } };
    case 'recovered':
    case 'done':
      return { ...alert, task: { ...alert.task, id: id(n) } };
    case 'reminder':
      return { ...alert, task: { ...alert.task, id: id(n) } };
    default:
      return alert satisfies never;
  }
}

/** Some alerts of every kind, or a crowd made of copies of them; each about a thing of its own. */
export const hostileAlerts: fc.Arbitrary<readonly AnyAlert[]> = fc
  .tuple(
    fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
    fc.constantFrom(1, 1, 1, 1, 5, 40, 150),
  )
  .chain(([seeds, copies]) =>
    fc
      .tuple(...seeds.map((_, index) => anyAlert(9_007_199_254_000_000 + index)))
      .map((alerts) =>
        Array.from({ length: copies }, (_, copy) =>
          alerts.map((alert, index) => renumbered(alert, 1000 + copy * alerts.length + index)),
        ).flat(),
      ),
  );

const record: fc.Arbitrary<CauseRecord> = fc
  .record({ notifiedAt: maybe(moment), firstAt: moment, count: amount })
  .map((known) => ({ fingerprint: '', reason: trace, lastAt: now, ...known }));

/** With causes that the channel may know, jobs that may stand anywhere, and outages. */
export const hostileNotification: fc.Arbitrary<Notification> = fc
  .record({
    alerts: hostileAlerts,
    known: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), record)),
    progress: fc.array(anyProgress(5), { maxLength: 9 }),
    outage: maybe(moment.map((since) => ({ since }))),
  })
  .map(({ alerts, known, progress, outage }) => {
    const causes = new Map(
      known.map(([fingerprint, entry]) => [causeKey(aTask(1), fingerprint), entry]),
    );
    return aNotification(alerts, { causes, progress, outage });
  });
