import { causeOf } from '../cause/cause-of.ts';
import { rowCounts } from '../cause/row-counts.ts';
import type { CountedRows } from '../core/alert.ts';
import type { Cause } from '../core/cause.ts';
import type { Excerpt } from '../core/excerpt.ts';
import type { Explain } from '../core/ledger.ts';
import type { Task, TaskLog } from '../core/task.ts';

/** Finds the causes of failures; each row is looked at once, however many channels are told. */
export function createExplain(): Explain {
  const known = new WeakMap<TaskLog, ReturnType<Explain>>();
  return ({ status, rows }, task) => {
    // MMS writes what went wrong first, and then that something went wrong.
    const row = rows.find(({ message }) => textOf(message).trim() !== '') ?? rows[0];
    if (row === undefined) return { cause: { key: `status ${status}`, reason: '', family: undefined }, countedRows: undefined };
    const before = known.get(row);
    if (before) return before;
    const text = textOf(row.message);
    const explained = { cause: causeIn(text, status, task), countedRows: status.startsWith('VERIFICATION') ? countedRows(text) : undefined };
    known.set(row, explained);
    return explained;
  };
}

function causeIn(text: string, status: string, { sourceTable, destinationTable, jobName, sourceName }: Task): Cause {
  if (text.trim() === '') return { key: `status ${status}`, reason: '', family: undefined };
  return causeOf(text, [sourceTable, destinationTable, jobName, sourceName].filter((name) => name !== ''));
}

function countedRows(text: string): CountedRows | undefined {
  const counts = rowCounts(text);
  return counts && { source: String(counts.source), destination: String(counts.destination) };
}

const textOf = ({ head, tail }: Excerpt): string => (tail === '' ? head : `${head}\n${tail}`);
