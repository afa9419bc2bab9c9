import { createHash, randomUUID } from 'node:crypto';
import { acs3Signature } from '../../rehearsal/world/acs3-signature.ts';
import { oss4Signature } from '../../rehearsal/world/oss4-signature.ts';
import type { Ready } from './world-orders.ts';

/** A request as it goes out, signed beforehand: a bare client is not charged for the signature. */
export type BareRequest = Readonly<{
  method: 'GET' | 'PUT' | 'POST';
  port: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `query` is sorted and encoded. */
export function mmsRequest(
  { mmsPort, credentials }: Ready,
  action: string,
  path: string,
  query = '',
): BareRequest {
  const headers = {
    host: `127.0.0.1:${mmsPort}`,
    accept: 'application/json',
    'x-acs-action': action,
    'x-acs-content-sha256': digestOf(''),
    'x-acs-date': new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-security-token': credentials.securityToken,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': '2022-01-04',
  };
  const signed = Object.keys(headers)
    .filter((name) => name !== 'accept')
    .sort();
  const signature = acs3Signature(
    { method: 'GET', path, query, headers },
    signed,
    credentials.accessKeySecret,
  );
  const authorization = `ACS3-HMAC-SHA256 Credential=${credentials.accessKeyId},SignedHeaders=${signed.join(';')},Signature=${signature}`;
  return {
    method: 'GET',
    port: mmsPort,
    path: query === '' ? path : `${path}?${query}`,
    headers: { ...headers, authorization },
    body: '',
  };
}

/**
 * Reads the object without a body, unless it is still the one of that `etag`; writes it with one.
 */
export function ossRequest(
  { ossPort, credentials, region }: Ready,
  bucket: string,
  key: string,
  body = '',
  etag?: string,
): BareRequest {
  const method = body === '' ? 'GET' : 'PUT';
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = {
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-oss-date': at,
    'x-oss-security-token': credentials.securityToken,
    ...(body === '' ? {} : { 'content-type': 'application/json' }),
  };
  const given = {
    accessKeyId: credentials.accessKeyId,
    date: at.slice(0, 8),
    region,
    additionalHeaders: [],
  };
  const signature = oss4Signature(
    { method, bucket, key, query: '', headers },
    given,
    credentials.accessKeySecret,
  );
  const authorization = `OSS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${given.date}/${region}/oss/aliyun_v4_request,Signature=${signature}`;
  return {
    method,
    port: ossPort,
    path: `/${bucket}/${key}`,
    headers: {
      ...headers,
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
      authorization,
    },
    body,
  };
}

export function slackRequest(webhook: string): BareRequest {
  const { port, pathname } = new URL(webhook);
  return {
    method: 'POST',
    port: Number(port),
    path: pathname,
    headers: { 'content-type': 'application/json' },
    body: '{"text":"floor"}',
  };
}
