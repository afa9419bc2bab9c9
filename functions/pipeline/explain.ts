import type { Cause } from '../causes/cause.ts';
import { isVerification, statusKey, type Task } from '../mms/task.ts';
import type { TaskLog } from '../mms/task-log.ts';
import type { Explain } from '../tracking/tracker.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';

type Explained = ReturnType<Explain>;

const loadTools = async () => ({
  ...(await import('../causes/cause-of.ts')),
  ...(await import('../causes/row-counts.ts')),
});

type Tools = Awaited<ReturnType<typeof loadTools>>;

/** Loaded once some row tells of a failure: a quiet tick pays nothing. */
let tools: Tools | undefined;

/** So many texts are remembered within a tick: a storm repeats few. */
const mostTexts = 2_000;

/**
 * Finds the causes of failures, each text once, however many tasks have it and channels are told. A
 * text is read when its log is, so that the time it takes is counted there.
 */
export class Explainer {
  readonly #byText = new Map<string, Explained>();
  readonly #byRow = new Map<TaskLog, Readonly<{ status: string; explained: Explained }>>();

  /** Has to be waited for before failures with rows are explained. */
  async prepare(): Promise<void> {
    tools ??= await loadTools();
  }

  readonly explain: Explain = ({ status, rows }, task) => {
    // MMS writes what went wrong first, and then that something went wrong.
    const row = rows.find(({ message }) => textOf(message).trim() !== '');
    // Failures of which only the status speaks belong together as far as it goes.
    const unstated: Cause = { fingerprint: `status ${statusKey(status)}`, reason: '' };
    if (row === undefined || tools === undefined)
      return { cause: unstated, countedRows: undefined };
    const known = this.#byRow.get(row);
    if (known?.status === status) return known.explained;
    const explained = this.#read(row, isVerification(status), task, tools);
    this.#byRow.set(row, { status, explained });
    return explained;
  };

  #read(row: TaskLog, isCounted: boolean, task: Task, { causeOf, rowCounts }: Tools): Explained {
    const text = textOf(row.message);
    const { sourceTable, destinationTable, jobName, sourceName } = task;
    const names = [sourceTable, destinationTable, jobName, sourceName].filter(
      (name) => name !== '' && text.includes(name),
    );
    const key = [String(isCounted), ...names, text].join('\n');
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    const cause = causeOf(text, names);
    const counts = isCounted ? rowCounts(text) : undefined;
    const explained =
      counts === undefined ? { cause, countedRows: undefined } : counted(cause, counts);
    if (this.#byText.size < mostTexts) this.#byText.set(key, explained);
    return explained;
  }
}

/** Rows that are missing and rows too many are two causes, whatever the text says. */
function counted(
  cause: Cause,
  { source, destination }: Readonly<Record<'source' | 'destination', bigint>>,
): Explained {
  const countedRows = { source: String(source), destination: String(destination) };
  if (source === destination) return { cause, countedRows };
  const direction = source > destination ? 'rows missing' : 'extra rows';
  return { cause: { ...cause, fingerprint: `${cause.fingerprint} ${direction}` }, countedRows };
}

const textOf = ({ head, tail }: Excerpt): string => (tail === '' ? head : `${head}\n${tail}`);
