import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import type { Receiver, WebhookAnswer } from '../webhook/webhook-answer.ts';

export const slack: Receiver = { name: 'Slack', variable: 'SLACK_WEBHOOK_URL' };

/** Slack says how long to wait, so it never mutes. */
export type SlackAnswer = Exclude<WebhookAnswer, { kind: 'muted' }>;

const renew =
  'the webhook was revoked or its app removed: create a new one and set SLACK_WEBHOOK_URL';
const advice: Readonly<Record<string, string>> = {
  channel_not_found:
    'its channel is gone: create a webhook for another one and set SLACK_WEBHOOK_URL',
  channel_is_archived:
    'its channel is archived: bring it back, or create a webhook for another one and set SLACK_WEBHOOK_URL',
  action_prohibited:
    'an administrator of the workspace forbids it: ask for leave to post, or create a webhook for another channel and set SLACK_WEBHOOK_URL',
  posting_to_general_channel_denied:
    'posting to the general channel is restricted: create a webhook for another one and set SLACK_WEBHOOK_URL',
  team_disabled:
    'the workspace is disabled: create a webhook in another one and set SLACK_WEBHOOK_URL',
};

/**
 * A whole answer.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
export function answerOf(status: number, body: string, retryAfter: string | null): SlackAnswer {
  const code = untrustedName(body, 120);
  const said = code === '' ? `HTTP ${status}` : `HTTP ${status}, ${code}`;
  if (status === 200) {
    return code === 'ok'
      ? { kind: 'ok' }
      : { kind: 'refused', why: `not Slack's answer (${said}): check SLACK_WEBHOOK_URL` };
  }
  if (status === 429) return { kind: 'wait', ms: secondsOf(retryAfter) };
  if (status >= 500) return { kind: 'again', why: `Slack is in trouble (${said})` };
  if (status >= 400) {
    if ((status === 400 || status === 413) && code !== 'invalid_token')
      return { kind: 'payload', why: said };
    const gone = [403, 404, 410].includes(status) || code === 'invalid_token';
    return {
      kind: 'refused',
      gone,
      why: `${said}; ${Object.hasOwn(advice, code) ? (advice[code] ?? renew) : renew}`,
    };
  }
  return {
    kind: 'refused',
    why: `not Slack's answer (${said}${status >= 300 ? ', a redirect' : ''}): check SLACK_WEBHOOK_URL`,
  };
}

/**
 * Slack asks for seconds. What nobody would wait for is cut to an hour, lest one odd answer silence
 * the channel.
 */
function secondsOf(retryAfter: string | null): number | undefined {
  const seconds =
    retryAfter === null || !/^\s*\d+(?:\.\d+)?\s*$/.test(retryAfter)
      ? undefined
      : Number(retryAfter);
  return seconds === undefined ? undefined : Math.min(seconds, 3_600) * 1_000;
}
