import type { Kinds } from '../notification/kind.ts';
import { StateError } from '../errors.ts';
import type { Channel, Clock, Log, StateStore } from '../ports.ts';
import { decodeState, encodeState, tasksAsIn, type DecodedState } from '../storage/state-codec.ts';
import { checkMemory, decodedSize, encodedSize } from '../storage/state-size.ts';
import { emptyState, type ChannelState, type Owner } from '../tracking/channel-state.ts';
import { mergeStates } from '../tracking/merge-states.ts';
import { bounded } from '../tracking/outbox.ts';
import { startingPoint } from '../tracking/turns.ts';
import { problemOf, type Problem } from './summary.ts';

/**
 * What an instance knows of the states, by where they are kept. A state is fetched each time, since
 * another invocation may have written it; what stands in the same bytes has not to be decoded
 * again, and what could not be saved is not sent again.
 */
export type StateCache = Readonly<{
  decoded: Map<string, DecodedState & Readonly<{ size: number; lastSaveMs: number }>>;
  unsaved: Map<string, Readonly<{ bytes: Buffer | undefined; state: ChannelState }>>;
  /** Those that could not be used in the last tick. */
  leftOut: Set<string>;
}>;

export type StatePorts = Readonly<{
  store: StateStore;
  log: Log;
  clock: Clock;
  kinds: Kinds;
  owner: Owner | undefined;
  states: StateCache;
  /** Bytes of memory that the states of all channels may take together, their objects included. */
  stateMemory: number;
}>;

/** A channel's state as this tick found it. */
export type LoadedState = Readonly<{
  channel: string;
  /** The object; none at the first run. */
  bytes: Buffer | undefined;
  stored: ChannelState;
  /** The same, or what this instance could not save. */
  state: ChannelState;
  /** How long this instance took to save it last; 0 where it never did. */
  lastSaveMs: number;
}>;

/** A channel, and its state or why that cannot be used. */
export type Opened = Readonly<{ channel: Channel; loaded?: LoadedState; problem?: Problem }>;

/**
 * The states of all channels. One that cannot be used stops its channel: without it alerts would be
 * repeated or lost. Where they do not fit into memory together, another channel comes first each
 * time, so that all are served in turn.
 */
export async function loadStates(
  channels: readonly Channel[],
  ports: StatePorts,
  { now, until }: Readonly<{ now: number; until: number }>,
): Promise<readonly Opened[]> {
  const found = await Promise.all(
    channels.map(async (channel) => {
      const bytes = await ports.store.load(channel.name, until).catch(asError);
      return { channel, bytes };
    }),
  );
  const start = startingPoint(now, channels.length);
  const inTurn = [...found.slice(start), ...found.slice(0, start)];
  const { unsaved, leftOut, decoded } = ports.states;
  // What could not be saved is in memory already.
  const rankOf = ({ channel }: Readonly<{ channel: Channel }>): number => {
    const location = ports.store.locate(channel.name);
    if (unsaved.has(location)) return 0;
    return leftOut.has(location) ? 1 : 2;
  };
  const order = inTurn.sort((a, b) => rankOf(a) - rankOf(b));
  const room: Room = { left: ports.stateMemory, used: [] };
  const opened = new Map<Channel, Opened>();
  for (const { channel, bytes } of order) {
    const location = ports.store.locate(channel.name);
    leftOut.delete(location);
    try {
      if (bytes instanceof Error) throw bytes;
      opened.set(channel, { channel, loaded: openState(channel.name, bytes, ports, room) });
    } catch (error) {
      decoded.delete(location);
      leftOut.add(location);
      opened.set(channel, { channel, problem: problemOf(`${channel.name} state`, error) });
    }
  }
  return channels.flatMap((channel) => opened.get(channel) ?? []);
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** Memory that is left for states, and the states that use the rest. */
type Room = { left: number; readonly used: DecodedState[] };

/** @throws StateError */
function openState(
  channel: string,
  bytes: Buffer | undefined,
  { store, kinds, owner, states, stateMemory }: StatePorts,
  room: Room,
): LoadedState {
  const location = store.locate(channel);
  const before = states.decoded.get(location);
  const lastSaveMs = before?.lastSaveMs ?? 0;
  let stored = emptyState;
  if (bytes !== undefined) {
    const size = before?.bytes.equals(bytes) ? before.size : decodedSize(bytes);
    const isShared = tasksAsIn(room.used, bytes) !== undefined;
    const memory = encodedSize(bytes) + (isShared ? 0 : size);
    checkMemory(location, { bytes: bytes.length, memory, left: room.left, most: stateMemory });
    room.left -= memory;
    const others = [...room.used, ...states.decoded.values()];
    stored = decodeState(bytes, { kinds, location, owner, others });
    room.used.push({ bytes, state: stored });
    states.decoded.set(location, { bytes, state: stored, size, lastSaveMs });
  }
  const unsaved = states.unsaved.get(location);
  const isCurrent = unsaved !== undefined && isSameObject(unsaved.bytes, bytes);
  return { channel, bytes, stored, state: isCurrent ? unsaved.state : stored, lastSaveMs };
}

const isSameObject = (a: Buffer | undefined, b: Buffer | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.equals(b));

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
  const { channel, bytes, stored } = loaded;
  const { store, log, kinds, owner, states, clock } = ports;
  const from = clock();
  const location = store.locate(channel);
  const state = { ...next, outbox: bounded(next.outbox, kinds) };
  const owned = { ...state, owner: state.owner ?? owner };
  const where = `${channel} state`;
  const isLate = from > until;
  const late = `${location} could not be saved: no time was left in this tick`;
  try {
    // Where no task has moved, to find out whether anything did costs little.
    if (isLate && state.tasks !== stored.tasks) throw new StateError(late);
    const own = encodeState(owned, bytes && { bytes, state: stored });
    if (isSameObject(own, bytes)) {
      // What could not be saved has come to nothing.
      states.unsaved.delete(location);
      return [];
    }
    if (isLate) throw new StateError(late);
    const found = await readAgain(loaded, ports, until);
    if (found === undefined && bytes !== undefined) {
      const message = `${location} was deleted while this tick ran and is not written again; the next tick starts this channel anew`;
      return [{ where, message, rejects: false }];
    }
    let saved: ChannelState = owned;
    let written = own;
    if (found !== undefined && !isSameObject(found, bytes)) {
      log.warn('state.written-meanwhile', { channel, by: 'another invocation', both: 'are kept' });
      const theirs = decodeState(found, { kinds, location, owner });
      const merged = mergeStates(stored, owned, theirs, kinds);
      saved = { ...merged, outbox: bounded(merged.outbox, kinds) };
      written = encodeState(saved);
    }
    if (!isSameObject(written, found)) await store.save(channel, written, until);
    states.unsaved.delete(location);
    states.decoded.set(location, {
      bytes: written,
      state: saved,
      size: decodedSize(written),
      lastSaveMs: clock() - from,
    });
    log.info('state.saved', { channel, bytes: written.length });
    return [];
  } catch (error) {
    states.unsaved.set(location, { bytes, state: owned });
    const reason = error instanceof Error ? error.message : `${location} could not be saved`;
    const message = `${reason}; while this instance lives it remembers what it sent, a new one would send it again`;
    return [{ where, message, rejects: true, cause: error }];
  }
}

/** If the object cannot be read again, assume no other writer, and save. */
async function readAgain(
  { channel, bytes }: LoadedState,
  { store, clock }: StatePorts,
  until: number,
): Promise<Buffer | undefined> {
  try {
    return await store.load(channel, clock() + (until - clock()) / 3);
  } catch {
    return bytes;
  }
}
