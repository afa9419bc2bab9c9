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
import { RowScanner } from './row-scanner.ts';

const actionLimit = 600;
const messageLimit = 4_000;

/** In bytes: MMS is thought to cut a message at 64 KB. */
const longestRow = 2 * 1024 * 1024;

/** Of one log's new rows the newest are kept, in this number and size; the rest is counted. */
const mostRows = 2_000;
const mostBytes = 8 * 1024 * 1024;

type LogOptions = Readonly<{
  call: MmsCall;
  from: LogPosition | undefined;
  names: Names;
  links: LogviewLinks | undefined;
}>;

/** A log is mostly history: of known rows only the id is read. */
export function readingOfLog({ call, from, names, links }: LogOptions): Reading<LogRead> {
  const { isNews, showsSameLog } = judgeFrom(from);
  const news = new NewestRows();
  // News too, unless a row shows that this is the known log.
  const others = new NewestRows();
  let ids: LogId[] = [];
  let isSameLog = from === undefined;
  const scanner = new RowScanner({
    longestRow,
    onRow: (bytes, index) => {
      const id = idOf(bytes, index, call);
      if (ids.push(id) > 1_000) ids = lastOf(ids);
      if (isNews(id)) news.add(id, bytes.toString('utf8'));
      else if (!isSameLog) others.add(id, bytes.toString('utf8'));
      if (isSameLog || !showsSameLog(id)) return;
      isSameLog = true;
      others.clear();
    },
    onOther: (index) => {
      throw unreadable(call, `\`data[${index}]\` is no object; expected a log row`);
    },
  });
  return {
    take: (piece) => {
      scanner.take(piece);
    },
    finish: () => {
      const last = lastOf(ids);
      const newest = last.at(-1);
      checkEnvelope(scanner.end(), newest !== undefined, call);
      // Its ids began anew.
      if (!isSameLog) news.addAll(others);
      const rows = news.take().map(([id, text]) => logRow(id, parseExactly(text), names, links));
      return { rows, leftOut: news.leftOut, newest, ids: last };
    },
  };
}

/** @throws UnreadableError | MmsRefusal unless `data` is a list or absent */
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

const leadingId = /^\{\s*"id"\s*:\s*("?)(\d{1,20})\1\s*[,}]/;

/**
 * Where the id comes first, as it does in MMS's documentation, the row need not be parsed. A row
 * without one is not left out: it could be the one that matters.
 */
function idOf(bytes: Buffer, index: number, call: MmsCall): LogId {
  const leading = leadingId.exec(bytes.toString('latin1', 0, 60))?.[2];
  const row = leading === undefined ? parseExactly(bytes.toString('utf8')) : undefined;
  const given = leading ?? (isRecord(row) ? row.id : undefined);
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

/** Oldest first, each once. */
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

/** A copy: in V8 a part of a string keeps the whole of it in memory. */
const keepable = (excerpt: Excerpt): Excerpt => ({
  ...excerpt,
  head: copyOf(excerpt.head),
  tail: copyOf(excerpt.tail),
});

const copyOf = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** Without the value, which may be anything. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
