import type { AlertKind } from '../core/alert.ts';
import type { Target } from '../core/target.ts';
import type { DingTalkRobot } from './dingtalk-robot.ts';
import type { Endpoint } from './endpoint.ts';
import type { MailAddress } from './mail-addresses.ts';
import type { StateLocation } from './places.ts';
import type { Secret } from './secret.ts';
import type { SmtpSettings } from './smtp-url.ts';

export type MailSettings = Readonly<{ smtp: SmtpSettings; from: MailAddress; to: readonly MailAddress[] }>;

/** The environment, understood. One channel at least is there. */
export type Configuration = Readonly<{
  targets: readonly Target[];
  mms: Endpoint;
  /** Of MMS, for links to its console; unknown where only endpoints are given. */
  region: string | undefined;
  state: StateLocation;
  slackWebhookUrl: Secret | undefined;
  dingTalk: DingTalkRobot | undefined;
  mail: MailSettings | undefined;
  alertOn: readonly AlertKind[];
  firstRun: 'baseline' | 'replay';
  /** 0 tells completions at once. */
  doneEveryMs: number;
  dryRun: boolean;
  /** Each begins with the variable's name; none holds a secret. */
  warnings: readonly string[];
  /** Everything that must never be seen in a log line, a summary or an error. */
  secrets: readonly Secret[];
}>;
