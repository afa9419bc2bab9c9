import type { Excerpt } from '../untrusted-text/excerpt.ts';
import { compareIds, parseId, type LogId } from '../mms/id.ts';
import type { TaskLog } from '../mms/task.ts';
import { UnreadableError } from '../errors.ts';
import { untrustedText } from '../untrusted-text/untrusted-text.ts';
import type { LogviewLinks } from '../untrusted-text/logview-links.ts';
import type { Names } from './names.ts';
import { isRecord } from '../runtime/json.ts';

const actionLimit = 600;
const messageLimit = 4_000;

type Row = Readonly<{ id: LogId; fields: Readonly<Record<string, unknown>> }>;

/**
 * The rows after `after`, oldest first, each id once. `data` may be absent where there is no row. A
 * row without a usable id could be the one that matters, so it is an `UnreadableError` and not left
 * out. Texts are cleaned for the rows that are kept only: a long log is mostly history.
 */
export function logRowsFrom(
  body: unknown,
  after: LogId | undefined,
  what: string,
  names: Names,
  links?: LogviewLinks,
): readonly TaskLog[] {
  const data = isRecord(body) ? body.data : undefined;
  if (data === undefined || data === null) return [];
  if (!Array.isArray(data))
    throw new UnreadableError(`${what}: \`data\` is ${kindOf(data)}; expected a list of log rows`);
  const rows = new Map<LogId, Row>();
  for (const [index, fields] of data.entries()) {
    const id = isRecord(fields) ? parseId<LogId>(fields.id) : undefined;
    if (!isRecord(fields) || id === undefined) {
      const given = isRecord(fields) ? kindOf(fields.id) : `in ${kindOf(fields)}`;
      throw new UnreadableError(
        `${what}: \`data[${index}].id\` is ${given}; expected a whole number`,
      );
    }
    if (after === undefined || compareIds(id, after) > 0) rows.set(id, { id, fields });
  }
  return [...rows.values()]
    .sort((a, b) => compareIds(a.id, b.id))
    .map(({ id, fields }) => ({
      id,
      status: names(fields.status),
      time: names(fields.createTime),
      action: keepable(untrustedText(fields.action, actionLimit, links)),
      message: keepable(untrustedText(fields.msg, messageLimit, links)),
    }));
}

/**
 * A part of a string holds on to the whole of it in V8, so some thousand short excerpts would keep
 * all the stack traces that they were cut from.
 */
const keepable = (excerpt: Excerpt): Excerpt => ({
  ...excerpt,
  head: copyOf(excerpt.head),
  tail: copyOf(excerpt.tail),
});

const copyOf = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** The kind of a value and never the value: it may be anything. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'an object'
      : `a ${typeof value}`;
}
