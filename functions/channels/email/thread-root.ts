import type { Alert } from '../../kinds/alert.ts';

/**
 * The left part of the id to which a mail refers, so that mails about one job stand together, and
 * any other mail with those of its data source. There is no mail of that id; mail readers thread by
 * it all the same.
 */
export function threadRootOf(alerts: readonly Alert[]): string {
  const subjects = alerts.flatMap(subjectOf);
  const [first] = subjects;
  if (first === undefined || subjects.some(({ source }) => source !== first.source))
    return 'mms-task-alerts';
  const { source, job } = first;
  return job !== undefined && subjects.every((subject) => subject.job === job)
    ? `mms-job-${source}-${job}`
    : `mms-source-${source}`;
}

type Subject = Readonly<{ source: string; job: string | undefined }>;

/** Of a channel that is lost no job and no source is to blame. */
function subjectOf(alert: Alert): readonly Subject[] {
  switch (alert.kind) {
    case 'failed':
    case 'recovered':
    case 'done':
    case 'unknown':
    case 'reminder':
      return [ofTask(alert.task)];
    case 'job-finished':
    case 'escalation':
      return [ofJob(alert.job)];
    case 'stalled':
      return [alert.what === 'task' ? ofTask(alert.task) : ofJob(alert.job)];
    case 'blind':
      return alert.what === 'source' ? [{ source: alert.sourceId, job: undefined }] : [];
    case 'baseline': {
      const [source = '', part, id] = alert.target.split('/');
      return [{ source, job: part === 'jobs' ? id : undefined }];
    }
    default:
      return alert satisfies never;
  }
}

const ofTask = ({
  sourceId,
  jobId,
}: Readonly<{ sourceId: string; jobId: string | undefined }>): Subject => ({
  source: sourceId,
  job: jobId,
});
const ofJob = ({ sourceId, id }: Readonly<{ sourceId: string; id: string }>): Subject => ({
  source: sourceId,
  job: id,
});
