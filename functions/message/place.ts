import type { AlertedTask } from '../core/alert.ts';
import { count } from './counting.ts';
import { code, type Words } from './words.ts';

/** What people call the task: its table without database and schema, else its id. */
export function tableOf(task: AlertedTask): string {
  const table = (task.sourceTable || task.destinationTable).split('.').at(-1) ?? '';
  return table === '' ? `task ${task.id}` : table;
}

/** `demo (2000015)`, or the id alone. */
export function nameAndId(name: string, id: string | undefined): Words {
  if (name === '') return [code(id ?? '')];
  return id === undefined ? [code(name)] : [code(name), ' (', code(id), ')'];
}

/** So few tasks are told by name, which says more than their job. */
const few = 5;

/** Where all of these happened, as far as it is one place: `finance_dw → mms_prod (job nightly_full)`. */
export function placeOf(tasks: readonly AlertedTask[]): Words {
  const job = shared(tasks, ({ jobName }) => jobName);
  const databases = databasesOf(tasks);
  const where = databases.length > 0 ? databases : sourceOf(tasks);
  if (job === undefined || tasks.length <= few) return where;
  return where.length === 0 ? ['job ', code(job)] : [...where, ' (job ', code(job), ')'];
}

function databasesOf(tasks: readonly AlertedTask[]): Words {
  const from = shared(tasks, ({ sourceTable }) => databaseOf(sourceTable));
  const to = shared(tasks, ({ destinationTable }) => databaseOf(destinationTable));
  return from === undefined || to === undefined ? [] : [code(from), ' → ', code(to)];
}

function sourceOf(tasks: readonly AlertedTask[]): Words {
  const name = shared(tasks, ({ sourceName, sourceId }) => sourceName || sourceId);
  if (name !== undefined) return [code(name)];
  const sources = new Set(tasks.map(({ sourceId }) => sourceId)).size;
  return sources > 1 ? [count(sources, 'data source')] : [];
}

const databaseOf = (table: string): string => (table.includes('.') ? (table.split('.')[0] ?? '') : '');

/** The one value that all have, unless it is empty. */
function shared(tasks: readonly AlertedTask[], valueOf: (task: AlertedTask) => string): string | undefined {
  const first = tasks[0] === undefined ? '' : valueOf(tasks[0]);
  return first !== '' && tasks.every((task) => valueOf(task) === first) ? first : undefined;
}
