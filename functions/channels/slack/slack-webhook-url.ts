import { isLoopback, parseHost } from '../../settings/host-name.ts';
import { accepted, refused, type Parsed } from '../../settings/parsed.ts';
import { Secret } from '../../settings/secret.ts';

const form =
  'expected the URL of a Slack incoming webhook, https://hooks.slack.com/services/T…/B…/…';

/** The whole URL is the secret: whoever holds it can post. No problem repeats any of it. */
export function parseSlackWebhookUrl(text: string): Parsed<Secret> {
  const url = /\s/.test(text) || !URL.canParse(text) ? undefined : new URL(text);
  const host = url === undefined ? undefined : parseHost(url.hostname);
  if (url === undefined || host === undefined || !['http:', 'https:'].includes(url.protocol))
    return refused(form);
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    return refused(`must not hold a user, a password or a #; ${form}`);
  if (/^\/(?:triggers|workflows)(?:\/|$)/i.test(url.pathname)) {
    return refused(
      `is the URL of a Slack workflow (/triggers/, /workflows/), which takes no blocks; ${form}`,
    );
  }
  if (
    /(?:^|\.)slack(?:-gov)?\.com$/.test(host) &&
    !/^\/services(?:\/[^/]+){3}\/?$/.test(url.pathname)
  ) {
    return refused(`is an address of Slack, but not that of a webhook; ${form}`);
  }
  if (url.protocol === 'https:') return accepted(new Secret(text));
  if (!isLoopback(host))
    return refused(`http: would send the webhook's secret unencrypted; ${form}`);
  return accepted(new Secret(text), ['http: is not encrypted: for local use only']);
}
