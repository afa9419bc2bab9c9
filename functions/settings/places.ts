import { parseEndpoint, type Endpoint } from './endpoint.ts';
import type { EnvironmentReader } from './environment-reader.ts';
import { accepted, refused, type Parsed } from './parsed.ts';
import {
  isBucketDomain,
  isRegion,
  mmsEndpointIn,
  ossEndpointIn,
  regionOfOssHost,
} from './regions.ts';
import { parseStateUrl, type StatePlace } from './state-url.ts';

/**
 * The state's place with all that a client of OSS needs. `region` is the one that is signed,
 * without `oss-`.
 */
export type StateLocation =
  | (Extract<StatePlace, { kind: 'oss' }> & Readonly<{ endpoint: Endpoint; region: string }>)
  | Extract<StatePlace, { kind: 'folder' }>;

/**
 * Where MMS and the state are, given the region of the platform. Each is `undefined` where a
 * problem was reported.
 */
export function readPlaces(
  reader: EnvironmentReader,
  platformRegion: string | undefined,
): Readonly<{
  mms: Endpoint | undefined;
  region: string | undefined;
  state: StateLocation | undefined;
}> {
  const ownRegion = reader.read('MMS_REGION', parseRegion);
  const mmsEndpoint = reader.read('MMS_ENDPOINT', parseEndpoint);
  const ossEndpoint = reader.read('OSS_ENDPOINT', parseOssEndpoint);
  const place = reader.require('STATE_URL', parseStateUrl);

  const mmsRegion = ownRegion ?? platformRegion;
  // The bucket most likely stands beside the function, whose region the platform knows better than
  // MMS_REGION does.
  const ossRegion =
    (ossEndpoint && regionOfOssHost(ossEndpoint.host)) ?? platformRegion ?? ownRegion;
  const mms = mmsEndpoint ?? (mmsRegion === undefined ? undefined : mmsEndpointIn(mmsRegion));
  const state = place && locate(place, ossEndpoint, ossRegion);

  // An endpoint that was refused may name the region once it is mended, so it is not complained of
  // twice.
  const endpointRefused = reader.isSet('OSS_ENDPOINT') && ossEndpoint === undefined;
  const lost = [
    ...(mms === undefined && !reader.isSet('MMS_ENDPOINT') ? ['MMS'] : []),
    ...(state === undefined && place !== undefined && !endpointRefused
      ? ['the bucket in STATE_URL']
      : []),
  ];
  if (lost.length > 0 && !reader.isSet('MMS_REGION')) {
    reader.problem(
      'MMS_REGION',
      `nothing says in which region ${lost.join(' and ')} is; expected a region id such as cn-shanghai`,
    );
  }
  return { mms, region: mmsRegion, state };
}

function locate(
  place: StatePlace,
  endpoint: Endpoint | undefined,
  region: string | undefined,
): StateLocation | undefined {
  if (place.kind === 'folder') return place;
  return region === undefined
    ? undefined
    : { ...place, endpoint: endpoint ?? ossEndpointIn(region), region };
}

const parseRegion = (text: string): Parsed<string> =>
  isRegion(text) ? accepted(text) : refused('expected a region id such as cn-shanghai');

function parseOssEndpoint(text: string): Parsed<Endpoint> {
  const parsed = parseEndpoint(text);
  return parsed.kind === 'accepted' && isBucketDomain(parsed.value.host)
    ? refused(
        "is a bucket's own domain; expected the host without the bucket, which STATE_URL names",
      )
    : parsed;
}
