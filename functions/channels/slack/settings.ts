import { nameEntry, understood, type Variables } from '../../settings/environment.ts';
import { webhookUrl, webhookWarnings } from '../webhook/webhook-url.ts';

const isSlackHost = (host: string): boolean => /(?:^|\.)slack(?:-gov)?\.com$/.test(host);

const isWebhookPath = (pathname: string): boolean => /^\/services(?:\/[^/]+){3}\/?$/.test(pathname);

/**
 * Who answers at this address: Slack; what stands before Slack, so that the path is Slack's own; or
 * another service that takes what Slack takes, and says in its own way that it did.
 */
export type SlackHost = 'Slack' | 'a proxy' | 'another service';

export function serverAt({ hostname, pathname }: URL): SlackHost {
  if (isSlackHost(hostname)) return 'Slack';
  return isWebhookPath(pathname) ? 'a proxy' : 'another service';
}

const slackWebhookUrl = webhookUrl({
  form: 'expected the URL of a Slack incoming webhook, https://hooks.slack.com/services/T…/B…/…',
  objection: ({ pathname }, host) => {
    if (/^\/(?:triggers|workflows)(?:\/|$)/i.test(pathname))
      return 'is the URL of a Slack workflow (/triggers/, /workflows/), which takes no blocks';
    return isSlackHost(host) && !isWebhookPath(pathname)
      ? 'is an address of Slack, but not that of a webhook'
      : undefined;
  },
});

const form =
  'expected <@U…> (a person), <!subteam^S…> (a group) or <!here>, several of them separated by white space';

/** More would be longer than what they draw attention to. */
const most = 10;

/**
 * Whom to call, as Slack's markup has it, each once.
 * https://docs.slack.dev/messaging/formatting-message-text/ What looks otherwise would be shown as
 * text and call nobody, so it is refused.
 */
const mention = understood((text, refuse) => {
  const entries = [...new Set(text.split(/[\s,]+/).filter((entry) => entry !== ''))];
  for (const [index, entry] of entries.entries()) {
    const problem = objectionTo(entry);
    if (problem !== undefined) refuse(`${nameEntry(entry, index)} ${problem}; ${form}`);
  }
  if (entries.length === 0) refuse(`names nobody; ${form}`);
  if (entries.length > most)
    refuse(`names ${entries.length}; expected ${most} at most, or a group; ${form}`);
  return entries.join(' ');
});

function objectionTo(entry: string): string | undefined {
  if (/^<(?:@[UW][A-Z0-9]{1,30}|!subteam\^S[A-Z0-9]{1,30}|!here)>$/.test(entry)) return undefined;
  if (/^<?[@!](?:channel|everyone)\b/i.test(entry))
    return 'would call everybody in the channel, which is not offered';
  if (/^<(?:@|!subteam\^|!here)[^|<>]*\|[^<>]*>$/.test(entry))
    return 'has a label after |, which does not belong there';
  return 'calls nobody';
}

export const slackVariables = {
  SLACK_WEBHOOK_URL: {
    required: 'one channel at least',
    secret: true,
    meaning: 'Slack incoming webhook: https://hooks.slack.com/services/T…/B…/…',
    schema: slackWebhookUrl,
    warnings: webhookWarnings,
  },
  SLACK_MENTION: {
    required: 'no',
    only: 'with SLACK_WEBHOOK_URL',
    meaning:
      'whom Slack calls for a new cause, an escalation, data loss and a lost source: <@U…>, <!subteam^S…> or <!here>',
    schema: mention,
  },
} satisfies Variables;
