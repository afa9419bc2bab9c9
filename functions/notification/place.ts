import type { AlertedTask } from '../kinds/alert.ts';
import type { AlertedJob } from '../tracking/job-standing.ts';
import { code, type Line } from './document.ts';
import type { Unit, Wording } from './wording/wording.ts';

/** What people call the task: its table without database and schema, else its id. */
export function tableOf(task: AlertedTask): string {
  const table = (task.sourceTable || task.destinationTable).split('.').at(-1) ?? '';
  return table === '' ? task.id : table;
}

/** `orders (4032)` */
export function taskName(task: AlertedTask, say: Wording): Line {
  const table = tableOf(task);
  return nameAndId(table === task.id ? '' : table, task.id, say);
}

export const jobName = ({ name, id }: AlertedJob, say: Wording): Line => nameAndId(name, id, say);

/** A job in a line that has no room for its id. */
export const shortJobName = ({ name, id }: AlertedJob): Line => [code(name || id)];

/** `demo (2000015)`, or the id alone. */
export function nameAndId(name: string, id: string | undefined, { form }: Wording): Line {
  if (name === '') return [code(id ?? '')];
  return id === undefined ? [code(name)] : form.named([code(name)], [code(id)]);
}

/** Parts of one table can be tasks of their own. */
export function unitOf(tasks: readonly AlertedTask[]): Unit {
  const tables = new Set(
    tasks.map(({ id, sourceId, sourceTable }) => `${sourceId} ${sourceTable || id}`),
  );
  return tables.size === tasks.length ? 'table' : 'task';
}

/** So few tasks are told by name, which says more than their job. */
const few = 5;

/**
 * Where all of these happened, as far as it is one place: `finance_dw → mms_prod (job
 * nightly_full)`.
 */
export function placeOf(tasks: readonly AlertedTask[], { headline }: Wording): Line {
  const job = shared(tasks, ({ jobName: name }) => name);
  const databases = databasesOf(tasks);
  const where = databases.length > 0 ? databases : sourceOf(tasks, headline);
  if (job === undefined || tasks.length <= few) return where;
  return where.length === 0 ? headline.job([code(job)]) : headline.placeOfJob(where, [code(job)]);
}

function databasesOf(tasks: readonly AlertedTask[]): Line {
  const from = shared(tasks, ({ sourceTable }) => databaseOf(sourceTable));
  const to = shared(tasks, ({ destinationTable }) => databaseOf(destinationTable));
  return from === undefined || to === undefined ? [] : [code(from), ' → ', code(to)];
}

function sourceOf(tasks: readonly AlertedTask[], headline: Wording['headline']): Line {
  const name = shared(tasks, ({ sourceName, sourceId }) => sourceName || sourceId);
  if (name !== undefined) return [code(name)];
  const sources = new Set(tasks.map(({ sourceId }) => sourceId)).size;
  return sources > 1 ? [headline.sources(sources)] : [];
}

const databaseOf = (table: string): string =>
  table.includes('.') ? (table.split('.')[0] ?? '') : '';

/** The one value that all have, unless it is empty. */
function shared(
  tasks: readonly AlertedTask[],
  valueOf: (task: AlertedTask) => string,
): string | undefined {
  const first = tasks[0] === undefined ? '' : valueOf(tasks[0]);
  return first !== '' && tasks.every((task) => valueOf(task) === first) ? first : undefined;
}
