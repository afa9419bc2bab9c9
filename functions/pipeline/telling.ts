import type { Alert } from '../kinds/alert.ts';
import type { Notification } from '../notification/notification.ts';
import type { Gathering } from '../tracking/due.ts';
import { dueAlerts, settle } from '../tracking/due.ts';
import type { ChannelState } from '../tracking/memory.ts';
import type { Loss } from '../tracking/sight.ts';
import type { Heard, Turn } from '../tracking/turn.ts';
import type { Channel, ChannelName } from '../ports.ts';
import type { Deadlines } from './deadlines.ts';
import type { SavingPorts } from './saving.ts';
import { saveState } from './saving.ts';
import type { Problem } from './summary.ts';

/** `troubled` when some of the reading failed. */
export type Reported = Heard & Readonly<{ troubled: boolean }>;

export type TellingSettings = Gathering & Readonly<{ now: number }>;

/** More bad ticks than that running make no difference. */
const mostTroubled = 3;

/** A channel whose state could be read, with the text it was read from. */
export type Audience = Readonly<{ channel: Channel; turn: Turn; stored: string | undefined }>;

/** What became of one channel in this tick. */
export type Told = Readonly<{
  channel: ChannelName;
  newlyDue: readonly Alert[];
  delivered: number;
  preview: string;
  lost?: Loss | undefined;
  problems: readonly Problem[];
}>;

/**
 * Deliver, then save: a crash in between repeats a message, it never loses one. What an accepted
 * message told is remembered even where a later message of the same tick fails.
 */
export async function tell(
  audience: Audience,
  heard: Reported,
  settings: TellingSettings,
  ports: SavingPorts,
  budget: Deadlines,
): Promise<Told> {
  const { channel, turn } = audience;
  const { due, newlyDue, state } = dueAlerts(turn.take(heard), settings.now, settings);
  const delivery =
    due.length === 0
      ? { state, delivered: 0, problems: [] }
      : await deliver(channel, state, turn.brief(due, state), ports, budget);
  const troubled = heard.troubled || delivery.problems.some(({ rejects }) => rejects);
  const next = {
    ...delivery.state,
    troubledTicks: troubled ? Math.min(mostTroubled, state.troubledTicks + 1) : 0,
  };
  const loaded = { channel: channel.name, before: turn.before, stored: audience.stored };
  const unsaved = await saveState(loaded, next, ports, budget.saveUntil);
  return {
    channel: channel.name,
    newlyDue,
    delivered: delivery.delivered,
    preview: '',
    lost: next.lost,
    problems: [...delivery.problems, ...unsaved],
  };
}

/** What `tell` would send; nothing is delivered and nothing saved. */
export async function rehearse(
  { channel, turn }: Audience,
  heard: Heard,
  settings: TellingSettings,
): Promise<Told> {
  const { due, newlyDue, state } = dueAlerts(turn.take(heard), settings.now, settings);
  const messages =
    due.length === 0 ? [] : await channel.compose(turn.brief(due, state), settings.now);
  return {
    channel: channel.name,
    newlyDue,
    delivered: 0,
    preview: messages.map((message) => message.plainText).join('\n\n'),
    problems: [],
  };
}

const lostAgain = (before: Loss | undefined, reason: string, now: number): Loss =>
  before === undefined ? { since: now, reason, sure: false } : { ...before, sure: true };

type Delivered = Readonly<{ state: ChannelState; delivered: number; problems: readonly Problem[] }>;

async function deliver(
  channel: Channel,
  owing: ChannelState,
  briefing: Notification,
  ports: SavingPorts,
  budget: Deadlines,
): Promise<Delivered> {
  const { clock, log } = ports;
  if (owing.notBefore !== undefined && clock() < owing.notBefore) {
    const message = `asked not to be called before ${new Date(owing.notBefore).toISOString()}; the messages wait`;
    return {
      state: owing,
      delivered: 0,
      problems: [{ where: channel.name, message, rejects: false }],
    };
  }
  let state: ChannelState = { ...owing, notBefore: undefined };
  let delivered = 0;
  const problems: Problem[] = [];
  for (const message of await channel.compose(briefing, clock())) {
    if (clock() >= budget.deliverUntil) {
      problems.push({
        where: channel.name,
        message: 'no time was left to deliver; the next tick does',
        rejects: true,
      });
      break;
    }
    const outcome = await message.deliver(budget.deliverUntil);
    if (outcome.kind === 'accepted') {
      state = { ...settle(state, message.covers, clock()), lost: undefined };
      delivered += 1;
      log.info('channel.delivered', { channel: channel.name, alerts: message.covers.length });
      if (outcome.problem !== undefined)
        problems.push({ where: channel.name, message: outcome.problem, rejects: false });
      continue;
    }
    if (outcome.kind === 'failed' && outcome.failure === 'permanent')
      state = { ...state, lost: lostAgain(state.lost, outcome.problem, clock()) };
    if (outcome.kind === 'wait') state = { ...state, notBefore: outcome.notBefore };
    problems.push({
      where: channel.name,
      message: outcome.problem,
      rejects: outcome.kind === 'failed',
      cause: outcome.kind === 'failed' ? outcome.cause : undefined,
    });
    break;
  }
  return { state, delivered, problems };
}
