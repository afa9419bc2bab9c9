import type { Alert } from '../../functions/core/alert.ts';
import { foreignText } from '../../functions/foreign-text/foreign-text.ts';
import { aBaseline, aCompletion, aFailure, anUnknown, aRecovery, aRow, aTask, noPrivilege } from './alerts.ts';

const frames = (from: string, lines: number): string =>
  Array.from({ length: lines }, (_, i) => `\tat ${from}.Step${i}.run(Step${i}.java:${40 + i})`).join('\n');

/** As Java writes it: what happened first stands last. */
export const javaTrace = [
  'java.lang.RuntimeException: com.aliyun.odps.OdpsException: execute sql failed, instance 20261122060307123gxyz1abc',
  frames('com.aliyun.odps.mma.server.task', 38),
  'Caused by: com.aliyun.odps.OdpsException: ODPS-0121095: Invalid argument - in function cast, value out of range: amount > decimal(18,2) & scale < 3',
  frames('com.aliyun.odps.sqa.commandapi', 25),
  '\t... 38 more',
  'Caused by: java.sql.SQLException: Access denied for user \'mma\'@\'10.0.0.7\' (using password: YES), jdbc:mysql://mma:Tr0ub4dor@10.0.0.7:3306/finance_dw?user=mma&password=Tr0ub4dor&useSSL=false',
  frames('com.mysql.jdbc', 18),
  '\t... 63 more',
].join('\n');

const orders = aTask(4032, 'orders_2024');
const storm = Array.from({ length: 3000 }, (_, i) => {
  const status = i % 9 === 8 ? 'SCHEMA_FAILED' : 'DATA_FAILED';
  return aFailure(aTask(4032 + i, `fact_sales_${2000 + i}`), [aRow(10231 + i, noPrivilege, { status })]);
});

/** What a tick can hold, from the everyday to the worst night. */
export const stories: Readonly<Record<string, readonly Alert[]>> = {
  'one failure': [aFailure(orders, [aRow(10231)])],
  'three failures, one with a long Java trace': [
    aFailure(orders, [
      aRow(10231, '', { message: foreignText(javaTrace, 4000) }),
      aRow(10232, 'unexpected error', { action: foreignText('unexpected error', 2000) }),
    ], { attempts: 3, ordinal: 4 }),
    aFailure(aTask(4033, 'customers', { status: 'VERIFICATION_FAILED' }), [], { ordinal: 2 }),
    aFailure(aTask(4035, 'invoices'), [], { logUnread: 'ListMmsTaskLogs: 503 ServiceUnavailable after 3 attempts' }),
  ],
  'a mixed tick': [
    aCompletion(aTask(4101, 'accounts')),
    aRecovery(aTask(4010, 'payments')),
    aFailure(orders, [aRow(10231)], { recoveredSince: true }),
    ...Array.from({ length: 8 }, (_, i) => aFailure(aTask(4060 + i, `dim_${i}`), [aRow(10300 + i, noPrivilege)])),
    aRecovery(aTask(4060, 'dim_0'), 2, 195),
    anUnknown('DATA_PAUSED', aTask(4200, 'audit_trail'), 4),
    ...Array.from({ length: 11 }, (_, i) => aCompletion(aTask(4110 + i, `log_${i}`))),
    aCompletion(aTask(4300, 'watched'), true),
  ],
  'a storm': storm,
  'a baseline': [aBaseline()],
  'three baselines and an empty one': [
    aBaseline(), aBaseline({ target: '2000015/jobs/87', name: 'nightly_full', total: 312, statuses: { DONE: 312 }, running: 0, stopped: 0, failed: [] }),
    aBaseline({ target: '2000015/tasks/4032', name: 'finance_dw.orders_2024', total: 1, statuses: { INIT: 1 }, running: 0, stopped: 0, failed: [] }),
    aBaseline({ target: '2000017', name: '', total: 0, statuses: {}, running: 0, stopped: 0, failed: [] }),
  ],
  'only completions': Array.from({ length: 12 }, (_, i) => aCompletion(aTask(4110 + i, ['accounts', 'addresses', 'audit_log'][i] ?? `log_${i}`))),
  'one recovery': [aRecovery(orders, 2)],
};
