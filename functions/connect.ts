import pLimit from 'p-limit';
import { createFileStateStore } from './storage/file-state-store.ts';
import { createHeartbeat } from './runtime/heartbeat.ts';
import { channelTitle } from './channels/channels.ts';
import { createMmsReader, newMmsMemory, type MmsMemory } from './mms-client/mms-reader.ts';
import { createOssStateStore, type LoadedStates } from './storage/oss-state-store.ts';
import type { RetryDeps } from './runtime/retry.ts';
import type { Configuration } from './settings/configuration.ts';
import type { Invocation } from './invocation.ts';
import type { Channel, Heartbeat, Log, StateStore } from './ports.ts';
import type { ListedJobs } from './pipeline/listing.ts';
import type { DecodedStates, TickPorts } from './pipeline/tick.ts';

/** Requests to MMS in flight, over everything that a tick reads. */
const requestsAtATime = 16;

/** What a warm instance knows beyond one invocation; it saves calls, nothing rests on it. */
export type InstanceCache = Readonly<{
  listedJobs: ListedJobs;
  decodedStates?: DecodedStates;
  mms?: MmsMemory;
  loadedStates?: LoadedStates;
  trouble?: Trouble;
}>;

/**
 * The bad ticks running that this instance has seen; the states know of others, but not where they
 * cannot be saved.
 */
export type Trouble = { badTicks: number };

/** What an invocation needs from the outside. */
export type Outside = TickPorts & Readonly<{ heartbeat: Heartbeat | undefined }>;

/** What an instance begins with. */
export const newInstanceCache = (): InstanceCache => ({
  listedJobs: new Map(),
  decodedStates: new Map(),
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
  patience: RetryDeps,
  warmth: InstanceCache,
): Outside {
  const { clock, sleep, random } = patience;
  const { heartbeatUrl, logviewLinks, language } = configuration;
  const shared = { clock, sleep, random };
  return {
    mms: createMmsReader({
      endpoint: configuration.mms,
      credentials,
      limit: pLimit(requestsAtATime),
      memory: warmth.mms,
      logviewLinks: { kind: logviewLinks, language },
      ...shared,
    }),
    store: storeOf(configuration, credentials, warmth.loadedStates, shared),
    channels: channelsOf(configuration, shared),
    heartbeat: heartbeatUrl && createHeartbeat(heartbeatUrl, shared),
    log,
    clock,
    sleep,
    listedJobs: warmth.listedJobs,
    decodedStates: warmth.decodedStates,
  };
}

function storeOf(
  { state }: Configuration,
  credentials: Invocation['credentials'],
  loadedStates: LoadedStates | undefined,
  patience: RetryDeps,
): StateStore {
  switch (state.kind) {
    case 'oss':
      return createOssStateStore({ ...state, credentials, loadedStates, ...patience });
    case 'folder':
      return createFileStateStore(state.folder);
    default:
      return state satisfies never;
  }
}

function channelsOf(configuration: Configuration, patience: RetryDeps): readonly Channel[] {
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
      patience,
    ),
  );
}
