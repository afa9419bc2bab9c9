import type { AlertOf } from '../../kinds/alert.ts';
import { csvTable } from './csv-table.ts';
import { ofCause, ofTask } from './mail-csv.ts';

type Finished = AlertOf<'job-finished'>;

const columns = [
  'task_id',
  'status',
  'source_table',
  'destination_table',
  'job_name',
  'job_id',
  'source_name',
  'source_id',
  'reason',
  'cause',
] as const;

/** Every task of the job that stands failed, as a line. */
export const failedCsv = ({ failed }: Finished): string =>
  csvTable(
    columns,
    failed.map((task) => ({ ...ofTask(task), ...ofCause(task.cause) })),
  );

const longest = 60;

/** `nightly_full-failed.csv`; with the job's id where several jobs of the mail have one name. */
export function failedCsvName(alert: Finished, all: readonly Finished[]): string {
  const named = nameOf(alert);
  const sameName = all.filter((other) => nameOf(other) === named);
  const unique =
    sameName.length <= 1
      ? named
      : sameName.some((other) => other !== alert && other.job.id === alert.job.id)
        ? `${named}-${alert.job.sourceId}-${alert.job.id}`
        : `${named}-${alert.job.id}`;
  return `${unique}-failed.csv`;
}

/** Letters, digits, `.`, `_` and `-` are names of files everywhere. */
function nameOf({ job }: Finished): string {
  const safe = job.name.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^[._-]+|[._-]+$/g, '');
  return Array.from(safe).slice(0, longest).join('') || `job-${job.id}`;
}
