import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { endpoint, endpointWarnings, type Endpoint } from './endpoint.ts';
import {
  readVariables,
  textOf,
  understood,
  type Environment,
  type Refuse,
  type Remarks,
  type Variables,
} from './environment.ts';

/**
 * Where the state objects stand. The key of an object is `prefix` and its name; `prefix` is `''` or
 * ends in `/`.
 */
type StatePlace =
  | Readonly<{ kind: 'oss'; bucket: string; prefix: string }>
  /** `folder` may be relative to the working directory. */
  | Readonly<{ kind: 'folder'; folder: string }>;

/**
 * The state's place with all that a client of OSS needs. `region` is the one that is signed,
 * without `oss-`.
 */
export type StateLocation =
  | (Extract<StatePlace, { kind: 'oss' }> & Readonly<{ endpoint: Endpoint; region: string }>)
  | Extract<StatePlace, { kind: 'folder' }>;

const form = 'expected oss://bucket/prefix, or file:<folder> for local use';

/**
 * Names as OSS takes them:
 * https://www.alibabacloud.com/help/en/oss/user-guide/bucket-naming-conventions and
 * https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions
 */
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

/** A path as it stands, or what follows `//` in a `file://` URL, where it is percent-encoded. */
function parseFolder(rest: string, refuse: Refuse): StatePlace | undefined {
  const folder = rest.startsWith('//') ? pathOf(`file:${rest}`) : rest;
  if (folder === undefined || /^\/*$/.test(folder) || folder.includes('\0')) {
    refuse('names no folder; expected file:./state, file:/var/state or file:///var/state');
    return undefined;
  }
  return { kind: 'folder', folder };
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
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

/** A region id such as `cn-shanghai` or `cn-shanghai-finance-1`. */
const isRegion = (text: string): boolean =>
  /^[a-z]{2,}(?:-[a-z0-9]+)+$/.test(text) && !text.startsWith('oss-');

/**
 * `bucket.oss-cn-hangzhou.aliyuncs.com`: the console shows it as the bucket's domain, but it is no
 * endpoint.
 */
const isBucketDomain = (host: string): boolean =>
  /^[^.]+\.oss-[a-z0-9-]+\.aliyuncs\.com(?::|$)/.test(host);

/** https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-endpoint */
const mmsEndpointIn = (region: string): Endpoint => ({
  protocol: 'https',
  host: `maxcompute.${region}.aliyuncs.com`,
});

/**
 * The public endpoint: https://www.alibabacloud.com/help/en/oss/user-guide/regions-and-endpoints
 */
const ossEndpointIn = (region: string): Endpoint => ({
  protocol: 'https',
  host: `oss-${region}.aliyuncs.com`,
});

const regionId = '((?:cn|ap|eu|us|me|na|sa|af|rus)-[a-z0-9-]+?)';
const ossHosts = [
  new RegExp(`^oss-${regionId}(?:-internal)?(?:[.:]|$)`),
  new RegExp(`^${regionId}\\.oss\\.aliyuncs\\.com(?::|$)`),
];

/**
 * The region that an OSS host names: `oss-<region>`, `oss-<region>-internal`, or the dual-stack
 * `<region>.oss`. `undefined` for a host that serves several (`oss-accelerate`) and for one that is
 * not OSS's own.
 */
export const regionOfOssHost = (host: string): string | undefined =>
  ossHosts.map((pattern) => pattern.exec(host)?.[1]).find((region) => region !== undefined);

export const placeVariables = {
  MMS_REGION: {
    required: 'no',
    otherwise: 'context.region, FC_REGION',
    meaning: 'region id, such as cn-shanghai; needed only where an endpoint is not given',
    schema: z.string().check(z.refine(isRegion, 'expected a region id such as cn-shanghai')),
  },
  MMS_ENDPOINT: {
    required: 'no',
    otherwise: 'maxcompute.<region>.aliyuncs.com',
    meaning: 'where MMS answers: host, or http(s)://host[:port]',
    schema: endpoint,
    warnings: endpointWarnings,
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
    required: 'no',
    otherwise: 'https://oss-<region>.aliyuncs.com',
    meaning: 'where OSS answers: host, or http(s)://host[:port]',
    schema: endpoint.check(
      z.refine(
        ({ host }) => !isBucketDomain(host),
        "is a bucket's own domain; expected the host without the bucket, which STATE_URL names",
      ),
    ),
    warnings: endpointWarnings,
  },
} satisfies Variables;

/** Where MMS and the state are; each is `undefined` where a problem was reported. */
type Places = Readonly<{
  mms: Endpoint | undefined;
  /** Of MMS, for links to its console; unknown where only endpoints are given. */
  region: string | undefined;
  state: StateLocation | undefined;
}>;

/** `platformRegion` is that of the function. */
export function readPlaces(
  environment: Environment,
  platformRegion: string | undefined,
): Places & Remarks {
  const { values, problems, warnings } = readVariables(placeVariables, environment);
  const { MMS_REGION: ownRegion, MMS_ENDPOINT, STATE_URL: place, OSS_ENDPOINT } = values;
  const isSet = (name: keyof typeof placeVariables): boolean =>
    textOf(environment, name) !== undefined;
  const mmsRegion = ownRegion ?? platformRegion;
  // The bucket most likely stands beside the function, whose region the platform knows better than
  // MMS_REGION does.
  const ossRegion =
    (OSS_ENDPOINT && regionOfOssHost(OSS_ENDPOINT.host)) ?? platformRegion ?? ownRegion;
  const mms = MMS_ENDPOINT ?? (mmsRegion === undefined ? undefined : mmsEndpointIn(mmsRegion));
  const state = place && locate(place, OSS_ENDPOINT, ossRegion);
  // An endpoint that was refused may name the region once it is mended: that is not a second
  // problem.
  const lost = [
    ...(mms === undefined && !isSet('MMS_ENDPOINT') ? ['MMS'] : []),
    ...(place !== undefined && state === undefined && !(isSet('OSS_ENDPOINT') && !OSS_ENDPOINT)
      ? ['the bucket in STATE_URL']
      : []),
  ];
  const regionProblems =
    lost.length > 0 && !isSet('MMS_REGION')
      ? [
          `MMS_REGION: nothing says in which region ${lost.join(' and ')} is; expected a region id such as cn-shanghai`,
        ]
      : [];
  return {
    mms,
    region: mmsRegion,
    state,
    problems: [...problems, ...regionProblems],
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
    : { ...place, endpoint: given ?? ossEndpointIn(region), region };
}
