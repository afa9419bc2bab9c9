import { randomUUID } from 'node:crypto';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import type { MmsCall } from './calls.ts';

const algorithm = 'ACS3-HMAC-SHA256';
/** SHA-256 of the empty body that every request has. */
const emptyBody = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 * The time is this machine's own: the gateway compares it with its own.
 */
export async function signedHeaders(
  { action, pathname, query }: MmsCall,
  { host }: Endpoint,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): Promise<Readonly<Record<string, string>>> {
  const headers: Record<string, string> = {
    host,
    accept: 'application/json',
    'user-agent': 'mms-task-alerts',
    'x-acs-action': action,
    'x-acs-version': '2022-01-04',
    'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': emptyBody,
  };
  if (securityToken !== undefined) {
    headers['x-acs-accesskey-id'] = accessKeyId;
    headers['x-acs-security-token'] = securityToken.reveal();
  }
  const request = { method: 'GET', pathname, query, headers };
  const secret = accessKeySecret.reveal();
  const signer = await (loadedSigner ??= loadSigner());
  headers.authorization = signer.getAuthorization(
    request,
    algorithm,
    emptyBody,
    accessKeyId,
    secret,
  );
  return headers;
}

/** Takes the algorithm, the hash of the body, the key's id and its secret. */
type Signer = Readonly<{
  getAuthorization: (request: object, ...signed: readonly string[]) => string;
}>;

let loadedSigner: Promise<Signer> | undefined;

/**
 * CommonJS with a default export: esbuild, vitest and Node give the class or an object around it.
 */
async function loadSigner(): Promise<Signer> {
  let found: unknown = await import('@alicloud/openapi-util');
  while (typeof found === 'object' && found !== null && 'default' in found) found = found.default;
  if (isSigner(found)) return found;
  throw new TypeError('@alicloud/openapi-util has no default export that signs');
}

const isSigner = (value: unknown): value is Signer =>
  typeof value === 'function' && 'getAuthorization' in value;
