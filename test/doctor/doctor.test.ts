import { describe, expect, it } from 'vitest';
import { channels, channelTitle } from '../../functions/channels/channels.ts';
import { answer, onOperation } from '../../rehearsal/world/fault.ts';
import { mmsSays, ossSays, wellPatient } from './patient.ts';

const services = [
  'MMS',
  'state',
  ...Object.keys(channels).map((name) =>
    name === 'email' ? 'The mail server' : channelTitle(name, 'en'),
  ),
];

describe('a doctor', () => {
  it('says of a deployment that is well that it is, and touches nothing of it', async () => {
    const patient = await wellPatient();
    patient.world.putState('slack', 'left alone');
    patient.world.oss.delete('production/slack.json');
    expect(await patient.examine(), patient.lines.join('\n')).toBe(true);
    expect(patient.of('configuration')).toContain(
      'ok configuration watches 2000015; tells slack and email; remembers in oss://mms-task-alerts/production/',
    );
    expect(patient.of('deployment')).toBe(
      'ok deployment npm run deploy would make mms-task-alerts in cn-shanghai, with the keys of AccessKeyID',
    );
    expect(patient.of('credentials')).toBe(
      'ok credentials from AccessKeyID, temporary ones with a token; not those of acs:ram::1234567890123456:role/mms-task-alerts, whose rights a dry run checks once deployed',
    );
    expect(patient.of('source 2000015')).toMatch(
      /^ok source 2000015 1 task; the log of task \d+ has 1 row$/,
    );
    expect(patient.of('state read')).toMatch(
      /^ok .*slack\.json: not there yet.*email\.json: not there yet/,
    );
    expect(patient.of('state write')).toBe(
      'ok state write oss://mms-task-alerts/production/doctor-probe.json written, read back and deleted',
    );
    expect(patient.of('bucket versioning')).toBe('ok bucket versioning off');
    expect(patient.of('Slack')).toBe(
      'ok Slack the webhook lives: it refused an empty message (HTTP 400, no_text)',
    );
    expect(patient.of('The mail server')).toMatch(
      /^ok The mail server 127\.0\.0\.1:\d+ answers, STARTTLS with a certificate that is not checked, the login is accepted$/,
    );
    expect(patient.lines.at(-1)).toMatch(/none failed$/);
    const { slack, mail, oss } = patient.world;
    expect([slack.messages, mail.mails]).toEqual([[], []]);
    expect(oss.text('production/doctor-probe.json')).toBeUndefined();
    expect(oss.journal.operations.filter((operation) => /^(?:Put|Delete)/.test(operation))).toEqual(
      ['PutObject production/doctor-probe.json', 'DeleteObject production/doctor-probe.json'],
    );
  });

  it('leaves the states of the channels as they are, and understands them', async () => {
    const patient = await wellPatient();
    await patient.deployment.invoke();
    const before = [patient.world.state('slack'), patient.world.state('email')];
    expect(await patient.examine()).toBe(true);
    expect(patient.of('state read')).toMatch(/slack\.json: \d+ bytes; .*email\.json: \d+ bytes$/);
    expect([patient.world.state('slack'), patient.world.state('email')]).toEqual(before);
  });

  it('sends one message, marked as a test, to each channel when it is told to', async () => {
    const patient = await wellPatient();
    expect(await patient.examine({ sendTest: true })).toBe(true);
    expect(patient.world.slack.messages.map(({ text }) => text)).toEqual([
      '[test] mms-task-alerts',
    ]);
    expect(patient.world.slack.messages[0]?.all).toContain('This is a test message');
    expect(patient.world.mail.mails.map(({ parsed }) => parsed.subject)).toEqual([
      '[test] mms-task-alerts',
    ]);
    expect([patient.of('Slack: test'), patient.of('The mail server: test')]).toEqual([
      expect.stringMatching(/^ok /),
      expect.stringMatching(/^ok .*oncall@example\.test/),
    ]);
  });

  it('names a recipient who is refused the test', async () => {
    const patient = await wellPatient();
    patient.variables = { MAIL_TO: 'oncall@example.test, gone@example.test' };
    patient.world.mail.refusedRecipients.add('gone@example.test');
    expect(await patient.examine({ sendTest: true })).toBe(true);
    expect(patient.of('The mail server: test')).toMatch(
      /^warn The mail server: test the mail was sent, but not to gone@example\.test \(550 .*\).* -> check MAIL_TO$/,
    );
  });

  it('sends no test to a channel that failed', async () => {
    const patient = await wellPatient();
    patient.world.slack.fault = onOperation('webhook', answer(404, 'no_service'));
    patient.world.mail.fault = ({ operation }) =>
      operation === 'AUTH' ? answer(535, 'no') : undefined;
    expect(await patient.examine({ sendTest: true })).toBe(false);
    expect(patient.lines.filter((line) => line.includes(': test'))).toEqual([]);
    expect(patient.world.slack.journal.count('webhook')).toBe(1);
  });
});

describe('of the configuration it says', () => {
  it('everything that is wrong with it, and tries nothing then', async () => {
    const patient = await wellPatient();
    patient.variables = { MMS_WATCH: 'orders', SMTP_URL: 'smtp://u@h', MMS_WACH: '1' };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('configuration')).toMatch(
      /^fail configuration 3 problems -> MMS_WATCH: .* -> SMTP_URL: .* -> MMS_WACH: .*expected MMS_WATCH/,
    );
    expect(['deployment', ...services].map((check) => patient.of(check).slice(0, 4))).toEqual(
      Array(1 + services.length).fill('skip'),
    );
    expect(patient.lines.join()).not.toContain('would make');
    expect(patient.world.mms.journal.entries).toEqual([]);
  });

  it.each([
    ['shanghai', '; did you mean cn-shanghai?'],
    ['CN_Beijing', '; did you mean cn-beijing?'],
    ['cn-hongkng', '; did you mean cn-hongkong?'],
    ['Frankfurt', 'us-west-1'],
  ])('that the function cannot be deployed in %s', async (region, end) => {
    const patient = await wellPatient();
    patient.variables = { FC_DEPLOY_REGION: region };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('configuration')).toMatch(
      /^fail configuration one problem -> FC_DEPLOY_REGION: must be one of .*,cn-shanghai,/,
    );
    expect(patient.of('configuration').endsWith(end)).toBe(true);
    expect(patient.of('state')).toMatch(/^skip /);
    expect(patient.lines.join()).not.toContain('OSS_ENDPOINT');
  });

  it('what is not as it was meant, though it can be understood', async () => {
    const patient = await wellPatient();
    patient.variables = { DRY_RUN: 'true', SLACK_WEBHOOK_URL: undefined };
    expect(await patient.examine({ dotenv: { expanded: ['SMTP_URL'] } })).toBe(true);
    expect(patient.of('deployment')).toMatch(
      /^warn .*DRY_RUN: is true, so nothing would ever be sent/,
    );
    expect(patient.of('.env')).toMatch(
      /^warn \.env SMTP_URL: its \$ was expanded, .* -> for a \$ write %24/,
    );
    expect(patient.of('Slack')).toBe('skip Slack SLACK_WEBHOOK_URL is not set');
  });
});

describe('of .env it says', () => {
  it.each([
    ['that it is in UTF-16', { problems: ['.env: is in UTF-16; save it as UTF-8'] }, false],
    ['that it cannot be read', { problems: ['.env: cannot be read (EACCES)'] }, false],
    ['that there is none', { found: false }, true],
  ])('%s', async (_, dotenv, well) => {
    const patient = await wellPatient();
    expect(await patient.examine({ dotenv })).toBe(well);
    expect(patient.of('.env')).toMatch(/^(?:fail|skip) \.env (?:is in UTF-16|cannot be|not there)/);
  });

  it('nothing else where it cannot be read, since all the rest would follow from it', async () => {
    const patient = await wellPatient();
    patient.variables = { MMS_WATCH: undefined, FC_DEPLOY_ROLE_ARN: undefined };
    const problems = ['.env: line 2: expected NAME=value, or a # before it'];
    expect(await patient.examine({ dotenv: { problems } })).toBe(false);
    const [first, ...rest] = patient.lines.slice(0, -2);
    expect(first).toMatch(/^fail {2}\.env +line 2: expected NAME=value/);
    const checks = ['configuration', 'deployment', 'credentials', ...services];
    expect(rest.map((line) => line.replace(/ +/g, ' '))).toEqual(
      checks.map((check) => `skip ${check} .env comes first`),
    );
  });
});

describe('of the deployment it says', () => {
  it.each([
    [{ FC_DEPLOY_ROLE_ARN: undefined }, /set FC_DEPLOY_ROLE_ARN to acs:ram::/],
    [{ FC_DEPLOY_ROLE_ARN: 'acs:ram::99:role/x' }, /FC_DEPLOY_ROLE_ARN: is one of account 99/],
    [{ STATE_URL: 'file:./state' }, /STATE_URL: file: is for local use.*expected oss:\/\//],
    [{ AccountID: undefined }, /AccountID: not set/],
  ])('what npm run deploy would refuse: %j', async (variables, expected) => {
    const patient = await wellPatient();
    patient.variables = variables;
    expect(await patient.examine()).toBe(false);
    expect(patient.of('deployment')).toMatch(/^fail deployment npm run deploy would refuse it: /);
    expect(patient.of('deployment')).toMatch(expected);
  });

  it('a misspelt variable of the deployment', async () => {
    const patient = await wellPatient();
    patient.variables = { FC_DEPLOY_REGOIN: 'cn-shanghai' };
    expect(await patient.examine()).toBe(false);
    expect(patient.lines.join('\n')).toContain('FC_DEPLOY_REGOIN: is no variable of');
  });
});

describe('of the credentials it says', () => {
  const none = { AccountID: undefined, AccessKeyID: undefined, AccessKeySecret: undefined };

  it('that there are none, and what it could not check for it', async () => {
    const patient = await wellPatient();
    patient.variables = none;
    expect(await patient.examine()).toBe(false);
    expect(patient.of('credentials')).toMatch(
      /^fail credentials none -> set AccountID, AccessKeyID, AccessKeySecret .*npx s config add -a default.*ALIBABA_CLOUD_ACCESS_KEY_ID/,
    );
    expect([patient.of('source 2000015'), patient.of('state')]).toEqual([
      'skip source 2000015 there are no credentials',
      'skip state there are no credentials',
    ]);
    expect(patient.of('Slack')).toMatch(/^ok/);
  });

  it('whose they are: those of the environment, of the alias that deploys, of the function', async () => {
    const patient = await wellPatient();
    const {
      accessKeyId,
      accessKeySecret,
      securityToken = '',
    } = patient.world.context().credentials;
    const alias = {
      AccountID: '1234567890123456',
      AccessKeyID: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
    };
    const functions = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
    };
    patient.variables = functions;
    await patient.examine({ alias });
    expect(patient.of('credentials')).toMatch(/^ok credentials from AccessKeyID, temporary/);
    patient.variables = { ...none, ...functions };
    expect(await patient.examine({ alias }), patient.lines.join('\n')).toBe(true);
    expect(patient.of('credentials')).toMatch(/^ok credentials from the alias default, temporary/);
    expect(patient.of('source 2000015')).toMatch(/^ok /);
    await patient.examine();
    expect(patient.of('credentials')).toMatch(/^ok credentials from ALIBABA_CLOUD_ACCESS_KEY_ID/);
    expect(patient.of('source 2000015')).toMatch(/^ok /);
  });

  it.each([
    [
      'unknown',
      { AccessKeyID: 'STS.Unknown' },
      /InvalidAccessKeyId.*the credentials are unknown or have expired: set new AccessKeyID, AccessKeySecret and SecurityToken$/,
    ],
    [
      'signed with a wrong secret',
      { AccessKeySecret: 'wrong' },
      /SignatureDoesNotMatch.*check AccessKeySecret, and SecurityToken with it$/,
    ],
  ])('where they are refused, as when they are %s', async (_, variables, expected) => {
    const patient = await wellPatient();
    patient.variables = variables;
    expect(await patient.examine()).toBe(false);
    expect(patient.of('source 2000015')).toMatch(expected);
    expect(patient.of('state read')).toMatch(/^fail/);
    expect(patient.of('state write')).toMatch(/^fail/);
  });
});

it('never shows a secret, not even where a service repeats it', async () => {
  const patient = await wellPatient();
  const { accessKeyId, accessKeySecret, securityToken } = patient.world.context().credentials;
  const secrets = [
    accessKeyId,
    accessKeySecret,
    securityToken ?? '',
    patient.world.slack.path,
    'loopback password',
    'loopback%20password',
  ];
  patient.world.mms.fault = () => mmsSays(400, 'Echo', secrets.join(' '));
  patient.world.oss.fault = () => ossSays(secrets.join(' '));
  patient.world.slack.fault = () => answer(404, secrets.join(' '));
  patient.world.mail.fault = ({ operation }) =>
    operation === 'AUTH' ? answer(535, secrets.join(' ')) : undefined;
  expect(await patient.examine({ sendTest: true })).toBe(false);
  const said = patient.lines.join('\n');
  expect(said).toContain('Echo');
  for (const secret of secrets) expect(said).not.toContain(secret);
});
