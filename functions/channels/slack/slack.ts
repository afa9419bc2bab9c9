import type { Localised } from '../../language.ts';
import { nameEntry, understood, type Variables } from '../../settings/environment.ts';
import { defineChannel } from '../channel.ts';
import {
  httpSaid,
  jsonIn,
  type Receiver,
  type Refusal,
  type WebhookReply,
} from '../webhook/answer.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { webhookUrl } from '../webhook/webhook-url.ts';
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
    what: 'Slack incoming webhook',
    example: 'https://hooks.slack.com/services/T…/B…/…',
    objection: (url) => {
      if (/^\/(?:triggers|workflows)(?:\/|$)/i.test(url.pathname))
        return 'is the URL of a Slack workflow (/triggers/, /workflows/), which takes no blocks';
      return serverAt(url) === 'Slack' && !isWebhookPath(url.pathname)
        ? 'is an address of Slack, but not that of a webhook'
        : undefined;
    },
  }),
  SLACK_MENTION: {
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
    return webhookService({
      receiver: slackAt(serverAt(new URL(url))),
      secrets: [webhook],
      form: slackForm,
      mention,
      request: (body) => ({ url, body }),
      probe: { payload: {}, alive: 'the webhook lives: it refused an empty message' },
    });
  },
  preview: previewJson('slack.json', slackForm, '<!here>'),
});

const isSlackHost = (host: string): boolean => /(?:^|\.)slack(?:-gov)?\.com$/.test(host);

const isWebhookPath = (pathname: string): boolean => /^\/services(?:\/[^/]+){3}\/?$/.test(pathname);

/**
 * Who answers at this address. `a proxy` stands before Slack, so that the path is Slack's own;
 * `another service` takes what Slack takes, and accepts it in its own way.
 */
type SlackHost = 'Slack' | 'a proxy' | 'another service';

export function serverAt({ hostname, pathname }: URL): SlackHost {
  if (isSlackHost(hostname)) return 'Slack';
  return isWebhookPath(pathname) ? 'a proxy' : 'another service';
}

const create = (en: string, zh: string): Localised => ({
  en: `create a webhook ${en}, set SLACK_WEBHOOK_URL and run npm run deploy`,
  zh: `${zh} Webhook，更新 SLACK_WEBHOOK_URL 后执行 npm run deploy`,
});
const elsewhere = create('for another channel', '为其他频道创建');
const orElsewhere = (en: string, zh: string): Localised => ({
  en: `${en}, or ${elsewhere.en}`,
  zh: `${zh}，或${elsewhere.zh}`,
});

const revoked: Refusal = {
  why: 'the webhook was revoked or its app removed',
  fix: create('anew', '重新创建'),
  short: { en: 'webhook revoked', zh: 'Webhook 已被撤销' },
};
const noChannel: Refusal = {
  why: 'its channel is gone',
  fix: elsewhere,
  short: { en: 'channel deleted', zh: '频道已删除' },
};
const noWorkspace: Refusal = {
  why: 'its workspace is disabled',
  fix: create('in another workspace', '在其他工作区创建'),
  short: { en: 'workspace disabled', zh: '工作区已停用' },
};

/**
 * The codes with which Slack refuses whatever a webhook is sent.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors and
 * https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
 */
const refusals: ReadonlyMap<string, Refusal> = new Map(
  Object.entries({
    no_service: revoked,
    no_service_id: revoked,
    no_active_hooks: revoked,
    invalid_token: revoked,
    token_revoked: revoked,
    account_inactive: revoked,
    channel_not_found: noChannel,
    user_not_found: noChannel,
    no_team: noWorkspace,
    team_disabled: noWorkspace,
    channel_is_archived: {
      why: 'its channel is archived',
      fix: orElsewhere('unarchive it', '取消归档'),
      short: { en: 'channel archived', zh: '频道已归档' },
    },
    action_prohibited: {
      why: 'an administrator of the workspace forbids it',
      fix: orElsewhere(
        'ask a workspace admin for permission to post',
        '请工作区管理员开放发送权限',
      ),
      short: { en: 'forbidden by an admin', zh: '管理员禁止发送' },
    },
    posting_to_general_channel_denied: {
      why: 'posting to the general channel is restricted',
      fix: elsewhere,
      short: { en: 'general channel restricted', zh: '公共频道限制发言' },
    },
  }),
);

/**
 * Slack accepts with `ok`. Others may with 202 or 204, which no page is; any other 200 of a proxy
 * has not been passed on to Slack.
 */
function isAccepted({ status, body }: WebhookReply, server: SlackHost): boolean {
  if (status === 200 && body.trim() === 'ok') return true;
  if (server === 'Slack' || status < 200 || status >= 300) return false;
  if (server === 'a proxy' && status !== 202 && status !== 204) return false;
  const { ok, success, result } = jsonIn(body);
  return /^(?:ok)?$/.test(body.trim()) || ok === true || success === true || result === 'success';
}

/** Slack answers with a code as plain text. */
export const slackAt = (server: SlackHost): Receiver => ({
  title: 'Slack',
  variable: 'SLACK_WEBHOOK_URL',
  statusPage: 'https://slack-status.com',
  read: (reply) => {
    const { status, body } = reply;
    if (isAccepted(reply, server)) return { meaning: 'accepted' };
    if (status < 300) return { meaning: undefined };
    const { error } = jsonIn(body);
    const words = typeof error === 'string' ? error : body;
    const ofMessage = status === 400 || status === 413 ? 'bad payload' : undefined;
    return { meaning: refusals.get(words.trim()) ?? ofMessage, said: httpSaid(status, words) };
  },
});
