import type { BareRequest } from './bare-requests.ts';
import { mmsRequest, ossRequest, slackRequest } from './bare-requests.ts';
import { activeJobs, sourceId } from './layouts.ts';
import type { Happened, Ready, Report } from './world-orders.ts';
import { channels } from './world-orders.ts';

const source = `/api/v1/mms/datasources/${sourceId}`;
const pageSize = 100;
/** As the function asks for it where it lists for safety. */
const largePage = 1_000;

type Job = Ready['jobs'][number];

const pagesOf = (tasks: number): number => Math.ceil(tasks / pageSize);
const pagesOfAll = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { tasks }) => sum + pagesOf(tasks), 0);

/** Whether a tick listed the source job by job: a small one takes fewer pages as a whole. */
const isByJob = ({ jobs, tasks }: Ready, { calls }: Report): boolean =>
  jobs.length > activeJobs &&
  calls.ListMmsJobs !== undefined &&
  (calls.ListMmsTasks ?? 0) < pagesOf(tasks.length);

/** How many jobs at rest a tick listed all the same, and the pages that it read of them all. */
export function sweepOf(ready: Ready, report: Report): Readonly<{ jobs: number; pages: number }> {
  if (!isByJob(ready, report)) return { jobs: 0, pages: 0 };
  return {
    jobs: report.taskListings - activeJobs,
    pages: (report.calls.ListMmsTasks ?? 0) - pagesOfAll(ready.jobs.slice(-activeJobs)),
  };
}

/**
 * The fewest requests with which a tick can be done, in the turns in which it can be known that
 * they are needed: both states, and the jobs where these tell what has to be listed; the tasks; the
 * logs of what runs or moved; and, where there is something to tell, as many Slack messages as the
 * function sent, then both states written. The mail, which is no request, is left out.
 */
export function leastRequests(
  ready: Ready,
  { changed, running }: Happened,
  report: Report,
): readonly (readonly BareRequest[])[] {
  const { calls, stateBytes, stateTags } = report;
  const [bucket = '', ...prefix] = (ready.environment.STATE_URL ?? '')
    .replace('oss://', '')
    .split('/');
  const keyOf = (channel: string): string => [...prefix, `${channel}.json`].join('/');
  // A warm function knows the states that nobody wrote to.
  const states = channels.map((channel) =>
    ossRequest(
      ready,
      bucket,
      keyOf(channel),
      '',
      calls.PutObject === undefined ? stateTags[channel] : undefined,
    ),
  );
  const jobs = mmsRequest(ready, 'ListMmsJobs', `${source}/jobs`, `pageNum=1&pageSize=${pageSize}`);
  return [
    ...(isByJob(ready, report)
      ? [[...states, jobs], jobPages(ready, sweepOf(ready, report))]
      : [[...states, ...taskPages(ready, ready.tasks.length)]]),
    [...new Set([...changed, ...running])].map((id) =>
      mmsRequest(ready, 'ListMmsTaskLogs', `${source}/tasks/${id}/logs`),
    ),
    Array.from({ length: calls.Slack ?? 0 }, () => slackRequest(ready.slackUrl)),
    // As large as the function's, and not in their place.
    calls.PutObject === undefined
      ? []
      : channels.map((channel) =>
          ossRequest(ready, bucket, `floor/${channel}.json`, ' '.repeat(stateBytes[channel] ?? 1)),
        ),
  ].filter((turn) => turn.length > 0);
}

/**
 * The tasks of the jobs under way, and of as many at rest as the function swept, in pages like its
 * own.
 */
function jobPages(ready: Ready, swept: ReturnType<typeof sweepOf>): readonly BareRequest[] {
  const { jobs } = ready;
  const atRest = jobs.slice(0, swept.jobs);
  return [
    ...jobs.slice(-activeJobs).flatMap(({ id, tasks }) => taskPages(ready, tasks, id)),
    ...atRest.flatMap(({ id, tasks }) =>
      taskPages(ready, tasks, id, swept.pages < pagesOfAll(atRest) ? largePage : pageSize),
    ),
  ];
}

function taskPages(
  ready: Ready,
  tasks: number,
  jobId?: string,
  rows = pageSize,
): readonly BareRequest[] {
  const filter = jobId === undefined ? '' : `jobId=${jobId}&`;
  return Array.from({ length: Math.ceil(tasks / rows) }, (_, page) =>
    mmsRequest(
      ready,
      'ListMmsTasks',
      `${source}/tasks`,
      `${filter}pageNum=${page + 1}&pageSize=${rows}`,
    ),
  );
}
