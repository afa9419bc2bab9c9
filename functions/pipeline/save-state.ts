import type { Kinds } from '../notification/kind.ts';
import { asError, StateError } from '../errors.ts';
import type { Channel, Clock, Log, StateStore } from '../ports.ts';
import { decodeState, encodeState, tasksAsIn, type DecodedState } from '../storage/state-codec.ts';
import { checkMemory, decodedSize, encodedSize } from '../storage/state-size.ts';
import { emptyState, type ChannelState, type Owner } from '../tracking/channel-state.ts';
import { bounded } from '../tracking/outbox.ts';
import { startingPoint } from '../tracking/turns.ts';
import { problemOf, type Problem } from './summary.ts';

/** What an instance knows of the states, by location. Each is fetched all the same. */
export type StateMemory = Map<string, RememberedState>;

type RememberedState = {
  /** The same bytes need not be decoded again. */
  decoded?: (DecodedState & Readonly<{ size: number }>) | undefined;
  /** How long it took to save it last; 0 where this instance never did. */
  saveMs: number;
  /** What was told since these bytes, and is not told again. */
  unsaved?: Readonly<{ bytes: Buffer | undefined; state: ChannelState }> | undefined;
  /** It could not be used in the last tick. */
  leftOut: boolean;
};

export type StatePorts = Readonly<{
  store: StateStore;
  log: Log;
  clock: Clock;
  kinds: Kinds;
  owner: Owner | undefined;
  states: StateMemory;
  /** Bytes that the states of all channels may take together, their objects included. */
  stateMemory: number;
}>;

export type LoadedState = Readonly<{
  channel: Channel;
  location: string;
  known: RememberedState;
  /** The object; none at the first run. */
  bytes: Buffer | undefined;
  stored: ChannelState;
  /** The same, or what this instance could not save. */
  state: ChannelState;
}>;

/**
 * A state that cannot be used stops its channel: without it alerts would be repeated or lost. Where
 * they do not fit into memory together, another channel comes first each time.
 */
export async function loadStates(
  channels: readonly Channel[],
  ports: StatePorts,
  { now, until }: Readonly<{ now: number; until: number }>,
): Promise<Readonly<{ loaded: readonly LoadedState[]; problems: readonly Problem[] }>> {
  const { store, states } = ports;
  const found = await Promise.all(
    channels.map(async (channel) => {
      const location = store.locate(channel.name);
      const known = states.get(location) ?? { saveMs: 0, leftOut: false };
      states.set(location, known);
      const bytes = await store.load(channel.name, until).catch(asError);
      return { channel, location, known, bytes };
    }),
  );
  const start = startingPoint(now, found.length);
  const inTurn = [...found.slice(start), ...found.slice(0, start)];
  // What could not be saved is in memory already.
  const rankOf = ({ unsaved, leftOut }: RememberedState): number =>
    unsaved === undefined ? Number(!leftOut) : -1;
  const room: Room = { left: ports.stateMemory, used: [] };
  const loaded = new Map<Channel, LoadedState>();
  const problems = new Map<Channel, Problem>();
  for (const { bytes, ...place } of inTurn.sort((a, b) => rankOf(a.known) - rankOf(b.known))) {
    const { channel, known } = place;
    known.leftOut = false;
    try {
      if (bytes instanceof Error) throw bytes;
      loaded.set(channel, { ...place, bytes, ...openState(place, bytes, ports, room) });
    } catch (error) {
      known.decoded = undefined;
      known.leftOut = true;
      problems.set(channel, problemOf(`${channel.name} state`, error));
    }
  }
  const inOrder = <Value>(ofChannels: ReadonlyMap<Channel, Value>): readonly Value[] =>
    channels.flatMap((channel) => ofChannels.get(channel) ?? []);
  return { loaded: inOrder(loaded), problems: inOrder(problems) };
}

/** Bytes that are left for states, and those that use the rest. */
type Room = { left: number; readonly used: DecodedState[] };

/** @throws StateError */
function openState(
  { location, known }: Pick<LoadedState, 'location' | 'known'>,
  bytes: Buffer | undefined,
  { kinds, owner, states, stateMemory: most }: StatePorts,
  room: Room,
): Pick<LoadedState, 'stored' | 'state'> {
  let stored = emptyState;
  if (bytes !== undefined) {
    const same = known.decoded?.bytes.equals(bytes) ? known.decoded : undefined;
    const size = same?.size ?? decodedSize(bytes);
    let tasks = tasksAsIn(room.used, bytes);
    const memory = encodedSize(bytes) + (tasks === undefined ? size : 0);
    checkMemory(location, { bytes: bytes.length, memory, left: room.left, most });
    room.left -= memory;
    if (same === undefined) {
      tasks ??= tasksAsIn(
        [...states.values()].flatMap((other) => other.decoded ?? []),
        bytes,
      );
    }
    stored = decodeState(bytes, { kinds, location, owner, same: same?.state, tasks });
    room.used.push({ bytes, state: stored });
    known.decoded = { bytes, state: stored, size };
  }
  const { unsaved } = known;
  const isCurrent = unsaved !== undefined && isSameObject(unsaved.bytes, bytes);
  return { stored, state: isCurrent ? unsaved.state : stored };
}

const isSameObject = (a: Buffer | undefined, b: Buffer | undefined): boolean =>
  a === b || (b !== undefined && a?.equals(b) === true);

/** `mergeWith` puts what the tick did to a state that another invocation wrote. */
export type NextState = Readonly<{
  state: ChannelState;
  mergeWith: (theirs: ChannelState) => ChannelState;
}>;

/**
 * Saves what changed. Function Compute keeps to one instance, but people press "invoke" too: what
 * another invocation wrote meanwhile is kept. See docs/decisions/0003-two-writers.md.
 */
export async function saveState(
  loaded: LoadedState,
  next: NextState,
  ports: StatePorts,
  until: number,
): Promise<readonly Problem[]> {
  const { location, known, bytes, stored } = loaded;
  const { store, log, kinds, owner, clock } = ports;
  const channel = loaded.channel.name;
  const from = clock();
  const owned = (one: ChannelState): ChannelState =>
    bounded({ ...one, owner: one.owner ?? owner }, kinds);
  let state = owned(next.state);
  const unsaved = { bytes, state };
  const where = `${channel} state`;
  const isLate = from > until;
  const late = `${location} could not be saved: no time was left in this tick`;
  try {
    // Where no task has moved, to find out whether anything did costs little.
    if (isLate && state.tasks !== stored.tasks) throw new StateError(late);
    let written = encodeState(state, bytes && { bytes, state: stored });
    known.unsaved = undefined;
    if (isSameObject(written, bytes)) return [];
    if (isLate) throw new StateError(late);
    // If the object cannot be read again, assume no other writer, and save.
    const third = clock() + (until - clock()) / 3;
    const found = await store.load(channel, third).catch(() => bytes);
    if (found === undefined && bytes !== undefined) {
      const message = `${location} was deleted while this tick ran and is not written again; the next tick starts this channel anew`;
      return [{ where, message, rejects: false }];
    }
    if (found !== undefined && !isSameObject(found, bytes)) {
      log.warn('state.written-meanwhile', { channel, by: 'another invocation', both: 'are kept' });
      const theirs = decodeState(found, { kinds, location, owner });
      state = owned(next.mergeWith(theirs));
      written = encodeState(state);
    }
    if (!isSameObject(written, found)) await store.save(channel, written, until);
    known.decoded = { bytes: written, state, size: decodedSize(written) };
    known.saveMs = clock() - from;
    log.info('state.saved', { channel, bytes: written.length });
    return [];
  } catch (error) {
    known.unsaved = unsaved;
    const message = `${asError(error).message}; while this instance lives it remembers what it sent, a new one would send it again`;
    return [{ where, message, rejects: true, cause: error }];
  }
}
