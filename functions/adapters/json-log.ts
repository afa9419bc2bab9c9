import { Secret } from '../configuration/secret.ts';
import type { Clock, Log } from '../ports.ts';

export type JsonLogOptions = Readonly<{
  /** Takes one line, without its line break. */
  write: (line: string) => void;
  clock: Clock;
  /** Takes the secrets out of a text. */
  redact: (text: string) => string;
}>;

type Level = 'info' | 'warn' | 'error';

/** What a collector of logs takes as one line, less some room for what it adds. */
const longestLine = 30_000;
const limits = [8_000, 1_000, 100];
const mostItems = 200;

/** One event a line, as JSON: what it is first, then when, then its fields. No field can hide one of these. */
export function createJsonLog({ write, clock, redact }: JsonLogOptions): Log {
  const line = (level: Level, event: string, fields: Readonly<Record<string, unknown>>): void => {
    const head = { level, event, time: new Date(clock()).toISOString() };
    for (const limit of limits) {
      const text = JSON.stringify({ ...head, ...plainRecord(fields, limit, redact), ...head });
      if (Buffer.byteLength(text) <= longestLine) { write(text); return; }
    }
    write(JSON.stringify({ ...head, omitted: 'its fields are too long for one line' }));
  };
  return {
    info: (event, fields = {}) => { line('info', event, fields); },
    warn: (event, fields = {}) => { line('warn', event, fields); },
    error: (event, fields = {}) => { line('error', event, fields); },
  };
}

/** A value that JSON takes, every text in it redacted and of bounded length, the names of fields too. */
function plain(value: unknown, limit: number, redact: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return short(redact(value), limit);
  if (typeof value === 'bigint' || value instanceof Secret) return String(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  if (depth > 6) return '…';
  if (value instanceof Error) return { error: value.name, message: short(redact(value.message), limit) };
  if (!Array.isArray(value)) return plainRecord(value, limit, redact, depth + 1);
  const items = value.slice(0, mostItems).map((item) => plain(item, limit, redact, depth + 1));
  return value.length > mostItems ? [...items, `… ${value.length - mostItems} more`] : items;
}

function plainRecord(record: object, limit: number, redact: (text: string) => string, depth = 0): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [short(redact(name), 200), plain(value, limit, redact, depth)]));
}

const short = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit)}… ${text.length - limit} more characters`;
