import type { Gathering } from '../tracking/due.ts';
import type { JobLooks } from '../tracking/job-look.ts';
import { jobLooks } from '../tracking/job-look.ts';
import type { Snapshot } from '../mms/snapshot.ts';
import type { ChannelState } from '../tracking/memory.ts';
import { emptyState } from '../tracking/memory.ts';
import type { Target } from '../mms/target.ts';
import type { TurnSettings } from '../tracking/turn.ts';
import { Turn } from '../tracking/turn.ts';
import type { Channel, Clock, Log, MmsReader, StateStore } from '../ports.ts';
import { decodeState } from '../storage/state-object.ts';
import { askWhereItMatters } from './asking-for-jobs.ts';
import type { Deadlines } from './deadlines.ts';
import { explainOf } from './explaining.ts';
import { serveAll } from './serving.ts';
import type { ListedJobs } from './listing.ts';
import { askForJobs, listTargets } from './listing.ts';
import { readLogs } from './reading.ts';
import type { Problem, Summary } from './summary.ts';
import { countByKind } from './summary.ts';
import type { Audience, Reported, Told } from './telling.ts';
import { rehearse, tell } from './telling.ts';

export type TickSettings = TurnSettings &
  Gathering &
  Readonly<{
    targets: readonly Target[];
    dryRun: boolean;
  }>;

export type TickPorts = Readonly<{
  mms: MmsReader;
  store: StateStore;
  channels: readonly Channel[];
  log: Log;
  clock: Clock;
  listedJobs: ListedJobs;
  /** Without it the channels wait for each other for as long as each may take. */
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined;
  /** Without it every state is decoded anew. */
  decodedStates?: DecodedStates | undefined;
}>;

/**
 * The states that this instance decoded last, by where they are kept, with the texts they were
 * decoded from. A state is fetched each time, since another may have written it; what stands in the
 * same text has not to be found out again.
 */
export type DecodedStates = Map<string, Readonly<{ text: string; state: ChannelState }>>;

/** What a tick did; the problems that reject are the ones FC has to count. */
export type TickResult = Readonly<{
  summary: Summary;
  problems: readonly Problem[];
  /** Ticks running before this one in which something went wrong, as far as the states tell. */
  troubledBefore: number;
}>;

/**
 * One tick: list the watched tasks, read the logs of those that moved, and let each channel catch
 * up from what it remembers. Each channel is served and saved on its own; whatever fails is a
 * problem in the result, never the end.
 */
export async function tick(
  settings: TickSettings,
  ports: TickPorts,
  budget: Deadlines,
): Promise<TickResult> {
  const { mms, channels, log, clock } = ports;
  const startedAt = clock();
  const jobsAhead = askForJobs(ports, settings.targets, budget.listUntil);
  const remembered = await Promise.all(channels.map((channel) => remember(channel, ports, budget)));
  const states = remembered.flatMap(({ memory }) => (memory ? [memory.state] : []));
  const {
    look,
    unseen,
    problems: unlisted,
  } = await listTargets(ports, settings.targets, states, jobsAhead, startedAt, budget.listUntil);
  log.info('mms.listed', {
    tasks: look.tasks.length,
    jobsAtRest: look.atRest.size,
    complete: look.listed.every(({ complete }) => complete),
  });

  const jobs = await watchedJobs(look, states, settings, ports, budget);
  const audiences = remembered.flatMap(({ channel, memory }) =>
    memory
      ? [{ channel, stored: memory.stored, turn: new Turn(memory.state, { look, jobs }, settings) }]
      : [],
  );
  const logs = await readLogs(
    mms,
    look,
    audiences.map(({ turn }) => turn),
    clock,
    budget,
  );
  const seeing = new Map(
    settings.targets.map(({ sourceId }) => [
      sourceId,
      unseen.get(sourceId) ?? logs.unseen.get(sourceId),
    ]),
  );
  const before = [
    ...unlisted,
    ...logs.problems,
    ...remembered.flatMap(({ problem }) => problem ?? []),
  ];
  const heard = {
    readingOf: logs.readingOf,
    seeing,
    explain: await explainOf(logs.failuresRead),
    troubled: before.some(({ rejects }) => rejects),
  };
  const told = await serveAll(
    audiences,
    remembered,
    (audience, losses) => serve(audience, { ...heard, losses }, look.now, settings, ports, budget),
    () => hearingOut(ports, budget),
  );

  const problems = [...before, ...told.flatMap((each) => each.problems)];
  return {
    problems,
    troubledBefore: Math.max(0, ...states.map(({ troubledTicks }) => troubledTicks)),
    summary: {
      tasks: look.tasks.length + (audiences[0]?.turn.countAtRest() ?? 0),
      logsRead: logs.logsRead,
      alerts: countByKind(told.flatMap((each) => each.newlyDue)),
      delivered: Object.fromEntries(
        told.filter((each) => each.delivered > 0).map((each) => [each.channel, each.delivered]),
      ),
      problems: problems.map(({ where, message }) => ({ where, message })),
      durationMs: clock() - startedAt,
      ...(settings.dryRun
        ? { preview: Object.fromEntries(told.map((each) => [each.channel, each.preview])) }
        : {}),
    },
  };
}

/** With the number of their tasks and whether they are stopped, where that matters now. */
async function watchedJobs(
  look: Snapshot,
  states: readonly ChannelState[],
  { stallAfter }: TickSettings,
  ports: TickPorts,
  budget: Deadlines,
): Promise<JobLooks> {
  const looks = jobLooks(look, look.jobs);
  const asked = await askWhereItMatters(ports, looks, states, {
    now: look.now,
    stallAfter,
    until: budget.listUntil,
  });
  return asked.length === 0 ? looks : jobLooks(look, [...look.jobs, ...asked]);
}

/** A refusal comes quickly; a receiver that hangs must leave the others their time. */
const hearingOut = ({ sleep, clock }: TickPorts, { deliverUntil }: Deadlines): Promise<unknown> =>
  sleep?.(Math.max(0, Math.min(2_000, (deliverUntil - clock()) / 4))) ??
  new Promise(() => undefined);

type Remembered = Readonly<{
  channel: Channel;
  memory?: Readonly<{ stored: string | undefined; state: ChannelState }>;
  problem?: Problem;
}>;

/** A state that cannot be read stops its channel: telling without it would flood or lose. */
async function remember(
  channel: Channel,
  { store, decodedStates }: TickPorts,
  budget: Deadlines,
): Promise<Remembered> {
  try {
    const stored = await store.load(channel.name, budget.loadUntil);
    const state =
      stored === undefined
        ? emptyState
        : decoded(stored, store.locate(channel.name), decodedStates);
    return { channel, memory: { stored, state } };
  } catch (error) {
    return {
      channel,
      problem: {
        where: `${channel.name} state`,
        message: messageOf(error),
        rejects: true,
        cause: error,
      },
    };
  }
}

function decoded(text: string, location: string, before: DecodedStates | undefined): ChannelState {
  const known = before?.get(location);
  if (known?.text === text) return known.state;
  const state = decodeState(text, location);
  before?.set(location, { text, state });
  return state;
}

async function serve(
  audience: Audience,
  heard: Reported,
  now: number,
  settings: TickSettings,
  ports: TickPorts,
  budget: Deadlines,
): Promise<Told> {
  const when = { now, doneEvery: settings.doneEvery, repeatEvery: settings.repeatEvery };
  try {
    return settings.dryRun
      ? await rehearse(audience, heard, when)
      : await tell(audience, heard, when, ports, budget);
  } catch (error) {
    // A fault of our own in one channel's part must not keep the other from being told.
    const problem = {
      where: audience.channel.name,
      message: messageOf(error),
      rejects: true,
      cause: error,
    };
    return {
      channel: audience.channel.name,
      newlyDue: [],
      delivered: 0,
      preview: '',
      problems: [problem],
    };
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'failed for an unknown reason';
