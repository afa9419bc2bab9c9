import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { endpoint, tlsWarnings, type Endpoint } from './endpoint.ts';
import {
  readVariables,
  textOf,
  understood,
  type Environment,
  type Refuse,
  type Variables,
} from './environment.ts';

type StatePlace =
  /** `prefix` is `''` or ends in `/`. */
  | Readonly<{ kind: 'oss'; bucket: string; prefix: string }>
  | Readonly<{ kind: 'folder'; folder: string }>;

/** `region` is the one that is signed, without `oss-`. */
export type StateLocation =
  | (Extract<StatePlace, { kind: 'oss' }> & Readonly<{ endpoint: Endpoint; region: string }>)
  | Extract<StatePlace, { kind: 'folder' }>;

const form = 'expected oss://bucket/prefix, or file:<folder> for local use';

/** https://www.alibabacloud.com/help/en/oss/user-guide/bucket-naming-conventions */
function parseBucket(rest: string, refuse: Refuse): StatePlace {
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? '' : rest.slice(slash + 1).replace(/\/$/, '');
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket))
    refuse(
      `names no bucket (3 to 63 lower-case letters, digits and hyphens, none at either end); ${form}`,
    );
  if (path !== '' && path.split('/').some((part) => ['', '.', '..'].includes(part)))
    refuse('the prefix has an empty part, "." or ".."; expected a path such as alerts/finance');
  if (/[?#\\\s]|\p{Cc}/u.test(path)) refuse('the prefix must not hold ?, #, \\ or white space');
  if (Buffer.byteLength(path) > 900)
    refuse('the prefix is longer than the 900 bytes that leave room for a name');
  return { kind: 'oss', bucket, prefix: path === '' ? '' : `${path}/` };
}

/** A path, or what follows `//` in a `file://` URL, where it is percent-encoded. */
function parseFolder(rest: string, refuse: Refuse): StatePlace {
  const folder = rest.startsWith('//') ? pathOf(`file:${rest}`) : rest;
  if (/^\/*$/.test(folder) || folder.includes('\0'))
    refuse('names no folder; expected file:./state, file:/var/state or file:///var/state');
  return { kind: 'folder', folder };
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return '';
  }
}

export const stateUrl = understood((text, refuse): StatePlace | undefined => {
  const [, scheme, rest] = /^(oss:\/\/|file:)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) {
    refuse(form);
    return undefined;
  }
  return scheme.toLowerCase() === 'file:' ? parseFolder(rest, refuse) : parseBucket(rest, refuse);
});

const isRegion = (text: string): boolean =>
  /^[a-z]{2,}(?:-[a-z0-9]+)+$/.test(text) && !text.startsWith('oss-');

/** The console shows `bucket.oss-cn-hangzhou.aliyuncs.com`, which is no endpoint. */
const isBucketDomain = (host: string): boolean =>
  /^[^.]+\.oss-[a-z0-9-]+\.aliyuncs\.com(?::|$)/.test(host);

/**
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-endpoint
 * https://www.alibabacloud.com/help/en/oss/user-guide/regions-and-endpoints
 */
const endpointOf = (service: 'maxcompute.' | 'oss-', region: string): Endpoint => ({
  protocol: 'https',
  host: `${service}${region}.aliyuncs.com`,
});

const regionId = '((?:cn|ap|eu|us|me|na|sa|af|rus)-[a-z0-9-]+?)';
const ossHosts = [
  new RegExp(`^oss-${regionId}(?:-internal)?(?:[.:]|$)`),
  new RegExp(`^${regionId}\\.oss\\.aliyuncs\\.com(?::|$)`),
];

/** `undefined` for `oss-accelerate`, which is of several, and for hosts of others. */
const regionOfOssHost = (host: string): string | undefined =>
  ossHosts.map((pattern) => pattern.exec(host)?.[1]).find((region) => region !== undefined);

export const placeVariables = {
  MMS_REGION: {
    otherwise: 'context.region, FC_REGION',
    schema: z.string().check(z.refine(isRegion, 'expected a region id such as cn-shanghai')),
  },
  MMS_ENDPOINT: {
    otherwise: 'maxcompute.<region>.aliyuncs.com',
    schema: endpoint,
    warnings: tlsWarnings,
  },
  STATE_URL: {
    required: 'yes',
    meaning: 'where the state is kept: oss://bucket/prefix, or file:<folder> for local use',
    schema: stateUrl,
    warnings: ({ kind }: StatePlace) =>
      kind === 'folder'
        ? ['file: is for local use only: on Function Compute a folder goes with its instance']
        : [],
  },
  OSS_ENDPOINT: {
    otherwise: 'https://oss-<region>.aliyuncs.com',
    schema: endpoint.check(
      z.refine(
        ({ host }) => !isBucketDomain(host),
        "is a bucket's own domain; expected the host without the bucket, which STATE_URL names",
      ),
    ),
    warnings: tlsWarnings,
  },
} satisfies Variables;

/** `platformRegion` is the function's. */
export function readPlaces(environment: Environment, platformRegion: string | undefined) {
  const { values, problems, warnings } = readVariables(placeVariables, environment);
  const { MMS_REGION: ownRegion, MMS_ENDPOINT, STATE_URL: place, OSS_ENDPOINT } = values;
  const isSet = (name: keyof typeof placeVariables): boolean =>
    textOf(environment, name) !== undefined;
  const mmsRegion = ownRegion ?? platformRegion;
  // The bucket is most likely beside the function.
  const ossRegion =
    (OSS_ENDPOINT && regionOfOssHost(OSS_ENDPOINT.host)) ?? platformRegion ?? ownRegion;
  const mms =
    MMS_ENDPOINT ?? (mmsRegion === undefined ? undefined : endpointOf('maxcompute.', mmsRegion));
  const state = place && locate(place, OSS_ENDPOINT, ossRegion);
  const unknown: string[] = [];
  // An endpoint that was refused may say the region once it is right: that is no second problem.
  if (mms === undefined && !isSet('MMS_ENDPOINT')) unknown.push('MMS');
  if (place !== undefined && state === undefined && (OSS_ENDPOINT || !isSet('OSS_ENDPOINT')))
    unknown.push('the bucket in STATE_URL');
  const regionProblem = `MMS_REGION: nothing says in which region ${unknown.join(' and ')} is; expected a region id such as cn-shanghai`;
  const isUnknown = unknown.length > 0 && !isSet('MMS_REGION');
  return {
    mms,
    region: mmsRegion,
    state,
    problems: isUnknown ? [...problems, regionProblem] : problems,
    warnings,
  };
}

function locate(
  place: StatePlace,
  given: Endpoint | undefined,
  region: string | undefined,
): StateLocation | undefined {
  if (place.kind === 'folder') return place;
  return region === undefined
    ? undefined
    : { ...place, endpoint: given ?? endpointOf('oss-', region), region };
}
