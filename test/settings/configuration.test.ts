import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { alertKinds } from '../../functions/kinds/kinds.ts';
import { variables } from '../../functions/settings/configuration.ts';
import { parseChanged as parse, problemsOfChange as problemsOf, webhook } from './environment.ts';

const mailToo = {
  SMTP_URL: 'smtps://alerts:hunter2@mail.example.com',
  MAIL_FROM: 'alerts@example.com',
  MAIL_TO: 'ops@example.com',
};

const everyChannel = {
  ...mailToo,
  DINGTALK_WEBHOOK_URL: 'https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef',
  DINGTALK_SECRET: 'SECaVerySecretSignature',
  FEISHU_WEBHOOK_URL: 'https://open.feishu.cn/open-apis/bot/v2/hook/0123-4567-89ab',
  FEISHU_SECRET: 'anotherVerySecretSignature',
};

const complete: Readonly<Record<string, string>> = {
  MMS_WATCH: '2000015',
  MMS_REGION: 'cn-shanghai',
  STATE_URL: 'oss://alerts-state/finance',
  SLACK_WEBHOOK_URL: webhook,
  STALL_AFTER: '2h',
};

describe('the configuration', () => {
  it('needs four variables and no thought', () => {
    const { channels, secrets, ...rest } = parse();
    expect(channels).toMatchObject([
      { name: 'slack', title: { en: 'Slack', zh: 'Slack' }, listsEveryId: false },
    ]);
    expect(secrets.map((secret) => secret.reveal())).toEqual([webhook]);
    expect(rest).toEqual({
      targets: [{ kind: 'source', sourceId: '2000015' }],
      mms: { protocol: 'https', host: 'maxcompute.cn-shanghai.aliyuncs.com' },
      region: 'cn-shanghai',
      state: {
        kind: 'oss',
        bucket: 'alerts-state',
        prefix: 'finance/',
        endpoint: { protocol: 'https', host: 'oss-cn-shanghai.aliyuncs.com' },
        region: 'cn-shanghai',
      },
      alertOn: new Set(alertKinds),
      firstRun: 'baseline',
      digestEvery: 900_000,
      stallAfter: 7_200_000,
      remindAfter: 86_400_000,
      heartbeatUrl: undefined,
      language: 'en',
      timeZone: 'UTC',
      logviewLinks: 'strip',
      dryRun: false,
      warnings: [],
    });
  });

  it('takes every channel that it is told of, in one order, and their secrets', () => {
    const { channels, secrets, warnings } = parse({ ...everyChannel });
    expect(channels.map(({ name }) => name)).toEqual(['slack', 'dingtalk', 'feishu', 'email']);
    expect(channels.map(({ listsEveryId }) => listsEveryId)).toEqual([false, false, false, true]);
    expect(secrets.map((secret) => secret.reveal())).toEqual([
      webhook,
      everyChannel.DINGTALK_WEBHOOK_URL,
      everyChannel.DINGTALK_SECRET,
      everyChannel.FEISHU_WEBHOOK_URL,
      everyChannel.FEISHU_SECRET,
      'hunter2',
    ]);
    expect(warnings).toEqual([]);
  });

  it.each([
    [
      'dingtalk',
      { DINGTALK_WEBHOOK_URL: everyChannel.DINGTALK_WEBHOOK_URL, DINGTALK_SECRET: 'SEC0' },
    ],
    ['feishu', { FEISHU_WEBHOOK_URL: everyChannel.FEISHU_WEBHOOK_URL, FEISHU_SECRET: 'secret' }],
    ['email', mailToo],
  ])('takes %s alone', (name, change) => {
    const { channels } = parse({ ...change, SLACK_WEBHOOK_URL: '' });
    expect(channels.map((channel) => channel.name)).toEqual([name]);
  });

  it('reads the choices that an operator made', () => {
    expect(
      parse({
        ALERT_ON: ' failed,recovered ',
        FIRST_RUN: 'replay',
        DIGEST_EVERY: '2h',
        DRY_RUN: 'true',
      }),
    ).toMatchObject({
      alertOn: new Set(['failed', 'recovered']),
      firstRun: 'replay',
      digestEvery: 7_200_000,
      dryRun: true,
    });
    expect(
      parse({
        DIGEST_EVERY: '0',
        STALL_AFTER: 'off',
        REMIND_AFTER: 'off',
        ALERT_LANGUAGE: 'zh',
        ALERT_TIME_ZONE: 'Asia/Shanghai',
        SLACK_MENTION: '<!here> <@U012AB3CD>',
        LOGVIEW_LINKS: 'keep',
      }),
    ).toMatchObject({
      digestEvery: 0,
      stallAfter: undefined,
      remindAfter: undefined,
      language: 'zh',
      timeZone: 'Asia/Shanghai',
      logviewLinks: 'keep',
      warnings: [],
    });
  });

  it('keeps the heartbeat to itself', () => {
    const { heartbeatUrl, secrets } = parse({
      HEARTBEAT_URL: 'https://hc-ping.com/key/aVerySecretToken',
    });
    expect(heartbeatUrl?.reveal()).toBe('https://hc-ping.com/key/aVerySecretToken');
    expect(secrets.map((secret) => secret.reveal())).toEqual([
      webhook,
      'https://hc-ping.com/key/aVerySecretToken',
      '/key/aVerySecretToken',
    ]);
  });

  it('holds what the table says of a variable that is unset', () => {
    const fallbacks = variables.flatMap(({ name, fallback }) =>
      /^[\w]+$/.test(fallback) ? [[name, fallback] as const] : [],
    );
    expect(fallbacks.map(([name]) => name)).toEqual([
      'FIRST_RUN',
      'DIGEST_EVERY',
      'REMIND_AFTER',
      'STALL_AFTER',
      'ALERT_LANGUAGE',
      'ALERT_TIME_ZONE',
      'LOGVIEW_LINKS',
      'DRY_RUN',
    ]);
    expect(JSON.stringify(parse(Object.fromEntries(fallbacks)))).toBe(JSON.stringify(parse()));
  });

  it.each(['', ' ', '\t\n'])('counts a variable that is set to %j as unset', (blank) => {
    const blanks = Object.fromEntries(
      variables
        .filter(
          ({ name }) =>
            !['MMS_WATCH', 'MMS_REGION', 'STATE_URL', 'SLACK_WEBHOOK_URL'].includes(name),
        )
        .map(({ name }) => [name, blank]),
    );
    expect(JSON.stringify(parse(blanks))).toBe(JSON.stringify(parse()));
    expect(
      problemsOf({ MMS_WATCH: blank, STATE_URL: blank, SLACK_WEBHOOK_URL: blank }),
    ).toHaveLength(3);
  });

  it('names every problem at once, each by its variable', () => {
    const problems = problemsOf({
      MMS_WATCH: 'everything',
      MMS_REGION: 'Shanghai',
      MMS_ENDPOINT: 'ftp://mms',
      STATE_URL: 's3://bucket',
      OSS_ENDPOINT: 'https://oss/path',
      SLACK_WEBHOOK_URL: 'hooks.slack.com',
      SMTP_URL: 'mail.example.com',
      MAIL_FROM: 'nobody',
      MAIL_TO: undefined,
      ALERT_ON: 'faild',
      FIRST_RUN: 'reply',
      DIGEST_EVERY: '15',
      DONE_EVERY: '15m',
      REPEAT_EVERY: '15m',
      FEISHU_WEBHOOK_URL: 'open.feishu.cn',
      FEISHU_SECRET: undefined,
      STALL_AFTER: '0',
      REMIND_AFTER: 'daily',
      HEARTBEAT_URL: 'hc-ping.com',
      ALERT_LANGUAGE: 'de',
      ALERT_TIME_ZONE: '+08:00',
      SLACK_MENTION: '@here',
      LOGVIEW_LINKS: 'no',
      DRY_RUN: 'yes',
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'ALERT_LANGUAGE',
      'ALERT_ON',
      'ALERT_TIME_ZONE',
      'DIGEST_EVERY',
      'DONE_EVERY',
      'DRY_RUN',
      'FEISHU_SECRET',
      'FEISHU_WEBHOOK_URL',
      'FIRST_RUN',
      'HEARTBEAT_URL',
      'LOGVIEW_LINKS',
      'MAIL_FROM',
      'MAIL_TO',
      'MMS_ENDPOINT',
      'MMS_REGION',
      'MMS_WATCH',
      'OSS_ENDPOINT',
      'REMIND_AFTER',
      'REPEAT_EVERY',
      'SLACK_MENTION',
      'SLACK_WEBHOOK_URL',
      'SMTP_URL',
      'STALL_AFTER',
      'STATE_URL',
    ]);
    for (const problem of problems) expect(problem).toMatch(/expected|required/);
  });

  it('says that a value is in quotes, which were pasted with it', () => {
    const names = ['MMS_WATCH', 'MMS_REGION', 'STATE_URL', 'SLACK_WEBHOOK_URL', 'STALL_AFTER'];
    for (const [open = '', close = ''] of ['""', '“”', '‘’', '「」']) {
      const quoted = names.map((name) => [name, open + (complete[name] ?? '') + close] as const);
      const problems = problemsOf(Object.fromEntries(quoted));
      expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(names.sort());
      for (const problem of problems) expect(problem).toMatch(/; it is in quotes: remove them$/);
    }
  });

  it('says what is missing from an empty environment', () => {
    const unset = Object.fromEntries(variables.map(({ name }) => [name, undefined]));
    const problems = problemsOf(unset);
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(/^MMS_WATCH: required.*2000015\/jobs\/87/);
    expect(problems[1]).toMatch(/^STATE_URL: required.*oss:\/\/bucket\/prefix/);
    expect(problems[2]).toMatch(/^MMS_REGION: .*cn-shanghai/);
    const [first, ...others] = variables.filter((one) => one.required === 'one channel at least');
    expect(problems[3]).toBe(
      `${first?.name}: neither this nor ${others.map(({ name }) => name).join(' nor ')} is set; expected one channel at least`,
    );
  });

  it('asks for sender and recipients with a mail server, even one it cannot read', () => {
    expect(
      problemsOf({ SMTP_URL: 'smtp://host:x' }).map((problem) => problem.split(':')[0]),
    ).toEqual(['SMTP_URL', 'MAIL_FROM', 'MAIL_TO']);
  });

  it('warns of what is for local use, and of what has no effect', () => {
    const { warnings } = parse({
      MMS_ENDPOINT: 'http://127.0.0.1:8001',
      OSS_ENDPOINT: 'http://127.0.0.1:8002',
      STATE_URL: 'file:./state',
      SLACK_WEBHOOK_URL: 'http://127.0.0.1:8003/services/T/B/x',
      SMTP_URL: 'smtp://127.0.0.1:8004?ignoreTLS=true&tls.rejectUnauthorized=false',
      MAIL_FROM: 'a@b',
      MAIL_TO: 'a@b',
      HEARTBEAT_URL: 'http://127.0.0.1:8005/ping/x',
      MMS_COLOUR: 'green',
    });
    expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
      'MMS_ENDPOINT',
      'STATE_URL',
      'OSS_ENDPOINT',
      'SLACK_WEBHOOK_URL',
      'SMTP_URL',
      'SMTP_URL',
      'HEARTBEAT_URL',
      'MMS_COLOUR',
    ]);
    expect(parse({ MAIL_TO: 'a@b' }).warnings).toEqual([
      'MAIL_TO: has no effect while SMTP_URL is not set',
    ]);
    expect(parse({ ...mailToo, SLACK_WEBHOOK_URL: '', SLACK_MENTION: '<!here>' }).warnings).toEqual(
      ['SLACK_MENTION: has no effect while SLACK_WEBHOOK_URL is not set'],
    );
  });

  it('shows no secret, however it is printed and whatever is wrong with it', () => {
    const everything = { ...everyChannel, HEARTBEAT_URL: 'https://hc-ping.com/hunter2' };
    const shown = inspect(parse(everything), { depth: null }) + JSON.stringify(parse(everything));
    expect(shown).not.toMatch(/hunter2|VerySecret|0123/);
    const problems = problemsOf({
      MMS_WATCH: webhook,
      MMS_REGION: 'hunter2',
      MMS_ENDPOINT: 'https://u:hunter2@host',
      STATE_URL: 'oss://u:hunter2@bucket/x',
      OSS_ENDPOINT: webhook,
      SLACK_WEBHOOK_URL: `${webhook} aVerySecretToken`,
      SMTP_URL: 'smtp://alerts:hunter2@mail.example.com/hunter2',
      MAIL_FROM: 'smtp://alerts:hunter2@mail.example.com',
      MAIL_TO: webhook,
      ALERT_ON: webhook,
      FIRST_RUN: webhook,
      DIGEST_EVERY: webhook,
      DONE_EVERY: webhook,
      FEISHU_WEBHOOK_URL: `${webhook}#hunter2`,
      FEISHU_SECRET: 'hunter2 hunter2',
      DINGTALK_WEBHOOK_URL: `${webhook}#hunter2`,
      DINGTALK_SECRET: 'hunter2',
      STALL_AFTER: webhook,
      REMIND_AFTER: webhook,
      HEARTBEAT_URL: `${webhook}#hunter2`,
      ALERT_LANGUAGE: webhook,
      ALERT_TIME_ZONE: webhook,
      SLACK_MENTION: webhook,
      LOGVIEW_LINKS: webhook,
      DRY_RUN: webhook,
    });
    expect(problems.length).toBeGreaterThanOrEqual(21);
    expect(problems.join('\n')).not.toMatch(/hunter2|aVerySecretToken/);
  });
});
