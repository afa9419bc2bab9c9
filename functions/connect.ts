import { getHeapStatistics } from 'node:v8';
import pLimit from 'p-limit';
import { channelTitle } from './channels/channels.ts';
import type { Invocation } from './invocation.ts';
import { kinds } from './kinds/kinds.ts';
import { createMmsReader, newMmsMemory, type MmsMemory } from './mms-client/mms-reader.ts';
import { newPollMemory, type PollMemory, type PollPorts } from './pipeline/pipeline.ts';
import type { Channel, Heartbeat, Log, StateStore } from './ports.ts';
import { createHeartbeat } from './runtime/heartbeat.ts';
import type { RetryDeps } from './runtime/retry.ts';
import type { Configuration } from './settings/configuration.ts';
import { createFileStateStore } from './storage/file-state-store.ts';
import { createOssStateStore, type LoadedStates } from './storage/oss-state-store.ts';

/** Requests to MMS in flight, over everything that a tick reads. */
const requestsAtATime = 16;

/** Bytes that Node's limit has for young objects, beside the half of the function's memory. */
const youngHeap = 48 * 1024 * 1024;

/**
 * What the states may take: a share of that half. The rest is for the listing and for the
 * tick's own work. See docs/decisions/0017-memory.md.
 */
const stateMemory = (): number => 0.7 * (getHeapStatistics().heap_size_limit - youngHeap);

/** What a warm instance knows beyond one invocation; it saves calls, nothing rests on it. */
export type InstanceCache = Readonly<{
  polls: PollMemory;
  loadedStates: LoadedStates;
  mms: MmsMemory;
  /**
   * Bad ticks running that this instance has seen; states tell of others where they can be saved.
   */
  trouble: { badTicks: number };
}>;

/** What an instance begins with. */
export const newInstanceCache = (): InstanceCache => ({
  polls: newPollMemory(),
  loadedStates: new Map(),
  mms: newMmsMemory(),
  trouble: { badTicks: 0 },
});

/**
 * The one place where the outside is put behind the ports, with the credentials of the invocation
 * at hand.
 */
export function connect(
  configuration: Configuration,
  { credentials }: Invocation,
  log: Log,
  { cache, clock, sleep, random }: RetryDeps & Readonly<{ cache: InstanceCache }>,
): PollPorts & Readonly<{ heartbeat: Heartbeat | undefined }> {
  const { heartbeatUrl, logviewLinks, language } = configuration;
  const deps = { clock, sleep, random };
  return {
    mms: createMmsReader({
      endpoint: configuration.mms,
      credentials,
      limit: pLimit(requestsAtATime),
      memory: cache.mms,
      logviewLinks: { kind: logviewLinks, language },
      ...deps,
    }),
    store: storeOf(configuration, credentials, cache.loadedStates, deps),
    channels: channelsOf(configuration, deps),
    heartbeat: heartbeatUrl && createHeartbeat(heartbeatUrl, deps),
    kinds,
    log,
    clock,
    sleep,
    ...cache.polls,
    stateMemory: stateMemory(),
  };
}

function storeOf(
  { state }: Configuration,
  credentials: Invocation['credentials'],
  loadedStates: LoadedStates,
  deps: RetryDeps,
): StateStore {
  switch (state.kind) {
    case 'oss':
      return createOssStateStore({ ...state, credentials, loadedStates, ...deps });
    case 'folder':
      return createFileStateStore(state.folder);
    default:
      return state satisfies never;
  }
}

function channelsOf(configuration: Configuration, deps: RetryDeps): readonly Channel[] {
  const { channels, region, language, timeZone } = configuration;
  return channels.map((channel) =>
    channel.create(
      channel.name,
      {
        region,
        language,
        timeZone,
        mailAlso: channels.some((other) => other !== channel && other.listsEveryId),
        channelTitle: (name) => channelTitle(name, language),
      },
      deps,
    ),
  );
}
