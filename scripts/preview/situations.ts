import { causeOf } from '../../functions/causes/cause-of.ts';
import type { Alert } from '../../functions/kinds/alert.ts';
import type { Notification } from '../../functions/notification/notification.ts';
import type { CauseMemory } from '../../functions/causes/cause.ts';
import type { JobId } from '../../functions/mms/id.ts';
import {
  countsDiffer,
  noPrivilege,
  outOfMemory,
  privilegeTrace,
  quotaExceeded,
  sourceTimedOut,
  unsupportedType,
} from '../../rehearsal/story/error-texts.ts';
import { financeTables } from '../../rehearsal/story/tables.ts';
import {
  aFailure,
  aFirstLook,
  anUnknown,
  aRecovery,
  aRow,
  aStanding,
  aTask,
  completions,
  id,
  known,
  now,
} from './sample-alerts.ts';
import {
  aBlindSource,
  aFinishedJob,
  aLostChannel,
  anEscalation,
  aReminder,
  aStalledJob,
  aStalledTask,
} from './sample-jobs.ts';

const forbidden = (
  taskId: number,
  table: 'orders_2024' | 'customers' | 'invoices',
  logId: number,
): Alert => aFailure(aTask(taskId, table), [aRow(logId, table, noPrivilege(table))]);

const orders = aTask(4032, 'orders_2024');
const forbiddenWithTrace = aFailure(orders, [
  aRow(10231, 'orders_2024', noPrivilege('orders_2024')),
  aRow(10232, 'orders_2024', privilegeTrace('orders_2024'), 'DATA_FAILED', 'unexpected error'),
]);
const threeForbidden = [
  forbidden(4032, 'orders_2024', 10231),
  forbidden(4033, 'customers', 10233),
  forbidden(4035, 'invoices', 10234),
];
const goodNews = [
  aRecovery(aTask(4010, 'payments'), 1, 42),
  ...completions(4101, financeTables.slice(0, 12)),
];
const fewerRows = aFailure(
  aTask(4030, 'payments', { status: 'VERIFICATION_FAILED' }),
  [
    aRow(
      10_240,
      'payments',
      countsDiffer,
      'VERIFICATION_FAILED',
      'select count(*) from mms_prod.default.payments;',
    ),
  ],
  { countedRows: { source: '1204331', destination: '1204298' } },
);

const stormCauses = [
  noPrivilege('orders_2024'),
  noPrivilege('orders_2024'),
  noPrivilege('orders_2024'),
  sourceTimedOut,
  sourceTimedOut,
  outOfMemory,
  quotaExceeded,
  unsupportedType('route'),
];
const storm = Array.from({ length: 3000 }, (_, index): Alert => {
  const table = `fact_sales_${2000 + index}`;
  const status = index % 9 === 8 ? 'SCHEMA_FAILED' : 'DATA_FAILED';
  return aFailure(aTask(14_032 + index, table), [
    aRow(20_231 + index, table, stormCauses[index % stormCauses.length] ?? '', status),
  ]);
});

const briefing = (
  alerts: readonly Alert[],
  standings: Notification['standings'] = [aStanding()],
  causes = new Map<string, CauseMemory>(),
): Notification => ({ alerts, standings, causes });
const privilege = causeOf(noPrivilege('orders_2024'));
const crm = aStanding({
  id: id<JobId>(88),
  name: 'crm_history',
  done: 40,
  failed: 0,
  running: 12,
  waiting: 260,
  stopped: 0,
  total: 312,
  perHour: 31,
  leftMs: 31_200_000,
});

/** Each kind of alert by itself, and what a night brings. The names become names of files. */
export const situations: Readonly<Record<string, Notification>> = {
  'kind-failed': briefing([forbidden(4032, 'orders_2024', 10231)]),
  'kind-recovered': briefing([aRecovery(orders, 2, 195)]),
  'kind-done': briefing(completions(4101, financeTables.slice(0, 12))),
  'kind-unknown': briefing([anUnknown('DATA_MERGE_PENDING', aTask(4023, 'journal_entries'), 4)]),
  'kind-baseline': briefing([aFirstLook()], []),
  'kind-job-finished': briefing([
    aFinishedJob(financeTables.slice(0, 14), [
      noPrivilege('orders_2024'),
      noPrivilege('orders_2024'),
      sourceTimedOut,
    ]),
  ]),
  'kind-escalation': briefing([anEscalation()]),
  'kind-stalled': briefing([aStalledTask(aTask(4031, 'customers')), aStalledJob()]),
  'kind-reminder': briefing(
    financeTables
      .slice(0, 7)
      .map((table, index) =>
        aReminder(aTask(4001 + index, table), index < 5 ? noPrivilege(table) : sourceTimedOut),
      ),
  ),
  'kind-blind': briefing([aBlindSource()], []),
  'sight-returned': briefing([
    aBlindSource(now),
    forbidden(4032, 'orders_2024', 10231),
    ...completions(4101, financeTables.slice(0, 3)),
  ]),
  'a-lost-channel': briefing([aLostChannel()], []),
  'failures-and-good-news': briefing([...threeForbidden, ...goodNews]),
  'a-long-trace': briefing([forbiddenWithTrace]),
  'fewer-rows-than-before': briefing([fewerRows]),
  'different-causes': briefing([
    aFailure(aTask(4038, 'shipments', { status: 'SCHEMA_FAILED' }), [
      aRow(
        10_250,
        'shipments',
        unsupportedType('route'),
        'SCHEMA_FAILED',
        'create table if not exists mms_prod.default.shipments (...);',
      ),
    ]),
    aFailure(aTask(4048, 'contacts'), [aRow(10_251, 'contacts', sourceTimedOut)], {
      attempts: 3,
      ordinal: 4,
      sameCause: true,
    }),
    aFailure(aTask(4017, 'exchange_rates'), [aRow(10_252, 'exchange_rates', outOfMemory)], {
      recoveredSince: true,
    }),
    aFailure(aTask(4022, 'invoices'), [], { ordinal: 2, sameCause: false }),
    aFailure(aTask(4052, 'leads'), [], {
      logUnread: 'ListMmsTaskLogs: 503 ServiceUnavailable after 3 attempts',
    }),
  ]),
  'a-slow-leak': briefing(
    financeTables
      .slice(0, 12)
      .map((table, index) =>
        aFailure(aTask(4001 + index, table), [aRow(10_300 + index, table, noPrivilege(table))]),
      ),
    [aStanding({ failed: 424 })],
    new Map([[privilege.fingerprint, known(privilege, 424)]]),
  ),
  'a-storm': briefing(
    storm,
    [aStanding({ done: 1200, failed: 3000, waiting: 757 })],
    new Map([[privilege.fingerprint, known(privilege, 1312)]]),
  ),
  'a-bad-night': briefing(
    [
      anEscalation({ why: 'burst', failed: 118 }),
      ...threeForbidden,
      fewerRows,
      aStalledTask(aTask(4031, 'contracts')),
      aReminder(aTask(4040, 'ledgers'), sourceTimedOut),
      ...goodNews,
    ],
    [aStanding({ failed: 131 }), crm],
  ),
  'several-first-looks': briefing(
    [
      aFirstLook(),
      aFirstLook({
        target: '2000015/jobs/88',
        name: 'crm_history',
        total: 312,
        statuses: { DONE: 312 },
        running: 0,
        stopped: 0,
        failed: [],
      }),
      aFirstLook({
        target: '2000017',
        name: '',
        total: 0,
        statuses: {},
        running: 0,
        stopped: 0,
        failed: [],
      }),
    ],
    [],
  ),
  'chinese-names': briefing(
    [
      aFailure(aTask(4201, '订单明细_2024', { jobName: '每晚全量', sourceName: '生产数仓' }), [
        aRow(
          10_401,
          '订单明细_2024',
          "ODPS-0130013: 权限不足 - 没有权限 'odps:Select'，请联系项目管理员授权后重试",
        ),
      ]),
      ...completions(4210, ['客户', '发票', '供应商']),
    ],
    [],
  ),
};
