import { nameEntry, understood, type Variables } from '../../settings/environment.ts';
import { defineChannel } from '../channel.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { webhookUrl } from '../webhook/webhook-url.ts';
import { isWebhookPath, serverAt, slackAnswer, slackReceiver } from './answers.ts';
import { slackForm } from './payload.ts';

const form =
  'expected <@U…> (a person), <!subteam^S…> (a group) or <!here>, several of them separated by white space';

const mostMentions = 10;

/**
 * Whom to call, each once. Slack would show anything else as text and call nobody, so it is
 * refused. https://docs.slack.dev/messaging/formatting-message-text/
 */
const mention = understood((text, refuse) => {
  const entries = [...new Set(text.split(/[\s,]+/).filter((entry) => entry !== ''))];
  for (const [index, entry] of entries.entries()) {
    const problem = objectionTo(entry);
    if (problem !== undefined) refuse(`${nameEntry(entry, index)} ${problem}; ${form}`);
  }
  if (entries.length === 0) refuse(`names nobody; ${form}`);
  if (entries.length > mostMentions)
    refuse(`names ${entries.length}; expected ${mostMentions} at most, or a group; ${form}`);
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
  SLACK_WEBHOOK_URL: webhookUrl({
    meaning: 'Slack incoming webhook: https://hooks.slack.com/services/T…/B…/…',
    form: 'expected the URL of a Slack incoming webhook, https://hooks.slack.com/services/T…/B…/…',
    objection: (url) => {
      if (/^\/(?:triggers|workflows)(?:\/|$)/i.test(url.pathname))
        return 'is the URL of a Slack workflow (/triggers/, /workflows/), which takes no blocks';
      return serverAt(url) === 'Slack' && !isWebhookPath(url.pathname)
        ? 'is an address of Slack, but not that of a webhook'
        : undefined;
    },
  }),
  SLACK_MENTION: {
    required: 'no',
    only: 'with SLACK_WEBHOOK_URL',
    schema: mention,
  },
} satisfies Variables;

export const slack = defineChannel({
  title: { en: 'Slack', zh: 'Slack' },
  listsEveryId: false,
  variables: slackVariables,
  serve: ({ SLACK_WEBHOOK_URL: webhook, SLACK_MENTION: mention }) => {
    if (webhook === undefined) return undefined;
    const url = webhook.reveal();
    const server = serverAt(new URL(url));
    return webhookService({
      receiver: slackReceiver,
      secrets: [webhook],
      form: slackForm,
      mention,
      request: (body) => ({ url, body }),
      answer: (reply) => slackAnswer(reply, server),
      probe: { payload: {}, alive: 'the webhook lives: it refused an empty message' },
    });
  },
  preview: previewJson('slack.json', slackForm, '<!here>'),
});
