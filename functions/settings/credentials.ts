import type { Environment } from './environment.ts';
import { Secret } from './secret.ts';

export type Credentials = Readonly<{
  accessKeyId: string;
  accessKeySecret: Secret;
  securityToken: Secret | undefined;
}>;

/** `undefined` without a role, where the platform gives empty strings. */
export function credentialsOf(
  accessKeyId: string | undefined,
  accessKeySecret: string | undefined,
  securityToken: string | undefined,
): Credentials | undefined {
  const [id, secret, token] = [accessKeyId, accessKeySecret, securityToken].map((text) =>
    text?.trim(),
  );
  if (!id || !secret) return undefined;
  return {
    accessKeyId: id,
    accessKeySecret: new Secret(secret),
    securityToken: token ? new Secret(token) : undefined,
  };
}

export const credentialsIn = (environment: Environment): Credentials | undefined =>
  credentialsOf(
    environment.ALIBABA_CLOUD_ACCESS_KEY_ID,
    environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    environment.ALIBABA_CLOUD_SECURITY_TOKEN,
  );

/** Services may repeat the id and the token too. */
export const secretsOf = ({
  accessKeyId,
  accessKeySecret,
  securityToken,
}: Credentials): readonly Secret[] => [
  new Secret(accessKeyId),
  accessKeySecret,
  ...(securityToken === undefined ? [] : [securityToken]),
];
