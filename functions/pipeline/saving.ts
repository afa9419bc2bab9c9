import type { ChannelState } from '../tracking/memory.ts';
import { emptyState } from '../tracking/memory.ts';
import { reconcile } from '../tracking/reconcile.ts';
import type { ChannelName, Clock, Log, StateStore } from '../ports.ts';
import { boundOwed } from '../storage/bounded.ts';
import { decodeState, encodeState, isSameState } from '../storage/state-object.ts';
import type { Problem } from './summary.ts';

export type SavingPorts = Readonly<{ store: StateStore; log: Log; clock: Clock }>;

/** A channel's state as it was loaded, with its text; none at the first run. */
export type Loaded = Readonly<{
  channel: ChannelName;
  before: ChannelState;
  stored: string | undefined;
}>;

/**
 * Saves what changed. Function Compute keeps to one instance, but people press "invoke" too: the
 * object is looked at once more, and what another invocation has written to it since it was loaded
 * is kept. See docs/decisions/0003-two-writers.md.
 */
export async function saveState(
  loaded: Loaded,
  next: ChannelState,
  ports: SavingPorts,
  until: number,
): Promise<readonly Problem[]> {
  const { channel, before, stored } = loaded;
  const state = boundOwed(next);
  if (isSameState(before, state)) return [];
  const own = encodeState(state);
  if (own === (stored ?? encodeState(emptyState))) return [];
  const { store, log } = ports;
  const where = `${channel} state`;
  try {
    const found = await lookAgain(loaded, ports, until);
    if (found === undefined && stored !== undefined) {
      const message = `${store.locate(channel)} was deleted while this tick ran and is not written again; the next tick starts this channel anew`;
      return [{ where, message, rejects: false }];
    }
    if (found !== stored)
      log.warn('state.written-meanwhile', { channel, by: 'another invocation', both: 'are kept' });
    const text =
      found === undefined || found === stored
        ? own
        : encodeState(boundOwed(reconcile(state, decodeState(found, store.locate(channel)))));
    if (text === found) return [];
    await store.save(channel, text, until);
    log.info('state.saved', { channel, bytes: Buffer.byteLength(text) });
    return [];
  } catch (error) {
    return [
      {
        where,
        message: error instanceof Error ? error.message : 'its state could not be saved',
        rejects: true,
        cause: error,
      },
    ];
  }
}

/**
 * Where the object cannot be had now, nobody is taken to have written to it: a save is worth more
 * than a doubt.
 */
async function lookAgain(
  { channel, stored }: Loaded,
  { store, clock }: SavingPorts,
  until: number,
): Promise<string | undefined> {
  try {
    return await store.load(channel, clock() + (until - clock()) / 3);
  } catch {
    return stored;
  }
}
