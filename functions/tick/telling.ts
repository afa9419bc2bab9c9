import type { Alert } from '../core/alert.ts';
import { dueAlerts, settle } from '../core/due.ts';
import type { ReadingOf } from '../core/look.ts';
import type { ChannelState } from '../core/memory.ts';
import { emptyState } from '../core/memory.ts';
import type { Turn } from '../core/turn.ts';
import type { Channel, ChannelName, Clock, Log, StateStore } from '../ports.ts';
import { boundOwed } from '../state/bounded.ts';
import { encodeState, isSameState } from '../state/state-object.ts';
import type { Budget } from './budget.ts';
import type { Problem } from './summary.ts';

/** A channel whose state could be read, with the text it was read from. */
export type Audience = Readonly<{ channel: Channel; turn: Turn; stored: string | undefined }>;

export type TellingPorts = Readonly<{ store: StateStore; log: Log; clock: Clock }>;

/** What became of one channel in this tick. */
export type Told = Readonly<{ channel: ChannelName; newlyDue: readonly Alert[]; delivered: number; preview: string; problems: readonly Problem[] }>;

/**
 * Deliver, then save: a crash in between repeats a message, it never loses one. What an accepted message told is
 * remembered even where a later message of the same tick fails.
 */
export async function tell(audience: Audience, readingOf: ReadingOf, settings: Readonly<{ now: number; doneEvery: number }>, ports: TellingPorts, budget: Budget): Promise<Told> {
  const { channel, turn } = audience;
  const { due, newlyDue, state } = dueAlerts(turn.take(readingOf), settings.now, settings.doneEvery);
  const delivery = due.length === 0 ? { state, delivered: 0, problems: [] } : await deliver(channel, state, due, ports, budget);
  const unsaved = await save(audience, delivery.state, ports, budget);
  return { channel: channel.name, newlyDue, delivered: delivery.delivered, preview: '', problems: [...delivery.problems, ...unsaved] };
}

/** What `tell` would send; nothing is delivered and nothing saved. */
export async function rehearse({ channel, turn }: Audience, readingOf: ReadingOf, settings: Readonly<{ now: number; doneEvery: number }>): Promise<Told> {
  const { due, newlyDue } = dueAlerts(turn.take(readingOf), settings.now, settings.doneEvery);
  const messages = due.length === 0 ? [] : await channel.compose(due, settings.now);
  return { channel: channel.name, newlyDue, delivered: 0, preview: messages.map((message) => message.plainText).join('\n\n'), problems: [] };
}

type Delivered = Readonly<{ state: ChannelState; delivered: number; problems: readonly Problem[] }>;

async function deliver(channel: Channel, owing: ChannelState, due: readonly Alert[], ports: TellingPorts, budget: Budget): Promise<Delivered> {
  const { clock, log } = ports;
  if (owing.notBefore !== undefined && clock() < owing.notBefore) {
    const message = `asked not to be called before ${new Date(owing.notBefore).toISOString()}; the messages wait`;
    return { state: owing, delivered: 0, problems: [{ where: channel.name, message, rejects: false }] };
  }
  let state: ChannelState = { ...owing, notBefore: undefined };
  let delivered = 0;
  const problems: Problem[] = [];
  for (const message of await channel.compose(due, clock())) {
    if (clock() >= budget.deliverUntil) {
      problems.push({ where: channel.name, message: 'no time was left to deliver; the next tick does', rejects: true });
      break;
    }
    const outcome = await message.deliver(budget.deliverUntil);
    if (outcome.kind === 'accepted') {
      state = settle(state, message.covers, clock());
      delivered += 1;
      log.info('channel.delivered', { channel: channel.name, alerts: message.covers.length });
      if (outcome.problem !== undefined) problems.push({ where: channel.name, message: outcome.problem, rejects: false });
      continue;
    }
    if (outcome.kind === 'wait') state = { ...state, notBefore: outcome.notBefore };
    problems.push({ where: channel.name, message: outcome.problem, rejects: outcome.kind === 'failed', cause: outcome.kind === 'failed' ? outcome.cause : undefined });
    break;
  }
  return { state, delivered, problems };
}

async function save({ channel, turn, stored }: Audience, next: ChannelState, { store, log }: TellingPorts, budget: Budget): Promise<readonly Problem[]> {
  const state = boundOwed(next);
  if (isSameState(turn.before, state)) return [];
  const text = encodeState(state);
  if (text === (stored ?? encodeState(emptyState))) return [];
  try {
    await store.save(channel.name, text, budget.saveUntil);
    log.info('state.saved', { channel: channel.name, bytes: Buffer.byteLength(text) });
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : 'its state could not be saved';
    return [{ where: `${channel.name} state`, message, rejects: true, cause: error }];
  }
}
