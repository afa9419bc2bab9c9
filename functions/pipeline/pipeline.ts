import type { Target } from '../mms/target.ts';
import type { Kinds } from '../notification/kind.ts';
import type { Channel, Clock, Log, MmsReader, Sleep, StateStore } from '../ports.ts';
import { metNow, type OtherChannels } from '../tracking/channel-health.ts';
import type { ChannelFailure, Owner } from '../tracking/channel-state.ts';
import { Tracker, type TrackerSettings } from '../tracking/tracker.ts';
import { deadlinesOf, type Deadlines, type TickTime } from './deadlines.ts';
import { deliver, type Delivered, type DeliverySettings, type Recipient } from './deliver.ts';
import { Explainer } from './explain.ts';
import { readFeeds, type FeedLooks } from './read-feeds.ts';
import { askForJobs, listTasks, type ListedJobs } from './list-tasks.ts';
import { readLogs } from './read-logs.ts';
import { loadStates, saveState, type Opened, type StateCache } from './save-state.ts';
import { countByKind, problemOf, type Problem, type Summary } from './summary.ts';

export type PollSettings = Omit<TrackerSettings, 'kinds'> &
  DeliverySettings &
  Readonly<{ targets: readonly Target[]; owner: Owner | undefined }>;

export type PollPorts = Readonly<{
  mms: MmsReader;
  store: StateStore;
  channels: readonly Channel[];
  kinds: Kinds;
  log: Log;
  clock: Clock;
  sleep: Sleep;
  listedJobs: ListedJobs;
  feedLooks: FeedLooks;
  states: StateCache;
  stateMemory: number;
}>;

/** What one poll did; the problems that reject are the ones that FC has to count. */
export type PollResult = Readonly<{
  summary: Omit<Summary, 'problems'>;
  problems: readonly Problem[];
  /** Polls running before this one in which something went wrong, as far as the states tell. */
  troubledBefore: number;
}>;

/**
 * One poll: list the watched tasks, read the logs of those that moved, and let each channel catch
 * up from what it knows. Each channel is told and saved on its own; whatever fails is a problem in
 * the result, never the end. States are saved once everybody was told: a crash in between repeats a
 * message, it never loses one, and no message waits for the writing of a large state.
 */
export async function runPipeline(
  settings: PollSettings,
  ports: PollPorts,
  time: TickTime,
): Promise<PollResult> {
  const { mms, channels, log, clock, kinds } = ports;
  const { startedAt, loadUntil } = time;
  const jobsAhead = askForJobs(ports, settings.targets, loadUntil);
  const statePorts = { ...ports, owner: settings.owner };
  const opened = await loadStates(channels, statePorts, { now: startedAt, until: loadUntil });
  const states = opened.flatMap(({ loaded }) => (loaded ? [loaded.state] : []));
  const lastSavesMs = Math.max(0, ...opened.map(({ loaded }) => loaded?.lastSaveMs ?? 0));
  const deadlines = deadlinesOf(time, clock(), lastSavesMs);
  const { targets, remindAfter } = settings;
  const order = { targets, states, remindAfter, now: startedAt, until: deadlines.listUntil };
  const listed = await listTasks(ports, order, jobsAhead);
  const { snapshot, jobs } = listed;
  log.info('mms.listed', {
    tasks: snapshot.tasks.length,
    idleJobs: snapshot.idle.size,
    complete: snapshot.listed.every(({ complete }) => complete),
  });

  const feedsRead = readFeeds(ports, { ...order, until: deadlines.askUntil });
  const scenery = { snapshot, jobs };
  const recipients = opened.flatMap(({ channel, loaded }): readonly Recipient[] => {
    if (loaded === undefined) return [];
    return [
      { channel, loaded, tracker: new Tracker(loaded.state, scenery, { ...settings, kinds }) },
    ];
  });
  const explainer = new Explainer();
  const trackers = recipients.map(({ tracker }) => tracker);
  const logs = await readLogs({ mms, clock, explainer }, trackers, startedAt, deadlines);
  const feeds = await feedsRead;
  const before = [
    ...listed.problems,
    ...logs.problems,
    ...opened.flatMap(({ problem }) => problem ?? []),
  ];
  const readability = new Map(
    targets.map(({ sourceId }) => [
      sourceId,
      listed.unreadable.get(sourceId) ?? logs.unreadable.get(sourceId),
    ]),
  );
  const facts = {
    scenery,
    observed: { readingOf: logs.readingOf, explain: explainer.explain, readability, feeds },
    backlog: logs.backlog,
    troubled: before.some(({ rejects }) => rejects),
  };
  const context = { ports: statePorts, deadlines, settings, composing: { longestMs: 0 } };
  const delivered = await deliverAll(
    recipients,
    opened,
    (recipient, others, onSending) =>
      guarded(recipient, () => deliver(recipient, facts, others, { ...context, onSending })),
    () => patience(ports, deadlines),
  );

  const unsaved = await Promise.all(
    recipients.map(async ({ channel, loaded }, index) => {
      const next = delivered[index]?.next;
      if (next === undefined) return [];
      return await saveState(loaded, next, statePorts, deadlines.saveUntil).catch(
        (error: unknown) => [problemOf(`${channel.name} state`, error)],
      );
    }),
  );

  const problems = [...before, ...delivered.flatMap((one) => one.problems), ...unsaved.flat()];
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
      delivered: Object.fromEntries(
        delivered.filter(({ messages }) => messages > 0).map((one) => [one.channel, one.messages]),
      ),
      durationMs: clock() - startedAt,
      ...(settings.dryRun
        ? { preview: Object.fromEntries(delivered.map((one) => [one.channel, one.preview])) }
        : {}),
    },
  };
}

/** A fault of our own in one channel's part must not keep the others from being told. */
async function guarded({ channel }: Recipient, work: () => Promise<Delivered>): Promise<Delivered> {
  try {
    return await work();
  } catch (error) {
    const { name } = channel;
    const problems = [problemOf(name, error)];
    return { channel: name, newlyDue: [], messages: 0, preview: '', problems };
  }
}

/**
 * All channels at the same time, but each begins a moment after the one before it has begun to
 * send: an answer that comes at once is read before long writing keeps the thread, and the mail
 * tells of a revoked webhook in the very tick in which it was refused. A channel before it learns
 * of that from the states, in a later tick.
 */
async function deliverAll(
  recipients: readonly Recipient[],
  opened: readonly Opened[],
  deliverTo: (
    recipient: Recipient,
    others: OtherChannels,
    onSending: () => void,
  ) => Promise<Delivered>,
  wait: () => Promise<void>,
): Promise<readonly Delivered[]> {
  const heard: Delivered[] = [];
  const started: Promise<Delivered>[] = [];
  let nextTurn: Promise<unknown> = Promise.resolve();
  for (const recipient of recipients) {
    const turn = nextTurn;
    let onSending: () => void = () => undefined;
    const sending = new Promise<void>((resolve) => {
      onSending = resolve;
    });
    const work = async (): Promise<Delivered> => {
      await turn;
      const others = othersOf(recipient, opened, heard);
      const delivered = await deliverTo(recipient, others, onSending);
      heard.push(delivered);
      return delivered;
    };
    started.push(work());
    nextTurn = Promise.race([Promise.all(started), sending.then(wait)]);
  }
  return await Promise.all(started);
}

/** How the other channels are: as this tick met them, else as their states say. */
function othersOf(
  { channel }: Recipient,
  opened: readonly Opened[],
  heard: readonly Delivered[],
): OtherChannels {
  const others = new Map<string, ChannelFailure | 'healthy' | 'unknown'>();
  for (const { channel: other, loaded } of opened) {
    if (other === channel) continue;
    others.set(other.name, loaded === undefined ? 'unknown' : (loaded.state.failure ?? 'healthy'));
  }
  for (const { channel: other, next } of heard) {
    if (next === undefined) continue;
    others.set(other, next.failure === undefined ? 'healthy' : metNow(next.failure));
  }
  return others;
}

/** A refusal comes quickly; a receiver that hangs must leave the others their time. */
const patience = ({ sleep, clock }: PollPorts, { deliverUntil }: Deadlines): Promise<void> =>
  sleep(Math.max(0, Math.min(2_000, (deliverUntil - clock()) / 4)));
