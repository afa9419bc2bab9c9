import { getHeapStatistics } from 'node:v8';
import pLimit from 'p-limit';
import { channelTitle } from './channels/channels.ts';
import type { Invocation } from './invocation.ts';
import { kinds } from './kinds/kinds.ts';
import { createMmsReader, MmsMemory } from './mms-client/mms-reader.ts';
import { newPollMemory, type PollPorts } from './pipeline/pipeline.ts';
import type { Channel, Heartbeat, Log, StateStore } from './ports.ts';
import { createHeartbeat } from './runtime/heartbeat.ts';
import type { RetryDeps } from './runtime/retry.ts';
import type { Configuration } from './settings/configuration.ts';
import { createFileStateStore } from './storage/file-state-store.ts';
import { createOssStateStore, type LoadedStates } from './storage/oss-state-store.ts';

/** To MMS, over everything that a tick reads. */
const requestsAtATime = 16;

/** Bytes of Node's limit that are for young objects. */
const youngHeap = 48 * 1024 * 1024;

/** What all states may take together: see docs/decisions/0017-memory.md. */
const stateMemory = (): number => 0.7 * (getHeapStatistics().heap_size_limit - youngHeap);

/** What a warm instance knows beyond one invocation: it saves calls, nothing rests on it. */
export class InstanceCache {
  readonly polls = newPollMemory();
  readonly loadedStates: LoadedStates = new Map();
  readonly mms = new MmsMemory();
  /** Bad ticks running; where states can be saved, they tell of those of other instances. */
  badTicks = 0;
}

/** The one place where the outside is put behind the ports. */
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
