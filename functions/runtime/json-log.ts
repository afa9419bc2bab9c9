import { Secret } from '../settings/secret.ts';
import type { Clock, Log } from '../ports.ts';

type JsonLogOptions = Readonly<{
  write: (line: string) => void;
  clock: Clock;
  redact: (text: string) => string;
}>;

type Redact = JsonLogOptions['redact'];

/** Bytes: below what collectors of logs take as one line. */
const longestLine = 30_000;

/** Characters of a text; of entries a fortieth. The first that makes the line short is used. */
const bounds = [8_000, 1_000, 400, 80] as const;

/** One line of JSON for each event. Fields cannot replace level, event and time. */
export function createJsonLog({ write, clock, redact }: JsonLogOptions): Log {
  const lineOf =
    (level: keyof Log) =>
    (event: string, fields: object = {}) => {
      const head = { level, event, time: new Date(clock()).toISOString() };
      for (const bound of bounds) {
        const text = JSON.stringify({ ...head, ...plainRecord(fields, bound, redact, 0), ...head });
        if (Buffer.byteLength(text) <= longestLine) {
          write(text);
          return;
        }
      }
      write(JSON.stringify({ ...head, omitted: 'its fields are too long for one line' }));
    };
  return { info: lineOf('info'), warn: lineOf('warn'), error: lineOf('error') };
}

function plain(value: unknown, bound: number, redact: Redact, depth: number): unknown {
  if (typeof value === 'string') return short(redact(value), bound);
  if (typeof value === 'bigint' || value instanceof Secret) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return '…';
  if (value instanceof Error)
    return { error: value.name, message: short(redact(value.message), bound) };
  if (!Array.isArray(value)) return plainRecord(value, bound, redact, depth + 1);
  const most = bound / 40;
  const items = value.slice(0, most).map((item) => plain(item, bound, redact, depth + 1));
  return value.length > most ? [...items, `… ${value.length - most} more`] : items;
}

function plainRecord(
  record: object,
  bound: number,
  redact: Redact,
  depth: number,
): Record<string, unknown> {
  const fields = Object.entries(record).slice(0, bound / 40);
  return Object.fromEntries(
    fields.map(([name, value]) => [short(redact(name), 100), plain(value, bound, redact, depth)]),
  );
}

const short = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit)}… ${text.length - limit} more characters`;
