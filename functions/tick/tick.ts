import type { ChannelState } from '../core/memory.ts';
import { emptyState } from '../core/memory.ts';
import type { Target } from '../core/target.ts';
import type { TurnSettings } from '../core/turn.ts';
import { Turn } from '../core/turn.ts';
import type { Channel, Clock, Log, MmsReader, StateStore } from '../ports.ts';
import { decodeState } from '../state/state-object.ts';
import type { Budget } from './budget.ts';
import type { ListedJobs } from './listing.ts';
import { askForJobs, listTargets } from './listing.ts';
import type { LogsRead } from './reading.ts';
import { readLogs } from './reading.ts';
import type { Problem, Summary } from './summary.ts';
import { countByKind } from './summary.ts';
import type { Audience, Told } from './telling.ts';
import { rehearse, tell } from './telling.ts';

export type TickSettings = TurnSettings & Readonly<{
  targets: readonly Target[];
  /** Milliseconds between two tellings of completions; 0 tells them at once. */
  doneEvery: number;
  dryRun: boolean;
}>;

export type TickPorts = Readonly<{
  mms: MmsReader;
  store: StateStore;
  channels: readonly Channel[];
  log: Log;
  clock: Clock;
  listedJobs: ListedJobs;
  /** Without it every state is decoded anew. */
  decodedStates?: DecodedStates | undefined;
}>;

/**
 * The states that this instance decoded last, by where they are kept, with the texts they were decoded from. A state is
 * fetched each time, since another may have written it; what stands in the same text has not to be found out again.
 */
export type DecodedStates = Map<string, Readonly<{ text: string; state: ChannelState }>>;

/** What a tick did; the problems that reject are the ones FC has to count. */
export type TickResult = Readonly<{ summary: Summary; problems: readonly Problem[] }>;

/**
 * One tick: list the watched tasks, read the logs of those that moved, and let each channel catch up from what it
 * remembers. Each channel is served and saved on its own; whatever fails is a problem in the result, never the end.
 */
export async function tick(settings: TickSettings, ports: TickPorts, budget: Budget): Promise<TickResult> {
  const { mms, channels, log, clock } = ports;
  const startedAt = clock();
  const jobsAhead = askForJobs(ports, settings.targets, budget.listUntil);
  const remembered = await Promise.all(channels.map((channel) => remember(channel, ports, budget)));
  const states = remembered.flatMap(({ memory }) => (memory ? [memory.state] : []));
  const { look, problems: unlisted } = await listTargets(ports, settings.targets, states, jobsAhead, startedAt, budget.listUntil);
  log.info('mms.listed', { tasks: look.tasks.length, jobsAtRest: look.atRest.size, complete: look.listed.every(({ complete }) => complete) });

  const audiences = remembered.flatMap(({ channel, memory }) =>
    memory ? [{ channel, stored: memory.stored, turn: new Turn(memory.state, look, settings) }] : []);
  const logs = await readLogs(mms, look, audiences.map(({ turn }) => turn), clock, budget);
  const told = await Promise.all(audiences.map((audience) => serve(audience, logs, look.now, settings, ports, budget)));

  const problems = [
    ...unlisted,
    ...logs.problems,
    ...remembered.flatMap(({ problem }) => problem ?? []),
    ...told.flatMap((each) => each.problems),
  ];
  return {
    problems,
    summary: {
      tasks: look.tasks.length + (audiences[0]?.turn.countAtRest() ?? 0),
      logsRead: logs.logsRead,
      alerts: countByKind(told.flatMap((each) => each.newlyDue)),
      delivered: Object.fromEntries(told.filter((each) => each.delivered > 0).map((each) => [each.channel, each.delivered])),
      problems: problems.map(({ where, message }) => ({ where, message })),
      durationMs: clock() - startedAt,
      ...(settings.dryRun ? { preview: Object.fromEntries(told.map((each) => [each.channel, each.preview])) } : {}),
    },
  };
}

type Remembered = Readonly<{
  channel: Channel;
  memory?: Readonly<{ stored: string | undefined; state: ChannelState }>;
  problem?: Problem;
}>;

/** A state that cannot be read stops its channel: telling without it would flood or lose. */
async function remember(channel: Channel, { store, decodedStates }: TickPorts, budget: Budget): Promise<Remembered> {
  try {
    const stored = await store.load(channel.name, budget.loadUntil);
    const state = stored === undefined ? emptyState : decoded(stored, store.locate(channel.name), decodedStates);
    return { channel, memory: { stored, state } };
  } catch (error) {
    return { channel, problem: { where: `${channel.name} state`, message: messageOf(error), rejects: true, cause: error } };
  }
}

function decoded(text: string, location: string, before: DecodedStates | undefined): ChannelState {
  const known = before?.get(location);
  if (known?.text === text) return known.state;
  const state = decodeState(text, location);
  before?.set(location, { text, state });
  return state;
}

async function serve(audience: Audience, logs: LogsRead, now: number, settings: TickSettings, ports: TickPorts, budget: Budget): Promise<Told> {
  const when = { now, doneEvery: settings.doneEvery };
  try {
    return settings.dryRun ? await rehearse(audience, logs.readingOf, when) : await tell(audience, logs.readingOf, when, ports, budget);
  } catch (error) {
    // A fault of our own in one channel's part must not keep the other from being told.
    const problem = { where: audience.channel.name, message: messageOf(error), rejects: true, cause: error };
    return { channel: audience.channel.name, newlyDue: [], delivered: 0, preview: '', problems: [problem] };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed for an unknown reason');
