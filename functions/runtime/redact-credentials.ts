import type { Credentials } from '../settings/credentials.ts';
import { Secret } from '../settings/secret.ts';
import { createRedactor, type Redactor } from './redaction.ts';

/** Services repeat what was signed when a signature does not fit, the token included. */
export const redactorOf = ({
  accessKeyId,
  accessKeySecret,
  securityToken,
}: Credentials): Redactor =>
  createRedactor([
    new Secret(accessKeyId),
    accessKeySecret,
    ...(securityToken === undefined ? [] : [securityToken]),
  ]);
