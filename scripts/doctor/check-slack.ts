import { requestTimeout } from '../../functions/runtime/deadline.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import { createSlackPost } from '../../functions/channels/slack/slack-post.ts';
import type { Secret } from '../../functions/settings/secret.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { webhookFailure } from './webhook-failure.ts';

const notSlack = 'check that SLACK_WEBHOOK_URL is an incoming webhook of Slack';
const hints = {
  network: "check SLACK_WEBHOOK_URL and this machine's network",
  later: 'try again later: https://slack-status.com',
};

/**
 * Posts a message without anything in it. A webhook that lives refuses it (400 `no_text`), so
 * nothing is posted; one that is gone says so first (403, 404, 410).
 */
export async function checkSlack(
  webhookUrl: Secret,
  until: number,
  { clock }: RetryDeps,
): Promise<Finding> {
  const answer = await createSlackPost(webhookUrl)({}, requestTimeout(until, clock));
  switch (answer.kind) {
    case 'payload':
      return ok('Slack', `the webhook lives: it refused an empty message (${answer.why})`);
    case 'wait':
      return warn(
        'Slack',
        'the webhook lives, but Slack asks for patience (HTTP 429)',
        'see what else posts to it',
      );
    case 'ok':
      return warn('Slack', 'it took an empty message, which Slack refuses', notSlack);
    case 'again':
    case 'lost':
    case 'refused':
      return webhookFailure('Slack', answer, hints);
    default:
      return answer satisfies never;
  }
}

/** One message that says what it is. */
export async function sendTestToSlack(
  webhookUrl: Secret,
  text: string,
  until: number,
  { clock }: RetryDeps,
): Promise<Finding> {
  const answer = await createSlackPost(webhookUrl)({ text }, requestTimeout(until, clock));
  switch (answer.kind) {
    case 'ok':
      return ok('test to Slack', 'sent: look for it in the channel of the webhook');
    case 'payload':
      return fail('test to Slack', `Slack refused the message (${answer.why})`, notSlack);
    case 'wait':
      return fail('test to Slack', 'Slack asks for patience (HTTP 429)', 'try again in a minute');
    case 'again':
    case 'lost':
    case 'refused':
      return webhookFailure('test to Slack', answer, hints);
    default:
      return answer satisfies never;
  }
}
