import { compareIds, parseId, type LogId } from '../mms/id.ts';
import { judgeFrom, recentRows, type LogPosition } from '../mms/log-position.ts';
import type { LogRead, TaskLog } from '../mms/task-log.ts';
import { isRecord, parseExactly } from '../runtime/json.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';
import type { LogviewLinks } from '../untrusted-text/logview-links.ts';
import { untrustedText } from '../untrusted-text/untrusted-text.ts';
import type { Reading } from './call.ts';
import { unreadable, type MmsCall } from './calls.ts';
import type { Names } from './decode.ts';
import { checkAnswer, checkData } from './failure.ts';
import { NoRow, RowScanner, type ScannedRow } from './row-scanner.ts';

const actionLimit = 600;
const messageLimit = 4_000;

/** Of one row, in bytes: MMS is thought to cut a message at 64 KB. */
const longestRow = 2 * 1024 * 1024;

/** Rows of one log that are kept, the newest, and the bytes of all of them; the rest is counted. */
const mostRows = 2_000;
const mostBytes = 8 * 1024 * 1024;

type LogOptions = Readonly<{
  call: MmsCall;
  from: LogPosition | undefined;
  names: Names;
  links: LogviewLinks | undefined;
}>;

/** Reads a task's log as it comes. Of known rows only the id is read: a log is mostly history. */
export function readingOfLog({ call, from, names, links }: LogOptions): Reading<LogRead> {
  const { isNews, showsSameLog } = judgeFrom(from);
  const news = new NewestRows();
  // Until a row shows that this is the known log, it may have begun anew, so every row is news.
  const others = new NewestRows();
  let ids: LogId[] = [];
  let isSameLog = from === undefined;
  const scanner = new RowScanner(longestRow, (row) => {
    const id = idOf(row, call);
    if (ids.push(id) > 1_000) ids = lastOf(ids);
    if (isNews(id)) news.add(id, row.bytes.toString('utf8'));
    else if (!isSameLog) others.add(id, row.bytes.toString('utf8'));
    if (isSameLog || !showsSameLog(id)) return;
    isSameLog = true;
    others.clear();
  });
  return {
    take: (piece) => {
      try {
        scanner.take(piece);
      } catch (error) {
        if (!(error instanceof NoRow)) throw error;
        throw unreadable(call, `\`data[${error.index}]\` is no object; expected a log row`);
      }
    },
    finish: () => {
      const last = lastOf(ids);
      const newest = last.at(-1);
      checkEnvelope(scanner.end(), newest !== undefined, call);
      // Nothing shows that it is the log that was read before: its ids began anew.
      if (!isSameLog) news.addAll(others);
      const rows = news.take().map(([id, text]) => logRow(id, parseExactly(text), names, links));
      return { rows, leftOut: news.leftOut, newest, ids: last };
    },
  };
}

/** @throws UnreadableError | MmsRefusal unless `data` is a list, or absent where there is no row */
function checkEnvelope(
  envelope: Readonly<Record<string, unknown>>,
  hasRows: boolean,
  call: MmsCall,
): void {
  const { data } = checkAnswer(hasRows ? { ...envelope, data: 'rows' } : envelope);
  if (hasRows || data === undefined || data === null) return;
  if (Array.isArray(data) && data.length === 0) return;
  checkData(data);
  throw unreadable(call, `\`data\` is ${kindOf(data)}; expected a list of log rows`);
}

const leadingId = /^\{\s*"id"\s*:\s*(?:(\d{1,20})|"(\d{1,20})")\s*[,}]/;
const anyId = /"id"\s*:\s*(?:(\d{1,20})|"(\d{1,20})")\s*[,}]/;

/**
 * Looks for the id where it usually is; quotes within texts are escaped, so no text looks like it.
 * A row without one is not left out: it could be the one that matters.
 */
function idOf({ bytes, index, isNested }: ScannedRow, call: MmsCall): LogId {
  const found =
    leadingId.exec(bytes.toString('latin1', 0, 60)) ??
    (isNested ? null : anyId.exec(bytes.toString('latin1')));
  const quick = parseId<LogId>(found?.[1] ?? found?.[2]);
  if (quick !== undefined) return quick;
  const row = parseExactly(bytes.toString('utf8'));
  const given = isRecord(row) ? row.id : undefined;
  const id = parseId<LogId>(given);
  if (id !== undefined) return id;
  throw unreadable(call, `\`data[${index}].id\` is ${kindOf(given)}; expected a whole number`);
}

/** Within bounds, each id once. */
class NewestRows {
  leftOut = 0;
  #kept = new Map<LogId, string>();
  #bytes = 0;

  add(id: LogId, text: string): void {
    this.#bytes += text.length - (this.#kept.get(id)?.length ?? 0);
    this.#kept.set(id, text);
    // Twice the bound, so that sorting is rare.
    if (this.#kept.size > 2 * mostRows || this.#bytes > 2 * mostBytes) this.#leaveOutOldest();
  }

  addAll(others: NewestRows): void {
    this.leftOut += others.leftOut;
    for (const [id, text] of others.#kept) this.add(id, text);
    others.clear();
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  /** Oldest first. */
  take(): readonly (readonly [id: LogId, text: string])[] {
    this.#leaveOutOldest();
    return this.#newestFirst().reverse();
  }

  #newestFirst(): [LogId, string][] {
    return [...this.#kept].sort(([a], [b]) => compareIds(b, a));
  }

  #leaveOutOldest(): void {
    if (this.#kept.size <= mostRows && this.#bytes <= mostBytes) return;
    const rows = this.#newestFirst();
    this.clear();
    for (const [id, text] of rows) {
      if (this.#kept.size >= mostRows || this.#bytes + text.length > mostBytes) break;
      this.#kept.set(id, text);
      this.#bytes += text.length;
    }
    this.leftOut += rows.length - this.#kept.size;
  }
}

/** The last rows of a log, oldest first, each once. */
const lastOf = (ids: readonly LogId[]): LogId[] =>
  [...new Set(ids)].sort(compareIds).slice(-recentRows);

function logRow(id: LogId, row: unknown, names: Names, links: LogviewLinks | undefined): TaskLog {
  const { status, createTime, action, msg } = isRecord(row) ? row : {};
  return {
    id,
    status: names.shared(status),
    time: names.own(createTime),
    action: keepable(untrustedText(action, actionLimit, links)),
    message: keepable(untrustedText(msg, messageLimit, links)),
  };
}

/** In V8 a part of a string keeps the whole of it in memory, so excerpts are copied. */
const keepable = (excerpt: Excerpt): Excerpt => ({
  ...excerpt,
  head: copyOf(excerpt.head),
  tail: copyOf(excerpt.tail),
});

const copyOf = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** What kind of value it is; the value itself may be anything. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
