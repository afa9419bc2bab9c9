import type { Alert, AlertedTask, FailedRow } from '../../functions/kinds/alert.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import { causeOf } from '../../functions/causes/cause-of.ts';
import type { JobId } from '../../functions/mms/id.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
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
  noPrivilege,
  now,
} from '../notification/alerts.ts';

const frames = (from: string, lines: number): string =>
  Array.from(
    { length: lines },
    (_, i) => `\tat ${from}.Step${i}.run(Step${i}.java:${40 + i})`,
  ).join('\n');

/** As Java writes it: what happened first stands last. */
export const javaTrace = [
  'java.lang.RuntimeException: com.aliyun.odps.OdpsException: execute sql failed, instance 20261122060307123gxyz1abc',
  frames('com.aliyun.odps.mma.server.task', 38),
  'Caused by: com.aliyun.odps.OdpsException: ODPS-0121095: Invalid argument - in function cast, value out of range: amount > decimal(18,2) & scale < 3',
  frames('com.aliyun.odps.sqa.commandapi', 25),
  '\t... 38 more',
  "Caused by: java.sql.SQLException: Access denied for user 'mma'@'10.0.0.7' (using password: YES), jdbc:mysql://mma:Tr0ub4dor@10.0.0.7:3306/finance_dw?user=mma&password=Tr0ub4dor&useSSL=false",
  frames('com.mysql.jdbc', 18),
  '\t... 63 more',
].join('\n');

const orders = aTask(4032, 'orders_2024');
export const stormCauses = [
  noPrivilege,
  'java.net.SocketTimeoutException: connect timed out',
  'ODPS-0123144: Fuxi job failed - kInstanceMonitorTimeout, instance mem usage 8412 MB exceeds the limit of 8192 MB',
  'Exceeded rate limits: too many concurrent queries for this project_and_region',
  'ODPS-0130071:[1,214] Semantic analysis exception - column geo: type GEOGRAPHY of BigQuery has no counterpart',
] as const;
/** Of 3,000 failures 1,500 have the first cause, 750 the second, and so on. */
export const storm = Array.from({ length: 3000 }, (_, i) => {
  const cause = i % 2 === 0 ? 0 : i % 4 === 1 ? 1 : i % 8 === 3 ? 2 : i % 16 === 7 ? 3 : 4;
  const status = i % 9 === 8 ? 'SCHEMA_FAILED' : 'DATA_FAILED';
  return aFailure(aTask(4032 + i, `fact_sales_${2000 + i}`, { status }), [
    aRow(10231 + i, stormCauses[cause], { status }),
  ]);
});
const knownFor = (seen: number, message = noPrivilege): Notification['causes'] =>
  new Map([[causeOf(message).fingerprint, aCauseMemory(causeOf(message), { seen })]]);

const countsDiffer =
  'verification failed: select count(*) returned 1000000 rows in the source and 999998 in the destination';
const verified = (task: AlertedTask, row: FailedRow): Alert =>
  aFailure({ ...task, status: 'VERIFICATION_FAILED' }, [row], {
    countedRows: { source: '1000000', destination: '999998' },
  });
const mixed: readonly Alert[] = [
  aCompletion(aTask(4101, 'accounts')),
  aRecovery(aTask(4010, 'payments')),
  aFailure(orders, [aRow(10231)], { recoveredSince: true }),
  ...Array.from({ length: 8 }, (_, i) =>
    aFailure(aTask(4060 + i, `dim_${i}`), [aRow(10300 + i, noPrivilege)]),
  ),
  aRecovery(aTask(4060, 'dim_0'), 2, 195),
  anUnknown('DATA_PAUSED', aTask(4200, 'audit_trail'), 4),
  ...Array.from({ length: 11 }, (_, i) => aCompletion(aTask(4110 + i, `log_${i}`))),
  aCompletion(aTask(4300, 'watched'), true),
];
const finishedWell = aFinishedJob({
  job: aStanding({
    id: id<JobId>(88),
    name: 'crm_history',
    done: 312,
    failed: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    total: 312,
    leftMs: undefined,
  }),
  tookMs: 5_400_000,
  slowest: [],
  failed: [],
});

/** What a tick can hold, from the everyday to the worst night. */
export const stories: Readonly<Record<string, Notification>> = {
  'one failure': aBriefing([aFailure(orders, [aRow(10231)])], { standings: [aStanding()] }),
  'three failures of one cause': aBriefing(
    [
      [4032, 'orders_2024'],
      [4033, 'customers'],
      [4035, 'invoices'],
    ].map(([task, table], i) =>
      aFailure(aTask(Number(task), String(table)), [aRow(10231 + i, noPrivilege)]),
    ),
    { standings: [aStanding()] },
  ),
  'three failures, one with a long Java trace': aBriefing([
    aFailure(
      orders,
      [
        aRow(10231, '', { message: untrustedText(javaTrace, 4000) }),
        aRow(10232, 'unexpected error', { action: untrustedText('unexpected error', 2000) }),
      ],
      { attempts: 3, ordinal: 4, sameCause: false, cause: causeOf(javaTrace) },
    ),
    aFailure(aTask(4033, 'customers', { status: 'VERIFICATION_FAILED' }), [], {
      ordinal: 2,
      sameCause: true,
    }),
    aFailure(aTask(4035, 'invoices'), [], {
      logUnread: 'ListMmsTaskLogs: 503 ServiceUnavailable after 3 attempts',
    }),
  ]),
  'a verification mismatch': aBriefing(
    [
      verified(
        aTask(4030, 'payments'),
        aRow(10240, countsDiffer, { status: 'VERIFICATION_FAILED' }),
      ),
    ],
    { standings: [aStanding()] },
  ),
  'a mixed tick': aBriefing(mixed, { standings: [aStanding()], causes: knownFor(9) }),
  'a slow leak': aBriefing(
    Array.from({ length: 12 }, (_, i) =>
      aFailure(aTask(4060 + i, `dim_${i}`), [aRow(10300 + i, noPrivilege)], {
        sameCause: i < 2 ? true : undefined,
        ordinal: i < 2 ? 2 : 1,
      }),
    ),
    {
      causes: knownFor(424),
      standings: [aStanding({ failed: 424 })],
    },
  ),
  'a storm': aBriefing(storm, {
    causes: knownFor(1700),
    standings: [aStanding({ failed: 3000, done: 1200, waiting: 760 })],
  }),
  'a job finished': aBriefing(
    [aFinishedJob(), finishedWell, aCompletion(aTask(4101, 'accounts'))],
    { standings: [aStanding(), aStanding({ id: id<JobId>(99), name: 'archive' })] },
  ),
  'an escalation': aBriefing([
    anEscalation(),
    anEscalation({
      job: aStanding({ id: id<JobId>(88), name: 'crm_history' }),
      why: 'no success',
      failed: 14,
      since: now - 31 * 60_000,
    }),
  ]),
  'an escalation with failures': aBriefing(
    [
      anEscalation({ why: 'burst', failed: 118 }),
      ...mixed,
      verified(
        aTask(4030, 'invoices'),
        aRow(10240, countsDiffer, { status: 'VERIFICATION_FAILED' }),
      ),
      aStalledTask(aTask(4031, 'customers')),
      aReminder(aTask(4090, 'ledger')),
    ],
    {
      standings: [
        aStanding(),
        aStanding({
          id: id<JobId>(88),
          name: 'crm_history',
          done: 40,
          total: 312,
          failed: 0,
          stopped: 0,
          waiting: 232,
          perHour: undefined,
          leftMs: undefined,
        }),
      ],
    },
  ),
  'a blind source': aBriefing([aBlindSource()]),
  'sight returned': aBriefing([
    aBlindSource({ since: now - 70 * 60_000, until: now }),
    aFailure(orders, [aRow(10231)]),
    aCompletion(aTask(4101, 'accounts')),
    aCompletion(aTask(4102, 'addresses')),
  ]),
  'sight returned to nothing new': aBriefing([
    aBlindSource({ since: now - 70 * 60_000, until: now }),
  ]),
  'a lost channel': aBriefing([aLostChannel()]),
  stalled: aBriefing(
    [
      aStalledTask(aTask(4031, 'customers')),
      aStalledTask(aTask(4036, 'contracts'), { usualMs: undefined }),
      aStalledJob(),
    ],
    { standings: [aStanding({ running: 0 })] },
  ),
  'one stalled table': aBriefing([aStalledTask(aTask(4031, 'customers'))], {
    standings: [aStanding()],
  }),
  'a reminder of sixty': aBriefing(
    Array.from({ length: 60 }, (_, i) =>
      aReminder(aTask(4060 + i, `dim_${i}`), i < 40 ? noPrivilege : i < 57 ? stormCauses[1] : ''),
    ),
    { standings: [aStanding()] },
  ),
  'a reminder of seven': aBriefing(
    Array.from({ length: 7 }, (_, i) =>
      aReminder(aTask(4060 + i, `dim_${i}`), i < 5 ? noPrivilege : stormCauses[1]),
    ),
  ),
  'a baseline': aBriefing([aBaseline()]),
  'three baselines and an empty one': aBriefing([
    aBaseline(),
    aBaseline({
      target: '2000015/jobs/87',
      name: 'nightly_full',
      total: 312,
      statuses: { DONE: 312 },
      running: 0,
      stopped: 0,
      failed: [],
    }),
    aBaseline({
      target: '2000015/tasks/4032',
      name: 'finance_dw.orders_2024',
      total: 1,
      statuses: { INIT: 1 },
      running: 0,
      stopped: 0,
      failed: [],
    }),
    aBaseline({
      target: '2000017',
      name: '',
      total: 0,
      statuses: {},
      running: 0,
      stopped: 0,
      failed: [],
    }),
  ]),
  'only completions': aBriefing(
    Array.from({ length: 12 }, (_, i) =>
      aCompletion(aTask(4110 + i, ['accounts', 'addresses', 'audit_log'][i] ?? `log_${i}`)),
    ),
    { standings: [aStanding()] },
  ),
  'one recovery': aBriefing([aRecovery(orders, 2)], { standings: [aStanding()] }),
  'an unknown status': aBriefing([anUnknown('DATA_PAUSED', aTask(4200, 'audit_trail'), 4)]),
};
