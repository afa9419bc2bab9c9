import type { AlertedTask, AlertOf, FailedRow } from '../kinds/alert.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';
import { shorten } from '../untrusted-text/excerpt.ts';
import { someNames } from './counting.ts';
import { mayHaveLostData, rowsOf } from './data-loss.ts';
import { logText } from './log-text.ts';
import { nameAndId } from './place.ts';
import { code, joined, quote, strong, words, type Block, type Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

/** What a channel grants to the texts of one failure. */
export type LogRoom = Readonly<{
  /** The messages of its rows as they are shown, all together within what the channel grants. */
  fit: (messages: readonly Excerpt[]) => readonly string[];
  /** Code points of each action. */
  action: number;
  /** A shorter log can stand in a line. */
  line: number;
}>;

/**
 * How a failure stands among others: its number among the causes, and what its cause adds to its
 * state.
 */
export type FailureMarks = Readonly<{
  number: Line;
  news: readonly Line[];
  /** Said where the log is long; `[]` where it is said elsewhere. */
  reason: Line;
  /** One more example of a cause, which takes less room where its log is a line. */
  oneMore: boolean;
}>;

/** A log of more lines than that is not taken in at a glance. */
const glance = 3;

/** Everything that a person needs to look into one failure. */
export function failureInFull(
  alert: AlertOf<'failed'>,
  marks: FailureMarks,
  room: LogRoom,
  say: Wording,
): readonly Block[] {
  const { task, rows } = alert;
  const only = rows.length === 1 ? rows[0] : undefined;
  const shown = rows.length > 2 ? [rows[0], rows.at(-1)].filter((row) => row !== undefined) : rows;
  const logs = room.fit(shown.map(({ message }) => message));
  const where = [
    ...whereabouts(task, say),
    ...(only === undefined ? [] : [' · ', ...rowLine(only, say)]),
  ];
  const long = logs.some((log) => log.split('\n').length > glance);
  const reason = long && marks.reason.length > 0 ? [say.failure.reason(marks.reason)] : [];
  const tone = alert.recoveredSince ? ('attention' as const) : ('failed' as const);
  const head = [
    [...marks.number, ...route(task, say)],
    stateLine(alert, marks.news, say),
    ...dataLoss(alert, say),
    ...reason,
  ];
  const [log = ''] = logs;
  if (marks.oneMore && only !== undefined && log.length <= room.line && !log.includes('\n')) {
    const text = log === '' ? [say.failure.noMessage] : [quote(log)];
    return [
      { kind: 'lines', tone, lines: head },
      { kind: 'note', lines: [where, text, actionLine(only, room.action, say)] },
    ];
  }
  return withNotesTogether([
    { kind: 'lines', tone, lines: marks.oneMore ? head : [...head, where] },
    ...shown.flatMap((row, index): Block[] => [
      ...(only === undefined
        ? [{ kind: 'note' as const, lines: [rowLine(row, say, alert.status)] }]
        : []),
      ...logAndAction(row, logs[index] ?? '', room.action, say),
    ]),
    ...betweenRows(rows.slice(1, -1), say),
    ...silentLog(alert, say),
    ...(marks.oneMore ? [{ kind: 'note' as const, lines: [where] }] : []),
  ]);
}

/** A note after a note continues it: Slack counts blocks. */
function withNotesTogether(passages: readonly Block[]): readonly Block[] {
  const together: Block[] = [];
  for (const passage of passages) {
    const last = together.at(-1);
    if (passage.kind !== 'note' || last?.kind !== 'note') together.push(passage);
    else together[together.length - 1] = { kind: 'note', lines: [...last.lines, ...passage.lines] };
  }
  return together;
}

/** `finance_dw.orders → mms_prod.default.orders` */
const route = ({ sourceTable, destinationTable }: AlertedTask, { failure }: Wording): Line =>
  words`${code(sourceTable || failure.noSourceTable)} → ${code(destinationTable || failure.noDestinationTable)}`;

function stateLine(
  { status, ordinal, attempts, sameCause, recoveredSince }: AlertOf<'failed'>,
  news: readonly Line[],
  { failure }: Wording,
): Line {
  return joined(
    [
      [code(status)],
      [failure.attempts(attempts, ordinal)],
      ...(sameCause === undefined ? [] : [[failure.sameCause(sameCause)]]),
      ...news,
      ...(recoveredSince ? [[failure.recoveredSince]] : []),
    ],
    ' · ',
  );
}

function dataLoss(alert: AlertOf<'failed'>, { failure, form }: Wording): readonly Line[] {
  if (!mayHaveLostData(alert)) return [];
  const rows = rowsOf(alert);
  return [
    [
      strong(failure.dataLossFirst),
      ...(rows === undefined ? [] : [form.colon, failure.rows(rows.source, rows.destination)]),
    ],
  ];
}

/** `task 4032 · job nightly_full (87) · source demo (2000015)` */
function whereabouts(
  { id, jobName, jobId, sourceName, sourceId }: AlertedTask,
  say: Wording,
): Line {
  const { failure } = say;
  return joined(
    [
      failure.task([code(id)]),
      ...(jobName === '' && jobId === undefined
        ? []
        : [failure.job(nameAndId(jobName, jobId, say))]),
      failure.source(nameAndId(sourceName, sourceId, say)),
    ],
    ' · ',
  );
}

const rowLine = ({ logId, time, status }: FailedRow, { failure }: Wording, told = status): Line =>
  joined(
    [
      failure.log([code(logId)]),
      ...(time === '' ? [] : [failure.mmsTime([code(time)])]),
      ...(status === told ? [] : [[code(status)]]),
    ],
    ' · ',
  );

function logAndAction(
  row: FailedRow,
  log: string,
  actionLimit: number,
  say: Wording,
): readonly Block[] {
  const lines = [
    ...(log === '' ? [[say.failure.noMessage]] : []),
    actionLine(row, actionLimit, say),
  ];
  return [
    ...(log === '' ? [] : [{ kind: 'log' as const, text: log }]),
    { kind: 'note', lines: [joined(lines, say.form.comma)] },
  ];
}

function actionLine({ action }: FailedRow, limit: number, say: Wording): Line {
  const doing = logText(shorten(action, limit), say).replace(/\s+/g, ' ');
  return doing === '' ? [say.failure.noAction] : say.failure.while([quote(doing)]);
}

function betweenRows(rows: readonly FailedRow[], say: Wording): readonly Block[] {
  if (rows.length === 0) return [];
  const ids = someNames(
    rows.map(({ logId }) => logId),
    5,
    say,
  );
  return [{ kind: 'note', lines: [say.failure.rowsBetween(rows.length, ids)] }];
}

function silentLog({ rows, logUnread }: AlertOf<'failed'>, { failure }: Wording): readonly Block[] {
  if (logUnread !== undefined)
    return [{ kind: 'note', lines: [failure.logUnread([quote(logUnread)])] }];
  return rows.length === 0 ? [{ kind: 'note', lines: [[failure.noRow]] }] : [];
}
