import { alertKinds } from '../kinds/alert.ts';
import { languages } from '../notification/language.ts';
import { ConfigurationError } from '../errors.ts';
import { oneOf, parseAlertKinds, parseDuration, parseDurationOrOff } from './choices.ts';
import type { Configuration, MailSettings } from './configuration.ts';
import {
  parseDingTalkSecret,
  parseDingTalkWebhookUrl,
  type DingTalkRobot,
} from '../channels/dingtalk/dingtalk-robot.ts';
import { EnvironmentReader, textOf, type Environment } from './environment-reader.ts';
import { reviewForeignVariables } from './foreign-variables.ts';
import { parseHeartbeatUrl, secretsOfHeartbeat } from './heartbeat-url.ts';
import { parseMailAddress, parseMailAddresses } from '../channels/email/mail-addresses.ts';
import { readPlaces } from './places.ts';
import { Secret } from './secret.ts';
import { parseSlackMention } from '../channels/slack/slack-mention.ts';
import { parseSlackWebhookUrl } from '../channels/slack/slack-webhook-url.ts';
import { parseSmtpUrl } from '../channels/email/smtp-url.ts';
import { parseTimeZone } from './time-zone.ts';
import { parseWatchList } from './watch-list.ts';

const quarterOfAnHourMs = 15 * 60_000;
const hourMs = 60 * 60_000;

/**
 * The environment as the README's table describes it. `context` is the platform's; its region
 * precedes `FC_REGION`. Throws a `ConfigurationError` that names every problem at once.
 */
export function parseConfiguration(
  environment: Environment,
  context: Readonly<{ region?: string | undefined }>,
): Configuration {
  const reader = new EnvironmentReader(environment);
  const targets = reader.require('MMS_WATCH', parseWatchList);
  const { mms, region, state } = readPlaces(
    reader,
    textOf(context, 'region') ?? textOf(environment, 'FC_REGION'),
  );
  const slackWebhookUrl = reader.read('SLACK_WEBHOOK_URL', parseSlackWebhookUrl);
  const dingTalk = readDingTalk(reader);
  const mail = readMail(reader);
  const heartbeatUrl = reader.read('HEARTBEAT_URL', parseHeartbeatUrl);
  const settings = {
    alertOn: reader.read('ALERT_ON', parseAlertKinds) ?? alertKinds,
    firstRun: reader.read('FIRST_RUN', oneOf('baseline', 'replay')) ?? 'baseline',
    doneEveryMs: reader.read('DONE_EVERY', parseDuration) ?? quarterOfAnHourMs,
    repeatEveryMs: reader.read('REPEAT_EVERY', parseDuration) ?? quarterOfAnHourMs,
    stallAfterMs: readDurationOrOff(reader, 'STALL_AFTER', 2 * hourMs),
    remindAfterMs: readDurationOrOff(reader, 'REMIND_AFTER', 24 * hourMs),
    language: reader.read('ALERT_LANGUAGE', oneOf(...languages)) ?? 'en',
    timeZone: reader.read('ALERT_TIME_ZONE', parseTimeZone) ?? 'UTC',
    slackMention: readSlackMention(reader),
    logviewLinks: reader.read('LOGVIEW_LINKS', oneOf('strip', 'keep')) ?? 'strip',
    dryRun: reader.read('DRY_RUN', oneOf('true', 'false')) === 'true',
  };
  if (
    !(['SLACK_WEBHOOK_URL', 'DINGTALK_WEBHOOK_URL', 'SMTP_URL'] as const).some((name) =>
      reader.isSet(name),
    )
  ) {
    reader.problem(
      'SLACK_WEBHOOK_URL',
      'neither this nor DINGTALK_WEBHOOK_URL nor SMTP_URL is set; expected one channel at least',
    );
  }
  const foreign = reviewForeignVariables(environment);

  const problems = [...reader.problems, ...foreign.problems];
  if (problems.length > 0 || targets === undefined || mms === undefined || state === undefined) {
    throw new ConfigurationError(problems);
  }
  const warnings = [...reader.warnings, ...foreign.warnings];
  const secrets = [
    ...[slackWebhookUrl, dingTalk?.webhookUrl, dingTalk?.secret, mail?.smtp.password].filter(
      (secret) => secret !== undefined,
    ),
    ...(mail === undefined ? [] : [new Secret(textOf(environment, 'SMTP_URL') ?? '')]),
    ...(heartbeatUrl === undefined ? [] : secretsOfHeartbeat(heartbeatUrl)),
  ];
  return {
    targets,
    mms,
    region,
    state,
    slackWebhookUrl,
    dingTalk,
    mail,
    heartbeatUrl,
    ...settings,
    warnings,
    secrets,
  };
}

function readDingTalk(reader: EnvironmentReader): DingTalkRobot | undefined {
  const webhookUrl = reader.read('DINGTALK_WEBHOOK_URL', parseDingTalkWebhookUrl);
  if (!reader.isSet('DINGTALK_WEBHOOK_URL')) {
    if (reader.isSet('DINGTALK_SECRET'))
      reader.warning('DINGTALK_SECRET', 'has no effect while DINGTALK_WEBHOOK_URL is not set');
    return undefined;
  }
  const secret = reader.require('DINGTALK_SECRET', parseDingTalkSecret);
  return webhookUrl && secret && { webhookUrl, secret };
}

/** `off` is a choice, and not the same as leaving the variable unset. */
const readDurationOrOff = (
  reader: EnvironmentReader,
  name: 'STALL_AFTER' | 'REMIND_AFTER',
  otherwise: number,
): number | undefined => (reader.isSet(name) ? reader.read(name, parseDurationOrOff) : otherwise);

function readSlackMention(reader: EnvironmentReader): string | undefined {
  const mention = reader.read('SLACK_MENTION', parseSlackMention);
  if (mention !== undefined && !reader.isSet('SLACK_WEBHOOK_URL')) {
    reader.warning('SLACK_MENTION', 'has no effect while SLACK_WEBHOOK_URL is not set');
  }
  return mention;
}

function readMail(reader: EnvironmentReader): MailSettings | undefined {
  const smtp = reader.read('SMTP_URL', parseSmtpUrl);
  if (!reader.isSet('SMTP_URL')) {
    for (const name of ['MAIL_FROM', 'MAIL_TO'] as const) {
      if (reader.isSet(name)) reader.warning(name, 'has no effect while SMTP_URL is not set');
    }
    return undefined;
  }
  const from = reader.require('MAIL_FROM', parseMailAddress);
  const to = reader.require('MAIL_TO', parseMailAddresses);
  return smtp && from && to && { smtp, from, to };
}
