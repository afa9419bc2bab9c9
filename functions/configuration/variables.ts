/** One row of the README's table. `fallback` is what holds where the variable is unset; `''` where nothing does. */
type Variable = Readonly<{ name: string; required: string; fallback: string; secret: boolean; meaning: string }>;

/** Every variable of ours, in the README's order. Whatever lists them (README, `s.yaml`) is held against this. */
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
    meaning: "webhook of a DingTalk group's own robot: https://oapi.dingtalk.com/robot/send?access_token=…",
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
    meaning: 'mail server: smtps://user:password@host:465, or smtp://user:password@host:587 (STARTTLS)',
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
  { name: 'DRY_RUN', required: 'no', fallback: 'false', secret: false, meaning: 'true: deliver and save nothing' },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]['name'];

export const meaningOfVariable = (name: VariableName): string =>
  variables.find((variable) => variable.name === name)?.meaning ?? '';
