import { defineChannel } from '../channel.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { slackAnswer, slackReceiver } from './answers.ts';
import { slackForm } from './payload.ts';
import { serverAt, slackVariables } from './settings.ts';

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
