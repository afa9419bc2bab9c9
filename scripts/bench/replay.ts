import { createHash, randomUUID } from 'node:crypto';
import { acs3Signature } from '../../rehearsal/world/acs3-signature.ts';
import { oss4Signature } from '../../rehearsal/world/oss4-signature.ts';
import type { World } from '../../rehearsal/world/world.ts';
import type { RecordedRequest, SignedRequest } from './processes.ts';

/**
 * The same requests, signed anew, since the world takes no signature twice. What is written goes
 * beside the states, as large as they are.
 */
export function signedAnew(
  requests: readonly RecordedRequest[],
  world: World,
): readonly SignedRequest[] {
  const { credentials, region } = world.context();
  const keys = { ...credentials, securityToken: credentials.securityToken ?? '', region };
  return requests.map((request) => {
    if (request.port === world.mms.port) return mmsRequest(request, keys);
    if (request.port === world.oss.port) return ossRequest(request, keys);
    const headers = { 'content-type': 'application/json' };
    const { method, port, path } = request;
    return { method, port, path, headers, body: '{"text":"floor"}' };
  });
}

type Keys = Readonly<{
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
  region: string;
}>;

function mmsRequest(
  { method, port, path, action = '' }: RecordedRequest,
  keys: Keys,
): SignedRequest {
  const headers = {
    host: `127.0.0.1:${port}`,
    accept: 'application/json',
    'x-acs-action': action,
    'x-acs-content-sha256': createHash('sha256').digest('hex'),
    'x-acs-date': new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-security-token': keys.securityToken,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': '2022-01-04',
  };
  const signed = Object.keys(headers)
    .filter((name) => name !== 'accept')
    .sort();
  const [pathname = '', query = ''] = path.split('?');
  const unsigned = { method, path: pathname, query, headers };
  const signature = acs3Signature(unsigned, signed, keys.accessKeySecret);
  const authorization = `ACS3-HMAC-SHA256 Credential=${keys.accessKeyId},SignedHeaders=${signed.join(';')},Signature=${signature}`;
  return { method, port, path, headers: { ...headers, authorization }, body: '' };
}

function ossRequest(
  { method, port, path, etag, bytes }: RecordedRequest,
  keys: Keys,
): SignedRequest {
  const [, bucket = '', ...parts] = path.split('/');
  const writes = method === 'PUT';
  const key = [...(writes ? ['floor'] : []), ...parts].join('/');
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers = {
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-oss-date': at,
    'x-oss-security-token': keys.securityToken,
    ...(writes && { 'content-type': 'application/json' }),
  };
  const { accessKeyId, region } = keys;
  const scope = { accessKeyId, date: at.slice(0, 8), region, additionalHeaders: [] };
  const unsigned = { method, bucket, key, query: '', headers };
  const signature = oss4Signature(unsigned, scope, keys.accessKeySecret);
  const authorization = `OSS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.date}/${region}/oss/aliyun_v4_request,Signature=${signature}`;
  return {
    method,
    port,
    path: `/${bucket}/${key}`,
    headers: { ...headers, ...(etag !== undefined && { 'if-none-match': etag }), authorization },
    body: ' '.repeat(bytes),
  };
}
