import type { Kinds } from '../notification/kind.ts';
import { StateError } from '../errors.ts';
import type { Clock, Log, StateStore } from '../ports.ts';
import {
  decodeState,
  encodeState,
  isSameState,
  type DecodedState,
} from '../storage/state-codec.ts';
import { emptyState, type ChannelState, type Owner } from '../tracking/channel-state.ts';
import { mergeStates } from '../tracking/merge-states.ts';
import { bounded } from '../tracking/outbox.ts';
import type { Problem } from './summary.ts';

/**
 * What an instance knows of the states, by where they are kept. A state is fetched each time, since
 * another invocation may have written it; what stands in the same text has not to be decoded again,
 * and what could not be saved is not sent again.
 */
export type StateCache = Readonly<{
  decoded: Map<string, DecodedState & Readonly<{ lastSaveMs: number }>>;
  unsaved: Map<string, Readonly<{ text: string | undefined; state: ChannelState }>>;
}>;

export type StatePorts = Readonly<{
  store: StateStore;
  log: Log;
  clock: Clock;
  kinds: Kinds;
  owner: Owner | undefined;
  states: StateCache;
}>;

/** A channel's state as this tick found it. */
export type LoadedState = Readonly<{
  channel: string;
  /** The object's text; none at the first run. */
  text: string | undefined;
  stored: ChannelState;
  /** The same, or what this instance could not save. */
  state: ChannelState;
  /** How long this instance took to save it last; 0 where it never did. */
  lastSaveMs: number;
}>;

/** Rejects with `StateError`: without its state a channel would be flooded, or lose alerts. */
export async function loadState(
  channel: string,
  { store, kinds, owner, states }: StatePorts,
  until: number,
): Promise<LoadedState> {
  const location = store.locate(channel);
  const text = await store.load(channel, until);
  const known = states.decoded.get(location);
  const lastSaveMs = known?.lastSaveMs ?? 0;
  let stored = emptyState;
  if (text !== undefined && known?.text === text) stored = known.state;
  else if (text !== undefined) {
    const others = states.decoded.values();
    stored = decodeState(text, { kinds, location, owner, others });
  }
  if (text !== undefined) states.decoded.set(location, { text, state: stored, lastSaveMs });
  const unsaved = states.unsaved.get(location);
  const isCurrent = unsaved !== undefined && unsaved.text === text;
  const state = isCurrent ? unsaved.state : stored;
  return { channel, text, stored, state, lastSaveMs };
}

/**
 * Saves what changed. Function Compute keeps to one instance, but people press "invoke" too: the
 * object is read once more, and what another invocation wrote meanwhile is kept. See
 * docs/decisions/0003-two-writers.md.
 */
export async function saveState(
  loaded: LoadedState,
  next: ChannelState,
  ports: StatePorts,
  until: number,
): Promise<readonly Problem[]> {
  const { channel, text, stored } = loaded;
  const { store, log, kinds, owner, states, clock } = ports;
  const from = clock();
  const location = store.locate(channel);
  const state = { ...next, outbox: bounded(next.outbox, kinds) };
  if (isSameState(stored, state)) return [];
  const owned = { ...state, owner: state.owner ?? owner };
  const where = `${channel} state`;
  try {
    if (from > until)
      throw new StateError(`${location} could not be saved: no time was left in this tick`);
    const own = encodeState(owned);
    if (own === text) return [];
    const found = await readAgain(loaded, ports, until);
    if (found === undefined && text !== undefined) {
      const message = `${location} was deleted while this tick ran and is not written again; the next tick starts this channel anew`;
      return [{ where, message, rejects: false }];
    }
    let saved: ChannelState = owned;
    let written = own;
    if (found !== undefined && found !== text) {
      log.warn('state.written-meanwhile', { channel, by: 'another invocation', both: 'are kept' });
      const theirs = decodeState(found, { kinds, location, owner });
      const merged = mergeStates(stored, owned, theirs, kinds);
      saved = { ...merged, outbox: bounded(merged.outbox, kinds) };
      written = encodeState(saved);
    }
    if (written !== found) await store.save(channel, written, until);
    states.unsaved.delete(location);
    states.decoded.set(location, { text: written, state: saved, lastSaveMs: clock() - from });
    log.info('state.saved', { channel, bytes: Buffer.byteLength(written) });
    return [];
  } catch (error) {
    states.unsaved.set(location, { text, state: owned });
    const reason = error instanceof Error ? error.message : `${location} could not be saved`;
    const message = `${reason}; while this instance lives it remembers what it sent, a new one would send it again`;
    return [{ where, message, rejects: true, cause: error }];
  }
}

/** If the object cannot be read again, assume no other writer, and save. */
async function readAgain(
  { channel, text }: LoadedState,
  { store, clock }: StatePorts,
  until: number,
): Promise<string | undefined> {
  try {
    return await store.load(channel, clock() + (until - clock()) / 3);
  } catch {
    return text;
  }
}
