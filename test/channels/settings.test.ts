import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dingTalkVariables } from '../../functions/channels/dingtalk/dingtalk.ts';
import {
  mailVariables,
  smtpUrl,
  type SmtpSettings,
} from '../../functions/channels/email/settings.ts';
import { feishuVariables } from '../../functions/channels/feishu/feishu.ts';
import { slackVariables } from '../../functions/channels/slack/slack.ts';
import { tlsWarnings } from '../../functions/settings/endpoint.ts';
import { parseChanged, problemsOfChange } from '../settings/environment.ts';
import { problemsOf, valueOf } from '../settings/outcome.ts';

const { schema: slackWebhookUrl } = slackVariables.SLACK_WEBHOOK_URL;
const { schema: mention } = slackVariables.SLACK_MENTION;
const { schema: dingTalkWebhookUrl } = dingTalkVariables.DINGTALK_WEBHOOK_URL;
const { schema: dingTalkSecret } = dingTalkVariables.DINGTALK_SECRET;
const { schema: mailFrom } = mailVariables.MAIL_FROM;
const { schema: mailTo } = mailVariables.MAIL_TO;

describe('SLACK_WEBHOOK_URL', () => {
  it.each([
    'https://hooks.slack.com/services/T0/B0/xyz',
    'https://hooks.slack-gov.com/services/T0/B0/xyz',
    'https://chat.example.com/hooks/xyz',
  ])('may be %s', (text) => {
    expect(valueOf(slackWebhookUrl, text).reveal()).toBe(text);
  });

  it('may be http: on the machine itself only', () => {
    expect(
      tlsWarnings(valueOf(slackWebhookUrl, 'http://127.0.0.1:8080/services/T/B/x'))[0],
    ).toContain('local use');
    expect(problemsOf(slackWebhookUrl, 'http://hooks.slack.com/services/T/B/xyz')[0]).toContain(
      'unencrypted',
    );
  });

  it.each([
    'https://hooks.slack.com/triggers/T0/1/xyz',
    'https://hooks.slack.com/workflows/T0/A0/1/xyz',
    'http://127.0.0.1:1/triggers/x',
    'https://hooks.slack.com/Workflows',
  ])('is not that of a workflow, which takes no blocks: %s', (text) => {
    expect(problemsOf(slackWebhookUrl, text)[0]).toContain('takes no blocks');
  });

  it.each([
    'hooks.slack.com/services/T0/B0/xyz',
    'https://hooks.slack.com/',
    'https://hooks.slack.com/services/T0/B0',
    'https://acme.slack.com/archives/C0',
    'ftp://x/y',
    'https://u:p@chat.example.com/x',
    'https://chat.example.com/x#y',
    'https://chat.example.com/x y',
  ])('is not %s', (text) => {
    const problems = problemsOf(slackWebhookUrl, text).join();
    expect(problems).toContain('expected a Slack incoming webhook');
    expect(problems).not.toMatch(/T0|C0|chat/);
  });
});

describe('SLACK_MENTION', () => {
  it.each([
    ['<@U012AB3CD>', '<@U012AB3CD>'],
    ['<@W012A3CDE>', '<@W012A3CDE>'],
    ['<!subteam^SAZ94GDB8>', '<!subteam^SAZ94GDB8>'],
    ['<!here>', '<!here>'],
    ['<!here>  <@U1>,<@U2> <!here>', '<!here> <@U1> <@U2>'],
  ])('%s calls %s', (text, called) => {
    expect(valueOf(mention, text)).toBe(called);
  });

  it.each(['<!channel>', '<!everyone>', '@channel', '<!channel|channel>'])(
    'does not call everybody: %s',
    (text) => {
      expect(problemsOf(mention, text)).toEqual([
        expect.stringMatching(
          /would call everybody in the channel, which is not offered; expected <@U…>/,
        ),
      ]);
    },
  );

  it.each(['<@U012AB3CD|ann>', '<!subteam^SAZ94GDB8|@oncall>'])(
    'says that a label is too much: %s',
    (text) => {
      expect(problemsOf(mention, text)[0]).toContain('has a label after |');
    },
  );

  it.each([
    '@here',
    '@oncall',
    'U012AB3CD',
    '<@u012ab3cd>',
    '<@B012AB3CD>',
    '<#C012AB3CD>',
    '<!subteam^U1>',
    '<!date^1^x|y>',
    '<https://x.test>',
    '<@U1><@U2>',
    '<@U1',
    'on call',
  ])('is not shown as text: %s', (text) => {
    expect(problemsOf(mention, text)[0]).toMatch(/calls nobody; expected <@U…> \(a person\)/);
  });

  it('names each entry that is wrong, and none that may be a secret', () => {
    expect(problemsOf(mention, '<@U1> oncall https://hooks.slack.com/services/T/B/x')).toEqual([
      expect.stringMatching(/^"oncall"/),
      expect.stringMatching(/^entry 3/),
    ]);
    expect(problemsOf(mention, ',')[0]).toMatch(/^names nobody/);
    expect(
      problemsOf(mention, Array.from({ length: 11 }, (_, n) => `<@U${n}>`).join(' '))[0],
    ).toMatch(/^names 11; expected 10 at most/);
  });
});

const webhook =
  'https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef';
const robot = { DINGTALK_WEBHOOK_URL: webhook, DINGTALK_SECRET: 'SEC0123456789abcdef' };

describe('DINGTALK_WEBHOOK_URL', () => {
  it.each([
    webhook,
    'https://oapi.dingtalk.io/robot/send?access_token=x',
    'https://proxy.example.com/dingtalk',
  ])('may be %s', (text) => {
    expect(valueOf(dingTalkWebhookUrl, text).reveal()).toBe(text);
  });

  it('may be http: on the machine itself only', () => {
    expect(
      tlsWarnings(
        valueOf(dingTalkWebhookUrl, 'http://127.0.0.1:8080/robot/send?access_token=x'),
      )[0],
    ).toContain('local use');
    expect(problemsOf(dingTalkWebhookUrl, webhook.replace('https', 'http'))[0]).toContain(
      'unencrypted',
    );
  });

  it('is not signed yet', () => {
    const problems = problemsOf(
      dingTalkWebhookUrl,
      `${webhook}&timestamp=1700000000000&sign=abc%3D`,
    ).join();
    expect(problems).toContain('leave timestamp and sign out');
    expect(problems).not.toContain('0123456789abcdef');
  });

  it.each([
    'oapi.dingtalk.com/robot/send?access_token=T0KEN',
    'https://oapi.dingtalk.com/robot/send',
    'https://oapi.dingtalk.com/robot/send?access_token=',
    'https://oapi.dingtalk.com/gettoken?access_token=T0KEN',
    'https://open.dingtalk.com/document/T0KEN',
    'https://u:T0KEN@proxy.example.com/x',
    'https://proxy.example.com/T0KEN#y',
    'https://proxy.example.com/T0KEN y',
    'ftp://T0KEN',
    'T0KEN',
  ])('is not %s', (text) => {
    const problems = problemsOf(dingTalkWebhookUrl, text).join();
    expect(problems).toContain("expected a webhook of a DingTalk group's own robot");
    expect(problems).not.toContain('T0KEN');
  });
});

describe('DINGTALK_SECRET', () => {
  it('is what the security settings show', () => {
    expect(valueOf(dingTalkSecret, 'SEC0123456789abcdef').reveal()).toBe('SEC0123456789abcdef');
  });

  it.each(['0123456789abcdef', 'SEC', 'sec0123', 'SEC01 23', webhook])(
    'is not %s, of which nothing is repeated',
    (text) => {
      const problems = problemsOf(dingTalkSecret, text).join();
      expect(problems).toContain('SEC and what follows');
      expect(problems).not.toMatch(/0123/);
    },
  );
});

describe('a robot of DingTalk', () => {
  it('needs its secret, and a secret needs its robot', () => {
    expect(problemsOfChange({ ...robot, DINGTALK_SECRET: '' })).toEqual([
      expect.stringMatching(/^DINGTALK_SECRET: required, but not set/),
    ]);
    expect(parseChanged({ DINGTALK_SECRET: robot.DINGTALK_SECRET }).warnings).toEqual([
      'DINGTALK_SECRET: has no effect while DINGTALK_WEBHOOK_URL is not set',
    ]);
  });

  it('is named where there is no channel at all, and so is a misspelt variable', () => {
    expect(problemsOfChange({ SLACK_WEBHOOK_URL: '' }).join()).toContain('DINGTALK_WEBHOOK_URL');
    expect(problemsOfChange({ DINGTALK_WEBHOK_URL: webhook }).join()).toContain(
      'expected DINGTALK_WEBHOOK_URL',
    );
  });
});

const feishuWebhook = 'https://open.feishu.cn/open-apis/bot/v2/hook/0123-4567-89ab-cdef';
const { schema: feishuWebhookUrl } = feishuVariables.FEISHU_WEBHOOK_URL;
const { schema: feishuSecret } = feishuVariables.FEISHU_SECRET;

describe('FEISHU_WEBHOOK_URL', () => {
  it.each([
    feishuWebhook,
    'https://open.larksuite.com/open-apis/bot/v2/hook/0123-4567',
    'https://proxy.example.com/feishu',
  ])('may be %s', (text) => {
    expect(valueOf(feishuWebhookUrl, text).reveal()).toBe(text);
  });

  it('may be http: on the machine itself only', () => {
    const local = valueOf(feishuWebhookUrl, 'http://127.0.0.1:1/open-apis/bot/v2/hook/x');
    expect(tlsWarnings(local)[0]).toContain('local use');
    expect(problemsOf(feishuWebhookUrl, feishuWebhook.replace('https', 'http'))[0]).toContain(
      'unencrypted',
    );
  });

  it('is not that of an old bot, which knows no signature', () => {
    expect(
      problemsOf(feishuWebhookUrl, 'https://open.feishu.cn/open-apis/bot/hook/0123')[0],
    ).toContain('an old bot (v1)');
  });

  it.each([
    'open.feishu.cn/open-apis/bot/v2/hook/T0KEN',
    'https://open.feishu.cn/open-apis/bot/v2/hook/',
    'https://open.feishu.cn/open-apis/bot/v2/T0KEN',
    'https://open.larksuite.com/T0KEN',
    'https://acme.feishu.cn/T0KEN',
    'https://u:T0KEN@proxy.example.com/x',
    `${feishuWebhook}#T0KEN`,
    'T0KEN',
  ])('is not %s', (text) => {
    const problems = problemsOf(feishuWebhookUrl, text).join();
    expect(problems).toContain("expected a webhook of a Feishu or Lark group's custom bot");
    expect(problems).not.toContain('T0KEN');
  });
});

describe('FEISHU_SECRET', () => {
  it('is what the security settings show', () => {
    expect(valueOf(feishuSecret, 'aB3dE6gH9').reveal()).toBe('aB3dE6gH9');
  });

  it.each(['x', 'two words', '密钥密钥密钥', 'a'.repeat(201)])(
    'is not %s, of which nothing is repeated',
    (text) => {
      const problems = problemsOf(feishuSecret, text);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain('签名校验');
    },
  );

  it('is needed with its bot, and has no effect without it', () => {
    expect(problemsOfChange({ FEISHU_WEBHOOK_URL: feishuWebhook })).toEqual([
      expect.stringMatching(/^FEISHU_SECRET: required, but not set/),
    ]);
    expect(parseChanged({ FEISHU_SECRET: 'aB3dE6gH9' }).warnings).toEqual([
      'FEISHU_SECRET: has no effect while FEISHU_WEBHOOK_URL is not set',
    ]);
  });
});

const settingsOf = (text: string): SmtpSettings => valueOf(smtpUrl, text);
const problemsOfUrl = (text: string): readonly string[] => problemsOf(smtpUrl, text);
const warningsOfUrl = (text: string): readonly string[] =>
  mailVariables.SMTP_URL.warnings(settingsOf(text));

describe('SMTP_URL', () => {
  it('names server, port and account', () => {
    const settings = settingsOf('smtps://alerts:s3cret@smtp.example.com:8465');
    expect(settings).toMatchObject({
      host: 'smtp.example.com',
      port: 8465,
      secure: true,
      login: { user: 'alerts' },
    });
    expect(settings.login?.password.reveal()).toBe('s3cret');
    expect(settings).toMatchObject({
      ignoreTLS: false,
      rejectUnauthorized: true,
      name: undefined,
      servername: undefined,
    });
  });

  it.each([
    ['smtps://u:p@host', 465, true],
    ['smtp://u:p@host', 587, false],
    ['SMTP://u:p@host:80', 80, false],
    ['smtp://u:p@host/', 587, false],
  ])('takes the usual port where none is given: %s', (text, port, secure) => {
    expect(settingsOf(text)).toMatchObject({ port, secure });
  });

  it('needs no account', () => {
    expect(settingsOf('smtp://127.0.0.1:2525')).toMatchObject({
      host: '127.0.0.1',
      login: undefined,
    });
  });

  it.each([
    ['smtp://[::1]:2525', '::1'],
    ['smtp://SMTP.Example.COM', 'smtp.example.com'],
    ['smtp://m%C3%BCller.example', 'xn--mller-kva.example'],
  ])('gives the host as a socket takes it: %s', (text, host) => {
    expect(settingsOf(text).host).toBe(host);
  });

  it('decodes what was percent-encoded in the user and the password, whatever it is', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, (user, password) => {
        const settings = settingsOf(
          `smtps://${encodeURIComponent(user)}:${encodeURIComponent(password)}@host`,
        );
        expect(settings.login?.user).toBe(user);
        expect(settings.login?.password.reveal()).toBe(password);
      }),
    );
  });

  it('reads a lone percent sign as nodemailer does', () => {
    expect(settingsOf('smtps://u:100%sure@host').login?.password.reveal()).toBe('100%sure');
  });

  it('takes the four options that an operator may set', () => {
    const text =
      'smtp://127.0.0.1?ignoreTLS=true&name=fc.example.com&tls.servername=mail.example.com&tls.rejectUnauthorized=false';
    expect(settingsOf(text)).toMatchObject({
      ignoreTLS: true,
      name: 'fc.example.com',
      servername: 'mail.example.com',
      rejectUnauthorized: false,
    });
  });

  it.each([
    ['smtp://u:p@host?ignoreTLS=true', ['unencrypted']],
    ['smtps://u:p@host?tls.rejectUnauthorized=false', ['certificate unchecked']],
    ['smtps://u:p@host?ignoreTLS=true', ['no effect']],
    ['smtp://u:p@host?ignoreTLS=false&tls.rejectUnauthorized=true', []],
  ])('warns of what is not safe: %s', (text, words) => {
    const warnings = warningsOfUrl(text);
    expect(warnings).toHaveLength(words.length);
    words.forEach((word, index) => {
      expect(warnings[index]).toContain(word);
    });
  });

  it.each([
    ['smtp://u:p@host?logger=true', 'the option logger cannot be set'],
    ['smtp://u:p@host?socketTimeout=0', 'the option socketTimeout cannot be set'],
    ['smtp://u:p@host?tls.ciphers=NULL', 'the option tls.ciphers cannot be set'],
    ['smtp://u:p@host?ignoretls=true', 'the option ignoretls cannot be set; only ignoreTLS'],
    ['smtp://u:p@host?ignoreTLS=1', 'the option ignoreTLS must be true or false'],
    ['smtp://u:p@host?ignoreTLS=', 'the option ignoreTLS must be true or false'],
    ['smtp://u:p@host?ignoreTLS=true&ignoreTLS=false', 'gives the option ignoreTLS more than once'],
    ['smtp://u:p@host?name=a%0d%0aMAIL', 'the option name must be a host name'],
    ['smtp://u:p@host?tls.servername=', 'the option tls.servername must be a host name'],
    ['smtp://u:p@host?s3cret%20x=1', 'one of its options cannot be set'],
    ['smtp://user@host', 'has a user but no password'],
    ['smtp://:p@host', 'has a password but no user'],
    ['smtp://u:p@', 'expected smtps://'],
    ['smtp://', 'names no mail server'],
    ['smtp://u:p@host:0', 'port 0'],
    ['smtp://u:p@host:99999', 'expected smtps://'],
    ['smtp://u:p@-host-', 'names no mail server'],
    ['smtp://u:p@host/inbox', 'neither a port nor an option'],
    ['https://u:p@host', 'expected smtps://'],
    ['smtp.example.com', 'expected smtps://'],
    ['smtp://u:p w@host', 'expected smtps://'],
  ])('refuses %s', (text, words) => {
    expect(problemsOfUrl(text).join('\n')).toContain(words);
  });

  it('says every problem at once', () => {
    expect(problemsOfUrl('smtp://u@host:0?debug=1&name=')).toHaveLength(4);
  });

  it.each([
    'hunter#2abc',
    '12#hunter2abc',
    'hunter/2abc',
    '12/hunter2abc',
    '12?hunter2abc',
    '12?hunter=2abc',
    'hunter?2abc',
  ])('gives nothing away of a password that was not encoded: %s', (password) => {
    const problems = problemsOfUrl(`smtp://alerts:${password}@mail.example.com`).join('\n');
    expect(problems).toMatch(/%23/);
    expect(problems).not.toMatch(/hunter|2abc|alerts/);
  });

  it('never repeats the password or the URL, whatever is wrong with it', () => {
    const spoilt = fc.constantFrom(
      '?nope=1',
      ':0',
      '/path',
      '#x',
      '?ignoreTLS=maybe',
      ':123456',
      '?name=',
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[\w#?/:@&=.-]{8,30}$/), spoilt, (password, rest) => {
        const problems = problemsOfUrl(`smtp://somebody:${password}@mail.test${rest}`).join('\n');
        expect(problems).not.toContain(password);
        expect(problems).not.toContain('somebody');
        expect(problems).not.toContain('mail.test');
      }),
    );
  });
});

describe('MAIL_TO', () => {
  it.each([
    ['ops@example.com', ['ops@example.com']],
    ['a@x.cn, b@y.cn;c@z.cn', ['a@x.cn', 'b@y.cn', 'c@z.cn']],
    ['a@x.cn,\n  b@y.cn,', ['a@x.cn', 'b@y.cn']],
    [
      'Ops Team <ops@x.cn>, "Last, First" <f@x.cn>, 运维 <c@x.cn>',
      ['Ops Team <ops@x.cn>', 'Last, First <f@x.cn>', '运维 <c@x.cn>'],
    ],
    ['Ops@X.cn, ops@x.cn', ['ops@x.cn']],
    ['first.last+mms@sub.example.com', ['first.last+mms@sub.example.com']],
    ['root@localhost', ['root@localhost']],
    ['"Say \\"hi\\"" <a@x.cn>', ['Say "hi" <a@x.cn>']],
    ['<a@x.cn>', ['a@x.cn']],
  ])('takes %j', (text, expected) => {
    const shown = valueOf(mailTo, text).map(({ name, address }) =>
      name === '' ? address : `${name} <${address}>`,
    );
    expect(shown).toEqual(expected);
  });

  it.each([
    ['nobody', '"nobody"'],
    ['"Ops <a@x.cn>', 'entry 1'],
    ['Ops a@x.cn', 'entry 1'],
    ['Ops <a@x.cn> b@y.cn', 'entry 1'],
    ['a@', 'entry 1'],
    ['@example.com', 'entry 1'],
    ['a@x.cn b@y.cn', 'entry 1'],
    ['a@x.cn, b@@y.cn', 'entry 2'],
    ['everybody: a@x.cn, b@y.cn;', 'entry 1'],
    ['a@x.cn\r\nBcc: c@d.cn', 'entry 1'],
    ['"a b"@x.cn', 'entry 1'],
    ['a@exa mple.com', 'entry 1'],
    ['ops@x.cn <real@y.cn>', 'entry 1'],
    ['<>', 'entry 1'],
    ['a@x.cn，b@y.cn', 'entry 1 holds ， (a full-width comma); expected a comma'],
    ['a@x.cn、b@y.cn', 'entry 1 holds 、 (an enumeration comma); expected a comma'],
    [',', 'names no address'],
  ])('refuses %j', (text, words) => {
    expect(problemsOf(mailTo, text).join('\n')).toContain(words);
  });

  it('is several where MAIL_FROM is one', () => {
    expect(valueOf(mailFrom, 'Alerts <a@x.cn>')).toEqual({
      name: 'Alerts',
      address: 'a@x.cn',
    });
    expect(problemsOf(mailFrom, 'a@x.cn, b@x.cn')[0]).toContain('several');
  });
});
