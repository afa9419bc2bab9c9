import type { JobId, SourceId } from '../mms/id.ts';
import type { Job } from '../mms/job.ts';
import { jobSnapshots, listedOnce, type JobSnapshot, type Snapshot } from '../mms/snapshot.ts';
import { outermost, targetName, type Target } from '../mms/target.ts';
import type { JobListing, Listing, Log, MmsReader } from '../ports.ts';
import type { ChannelState } from '../tracking/channel-state.ts';
import { idleJobs, isResynced } from '../tracking/idle-jobs.ts';
import { jobsToRemindOf } from '../tracking/reminders.ts';
import type { Unreadable } from '../tracking/health.ts';
import { wantsListing } from '../tracking/track-jobs.ts';
import type { Problem } from './summary.ts';

/** To weigh two ways of listing, not to rely on. */
const pageSize = 100;
/** Tasks of a source; in a smaller one, asking for its jobs saves no calls. */
const worthAsking = 2 * pageSize;

type ListingPorts = Readonly<{ mms: MmsReader; log: Log; lookedAt: Map<string, number> }>;

type ListingOrder = Readonly<{
  targets: readonly Target[];
  states: readonly ChannelState[];
  remindAfter: number | undefined;
  now: number;
  until: number;
}>;

type JobsAhead = ReadonlyMap<SourceId, Promise<JobListing>>;

type Listed = Readonly<{
  snapshot: Snapshot;
  /** Sources, and why they could not be read. */
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

/** Lists what is watched, but not the tasks of idle jobs. */
export async function listTasks(
  ports: ListingPorts,
  order: ListingOrder,
  jobsAhead: JobsAhead,
): Promise<Listed> {
  const lister = new Lister(ports, order);
  const { problems } = lister;
  const listings = await Promise.all(
    outermost(order.targets).map((target) => lister.list(target, jobsAhead.get(target.sourceId))),
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
  const snapshot = { ...found, byJob: await lister.snapshotsOfJobs(found) };
  return { snapshot, unreadable, problems };
}

type TargetListing = Listing & Readonly<{ jobs: readonly Job[]; idle: ReadonlySet<JobId> }>;

class Lister {
  /** Why jobs could not be listed. */
  readonly problems: Problem[] = [];
  readonly #ports: ListingPorts;
  readonly #order: ListingOrder;

  constructor(ports: ListingPorts, order: ListingOrder) {
    this.#ports = ports;
    this.#order = order;
  }

  async list(target: Target, jobsAhead: Promise<JobListing> | undefined): Promise<TargetListing> {
    const { mms, lookedAt } = this.#ports;
    const { states, remindAfter, now, until } = this.#order;
    const { sourceId } = target;
    if (target.kind !== 'source' || !states.every((state) => isKnown(state, sourceId)))
      return await this.#listWhole(target, []);
    const asked = await (jobsAhead ?? mms.listJobs(sourceId, until));
    if (!asked.complete) {
      this.#report(sourceId, asked, 'every page of tasks is read');
      return await this.#listWhole(target, []);
    }
    const { jobs } = asked;
    lookedAt.set(`${sourceId}/jobs`, now);
    const reminded = jobsToRemindOf(states, sourceId, remindAfter, now);
    const isListedAgain = (job: JobId): boolean =>
      reminded.has(job) || isResynced(job, now, lookedAt.get(`${sourceId}/jobs/${job}`));
    const idle = new Set([...idleJobs(states, jobs)].filter((job) => !isListedAgain(job)));
    const active = jobs.filter(({ id }) => !idle.has(id));
    const pagesOfAll = Math.ceil(sum(jobs, ({ taskNum }) => taskNum) / pageSize);
    const pagesOfActive = sum(active, ({ taskNum }) => Math.max(1, Math.ceil(taskNum / pageSize)));
    if (idle.size === 0 || pagesOfActive >= pagesOfAll) return await this.#listWhole(target, jobs);
    const listings = await Promise.all(active.map((job) => this.#listJob(job)));
    return {
      target,
      jobs,
      idle,
      tasks: listings.flatMap(({ tasks }) => tasks),
      complete: listings.every(({ complete }) => complete),
      problems: listings.flatMap(({ problems }) => problems),
    };
  }

  async #listWhole(target: Target, jobs: readonly Job[]): Promise<TargetListing> {
    const listing = await this.#ports.mms.listTasks(target, this.#order.until);
    if (listing.complete) jobs.forEach((job) => this.#hasListed(job));
    return { ...listing, jobs, idle: new Set() };
  }

  async #listJob(job: Job): Promise<Listing> {
    const { id: jobId, sourceId } = job;
    const target: Target = { kind: 'job', sourceId, jobId };
    const listing = await this.#ports.mms.listTasks(target, this.#order.until);
    if (listing.complete) this.#hasListed(job);
    return listing;
  }

  #hasListed({ sourceId, id }: Job): void {
    this.#ports.lookedAt.set(`${sourceId}/jobs/${id}`, this.#order.now);
  }

  /** With what `ListMmsJobs` says of them, where that matters now. */
  async snapshotsOfJobs(found: Omit<Snapshot, 'byJob'>): Promise<readonly JobSnapshot[]> {
    const { states, now, until } = this.#order;
    const jobs = jobSnapshots(found);
    const wanted = jobs.filter((job) =>
      states.some((state) => wantsListing(state.jobs.get(job.sourceId)?.get(job.id), job, now)),
    );
    if (wanted.length === 0) return jobs;
    const asked = await Promise.all(
      [...new Set(wanted.map(({ sourceId }) => sourceId))].map(async (sourceId) => {
        const listing = await this.#ports.mms.listJobs(sourceId, until);
        const instead = 'the end of a job, or that it was stopped, is not told';
        if (!listing.complete) this.#report(sourceId, listing, instead);
        return listing.jobs;
      }),
    );
    return jobSnapshots(found, asked.flat());
  }

  /** README promises less without the right to list jobs; anything else is a failure to read. */
  #report(source: SourceId, { problem = '', notAllowed }: JobListing, instead: string): void {
    if (notAllowed)
      this.#ports.log.warn('mms.jobs-not-listed', { source, reason: problem, instead });
    else
      this.problems.push({
        where: `mms ${source}`,
        message: `${problem}; ${instead}`,
        rejects: true,
      });
  }
}

/** And has tasks enough to be worth it. */
const isKnown = ({ targets, tasks }: ChannelState, sourceId: SourceId): boolean =>
  targets.has(sourceId) && (tasks.get(sourceId)?.size ?? 0) > worthAsking;

const sum = (jobs: readonly Job[], of: (job: Job) => number): number =>
  jobs.reduce((total, job) => total + of(job), 0);
