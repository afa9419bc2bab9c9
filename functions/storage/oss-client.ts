import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { ask, type HttpAnswer } from '../runtime/http.ts';
import {
  backoff,
  OutOfTime,
  requestTimeout,
  retryUntil,
  type RetryDeps,
} from '../runtime/retry.ts';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import { ossFailureOf, OssRefusal } from './oss-failure.ts';
import { largestState } from './state-size.ts';

export type OssClientOptions = RetryDeps &
  Readonly<{
    bucket: string;
    endpoint: Endpoint;
    /** Without `oss-`; it is part of what is signed. */
    region: string;
    credentials: Credentials;
    retries?: number;
  }>;

/** An empty key asks the bucket. */
type OssCall = Readonly<{
  method: 'GET' | 'PUT' | 'DELETE';
  key: string;
  /** Instead of the content: `versioning`. */
  subresource?: string;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
}>;

/**
 * Succeeds also with 304 where that was asked for.
 *
 * @throws OssRefusal | NoAnswer | OutOfTime
 */
type CallOss = (call: OssCall, until: number) => Promise<HttpAnswer>;

/** Signs with `ali-oss`, which is loaded with the first call. */
export function createOssClient(options: OssClientOptions): CallOss {
  const { endpoint, clock, random, retries = 5 } = options;
  const delayBefore = (error: Error, retry: number): number | undefined => {
    const { transient, retryAfterMs } = ossFailureOf(error);
    if (!transient || retry >= retries) return undefined;
    return retryAfterMs ?? backoff(retry, { first: retry === 0 ? 0 : 200, most: 4_000 }, random);
  };
  const tryOnce = async (call: OssCall, until: number): Promise<HttpAnswer> => {
    if (clock() >= until) throw new OutOfTime('the time was up before it could be asked');
    const { host, path, hostHeader } = addressOf(options, call);
    const answer = await ask({
      method: call.method,
      url: new URL(`${endpoint.protocol}://${host}${path}`),
      headers: { host: hostHeader, ...(await signedHeaders(options, call)) },
      body: call.body,
      // A kept connection that died in silence must leave time for another try.
      timeoutMs: requestTimeout((clock() + until) / 2, clock),
      largest: largestState,
    });
    if (answer.status === 200 || answer.status === otherSuccess(call)) return answer;
    throw new OssRefusal(answer, clock());
  };
  return (call, until) =>
    retryUntil(() => tryOnce(call, until), { ...options, until, delayBefore });
}

function otherSuccess({ method, headers = {} }: OssCall): number | undefined {
  if (method === 'DELETE') return 204;
  return headers['if-none-match'] === undefined ? undefined : 304;
}

/**
 * The bucket is a subdomain of the endpoint. Where that can have none, it is in the path; for an IP
 * address, in the Host header too, as `ali-oss` has it.
 */
function addressOf(
  { bucket, endpoint, region }: OssClientOptions,
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
    hostHeader: hostname === 'localhost' ? endpoint.host : `${bucket}.oss-${region}.aliyuncs.com`,
  };
}

/**
 * https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4
 */
async function signedHeaders(
  { bucket, region, credentials }: OssClientOptions,
  { method, key, subresource, headers: given, body }: OssCall,
): Promise<Readonly<Record<string, string>>> {
  const { default: signer } = await import('ali-oss/lib/common/signUtils.js');
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const headers: Record<string, string> = {
    ...given,
    // Real time, which OSS compares with its own.
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
    region,
    method,
    { headers, queries: subresource === undefined ? {} : { [subresource]: null } },
    bucket,
    key,
  );
  return { ...headers, authorization, 'user-agent': 'mms-task-alerts' };
}
