import type { AlertOf, AlertedTask, FailedRow } from '../core/alert.ts';
import type { Excerpt } from '../core/excerpt.ts';
import { showExcerpt, shorten } from '../foreign-text/show-excerpt.ts';
import { count, number, someNames } from './counting.ts';
import { code, joined, type Passage, type Words } from './words.ts';

/** A channel's way to make a log fit: the text of an excerpt within what the channel grants to one log. */
export type LogFit = (excerpt: Excerpt, rows: number) => string;

/** Everything that a person needs to look into one failure. */
export function failureInFull(alert: AlertOf<'failed'>, fit: LogFit): readonly Passage[] {
  const { task, rows } = alert;
  const shown = rows.length > 2 ? [rows[0], rows.at(-1)].filter((row) => row !== undefined) : rows;
  const [only] = rows.length === 1 ? rows : [];
  return [
    {
      kind: 'lines',
      tone: alert.recoveredSince ? 'attention' : 'failed',
      lines: [route(task), stateLine(alert), [...whereabouts(task), ...(only === undefined ? [] : [' · ', ...rowLine(only)])]],
    },
    ...(only === undefined ? shown.flatMap((row) => rowInFull(row, fit, shown.length)) : logAndAction(only, fit, 1)),
    ...silentLog(alert),
    ...betweenRows(rows.slice(1, -1)),
  ];
}

/** `finance_dw.orders → mms_prod.default.orders` */
export function route({ sourceTable, destinationTable }: AlertedTask): Words {
  return [code(sourceTable || 'source table not given'), ' → ', code(destinationTable || 'destination table not given')];
}

function stateLine({ status, ordinal, attempts, recoveredSince }: AlertOf<'failed'>): Words {
  return joined([
    [code(status)],
    ...(ordinal > 1 ? [[`failure ${number(ordinal)}`]] : []),
    ...(attempts > 1 ? [[count(attempts, 'failed attempt')]] : []),
    ...(recoveredSince ? [['has completed since']] : []),
  ], ' · ');
}

/** `task 4032 · job nightly_full (87) · source demo (2000015)` */
export function whereabouts({ id, jobName, jobId, sourceName, sourceId }: AlertedTask): Words {
  return joined([
    ['task ', code(id)],
    ...(jobName === '' && jobId === undefined ? [] : [['job ', ...named(jobName, jobId)]]),
    ['source ', ...named(sourceName, sourceId)],
  ], ' · ');
}

function named(name: string, id: string | undefined): Words {
  if (name === '') return [code(id ?? '')];
  return id === undefined ? [code(name)] : [code(name), ' (', code(id), ')'];
}

const rowLine = ({ logId, time }: FailedRow): Words =>
  ['log ', code(logId), ...(time === '' ? [] : [' · ', code(time), ' (MMS time)'])];

function rowInFull(row: FailedRow, fit: LogFit, rows: number): readonly Passage[] {
  return [{ kind: 'note', lines: [[...rowLine(row), ' · ', code(row.status)]] }, ...logAndAction(row, fit, rows)];
}

function logAndAction({ message, action }: FailedRow, fit: LogFit, rows: number): readonly Passage[] {
  const text = fit(message, rows);
  const doing = showExcerpt(shorten(action, 240)).replace(/\s+/g, ' ');
  return [
    ...(text === '' ? [] : [{ kind: 'log' as const, text }]),
    { kind: 'note', lines: [[...(text === '' ? ['MMS gave no message; '] : []), ...(doing === '' ? ['MMS gave no action'] : ['while: ', code(doing)])]] },
  ];
}

function silentLog({ rows, logUnread }: AlertOf<'failed'>): readonly Passage[] {
  if (logUnread !== undefined) return [{ kind: 'note', lines: [['its log could not be read: ', code(logUnread)]] }];
  return rows.length === 0 ? [{ kind: 'note', lines: [['MMS wrote no log row for it: its own status says so']] }] : [];
}

function betweenRows(rows: readonly FailedRow[]): readonly Passage[] {
  if (rows.length === 0) return [];
  const ids = someNames(rows.map(({ logId }) => logId), 5);
  return [{ kind: 'note', lines: [[`${count(rows.length, 'more log row')} of this failure between the two: `, ...ids]] }];
}
