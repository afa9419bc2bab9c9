import type { Target } from '../mms/target.ts';
import type { Channel, MmsReader, Sleep } from '../ports.ts';
import type { Owner } from '../tracking/channel-state.ts';
import { Tracker, type TrackerSettings } from '../tracking/tracker.ts';
import { deadlinesOf, type TickTime } from './deadlines.ts';
import { deliverAll, type DeliverySettings } from './deliver.ts';
import { Explainer } from './explain.ts';
import { readFeeds } from './read-feeds.ts';
import { askForJobs, listTasks } from './list-tasks.ts';
import { readLogs } from './read-logs.ts';
import { loadStates, saveState, type StateMemory, type StatePorts } from './save-state.ts';
import { countByKind, problemOf, type Problem, type Summary } from './summary.ts';

export type PollSettings = Omit<TrackerSettings, 'kinds' | 'explain'> &
  DeliverySettings &
  Readonly<{ targets: readonly Target[]; owner: Owner | undefined }>;

/** What a warm instance knows of earlier polls: it saves calls. */
export type PollMemory = Readonly<{
  /** When jobs, sources and timers were last looked at, by their path and our clock. */
  lookedAt: Map<string, number>;
  /** Actions of which it was said that they cannot be called. */
  warned: Set<string>;
  states: StateMemory;
}>;

export const newPollMemory = (): PollMemory => ({
  lookedAt: new Map(),
  warned: new Set(),
  states: new Map(),
});

export type PollPorts = PollMemory &
  Omit<StatePorts, 'owner'> &
  Readonly<{ mms: MmsReader; channels: readonly Channel[]; sleep: Sleep }>;

export type PollResult = Readonly<{
  summary: Omit<Summary, 'problems'>;
  problems: readonly Problem[];
  /** Bad polls running before this one, as far as the states tell. */
  troubledBefore: number;
}>;

/**
 * One poll: list the watched tasks, read the logs of those that moved, and let each channel catch
 * up from what it knows. Whatever fails is a problem in the result. States are saved once everybody
 * was told: a crash in between repeats a message, it never loses one, and no message waits for the
 * writing of a large state.
 */
export async function runPipeline(
  settings: PollSettings,
  ports: PollPorts,
  time: TickTime,
): Promise<PollResult> {
  const { mms, channels, log, clock, kinds } = ports;
  const { startedAt, loadUntil } = time;
  const { targets, remindAfter, owner, dryRun } = settings;
  const jobsAhead = askForJobs(ports, targets, loadUntil);
  const statePorts = { ...ports, owner };
  const opened = await loadStates(channels, statePorts, { now: startedAt, until: loadUntil });
  const states = opened.loaded.map(({ state }) => state);
  const lastSavesMs = Math.max(0, ...opened.loaded.map(({ known }) => known.saveMs));
  const deadlines = deadlinesOf(time, clock(), lastSavesMs);
  const order = { targets, states, remindAfter, now: startedAt, until: deadlines.listUntil };
  const listed = await listTasks(ports, order, jobsAhead);
  const { snapshot } = listed;
  log.info('mms.listed', {
    tasks: snapshot.tasks.length,
    idleJobs: snapshot.idle.size,
    complete: snapshot.listed.every(({ complete }) => complete),
  });

  const feedsRead = readFeeds(ports, { ...order, until: deadlines.askUntil });
  const explainer = new Explainer();
  const trackerSettings = { ...settings, kinds, explain: explainer.explain };
  const recipients = opened.loaded.map((loaded) => ({
    loaded,
    tracker: new Tracker(loaded.state, snapshot, trackerSettings),
  }));
  const trackers = recipients.map(({ tracker }) => tracker);
  const logs = await readLogs({ mms, clock, explainer }, trackers, startedAt, deadlines);
  const feeds = await feedsRead;
  const before = [...listed.problems, ...logs.problems, ...opened.problems];
  const readability = new Map(
    targets.map(({ sourceId }) => [
      sourceId,
      listed.unreadable.get(sourceId) ?? logs.unreadable.get(sourceId),
    ]),
  );
  const facts = {
    snapshot,
    observed: { readingOf: logs.readingOf, readability, feeds },
    backlog: logs.backlog,
    troubled: before.some(({ rejects }) => rejects),
  };
  const context = { ports, settings, until: deadlines.deliverUntil };
  const delivered = await deliverAll(channels, recipients, facts, context);

  const unsaved = await Promise.all(
    opened.loaded.map(async (loaded, index) => {
      const next = delivered[index]?.next;
      if (next === undefined) return [];
      return await saveState(loaded, next, statePorts, deadlines.saveUntil).catch(
        (error: unknown) => [problemOf(`${loaded.channel.name} state`, error)],
      );
    }),
  );

  const problems = [...before, ...delivered.flatMap((one) => one.problems), ...unsaved.flat()];
  const told = delivered.filter(({ messages }) => messages > 0);
  return {
    problems,
    troubledBefore: Math.max(0, ...states.map(({ troubledTicks }) => troubledTicks)),
    summary: {
      tasks: snapshot.tasks.length + (trackers[0]?.countIdle() ?? 0),
      logsRead: logs.logsRead,
      alerts: countByKind(
        kinds,
        delivered.flatMap(({ newlyDue }) => newlyDue),
      ),
      delivered: Object.fromEntries(told.map(({ channel, messages }) => [channel, messages])),
      durationMs: clock() - startedAt,
      ...(dryRun
        ? { preview: Object.fromEntries(delivered.map((one) => [one.channel, one.preview])) }
        : {}),
    },
  };
}
