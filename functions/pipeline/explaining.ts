import type { causeOf } from '../causes/cause-of.ts';
import type { rowCounts } from '../causes/row-counts.ts';
import type { Cause } from '../causes/cause.ts';
import type { CountedRows } from '../kinds/alert.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';
import type { Explain } from '../tracking/ledger.ts';
import type { Task, TaskLog } from '../mms/task.ts';

/**
 * Finds the causes of failures. What that takes is loaded once some row tells of a failure: a quiet
 * tick pays nothing.
 */
export async function explainOf(failuresRead: boolean): Promise<Explain> {
  if (!failuresRead) return ({ status }) => ({ cause: unstated(status), countedRows: undefined });
  tools ??= loadTools();
  return explainFrom(await tools);
}

/** Once they are there, no tick waits for them again. */
let tools: Promise<Tools> | undefined;

async function loadTools(): Promise<Tools> {
  const [{ causeOf }, { rowCounts }] = await Promise.all([
    import('../causes/cause-of.ts'),
    import('../causes/row-counts.ts'),
  ]);
  return { causeOf, rowCounts };
}

type Tools = Readonly<{ causeOf: typeof causeOf; rowCounts: typeof rowCounts }>;

/** Each row is looked at once, however many channels are told. */
function explainFrom(tools: Tools): Explain {
  const known = new WeakMap<TaskLog, ReturnType<Explain>>();
  return ({ status, rows }, task) => {
    // MMS writes what went wrong first, and then that something went wrong.
    const row = rows.find(({ message }) => textOf(message).trim() !== '');
    if (row === undefined) return { cause: unstated(status), countedRows: undefined };
    const before = known.get(row);
    if (before) return before;
    const text = textOf(row.message);
    const explained = {
      cause: causeIn(text, task, tools),
      countedRows: status.startsWith('VERIFICATION') ? countedRows(text, tools) : undefined,
    };
    known.set(row, explained);
    return explained;
  };
}

/** Failures of which only the status speaks belong together as far as it goes. */
const unstated = (status: string): Cause => ({
  fingerprint: `status ${status}`,
  reason: '',
  category: undefined,
});

const causeIn = (
  text: string,
  { sourceTable, destinationTable, jobName, sourceName }: Task,
  tools: Tools,
): Cause =>
  tools.causeOf(
    text,
    [sourceTable, destinationTable, jobName, sourceName].filter((name) => name !== ''),
  );

function countedRows(text: string, tools: Tools): CountedRows | undefined {
  const counts = tools.rowCounts(text);
  return counts && { source: String(counts.source), destination: String(counts.destination) };
}

const textOf = ({ head, tail }: Excerpt): string => (tail === '' ? head : `${head}\n${tail}`);
