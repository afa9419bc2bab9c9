import type { Environment } from './environment.ts';
import { Secret } from './secret.ts';

/** What a request to MMS or OSS is signed with. A role's keys come with a token. */
export type Credentials = Readonly<{
  accessKeyId: string;
  accessKeySecret: Secret;
  securityToken: Secret | undefined;
}>;

/**
 * Key, secret and token as the platform gives them. Without a role it gives empty strings, which
 * are no credentials.
 */
export function credentialsOf(
  accessKeyId: string | undefined,
  accessKeySecret: string | undefined,
  securityToken: string | undefined,
): Credentials | undefined {
  const [id, secret, token] = [accessKeyId?.trim(), accessKeySecret?.trim(), securityToken?.trim()];
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

/** Everything of them that a service might repeat: the id and the token too. */
export const secretsOf = ({
  accessKeyId,
  accessKeySecret,
  securityToken,
}: Credentials): readonly Secret[] => [
  new Secret(accessKeyId),
  accessKeySecret,
  ...(securityToken === undefined ? [] : [securityToken]),
];
