import { isIP } from 'node:net';
import type OssClient from 'ali-oss';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';

export type Bucket = Readonly<{
  bucket: string;
  endpoint: Endpoint;
  /** Without `oss-`; it is part of what is signed. */
  region: string;
}>;

/**
 * Loads the library when the state is first needed: it takes longer to load than all the others
 * together.
 */
export async function createOssClient(
  { bucket, endpoint, region }: Bucket,
  credentials: Credentials,
): Promise<OssClient> {
  const { default: Client } = await import('ali-oss');
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const options = {
    bucket,
    accessKeyId,
    accessKeySecret: accessKeySecret.reveal(),
    endpoint: `${endpoint.protocol}://${endpoint.host}`,
    // The region is signed without the prefix, but the library looks for one with it.
    region: region.startsWith('oss-') ? region : `oss-${region}`,
    authorizationV4: true,
    // A host that has no subdomains takes the bucket in the path.
    ...(hasNoSubdomains(endpoint.host) ? { sldEnable: true } : {}),
    // The interval alone keeps the library from advising on the console to refresh a token that
    // lives for one invocation.
    ...(securityToken === undefined
      ? {}
      : { stsToken: securityToken.reveal(), refreshSTSTokenInterval: 3_600_000 }),
  };
  return new Client(options);
}

function hasNoSubdomains(host: string): boolean {
  const { hostname } = new URL(`http://${host}`);
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
