import { jobOf, type Alert } from '../notification/alert.ts';
import { kindOf, type Notification } from '../notification/kind.ts';
import { plainTrouble } from '../trouble.ts';
import type { Channel, DeliveryResult } from '../ports.ts';
import { afterFailure, type OtherChannels } from '../tracking/channel-health.ts';
import type { ChannelState } from '../tracking/channel-state.ts';
import { progressOf } from '../tracking/job-state.ts';
import { acknowledge, dueAlerts } from '../tracking/outbox.ts';
import type { Observations, Scenery, Tracker } from '../tracking/tracker.ts';
import type { Deadlines } from './deadlines.ts';
import type { LoadedState, StatePorts } from './save-state.ts';
import type { Problem } from './summary.ts';

/** A channel whose state could be read. */
export type Recipient = Readonly<{ channel: Channel; loaded: LoadedState; tracker: Tracker }>;

export type DeliverySettings = Readonly<{ digestEvery: number; dryRun: boolean }>;

type DeliveryContext = Readonly<{
  ports: StatePorts;
  deadlines: Deadlines;
  settings: DeliverySettings;
  /** What composing took at most in this tick: the next channel's may take as long. */
  composing: { longestMs: number };
  /** Called when the messages are written, before the first is sent. */
  onSending: () => void;
}>;

/** What this tick read, beside what belongs to one channel. */
type TickFacts = Readonly<{
  scenery: Scenery;
  observed: Omit<Observations, 'others'>;
  /** Failed tasks were left unread for want of time. */
  backlog: boolean;
  /** Some of the reading failed. */
  troubled: boolean;
}>;

/** What became of one channel in this tick. */
export type Delivered = Readonly<{
  channel: string;
  newlyDue: readonly Alert[];
  messages: number;
  preview: string;
  /** The state to save; none in a dry run. */
  next?: ChannelState;
  problems: readonly Problem[];
}>;

/** More bad ticks than that running make no difference. */
const mostTroubled = 3;

/**
 * Finds what the channel has to be told, and delivers it. What an accepted message told is
 * remembered even where a later message of the same tick fails.
 */
export async function deliver(
  { channel, loaded, tracker }: Recipient,
  facts: TickFacts,
  others: OtherChannels,
  context: DeliveryContext,
): Promise<Delivered> {
  const { ports, settings } = context;
  const { now } = facts.scenery.snapshot;
  const tracked = tracker.track({ ...facts.observed, others });
  const { due, newlyDue, outbox } = dueAlerts(
    tracked.outbox,
    tracked.causes,
    loaded.state.backlog,
    { kinds: ports.kinds, now, digestEvery: settings.digestEvery },
  );
  const state: ChannelState = { ...tracked, outbox, backlog: facts.backlog };
  const notification = notificationOf(due, state, facts, ports);
  const nothing = { channel: channel.name, newlyDue, messages: 0, preview: '', problems: [] };
  if (settings.dryRun) {
    const messages = due.length === 0 ? [] : await channel.compose(notification);
    return { ...nothing, preview: messages.map(({ plainText }) => plainText).join('\n\n') };
  }
  const sent =
    due.length === 0
      ? { state, messages: 0, problems: [] }
      : await send({ channel, state, notification }, context);
  const isBad = facts.troubled || sent.problems.some(({ rejects }) => rejects);
  const troubledTicks = isBad ? Math.min(mostTroubled, state.troubledTicks + 1) : 0;
  const next = { ...sent.state, troubledTicks };
  const { messages, problems } = sent;
  return { ...nothing, messages, next, problems };
}

function notificationOf(
  alerts: readonly Alert[],
  { causes, jobs, sourceNames, failure, outbox }: ChannelState,
  { scenery }: TickFacts,
  { kinds }: StatePorts,
): Notification {
  const { now } = scenery.snapshot;
  const alertsOf = new Map<string, number>();
  for (const alert of alerts) {
    const job = jobOf(kindOf(kinds, alert).subject(alert));
    alertsOf.set(job, (alertsOf.get(job) ?? 0) + 1);
  }
  const progress = [...scenery.jobs.values()]
    .flatMap((ofSource) => [...ofSource.values()])
    .map((job) => {
      const { sourceId, id: jobId } = job;
      return { job, count: alertsOf.get(jobOf({ sourceId, jobId })) ?? 0 };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ job }) => progressOf(job, jobs.get(job.sourceId)?.get(job.id), now));
  return {
    now,
    kinds,
    alerts,
    causes,
    progress,
    outage: failure && { since: failure.since },
    messagesBefore: outbox.messages,
    sourceNames,
  };
}

type Sending = Readonly<{ channel: Channel; state: ChannelState; notification: Notification }>;
type Sent = Readonly<{ state: ChannelState; messages: number; problems: readonly Problem[] }>;

/** A wait of more than that was asked for by a clock that is wrong. */
const longestWait = 60 * 60_000;

async function send(
  { channel, state: before, notification }: Sending,
  { ports, deadlines: { deliverUntil: until }, composing, onSending }: DeliveryContext,
): Promise<Sent> {
  const { clock, log, kinds } = ports;
  const { notBefore } = before;
  const where = channel.name;
  if (notBefore !== undefined && clock() < notBefore && notBefore - clock() <= longestWait) {
    const message = `asked to wait until ${new Date(notBefore).toISOString()}; messages are queued`;
    return { state: before, messages: 0, problems: [{ where, message, rejects: false }] };
  }
  const { now } = notification;
  const problem = 'no time was left to deliver; the next tick does';
  const late = { where, message: problem, rejects: true };
  const afterLate = (state: ChannelState): ChannelState =>
    afterRefusal(state, { kind: 'failed', problem }, now);
  const from = clock();
  if (from + composing.longestMs >= until) {
    return { state: afterLate(before), messages: 0, problems: [late] };
  }
  const composed = await channel.compose(notification);
  composing.longestMs = Math.max(composing.longestMs, clock() - from);
  onSending();
  let state: ChannelState = { ...before, notBefore: undefined };
  let messages = 0;
  const problems: Problem[] = [];
  for (const message of composed) {
    if (clock() >= until) {
      state = afterLate(state);
      problems.push(late);
      break;
    }
    const result = await message.deliver(until);
    if (result.kind === 'accepted') {
      const told = acknowledge(state.outbox, state.causes, message.keys, { kinds, now: clock() });
      state = { ...state, ...told, failure: undefined };
      messages += 1;
      log.info('channel.delivered', { channel: channel.name, alerts: message.keys.length });
      if (result.problem !== undefined) {
        problems.push({ where, message: result.problem, rejects: false });
      }
      continue;
    }
    state = afterRefusal(state, result, now);
    const isFailed = result.kind === 'failed';
    const cause = isFailed ? result.cause : undefined;
    problems.push({ where, message: result.problem, rejects: isFailed, cause });
    break;
  }
  return { state, messages, problems };
}

function afterRefusal(
  state: ChannelState,
  result: Exclude<DeliveryResult, { kind: 'accepted' }>,
  now: number,
): ChannelState {
  const said = plainTrouble(result.problem);
  if (result.kind === 'wait') {
    const failure = afterFailure(state.failure, { trouble: said, refused: undefined }, now);
    return { ...state, failure, notBefore: result.notBefore };
  }
  const { trouble = said, refused } = result;
  return { ...state, failure: afterFailure(state.failure, { trouble, refused }, now) };
}
