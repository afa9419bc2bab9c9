import { isLoopback, parseHost } from '../../settings/host-name.ts';
import { accepted, refused, type Parsed } from '../../settings/parsed.ts';
import { Secret } from '../../settings/secret.ts';

/** A group's own robot, its security setting being the signature. */
export type DingTalkRobot = Readonly<{ webhookUrl: Secret; secret: Secret }>;

const form =
  "expected the webhook of a DingTalk group's own robot, https://oapi.dingtalk.com/robot/send?access_token=…";

/** The token in it is a secret; no problem repeats any of the URL. */
export function parseDingTalkWebhookUrl(text: string): Parsed<Secret> {
  const url = /\s/.test(text) || !URL.canParse(text) ? undefined : new URL(text);
  const host = url === undefined ? undefined : parseHost(url.hostname);
  if (url === undefined || host === undefined || !['http:', 'https:'].includes(url.protocol))
    return refused(form);
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    return refused(`must not hold a user, a password or a #; ${form}`);
  if (['timestamp', 'sign'].some((name) => url.searchParams.has(name))) {
    return refused(
      `must not be signed yet: leave timestamp and sign out, which are made for each message from DINGTALK_SECRET; ${form}`,
    );
  }
  if (
    /(?:^|\.)dingtalk\.(?:com|io)$/.test(host) &&
    !(url.pathname === '/robot/send' && (url.searchParams.get('access_token') ?? '') !== '')
  ) {
    return refused(`is an address of DingTalk, but not that of a robot; ${form}`);
  }
  if (url.protocol === 'https:') return accepted(new Secret(text));
  if (!isLoopback(host)) return refused(`http: would send the robot's token unencrypted; ${form}`);
  return accepted(new Secret(text), ['http: is not encrypted: for local use only']);
}

/** As the robot's security settings show it. */
export function parseDingTalkSecret(text: string): Parsed<Secret> {
  if (/^SEC[\x21-\x7e]{1,200}$/.test(text)) return accepted(new Secret(text));
  return refused(
    'expected the secret that the robot\'s security settings show beside "additional signature" (加签): SEC and what follows',
  );
}
