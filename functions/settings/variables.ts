/**
 * One row of the README's table. `fallback` is what holds where the variable is unset; `''` where
 * nothing does.
 */
type Variable = Readonly<{
  name: string;
  required: string;
  fallback: string;
  secret: boolean;
  meaning: string;
}>;

/**
 * Every variable of ours, in the README's order. Whatever lists them (README, `s.yaml`) is held
 * against this.
 */
export const variables = [
  {
    name: 'MMS_WATCH',
    required: 'yes',
    fallback: '',
    secret: false,
    meaning:
      'what to watch, separated by commas or white space: 2000015 (every task of a data source), 2000015/jobs/87, ' +
      '2000015/tasks/4032',
  },
  {
    name: 'MMS_REGION',
    required: 'no',
    fallback: 'context.region, FC_REGION',
    secret: false,
    meaning: 'region id, such as cn-shanghai; needed only where an endpoint is not given',
  },
  {
    name: 'MMS_ENDPOINT',
    required: 'no',
    fallback: 'maxcompute.<region>.aliyuncs.com',
    secret: false,
    meaning: 'where MMS answers: host, or http(s)://host[:port]',
  },
  {
    name: 'STATE_URL',
    required: 'yes',
    fallback: '',
    secret: false,
    meaning: 'where the state is kept: oss://bucket/prefix, or file:<folder> for local use',
  },
  {
    name: 'OSS_ENDPOINT',
    required: 'no',
    fallback: 'https://oss-<region>.aliyuncs.com',
    secret: false,
    meaning: 'where OSS answers: host, or http(s)://host[:port]',
  },
  {
    name: 'SLACK_WEBHOOK_URL',
    required: 'one channel at least',
    fallback: '',
    secret: true,
    meaning: 'Slack incoming webhook: https://hooks.slack.com/services/T…/B…/…',
  },
  {
    name: 'DINGTALK_WEBHOOK_URL',
    required: 'one channel at least',
    fallback: '',
    secret: true,
    meaning:
      "webhook of a DingTalk group's own robot: https://oapi.dingtalk.com/robot/send?access_token=…",
  },
  {
    name: 'DINGTALK_SECRET',
    required: 'with DINGTALK_WEBHOOK_URL',
    fallback: '',
    secret: true,
    meaning: "what the robot's messages are signed with: SEC…, from its security settings",
  },
  {
    name: 'SMTP_URL',
    required: 'one channel at least',
    fallback: '',
    secret: true,
    meaning:
      'mail server: smtps://user:password@host:465, or smtp://user:password@host:587 (STARTTLS)',
  },
  {
    name: 'MAIL_FROM',
    required: 'with SMTP_URL',
    fallback: '',
    secret: false,
    meaning: "the mails' sender: one address",
  },
  {
    name: 'MAIL_TO',
    required: 'with SMTP_URL',
    fallback: '',
    secret: false,
    meaning: "the mails' recipients, separated by commas",
  },
  {
    name: 'ALERT_ON',
    required: 'no',
    fallback: 'every kind',
    secret: false,
    meaning: 'the alert kinds to tell, separated by commas',
  },
  {
    name: 'FIRST_RUN',
    required: 'no',
    fallback: 'baseline',
    secret: false,
    meaning: 'baseline: history is not told task by task; replay: it is',
  },
  {
    name: 'DONE_EVERY',
    required: 'no',
    fallback: '15m',
    secret: false,
    meaning:
      'completions of sources and jobs are gathered and told at most this often: 90s, 15m, 2h, 1d; 0: at once',
  },
  {
    name: 'REPEAT_EVERY',
    required: 'no',
    fallback: '15m',
    secret: false,
    meaning:
      'further failures of a cause that was told are gathered and told at most this often; 0: at once',
  },
  {
    name: 'STALL_AFTER',
    required: 'no',
    fallback: '2h',
    secret: false,
    meaning:
      'how long a running task may be silent, or a job with waiting tasks idle, before that is told; off: never',
  },
  {
    name: 'REMIND_AFTER',
    required: 'no',
    fallback: '24h',
    secret: false,
    meaning: 'how long a task may stay failed before its channels are reminded of it; off: never',
  },
  {
    name: 'HEARTBEAT_URL',
    required: 'no',
    fallback: '',
    secret: true,
    meaning:
      'requested after every good tick, and with /fail from the third bad one running: https://hc-ping.com/…',
  },
  {
    name: 'ALERT_LANGUAGE',
    required: 'no',
    fallback: 'en',
    secret: false,
    meaning: 'what the messages are written in: en or zh',
  },
  {
    name: 'ALERT_TIME_ZONE',
    required: 'no',
    fallback: 'UTC',
    secret: false,
    meaning:
      "for times of ours: an IANA name such as Asia/Shanghai; MMS's times are shown as MMS gives them",
  },
  {
    name: 'SLACK_MENTION',
    required: 'no',
    fallback: '',
    secret: false,
    meaning: 'whom Slack calls for a new cause and an escalation: <@U…>, <!subteam^S…> or <!here>',
  },
  {
    name: 'LOGVIEW_LINKS',
    required: 'no',
    fallback: 'strip',
    secret: false,
    meaning:
      'strip: LogView links, which grant access, are taken out of log texts; keep: they are shown whole',
  },
  {
    name: 'DRY_RUN',
    required: 'no',
    fallback: 'false',
    secret: false,
    meaning: 'true: deliver and save nothing',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]['name'];

export const meaningOfVariable = (name: VariableName): string =>
  variables.find((variable) => variable.name === name)?.meaning ?? '';
