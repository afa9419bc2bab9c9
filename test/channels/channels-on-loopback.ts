import { onTestFinished } from 'vitest';
import { createDingTalkChannel } from '../../functions/channels/dingtalk/dingtalk-channel.ts';
import { createEmailChannel } from '../../functions/channels/email/email-channel.ts';
import { createSlackChannel } from '../../functions/channels/slack/slack-channel.ts';
import { Secret } from '../../functions/settings/secret.ts';
import type { SmtpSettings } from '../../functions/channels/email/smtp-url.ts';
import { parseSmtpUrl } from '../../functions/channels/email/smtp-url.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import type { Alert, AlertOf } from '../../functions/kinds/alert.ts';
import type { Notification } from '../../functions/notification/notification.ts';
import type { JobId } from '../../functions/mms/id.ts';
import type { Channel, Outgoing } from '../../functions/ports.ts';
import { DingTalkServer } from '../../rehearsal/world/dingtalk-server.ts';
import { MailServer, type MailServerOptions } from '../../rehearsal/world/mail-server.ts';
import { SlackServer } from '../../rehearsal/world/slack-server.ts';
import { id } from '../support/builders.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

const noPrivilege = {
  fingerprint: 'no-privilege',
  reason: "ODPS-0130013: no privilege 'odps:Select'",
  category: undefined,
};

export const aFailure: AlertOf<'failed'> = {
  kind: 'failed',
  at: 0,
  due: true,
  status: 'DATA_FAILED',
  attempts: 1,
  ordinal: 1,
  logUnread: undefined,
  recoveredSince: false,
  task: {
    id: id('4032'),
    sourceId: id('2000015'),
    sourceName: 'finance_dw',
    jobId: id<JobId>('87'),
    jobName: 'nightly_full',
    sourceTable: 'finance_dw.orders_2024',
    destinationTable: 'mms_prod.orders_2024',
    status: 'DATA_FAILED',
  },
  cause: noPrivilege,
  sameCause: undefined,
  countedRows: undefined,
  watchedById: false,
  rows: [
    {
      logId: id('10231'),
      status: 'DATA_FAILED',
      time: '2026-11-22 14:03:07',
      action: wholeText('insert overwrite table orders_2024'),
      message: wholeText("ODPS-0130013: no privilege 'odps:Select'"),
    },
  ],
};

/** Of alerts whose cause is new. */
export const briefingOf = (alerts: readonly Alert[]): Notification => ({
  alerts,
  causes: new Map([
    [
      noPrivilege.fingerprint,
      { ...noPrivilege, firstAt: 0, lastAt: 0, seen: 1, toldAt: undefined },
    ],
  ]),
  standings: [],
});

/** The one message that tells of this failure. */
export async function messageOf(
  channel: Channel,
  alerts: readonly Alert[] = [aFailure],
): Promise<Outgoing> {
  const [message] = await channel.compose(briefingOf(alerts), Date.parse('2026-11-22T06:03:07Z'));
  if (message === undefined) throw new Error('the channel has nothing to say about a failure');
  return message;
}

/** How the messages read, which is of no matter here. */
const plainly = { region: 'cn-shanghai', language: 'en', timeZone: 'UTC' } as const;

export function slackChannelTo(
  webhookUrl: string,
  { clock, sleep, random } = new HastyTime(),
  mention?: string,
): Channel {
  return createSlackChannel({
    webhookUrl: new Secret(webhookUrl),
    mailAlso: false,
    mention,
    ...plainly,
    clock,
    sleep,
    random,
  });
}

export async function slackOnLoopback(): Promise<
  Readonly<{ server: SlackServer; channel: Channel; time: HastyTime }>
> {
  const server = new SlackServer();
  await server.start();
  onTestFinished(() => server.close());
  const time = new HastyTime();
  return { server, channel: slackChannelTo(server.webhookUrl, time), time };
}

export function dingTalkChannelTo(
  webhookUrl: string,
  secret: string,
  { clock, sleep, random } = new HastyTime(),
): Channel {
  const robot = { webhookUrl: new Secret(webhookUrl), secret: new Secret(secret) };
  return createDingTalkChannel({
    robot,
    region: 'cn-shanghai',
    mailAlso: false,
    language: 'en',
    timeZone: 'UTC',
    clock,
    sleep,
    random,
  });
}

export async function dingTalkOnLoopback(): Promise<
  Readonly<{ server: DingTalkServer; channel: Channel; time: HastyTime }>
> {
  const time = new HastyTime();
  const server = new DingTalkServer(time.clock);
  await server.start();
  onTestFinished(() => server.close());
  return { server, channel: dingTalkChannelTo(server.webhookUrl, server.secret, time), time };
}

export const login = { user: 'alerts@example.test', password: 'hunter2/with+odd=signs' };

export function mailChannelTo(
  smtp: SmtpSettings,
  { clock, sleep, random } = new HastyTime(),
  to: readonly string[] = ['oncall@example.test'],
): Channel {
  return createEmailChannel({
    smtp,
    ...plainly,
    clock,
    sleep,
    random,
    from: { name: 'MMS alerts', address: 'alerts@example.test' },
    to: to.map((address) => ({ name: '', address })),
  });
}

type MailOnLoopback = Readonly<{ server: MailServer; channel: Channel; time: HastyTime }>;
type MailWorld = MailServerOptions &
  Readonly<{ settings?: Partial<SmtpSettings>; to?: readonly string[] }>;

export async function mailOnLoopback({
  settings = {},
  to,
  ...options
}: MailWorld = {}): Promise<MailOnLoopback> {
  const server = new MailServer({ tls: 'starttls', login, ...options });
  await server.start();
  onTestFinished(() => server.close());
  const time = new HastyTime();
  return {
    server,
    channel: mailChannelTo({ ...settingsOf(server.url), ...settings }, time, to),
    time,
  };
}

export function settingsOf(url: string): SmtpSettings {
  const parsed = parseSmtpUrl(url);
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join('; '));
  return parsed.value;
}
