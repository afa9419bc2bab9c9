import type { JobId, SourceId } from '../mms/id.ts';
import type { Job } from '../mms/job.ts';
import type { Snapshot } from '../mms/snapshot.ts';
import { seenOnce } from '../mms/snapshot.ts';
import type { ChannelState } from '../tracking/memory.ts';
import { restingJobs } from '../tracking/resting-jobs.ts';
import { isSwept } from '../tracking/sweep.ts';
import type { Target } from '../mms/target.ts';
import { outermost, targetName } from '../mms/target.ts';
import type { JobListing, Listing, Log, MmsReader } from '../ports.ts';
import type { Problem } from './summary.ts';

/**
 * Tasks on a page of the API, as they are asked for: to weigh two ways of listing, not to rely on.
 */
const pageSize = 100;
/** A smaller source is listed in fewer calls than asking for its jobs would save. */
const worthAsking = 2 * pageSize;

/**
 * When each job was last listed by this instance, by our clock. Lost when the instance is: it only
 * saves calls.
 */
export type ListedJobs = Map<string, number>;

/** The sources that could not be read, and why. */
export type Unseen = ReadonlyMap<SourceId, string>;

type Listed = Listing & Readonly<{ jobs: readonly Job[]; atRest: ReadonlySet<JobId> }>;

export type ListingPorts = Readonly<{ mms: MmsReader; log: Log; listedJobs: ListedJobs }>;

/** The jobs of the sources that were asked for before the states were there. */
export type JobsAhead = ReadonlyMap<SourceId, Promise<JobListing>>;

/**
 * A source whose jobs this instance listed before will need them again: they are asked for while
 * the states are loaded.
 */
export function askForJobs(
  { mms, listedJobs }: ListingPorts,
  targets: readonly Target[],
  until: number,
): JobsAhead {
  const known = new Set([...listedJobs.keys()].map((key) => key.split('/')[0]));
  const sources = outermost(targets).filter(
    ({ kind, sourceId }) => kind === 'source' && known.has(sourceId),
  );
  return new Map(sources.map(({ sourceId }) => [sourceId, mms.listJobs(sourceId, until)]));
}

/** Lists what is watched; `states` are those of the channels that will be told. */
export async function listTargets(
  ports: ListingPorts,
  targets: readonly Target[],
  states: readonly ChannelState[],
  jobsAhead: JobsAhead,
  now: number,
  until: number,
): Promise<Readonly<{ look: Snapshot; unseen: Unseen; problems: readonly Problem[] }>> {
  const listings = await Promise.all(
    outermost(targets).map((target) => listTarget(ports, target, states, jobsAhead, now, until)),
  );
  return {
    look: {
      now,
      targets,
      listed: listings.map(({ target, complete }) => ({ target, complete })),
      atRest: new Set(listings.flatMap(({ atRest }) => [...atRest])),
      jobs: listings.flatMap(({ jobs }) => jobs),
      tasks: seenOnce(listings),
    },
    unseen: new Map(
      listings.flatMap(({ target, problems: [problem] }) =>
        problem === undefined ? [] : [[target.sourceId, problem] as const],
      ),
    ),
    problems: listings.flatMap((listing) =>
      listing.problems.map((message) => ({
        where: `mms ${targetName(listing.target)}`,
        message,
        rejects: true,
      })),
    ),
  };
}

async function listTarget(
  ports: ListingPorts,
  target: Target,
  states: readonly ChannelState[],
  jobsAhead: JobsAhead,
  now: number,
  until: number,
): Promise<Listed> {
  const { mms, log, listedJobs } = ports;
  const whole = async (jobs: readonly Job[]): Promise<Listed> => {
    const listing = await mms.listTasks(target, until);
    if (listing.complete) for (const job of jobs) listedJobs.set(jobKey(job), now);
    return { ...listing, jobs, atRest: new Set() };
  };
  if (target.kind !== 'source' || !states.every((state) => isKnown(state, target)))
    return await whole([]);
  const asked = await (jobsAhead.get(target.sourceId) ?? mms.listJobs(target.sourceId, until));
  if (!asked.complete) {
    log.warn('mms.jobs-not-listed', {
      source: target.sourceId,
      reason: asked.problem,
      instead: 'every page of tasks is read',
    });
    return await whole([]);
  }
  const { jobs } = asked;
  const settled = restingJobs(states, jobs);
  const atRest = new Set(
    [...settled].filter((job) => !isSwept(job, now, listedJobs.get(`${target.sourceId}/${job}`))),
  );
  const active = jobs.filter(({ id }) => !atRest.has(id));
  if (atRest.size === 0 || pagesOf(active) >= Math.ceil(tasksOf(jobs) / pageSize))
    return await whole(jobs);
  return { ...(await listJobByJob(ports, target, active, settled, now, until)), jobs, atRest };
}

async function listJobByJob(
  { mms, listedJobs }: ListingPorts,
  target: Target,
  jobs: readonly Job[],
  settled: ReadonlySet<JobId>,
  now: number,
  until: number,
): Promise<Listing> {
  const listings = await Promise.all(
    jobs.map(async (job) => {
      const hints = { tasks: job.taskNum, forSafety: settled.has(job.id) };
      const listing = await mms.listTasks(
        { kind: 'job', sourceId: target.sourceId, jobId: job.id },
        until,
        hints,
      );
      if (listing.complete) listedJobs.set(jobKey(job), now);
      return listing;
    }),
  );
  return {
    target,
    tasks: listings.flatMap(({ tasks }) => tasks),
    complete: listings.every(({ complete }) => complete),
    problems: listings.flatMap(({ problems }) => problems),
  };
}

/** The channel is past its first look at the source, which has tasks enough to be worth it. */
const isKnown = (state: ChannelState, target: Target): boolean =>
  state.targets.has(targetName(target)) &&
  (state.tasks.get(target.sourceId)?.size ?? 0) > worthAsking;

const jobKey = ({ sourceId, id }: Job): string => `${sourceId}/${id}`;
const tasksOf = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { taskNum }) => sum + taskNum, 0);
const pagesOf = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { taskNum }) => sum + Math.max(1, Math.ceil(taskNum / pageSize)), 0);
