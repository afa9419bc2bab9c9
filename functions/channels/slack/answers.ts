import type { Localised } from '../../language.ts';
import {
  httpSaid,
  inTrouble,
  jsonIn,
  notTheService,
  refused,
  type Receiver,
  type Refusal,
  type WebhookAnswer,
  type WebhookReply,
} from '../webhook/answer.ts';

export const slackReceiver: Receiver = { title: 'Slack', variable: 'SLACK_WEBHOOK_URL' };

const isSlackHost = (host: string): boolean => /(?:^|\.)slack(?:-gov)?\.com$/.test(host);

export const isWebhookPath = (pathname: string): boolean =>
  /^\/services(?:\/[^/]+){3}\/?$/.test(pathname);

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

export function slackAnswer(reply: WebhookReply, server: SlackHost): WebhookAnswer {
  const { status, body, retryAfterMs } = reply;
  if (isAccepted(reply, server)) return { kind: 'accepted' };
  if (status >= 200 && status < 300) return notTheService(slackReceiver, reply);
  const { error } = jsonIn(body);
  const words = typeof error === 'string' ? error : body;
  const said = httpSaid(status, words);
  if (status === 429) {
    const wait = retryAfterMs === undefined ? '' : ` for ${Math.ceil(retryAfterMs / 1_000)} s`;
    return { kind: 'rate-limited', why: `Slack is rate-limiting${wait} (HTTP 429)`, retryAfterMs };
  }
  if (status >= 500 || status === 408)
    return inTrouble(
      slackReceiver,
      said,
      reply,
      'see https://slack-status.com, and try again later',
    );
  const refusal = refusals.get(words.trim());
  if (refusal !== undefined) return refused(slackReceiver, said, refusal);
  return status === 400 || status === 413
    ? { kind: 'bad payload', why: said }
    : notTheService(slackReceiver, reply);
}
