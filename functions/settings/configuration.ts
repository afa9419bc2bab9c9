import type { AlertKind } from '../kinds/alert.ts';
import type { Language } from '../notification/language.ts';
import type { Target } from '../mms/target.ts';
import type { DingTalkRobot } from '../channels/dingtalk/dingtalk-robot.ts';
import type { Endpoint } from './endpoint.ts';
import type { MailAddress } from '../channels/email/mail-addresses.ts';
import type { StateLocation } from './places.ts';
import type { Secret } from './secret.ts';
import type { SmtpSettings } from '../channels/email/smtp-url.ts';

export type MailSettings = Readonly<{
  smtp: SmtpSettings;
  from: MailAddress;
  to: readonly MailAddress[];
}>;

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
  /** 0 tells further failures of a known cause at once. */
  repeatEveryMs: number;
  /** `undefined` where stalls are not told. */
  stallAfterMs: number | undefined;
  /** `undefined` where nobody is reminded. */
  remindAfterMs: number | undefined;
  /** Requested after every good tick. */
  heartbeatUrl: Secret | undefined;
  language: Language;
  /** IANA name. */
  timeZone: string;
  /** In Slack's markup: whom to call. */
  slackMention: string | undefined;
  /** Whether links that let anybody see a running instance go out as they are. */
  logviewLinks: 'strip' | 'keep';
  dryRun: boolean;
  /** Each begins with the variable's name; none holds a secret. */
  warnings: readonly string[];
  /** Everything that must never be seen in a log line, a summary or an error. */
  secrets: readonly Secret[];
}>;
