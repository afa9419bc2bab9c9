import { onTestFinished } from 'vitest';
import { channels, type ChannelType } from '../../functions/channels/channels.ts';
import type { ChannelService } from '../../functions/channels/channel.ts';
import { smtpUrl, type SmtpSettings } from '../../functions/channels/email/settings.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import type { Channel, DeliveryResult, Outgoing } from '../../functions/ports.ts';
import type { Environment } from '../../functions/settings/environment.ts';
import { DingTalkServer } from '../../rehearsal/world/dingtalk-server.ts';
import { FeishuServer } from '../../rehearsal/world/feishu-server.ts';
import type { LoopbackServer } from '../../rehearsal/world/loopback-server.ts';
import { MailServer, type MailServerOptions } from '../../rehearsal/world/mail-server.ts';
import { SlackServer } from '../../rehearsal/world/slack-server.ts';
import { aNotification, aTask, failureOf } from '../notification/alerts.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

/** What every channel is told here. */
export const aFailure = failureOf(aTask(4032, 'orders_2024'));

/** The one message that tells of these alerts. */
export async function messageOf(
  channel: Channel,
  alerts: readonly Alert[] = [aFailure],
): Promise<Outgoing> {
  const [message] = await channel.compose(aNotification(alerts));
  if (message === undefined) throw new Error('the channel has nothing to say about a failure');
  return message;
}

/** How the messages read, which is of no matter here. */
const plainly = {
  region: 'cn-shanghai',
  language: 'en',
  timeZone: 'UTC',
  mailAlso: false,
  channelTitle: (name: string): string => name,
} as const;

export function serviceOf(name: ChannelType, environment: Environment): ChannelService {
  const { service, problems } = channels[name].read(environment);
  if (service === undefined) throw new Error(problems.join('; ') || 'it is not asked for');
  return service;
}

export const channelOf = (
  name: ChannelType,
  environment: Environment,
  time = new HastyTime(),
): Channel => serviceOf(name, environment).create(name, plainly, time);

export const minute = 60_000;

export type OnLoopback<Server> = Readonly<{
  server: Server;
  environment: Environment;
  channel: Channel;
  time: HastyTime;
}>;

/** What becomes of the message about one failure. */
export const deliver = async (
  { channel, time }: Pick<OnLoopback<unknown>, 'channel' | 'time'>,
  ms = minute,
): Promise<DeliveryResult> => (await messageOf(channel)).deliver(time.in(ms));

async function onLoopback<Server extends LoopbackServer | MailServer>(
  name: ChannelType,
  server: Server,
  environmentOf: () => Environment,
  time: HastyTime,
): Promise<OnLoopback<Server>> {
  await server.start();
  onTestFinished(() => server.close());
  const environment = environmentOf();
  return { server, environment, channel: channelOf(name, environment, time), time };
}

export async function slackOnLoopback(): Promise<OnLoopback<SlackServer>> {
  const server = new SlackServer();
  return onLoopback('slack', server, () => slackEnvironment(server.webhookUrl), new HastyTime());
}

export const slackEnvironment = (webhookUrl: string): Environment => ({
  SLACK_WEBHOOK_URL: webhookUrl,
});

export async function dingTalkOnLoopback(): Promise<OnLoopback<DingTalkServer>> {
  const time = new HastyTime();
  const server = new DingTalkServer(time.clock);
  const environment = (): Environment => ({
    DINGTALK_WEBHOOK_URL: server.webhookUrl,
    DINGTALK_SECRET: server.secret,
  });
  return onLoopback('dingtalk', server, environment, time);
}

export async function feishuOnLoopback(): Promise<OnLoopback<FeishuServer>> {
  const time = new HastyTime();
  const server = new FeishuServer(time.clock);
  const environment = (): Environment => ({
    FEISHU_WEBHOOK_URL: server.webhookUrl,
    FEISHU_SECRET: server.secret,
  });
  return onLoopback('feishu', server, environment, time);
}

/** A chat behind a webhook: what all of them keep is tested for each. */
type Webhook = Readonly<{
  name: ChannelType;
  title: string;
  variable: string;
  onLoopback: () => Promise<OnLoopback<LoopbackServer & { readonly messages: readonly unknown[] }>>;
  /** Its answer to a message that it takes. */
  ok: string;
  /** What it is, with this address. */
  environment: (address: string) => Environment;
}>;

export const webhooks: readonly Webhook[] = [
  {
    name: 'slack',
    title: 'Slack',
    variable: 'SLACK_WEBHOOK_URL',
    onLoopback: slackOnLoopback,
    ok: 'ok',
    environment: (address) => ({ SLACK_WEBHOOK_URL: `${address}/services/T0/B0/secret` }),
  },
  {
    name: 'dingtalk',
    title: 'DingTalk',
    variable: 'DINGTALK_WEBHOOK_URL',
    onLoopback: dingTalkOnLoopback,
    ok: '{"errcode":0,"errmsg":"ok"}',
    environment: (address) => ({
      DINGTALK_WEBHOOK_URL: `${address}/robot/send?access_token=secret`,
      DINGTALK_SECRET: 'SECofARobot',
    }),
  },
  {
    name: 'feishu',
    title: 'Feishu',
    variable: 'FEISHU_WEBHOOK_URL',
    onLoopback: feishuOnLoopback,
    ok: '{"code":0,"msg":"success","data":{}}',
    environment: (address) => ({
      FEISHU_WEBHOOK_URL: `${address}/open-apis/bot/v2/hook/secret`,
      FEISHU_SECRET: 'aSecretOfABot',
    }),
  },
];

export const login = { user: 'alerts@example.test', password: 'hunter2/with+odd=signs' };

type MailWorld = MailServerOptions &
  Readonly<{
    /** Made of the server's own URL. */
    url?: (url: URL) => URL;
    from?: string;
    to?: readonly string[];
  }>;

export async function mailOnLoopback({
  url = (own) => own,
  from = 'MMS alerts <alerts@example.test>',
  to = ['oncall@example.test'],
  ...options
}: MailWorld = {}): Promise<OnLoopback<MailServer>> {
  const server = new MailServer({ tls: 'starttls', login, ...options });
  const environment = (): Environment => ({
    SMTP_URL: url(new URL(server.url)).href,
    MAIL_FROM: from,
    MAIL_TO: to.join(','),
  });
  return onLoopback('email', server, environment, new HastyTime());
}

export const smtpSettings = (url: string): SmtpSettings => smtpUrl.parse(url);
