import { Secret } from '../settings/secret.ts';
import type { Clock, Log } from '../ports.ts';

type JsonLogOptions = Readonly<{
  write: (line: string) => void;
  clock: Clock;
  redact: (text: string) => string;
}>;

/** Bytes: below what collectors of logs take as one line. */
const longestLine = 30_000;

/** Characters of a text; of entries a fortieth. The first that makes the line short is used. */
const bounds = [8_000, 1_000, 400, 80] as const;

/** Levels of nesting. */
const deepest = 6;

/** One line of JSON for each event. Fields cannot replace level, event and time. */
export function createJsonLog({ write, clock, redact }: JsonLogOptions): Log {
  const shortened = (fields: object, bound: number, depth = 0): Record<string, unknown> => {
    const most = bound / 40;
    const plain = (value: unknown): unknown => {
      if (typeof value === 'string') return short(redact(value), bound);
      if (typeof value === 'bigint' || value instanceof Secret) return String(value);
      if (typeof value !== 'object' || value === null) return value;
      if (depth > deepest) return '…';
      if (value instanceof Error) return { error: value.name, message: plain(value.message) };
      if (!Array.isArray(value)) return shortened(value, bound, depth + 1);
      const items = Object.values(shortened(value.slice(0, most), bound, depth + 1));
      return value.length > most ? [...items, `… ${value.length - most} more`] : items;
    };
    const entries = Object.entries(fields).slice(0, most);
    return Object.fromEntries(
      entries.map(([name, value]) => [short(redact(name), 100), plain(value)]),
    );
  };
  const lineOf =
    (level: keyof Log) =>
    (event: string, fields: object = {}) => {
      const head = { level, event, time: new Date(clock()).toISOString() };
      for (const bound of bounds) {
        const text = JSON.stringify({ ...head, ...shortened(fields, bound), ...head });
        if (Buffer.byteLength(text) <= longestLine) {
          write(text);
          return;
        }
      }
      write(JSON.stringify({ ...head, omitted: 'its fields are too long for one line' }));
    };
  return { info: lineOf('info'), warn: lineOf('warn'), error: lineOf('error') };
}

const short = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit)}… ${text.length - limit} more characters`;
