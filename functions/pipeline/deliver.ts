import type { Snapshot } from '../mms/snapshot.ts';
import { jobOf, type Alert } from '../notification/alert.ts';
import { kindOf, type Kinds, type Notification } from '../notification/kind.ts';
import { plainTrouble } from '../trouble.ts';
import type { Channel, Clock, DeliveryResult, Log, Sleep } from '../ports.ts';
import { afterFailure, metNow, type OtherChannels } from '../tracking/health.ts';
import type { ChannelFailure, ChannelState } from '../tracking/channel-state.ts';
import { progressOf } from '../tracking/track-jobs.ts';
import { mergeStates } from '../tracking/merge-states.ts';
import { acknowledge, dueAlerts } from '../tracking/outbox.ts';
import type { Observations, Tracker } from '../tracking/tracker.ts';
import type { LoadedState, NextState } from './save-state.ts';
import { problemOf, type Problem } from './summary.ts';

type Recipient = Readonly<{ loaded: LoadedState; tracker: Tracker }>;

export type DeliverySettings = Readonly<{ digestEvery: number; dryRun: boolean }>;

type DeliveryPorts = Readonly<{ kinds: Kinds; log: Log; clock: Clock; sleep: Sleep }>;

type TickFacts = Readonly<{
  snapshot: Snapshot;
  observed: Omit<Observations, 'others'>;
  /** Failed tasks were left unread. */
  backlog: boolean;
  /** Some of the reading failed. */
  troubled: boolean;
}>;

type Delivered = Readonly<{
  channel: string;
  newlyDue: readonly Alert[];
  messages: number;
  preview: string;
  /** To be saved; none in a dry run. */
  next?: NextState;
  problems: readonly Problem[];
}>;

type DeliveryContext = Readonly<{
  ports: DeliveryPorts;
  settings: DeliverySettings;
  until: number;
  /** What composing took at most in this tick: the next may take as long. */
  composing: { longestMs: number };
  /** Called when the messages are written, before the first is sent. */
  onSending: () => void;
}>;

/**
 * All channels at the same time, but each begins a moment after the one before it has begun to
 * send: so the mail tells of a revoked webhook in the very tick in which it was refused.
 */
export async function deliverAll(
  channels: readonly Channel[],
  recipients: readonly Recipient[],
  facts: TickFacts,
  { ports, settings, until }: Pick<DeliveryContext, 'ports' | 'settings' | 'until'>,
): Promise<readonly Delivered[]> {
  const { sleep, clock } = ports;
  // A refusal comes quickly; a receiver that hangs must leave the others their time.
  const patience = (): Promise<void> => sleep(Math.max(0, Math.min(2_000, (until - clock()) / 4)));
  const composing = { longestMs: 0 };
  const over: Delivered[] = [];
  const deliverTo = async (recipient: Recipient, onSending: () => void): Promise<Delivered> => {
    const { name } = recipient.loaded.channel;
    const others = othersOf(name, channels, recipients, over);
    const context = { ports, settings, until, composing, onSending };
    const delivered = await deliver(recipient, facts, others, context).catch((error: unknown) => {
      // A fault of our own in one channel's part must not keep the others from being told.
      const problems = [problemOf(name, error)];
      return { channel: name, newlyDue: [], messages: 0, preview: '', problems };
    });
    over.push(delivered);
    return delivered;
  };
  const all: Promise<Delivered>[] = [];
  for (const recipient of recipients) {
    const sending = new Promise<void>((onSending) => all.push(deliverTo(recipient, onSending)));
    await Promise.race([sending.then(patience), Promise.all(all)]);
  }
  return await Promise.all(all);
}

/** As this tick met them, else as their states say. */
function othersOf(
  name: string,
  channels: readonly Channel[],
  recipients: readonly Recipient[],
  over: readonly Delivered[],
): OtherChannels {
  const others = new Map<string, ChannelFailure | 'healthy' | 'unknown'>();
  for (const channel of channels) others.set(channel.name, 'unknown');
  for (const { loaded } of recipients)
    others.set(loaded.channel.name, loaded.state.failure ?? 'healthy');
  for (const { channel, next } of over) {
    const failure = next?.state.failure;
    if (next !== undefined) others.set(channel, failure ? metNow(failure) : 'healthy');
  }
  others.delete(name);
  return others;
}

async function deliver(
  { loaded: { channel }, tracker }: Recipient,
  facts: TickFacts,
  others: OtherChannels,
  context: DeliveryContext,
): Promise<Delivered> {
  const { kinds } = context.ports;
  const { digestEvery, dryRun } = context.settings;
  const { now } = facts.snapshot;
  const observed = { ...facts.observed, others };
  const tracked = tracker.track(observed);
  const marked = dueAlerts(tracked, { kinds, now, digestEvery });
  const { due, newlyDue } = marked;
  const state: ChannelState = { ...marked.state, backlog: facts.backlog };
  const notification = notificationOf(due, state, facts, kinds);
  const nothing = { channel: channel.name, newlyDue, messages: 0, preview: '', problems: [] };
  if (dryRun) {
    const messages = due.length === 0 ? [] : await channel.compose(notification);
    return { ...nothing, preview: messages.map(({ plainText }) => plainText).join('\n\n') };
  }
  const sent =
    due.length === 0
      ? { state, messages: 0, problems: [] }
      : await send(channel, state, notification, context);
  const isBad = facts.troubled || sent.problems.some(({ rejects }) => rejects);
  const troubledTicks = isBad ? Math.min(mostTroubled, state.troubledTicks + 1) : 0;
  const next = { ...sent.state, troubledTicks };
  const mergeWith = (theirs: ChannelState): ChannelState => {
    const keyOf = (alert: Alert): string => kindOf(kinds, alert).key(alert);
    const pending = new Set(next.pending.map(keyOf));
    const told = due.filter((alert) => !pending.has(keyOf(alert)));
    const again = tracker.beside(theirs, tracked).track(observed);
    return mergeStates(again, next, told, { kinds, now });
  };
  return { ...nothing, ...sent, next: { state: next, mergeWith } };
}

/** More of them running make no difference. */
const mostTroubled = 3;

function notificationOf(
  alerts: readonly Alert[],
  { causes, jobs, sourceNames, failure, messages }: ChannelState,
  { snapshot }: TickFacts,
  kinds: Kinds,
): Notification {
  const { now, byJob } = snapshot;
  const alertsOf = new Map<string, number>();
  for (const alert of alerts) {
    const job = jobOf(kindOf(kinds, alert).subject(alert));
    alertsOf.set(job, (alertsOf.get(job) ?? 0) + 1);
  }
  const progress = byJob
    .map((job) => ({ job, count: alertsOf.get(jobOf({ ...job, jobId: job.id })) ?? 0 }))
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
    messagesBefore: messages,
    sourceNames,
  };
}

type Sent = Readonly<{ state: ChannelState; messages: number; problems: readonly Problem[] }>;

/** A longer wait was asked for by a clock that is wrong. */
const longestWait = 60 * 60_000;

const late = {
  kind: 'failed',
  problem: 'no time was left to deliver; the next tick does',
} as const;

async function send(
  channel: Channel,
  before: ChannelState,
  notification: Notification,
  { ports, until, composing, onSending }: DeliveryContext,
): Promise<Sent> {
  const { clock, log, kinds } = ports;
  const { notBefore } = before;
  const where = channel.name;
  if (notBefore !== undefined && clock() < notBefore && notBefore - clock() <= longestWait) {
    const message = `asked to wait until ${new Date(notBefore).toISOString()}; messages are queued`;
    return { state: before, messages: 0, problems: [{ where, message, rejects: false }] };
  }
  let state = before;
  let messages = 0;
  const problems: Problem[] = [];
  const stoppedBy = (result: Refusal): Sent => {
    const isFailed = result.kind === 'failed';
    const cause = isFailed ? result.cause : undefined;
    problems.push({ where, message: result.problem, rejects: isFailed, cause });
    return { state: afterRefusal(state, result, notification.now), messages, problems };
  };
  const from = clock();
  if (from + composing.longestMs >= until) return stoppedBy(late);
  const composed = await channel.compose(notification);
  composing.longestMs = Math.max(composing.longestMs, clock() - from);
  onSending();
  state = { ...before, notBefore: undefined };
  for (const message of composed) {
    const result = clock() >= until ? late : await message.deliver(until);
    if (result.kind !== 'accepted') return stoppedBy(result);
    state = acknowledge(state, message.keys, { kinds, now: clock() });
    messages += 1;
    log.info('channel.delivered', { channel: where, alerts: message.keys.length });
    const { problem } = result;
    if (problem !== undefined) problems.push({ where, message: problem, rejects: false });
  }
  return { state, messages, problems };
}

type Refusal = Exclude<DeliveryResult, { kind: 'accepted' }>;

function afterRefusal(state: ChannelState, result: Refusal, now: number): ChannelState {
  const said = plainTrouble(result.problem);
  if (result.kind === 'wait') {
    const failure = afterFailure(state.failure, { trouble: said, refused: undefined }, now);
    return { ...state, failure, notBefore: result.notBefore };
  }
  const { trouble = said, refused } = result;
  return { ...state, failure: afterFailure(state.failure, { trouble, refused }, now) };
}
