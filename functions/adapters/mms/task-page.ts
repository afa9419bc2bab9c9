import type { SourceId } from '../../core/id.ts';
import type { Task } from '../../core/task.ts';
import { UnreadableError } from '../../errors.ts';
import type { Names } from './names.ts';
import { countOf, isRecord } from './wire.ts';
import { taskFrom } from './wire-task.ts';

/** One page of a listing as it really came. */
export type TaskPage = Readonly<{
  tasks: readonly Task[];
  /** Rows without a usable id. */
  unusable: number;
  /** How many tasks there are on all pages, where the answer says so. */
  total: number | undefined;
  /** The answer said nothing about tasks, not even that there are none. */
  bare: boolean;
}>;

export const rowsOn = (page: TaskPage): number => page.tasks.length + page.unusable;

/** Rejects with `UnreadableError` what cannot be the answer to `ListMmsTasks`. */
export function pageFrom(body: unknown, what: string, askedSource: SourceId, names: Names): TaskPage {
  const data = (isRecord(body) ? body.data : undefined) ?? {};
  if (!isRecord(data)) throw strange(what, 'data');
  const total = countOf(data.total);
  const list = data.objectList ?? [];
  if (!Array.isArray(list)) throw strange(what, 'data.objectList');
  const tasks = list.flatMap((row) => taskFrom(row, askedSource, names) ?? []);
  const bare = total === undefined && (data.objectList ?? undefined) === undefined;
  return { tasks, unusable: list.length - tasks.length, total, bare };
}

const strange = (what: string, field: string): UnreadableError =>
  new UnreadableError(`ListMmsTasks of ${what}: \`${field}\` is not of the kind that was expected; the next tick tries again`);
