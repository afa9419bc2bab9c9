import { DingTalkServer } from './dingtalk-server.ts';
import { FeishuServer } from './feishu-server.ts';
import { HeartbeatServer } from './heartbeat-server.ts';
import { Keyring, type Credentials } from './keyring.ts';
import type { LoopbackServer } from './loopback-server.ts';
import { MailServer, type MailServerOptions } from './mail-server.ts';
import { Migration, type MigrationOptions } from './migration.ts';
import { MmsServer } from './mms-server.ts';
import { OssServer } from './oss-server.ts';
import { SlackServer } from './slack-server.ts';

export type WorldOptions = Readonly<{
  /** What time it is in the migration and in the chats. */
  now?: () => number;
  migration?: MigrationOptions;
  mail?: MailServerOptions;
}>;

/** As far as this function reads it. */
export type InvocationContext = Readonly<{
  requestId: string;
  region: string;
  accountId: string;
  credentials: Credentials;
  function: Readonly<{ name: string; handler: string; memory: number; timeout: number }>;
}>;

const region = 'cn-shanghai';
const bucket = 'mms-task-alerts';
const prefix = 'production';

/** Everything that the function speaks to, on loopback, and what it must be told to find it. */
export class World {
  readonly keyring: Keyring;
  readonly migration: Migration;
  readonly mms: MmsServer;
  readonly oss: OssServer;
  readonly slack: SlackServer;
  readonly dingtalk: DingTalkServer;
  readonly feishu: FeishuServer;
  readonly heartbeat: HeartbeatServer;
  readonly mail: MailServer;
  #credentials: Credentials = {
    accessKeyId: 'STS.LoopbackKeyOne',
    accessKeySecret: 'loopback-secret-one',
    securityToken: 'loopback-token-one',
  };
  #invocations = 0;

  private constructor({ now = Date.now, migration, mail }: WorldOptions) {
    this.keyring = new Keyring(this.#credentials);
    this.migration = new Migration(now, migration);
    this.mms = new MmsServer(this.migration, this.keyring);
    this.oss = new OssServer(this.keyring, { region, bucket });
    this.slack = new SlackServer(now);
    this.dingtalk = new DingTalkServer(now);
    this.feishu = new FeishuServer(now);
    this.heartbeat = new HeartbeatServer();
    const login = { user: 'alerts@example.test', password: 'loopback password' };
    this.mail = new MailServer(mail ?? { login });
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    await Promise.all(world.#servers.map((server) => server.start()));
    return world;
  }

  get #servers(): readonly (LoopbackServer | MailServer)[] {
    const { mms, oss, slack, dingtalk, feishu, heartbeat, mail } = this;
    return [mms, oss, slack, dingtalk, feishu, heartbeat, mail];
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  /** A deployment that watches these targets and tells Slack and a mailbox. */
  environment(
    watch: string = this.migration.sources.map(({ id }) => id).join(','),
  ): Record<string, string> {
    return {
      MMS_WATCH: watch,
      MMS_REGION: region,
      MMS_ENDPOINT: this.mms.url,
      STATE_URL: `oss://${bucket}/${prefix}`,
      OSS_ENDPOINT: this.oss.url,
      SLACK_WEBHOOK_URL: this.slack.webhookUrl,
      SMTP_URL: this.mail.url,
      MAIL_FROM: 'alerts@example.test',
      MAIL_TO: 'oncall@example.test',
    };
  }

  /** What makes each further chat a channel beside Slack and the mailbox. */
  get otherChats(): Readonly<Record<'dingtalk' | 'feishu', Record<string, string>>> {
    const { dingtalk, feishu } = this;
    return {
      dingtalk: { DINGTALK_WEBHOOK_URL: dingtalk.webhookUrl, DINGTALK_SECRET: dingtalk.secret },
      feishu: { FEISHU_WEBHOOK_URL: feishu.webhookUrl, FEISHU_SECRET: feishu.secret },
    };
  }

  context(timeoutSeconds = 50): InvocationContext {
    this.#invocations += 1;
    return {
      requestId: `00000000-0000-4000-8000-${String(this.#invocations).padStart(12, '0')}`,
      region,
      accountId: '1234567890123456',
      credentials: this.#credentials,
      function: {
        name: 'mms-task-alerts',
        handler: 'index.handler',
        memory: 512,
        timeout: timeoutSeconds,
      },
    };
  }

  /** As Function Compute does in time: the former keys open nothing any more. */
  rotateCredentials(credentials: Credentials): void {
    this.#credentials = credentials;
    this.keyring.rotate(credentials);
  }

  state(channel: string): string | undefined {
    return this.oss.text(`${prefix}/${channel}.json`);
  }

  putState(channel: string, text: string): void {
    this.oss.put(`${prefix}/${channel}.json`, Buffer.from(text));
  }
}
