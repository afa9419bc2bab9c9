import type { AlertedTask, AlertOf, FailedRow } from '../core/alert.ts';
import type { Excerpt } from '../core/excerpt.ts';
import { showExcerpt, shorten } from '../foreign-text/show-excerpt.ts';
import { count, number, someNames } from './counting.ts';
import { nameAndId } from './place.ts';
import { code, joined, type Passage, type Words } from './words.ts';

/** What a channel grants to the texts of one failure. */
export type LogRoom = Readonly<{
  /** The messages of its rows as they are shown, all together within what the channel grants. */
  fit: (messages: readonly Excerpt[]) => readonly string[];
  /** Code points of each action. */
  action: number;
}>;

/** Everything that a person needs to look into one failure. */
export function failureInFull(alert: AlertOf<'failed'>, room: LogRoom): readonly Passage[] {
  const { task, rows } = alert;
  const only = rows.length === 1 ? rows[0] : undefined;
  const shown = rows.length > 2 ? [rows[0], rows.at(-1)].filter((row) => row !== undefined) : rows;
  const logs = room.fit(shown.map(({ message }) => message));
  const where = [...whereabouts(task), ...(only === undefined ? [] : [' · ', ...rowLine(only)])];
  return withNotesTogether([
    { kind: 'lines', tone: alert.recoveredSince ? 'attention' : 'failed', lines: [route(task), stateLine(alert), where] },
    ...shown.flatMap((row, index): Passage[] => [
      ...(only === undefined ? [{ kind: 'note' as const, lines: [rowLine(row, alert.status)] }] : []),
      ...logAndAction(row, logs[index] ?? '', room.action),
    ]),
    ...betweenRows(rows.slice(1, -1)),
    ...silentLog(alert),
  ]);
}

/** A note after a note continues it: Slack counts blocks. */
function withNotesTogether(passages: readonly Passage[]): readonly Passage[] {
  const together: Passage[] = [];
  for (const passage of passages) {
    const last = together.at(-1);
    if (passage.kind !== 'note' || last?.kind !== 'note') together.push(passage);
    else together[together.length - 1] = { kind: 'note', lines: [...last.lines, ...passage.lines] };
  }
  return together;
}

/** `finance_dw.orders → mms_prod.default.orders` */
function route({ sourceTable, destinationTable }: AlertedTask): Words {
  return [code(sourceTable || 'source table not given'), ' → ', code(destinationTable || 'destination table not given')];
}

function stateLine({ status, ordinal, attempts, recoveredSince }: AlertOf<'failed'>): Words {
  return joined([
    [code(status)],
    ...(ordinal > 1 ? [[`failure ${number(ordinal)}`]] : []),
    ...(attempts > 1 ? [[count(attempts, 'failed attempt')]] : []),
    ...(recoveredSince ? [['has recovered since']] : []),
  ], ' · ');
}

/** `task 4032 · job nightly_full (87) · source demo (2000015)` */
function whereabouts({ id, jobName, jobId, sourceName, sourceId }: AlertedTask): Words {
  return joined([
    ['task ', code(id)],
    ...(jobName === '' && jobId === undefined ? [] : [['job ', ...nameAndId(jobName, jobId)]]),
    ['source ', ...nameAndId(sourceName, sourceId)],
  ], ' · ');
}

const rowLine = ({ logId, time, status }: FailedRow, told = status): Words => joined([
  ['log ', code(logId)],
  ...(time === '' ? [] : [[code(time), ' (MMS time)']]),
  ...(status === told ? [] : [[code(status)]]),
], ' · ');

function logAndAction({ action }: FailedRow, log: string, actionLimit: number): readonly Passage[] {
  const doing = showExcerpt(shorten(action, actionLimit)).replace(/\s+/g, ' ');
  const line: Words = [...(log === '' ? ['MMS gave no message; '] : []), ...(doing === '' ? ['MMS named no action'] : ['while: ', code(doing)])];
  return [...(log === '' ? [] : [{ kind: 'log' as const, text: log }]), { kind: 'note', lines: [line] }];
}

function betweenRows(rows: readonly FailedRow[]): readonly Passage[] {
  if (rows.length === 0) return [];
  const ids = someNames(rows.map(({ logId }) => logId), 5);
  return [{ kind: 'note', lines: [[`${count(rows.length, 'more log row')} of this failure between the two: `, ...ids]] }];
}

function silentLog({ rows, logUnread }: AlertOf<'failed'>): readonly Passage[] {
  if (logUnread !== undefined) return [{ kind: 'note', lines: [['its log could not be read: ', code(logUnread)]] }];
  return rows.length === 0 ? [{ kind: 'note', lines: [['MMS wrote no log row for it: its own status says so']] }] : [];
}
