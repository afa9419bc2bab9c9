import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { ask, type HttpAnswer } from '../runtime/http.ts';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import { largestState } from './state-size.ts';

export type Bucket = Readonly<{
  bucket: string;
  endpoint: Endpoint;
  /** With or without `oss-`; it is part of what is signed. */
  region: string;
}>;

/** What is asked of an object or, with an empty key, of the bucket. */
export type OssCall = Readonly<{
  method: 'GET' | 'PUT' | 'DELETE';
  key: string;
  /** Instead of the content: `versioning`. */
  subresource?: string;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
}>;

/**
 * Asks once. Any status is an answer; `ossFailureOf` reads those that are refusals.
 *
 * @throws NoAnswer
 */
export type AskOss = (call: OssCall, timeoutMs: number) => Promise<HttpAnswer>;

/** Signs with `ali-oss`, which is loaded with the first call. */
export function createOssClient(bucket: Bucket, credentials: Credentials): AskOss {
  return async (call, timeoutMs) => {
    const { host, path, hostHeader } = addressOf(bucket, call);
    return await ask({
      method: call.method,
      endpoint: { protocol: bucket.endpoint.protocol, host },
      path,
      headers: { host: hostHeader, ...(await signedHeaders(bucket, credentials, call)) },
      body: call.body,
      timeoutMs,
      largest: largestState,
    });
  };
}

/**
 * The bucket is a subdomain of the endpoint. Where that can have none, the bucket stands in the
 * path; for an address, in the Host header too, as `ali-oss` has it.
 */
function addressOf(
  { bucket, endpoint, region }: Bucket,
  { key, subresource }: OssCall,
): Readonly<{ host: string; path: string; hostHeader: string }> {
  const object = key.split('/').map(encodeURIComponent).join('/');
  const query = subresource === undefined ? '' : `?${subresource}`;
  const hostname = new URL(`http://${endpoint.host}`).hostname.replace(/^\[|\]$/g, '');
  if (isIP(hostname) === 0 && hostname !== 'localhost') {
    const host = `${bucket}.${endpoint.host}`;
    return { host, path: `/${object}${query}`, hostHeader: host };
  }
  return {
    host: endpoint.host,
    path: `/${bucket}/${object}${query}`,
    hostHeader:
      hostname === 'localhost'
        ? endpoint.host
        : `${bucket}.oss-${standardRegion(region)}.aliyuncs.com`,
  };
}

const standardRegion = (region: string): string => region.replace(/^oss-/, '');

/**
 * https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4
 * The time is this machine's own: OSS compares it with its own.
 */
async function signedHeaders(
  { bucket, region }: Bucket,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
  { method, key, subresource, headers: given, body }: OssCall,
): Promise<Readonly<Record<string, string>>> {
  const { default: signer } = await import('ali-oss/lib/common/signUtils.js');
  const headers: Record<string, string> = {
    ...given,
    'x-oss-date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
  };
  if (securityToken !== undefined) headers['x-oss-security-token'] = securityToken.reveal();
  if (body !== undefined) {
    headers['content-length'] = String(body.length);
    headers['content-md5'] = createHash('md5').update(body).digest('base64');
  }
  const authorization = signer.authorizationV4(
    accessKeyId,
    accessKeySecret.reveal(),
    standardRegion(region),
    method,
    { headers, queries: subresource === undefined ? {} : { [subresource]: null } },
    bucket,
    key,
  );
  return { ...headers, authorization, 'user-agent': 'mms-task-alerts' };
}
