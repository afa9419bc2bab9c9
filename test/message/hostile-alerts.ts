import fc from 'fast-check';
import type { AlertedTask, Alert } from '../../functions/core/alert.ts';
import type { JobId, SourceId, TaskId } from '../../functions/core/id.ts';
import { foreignName, foreignText } from '../../functions/foreign-text/foreign-text.ts';
import { aBaseline, aCompletion, aFailure, anUnknown, aRecovery, aRow, aTask, id, now } from './alerts.ts';

/** In every foreign text, so that it can be looked for where foreign text must not be. */
export const trace = 'EVIL';

const attack = fc.constantFrom(
  '<!channel>', '<!here>', '<@U123>', '<https://evil.example|click>', '&lt;!channel&gt;', '`', '```', '*bold*', '_it_', '~no~', '\n> quote', '\n• item',
  '</pre><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><a href="//evil">', '\r\nBcc: all@example.com', '=cmd|x', '&&&&&&&&', '<<<<<<<<', "''''", '\u202e',
  '\u0000', '\ud800', '😀', '表名', 'a'.repeat(300), 'x '.repeat(100), '|', '{', '\\', ':tada:', '@channel', '#general', 'ODPS-0130013: no privilege',
);
const hostile = fc.array(attack, { maxLength: 12 }).map((parts) => `${trace}${parts.join('')}`);
const name = fc.oneof(hostile.map((text) => foreignName(text)), hostile, fc.constant(''), fc.constant('orders_2024'));
const log = fc.oneof(
  hostile.map((text) => foreignText(text, 4000)),
  fc.tuple(hostile, fc.integer({ min: 1, max: 300 })).map(([text, times]) => foreignText(text.repeat(times), 4000)),
  hostile.map((text) => ({ head: text, tail: text, omitted: 7, omittedLines: 1 })),
  fc.constant({ head: '', tail: '', omitted: 0, omittedLines: 0 }),
);

const anyTask = (taskId: number): fc.Arbitrary<AlertedTask> =>
  fc.record({ sourceName: name, jobName: name, sourceTable: name, destinationTable: name, status: name, withJob: fc.boolean(), source: fc.integer({ min: 1, max: 3 }) })
    .map(({ withJob, source, ...names }) => aTask(taskId, 't', { ...names, jobId: withJob ? id<JobId>(87) : undefined, sourceId: id<SourceId>(source) }));

const anyFailure = (taskId: number): fc.Arbitrary<Alert> =>
  fc.record({
    task: anyTask(taskId),
    rows: fc.array(fc.record({ status: name, time: name, action: log, message: log }), { maxLength: 4 }),
    attempts: fc.integer({ min: 1, max: 5000 }), ordinal: fc.integer({ min: 1, max: 5000 }),
    logUnread: fc.option(name, { nil: undefined }), recoveredSince: fc.boolean(), status: name,
  }).map(({ task, rows, ...rest }) => aFailure(task, rows.map((row, i) => aRow(900_719_925_474_000 + i, '', row)), rest));

const anyBaseline = (n: number): fc.Arbitrary<Alert> =>
  fc.record({ name, statuses: fc.dictionary(name, fc.nat(100_000), { maxKeys: 20 }), failed: fc.array(anyTask(n), { maxLength: 10 }), running: fc.nat(9), stopped: fc.nat(9) })
    .map((baseline) => aBaseline({ ...baseline, target: `${n}/jobs/9007199254740991`, total: Object.values(baseline.statuses).reduce((sum, tasks) => sum + tasks, 0) }));

function anyAlert(taskId: number): fc.Arbitrary<Alert> {
  return fc.oneof(
    { arbitrary: anyFailure(taskId), weight: 6 },
    anyTask(taskId).chain((task) => fc.tuple(fc.nat(100), fc.integer({ min: -5, max: 1e7 })).map(([failures, minutes]) => aRecovery(task, failures, minutes))),
    fc.tuple(anyTask(taskId), fc.boolean()).map(([task, byId]) => aCompletion(task, byId)),
    fc.tuple(anyTask(taskId), name, fc.nat(5000)).map(([task, status, others]) => anUnknown(`${status} ${taskId}`, task, others)),
    anyBaseline(taskId),
  );
}

/** A few alerts of every kind, or a crowd made of copies of them; each with a key of its own. */
export const hostileAlerts: fc.Arbitrary<readonly Alert[]> = fc
  .tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), fc.constantFrom(1, 1, 1, 5, 40, 300))
  .chain(([seeds, copies]) => fc.tuple(...seeds.map((_, i) => anyAlert(9_007_199_254_000_000 + i))).map((alerts) => ({ alerts, copies })))
  .map(({ alerts, copies }) => Array.from({ length: copies }, (_, copy) => alerts.map((alert, i) => withOwnKey(alert, 1000 + copy * alerts.length + i))).flat());

function withOwnKey(alert: Alert, n: number): Alert {
  if (alert.kind === 'baseline') return { ...alert, target: `${n}` };
  const task = { ...alert.task, id: id<TaskId>(n) };
  return alert.kind === 'unknown' ? { ...alert, task, status: `${alert.status} ${n}`, at: now } : { ...alert, task };
}
