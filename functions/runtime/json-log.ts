import { Secret } from '../settings/secret.ts';
import type { Clock, Log } from '../ports.ts';

type JsonLogOptions = Readonly<{
  write: (line: string) => void;
  clock: Clock;
  redact: (text: string) => string;
}>;

type Level = keyof Log;

type Redact = JsonLogOptions['redact'];

/** Below what collectors of logs take as one line. */
const longestLine = 30_000;

/** The first bounds under which the line is short enough are used. */
type Bounds = Readonly<{ characters: number; items: number; fields: number }>;
const bounds: readonly Bounds[] = [
  { characters: 8_000, items: 200, fields: 200 },
  { characters: 1_000, items: 25, fields: 50 },
  { characters: 200, items: 10, fields: 20 },
  { characters: 50, items: 2, fields: 10 },
];

/** One line of JSON for each event. Fields cannot replace level, event and time. */
export function createJsonLog({ write, clock, redact }: JsonLogOptions): Log {
  const lineOf =
    (level: Level) =>
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

/** JSON whose texts and names are redacted and bounded. */
function plain(value: unknown, bound: Bounds, redact: Redact, depth: number): unknown {
  if (typeof value === 'string') return short(redact(value), bound.characters);
  if (typeof value === 'bigint' || value instanceof Secret) return String(value);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  if (depth > 6) return '…';
  if (value instanceof Error)
    return { error: value.name, message: short(redact(value.message), bound.characters) };
  if (!Array.isArray(value)) return plainRecord(value, bound, redact, depth + 1);
  const items = value.slice(0, bound.items).map((item) => plain(item, bound, redact, depth + 1));
  return value.length > bound.items ? [...items, `… ${value.length - bound.items} more`] : items;
}

function plainRecord(
  record: object,
  bound: Bounds,
  redact: Redact,
  depth: number,
): Record<string, unknown> {
  const fields = Object.entries(record).slice(0, bound.fields);
  return Object.fromEntries(
    fields.map(([name, value]) => [short(redact(name), 100), plain(value, bound, redact, depth)]),
  );
}

const short = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit)}… ${text.length - limit} more characters`;
