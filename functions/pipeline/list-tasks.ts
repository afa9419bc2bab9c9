import type { JobId, SourceId } from '../mms/id.ts';
import { type Job } from '../mms/job.ts';
import { jobSnapshots, listedOnce, type JobSnapshot, type Snapshot } from '../mms/snapshot.ts';
import { outermost, targetName, type Target } from '../mms/target.ts';
import type { JobListing, Listing, Log, MmsReader } from '../ports.ts';
import type { ChannelState } from '../tracking/channel-state.ts';
import { idleJobs, isResynced } from '../tracking/idle-jobs.ts';
import { jobsToRemindOf } from '../tracking/reminders.ts';
import type { Unreadable } from '../tracking/health.ts';
import { wantsListing } from '../tracking/track-jobs.ts';
import type { Problem } from './summary.ts';

/** Tasks on a page of the API, to weigh two ways of listing, not to rely on. */
const pageSize = 100;
/** A smaller source is listed in fewer calls than asking for its jobs would save. */
const worthAsking = 2 * pageSize;

type ListingPorts = Readonly<{ mms: MmsReader; log: Log; lookedAt: Map<string, number> }>;

/** `problems` takes why jobs could not be listed. */
type Listers = ListingPorts & Readonly<{ problems: Problem[] }>;

/** What is listed, for which channels, and by when. */
type ListingOrder = Readonly<{
  targets: readonly Target[];
  /** Of the channels that will be told. */
  states: readonly ChannelState[];
  remindAfter: number | undefined;
  now: number;
  until: number;
}>;

/** The jobs of the sources that were asked for before the states were there. */
type JobsAhead = ReadonlyMap<SourceId, Promise<JobListing>>;

type Listed = Readonly<{
  snapshot: Snapshot;
  /** The sources that could not be read, and why. */
  unreadable: ReadonlyMap<SourceId, Unreadable>;
  problems: readonly Problem[];
}>;

/** A source whose jobs were listed before is asked for them while the states are loaded. */
export function askForJobs(
  { mms, lookedAt }: ListingPorts,
  targets: readonly Target[],
  until: number,
): JobsAhead {
  const sources = outermost(targets).filter(
    ({ kind, sourceId }) => kind === 'source' && lookedAt.has(`${sourceId}/jobs`),
  );
  return new Map(sources.map(({ sourceId }) => [sourceId, mms.listJobs(sourceId, until)]));
}

/** Lists what is watched; the tasks of jobs that rest are left out. */
export async function listTasks(
  ports: ListingPorts,
  order: ListingOrder,
  jobsAhead: JobsAhead,
): Promise<Listed> {
  const problems: Problem[] = [];
  const listers: Listers = { ...ports, problems };
  const listings = await Promise.all(
    outermost(order.targets).map((target) => listTarget(listers, target, order, jobsAhead)),
  );
  const found = {
    now: order.now,
    targets: order.targets,
    listed: listings.map(({ target, complete }) => ({ target, complete })),
    idle: new Set(listings.flatMap(({ idle }) => [...idle])),
    jobs: listings.flatMap(({ jobs }) => jobs),
    ...listedOnce(listings),
  };
  const unreadable = new Map<SourceId, Unreadable>();
  for (const { target, problems: ofTarget } of listings) {
    const { sourceId } = target;
    const [first] = ofTarget;
    if (first === undefined) continue;
    // Of several, none is named: then it is the source that cannot be read.
    const part = unreadable.has(sourceId) || target.kind === 'source' ? undefined : target;
    unreadable.set(sourceId, { ...first.trouble, target: part && targetName(part) });
    const where = `mms ${targetName(target)}`;
    problems.push(...ofTarget.map(({ message }) => ({ where, message, rejects: true })));
  }
  const snapshot = { ...found, byJob: await jobsOf(listers, found, order) };
  return { snapshot, unreadable, problems };
}

type TargetListing = Listing & Readonly<{ jobs: readonly Job[]; idle: ReadonlySet<JobId> }>;

async function listTarget(
  ports: Listers,
  target: Target,
  order: ListingOrder,
  jobsAhead: JobsAhead,
): Promise<TargetListing> {
  const { mms, lookedAt } = ports;
  const { states, remindAfter, now, until } = order;
  const { sourceId } = target;
  if (target.kind !== 'source' || !states.every((state) => isKnown(state, sourceId))) {
    return await listWhole(ports, target, [], order);
  }
  const asked = await (jobsAhead.get(sourceId) ?? mms.listJobs(sourceId, until));
  if (!asked.complete) {
    reportJobs(ports, sourceId, asked, 'every page of tasks is read');
    return await listWhole(ports, target, [], order);
  }
  const { jobs } = asked;
  lookedAt.set(`${sourceId}/jobs`, now);
  const quiet = idleJobs(states, jobs);
  const reminded = jobsToRemindOf(states, sourceId, remindAfter, now);
  const isListedAgain = (job: JobId): boolean =>
    reminded.has(job) || isResynced(job, now, lookedAt.get(`${sourceId}/jobs/${job}`));
  const idle = new Set([...quiet].filter((job) => !isListedAgain(job)));
  const active = jobs.filter(({ id }) => !idle.has(id));
  if (idle.size === 0 || pagesOf(active) >= Math.ceil(tasksOf(jobs) / pageSize)) {
    return await listWhole(ports, target, jobs, order);
  }
  return { target, ...(await listJobs(ports, active, order)), jobs, idle };
}

async function listWhole(
  { mms, lookedAt }: ListingPorts,
  target: Target,
  jobs: readonly Job[],
  { now, until }: ListingOrder,
): Promise<TargetListing> {
  const listing = await mms.listTasks(target, until);
  if (listing.complete) for (const job of jobs) lookedAt.set(jobPath(job), now);
  return { ...listing, jobs, idle: new Set() };
}

async function listJobs(
  { mms, lookedAt }: ListingPorts,
  jobs: readonly Job[],
  { now, until }: ListingOrder,
): Promise<Omit<Listing, 'target'>> {
  const listings = await Promise.all(
    jobs.map(async (job) => {
      const ofJob: Target = { kind: 'job', sourceId: job.sourceId, jobId: job.id };
      const listing = await mms.listTasks(ofJob, until);
      if (listing.complete) lookedAt.set(jobPath(job), now);
      return listing;
    }),
  );
  return {
    tasks: listings.flatMap(({ tasks }) => tasks),
    complete: listings.every(({ complete }) => complete),
    problems: listings.flatMap(({ problems }) => problems),
  };
}

/** With what `ListMmsJobs` says of them, where that matters now. */
async function jobsOf(
  listers: Listers,
  snapshot: Omit<Snapshot, 'byJob'>,
  { states, until }: ListingOrder,
): Promise<readonly JobSnapshot[]> {
  const jobs = jobSnapshots(snapshot);
  const wanted = jobs.filter((job) =>
    states.some((state) =>
      wantsListing(state.jobs.get(job.sourceId)?.get(job.id), job, snapshot.now),
    ),
  );
  if (wanted.length === 0) return jobs;
  const asked = await Promise.all(
    [...new Set(wanted.map(({ sourceId }) => sourceId))].map(async (sourceId) => {
      const listing = await listers.mms.listJobs(sourceId, until);
      const instead = 'the end of a job, or that it was stopped, is not told';
      if (!listing.complete) reportJobs(listers, sourceId, listing, instead);
      return listing.jobs;
    }),
  );
  return jobSnapshots(snapshot, asked.flat());
}

/** Without the right to list jobs the README promises less; anything else is a failure to read. */
function reportJobs(
  { log, problems }: Listers,
  source: SourceId,
  { problem = '', notAllowed }: JobListing,
  instead: string,
): void {
  if (notAllowed) log.warn('mms.jobs-not-listed', { source, reason: problem, instead });
  else problems.push({ where: `mms ${source}`, message: `${problem}; ${instead}`, rejects: true });
}

/** The channel is past its first look at the source, which has tasks enough to be worth it. */
const isKnown = ({ targets, tasks }: ChannelState, sourceId: SourceId): boolean =>
  targets.has(sourceId) && (tasks.get(sourceId)?.size ?? 0) > worthAsking;

const jobPath = ({ sourceId, id }: Job): string => `${sourceId}/jobs/${id}`;
const tasksOf = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { taskNum }) => sum + taskNum, 0);
const pagesOf = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { taskNum }) => sum + Math.max(1, Math.ceil(taskNum / pageSize)), 0);
