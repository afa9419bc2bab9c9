import { describe, expect, it } from 'vitest';
import { answer, onOperation } from '../../rehearsal/world/fault.ts';
import { mmsSays, ossSays, wellPatient } from './patient.ts';

describe('a doctor', () => {
  it('says of a deployment that is well that it is, and touches nothing of it', async () => {
    const patient = await wellPatient();
    patient.world.putState('slack', 'left alone');
    patient.world.oss.objects.delete('mms-task-alerts', 'production/slack.json');
    expect(await patient.examine(), patient.lines.join('\n')).toBe(true);
    expect(patient.of('configuration')).toContain(
      'ok configuration watches 2000015; tells slack and email; remembers in oss://mms-task-alerts/production/',
    );
    expect(patient.of('credentials')).toContain(
      'not those of acs:ram::1234567890123456:role/mms-task-alerts',
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
    expect(patient.of('SMTP')).toMatch(
      /^ok SMTP 127\.0\.0\.1:\d+ answers, STARTTLS with a certificate that is not checked, the login is accepted$/,
    );
    expect(patient.lines.at(-1)).toMatch(/none failed$/);
    const { slack, mail, oss } = patient.world;
    expect([slack.messages, mail.mails]).toEqual([[], []]);
    expect(oss.objects.text('mms-task-alerts', 'production/doctor-probe.json')).toBeUndefined();
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
      expect.stringContaining('This is a test message'),
    ]);
    expect(patient.world.mail.mails.map(({ parsed }) => parsed.subject)).toEqual([
      '[test] mms-task-alerts',
    ]);
    expect([patient.of('test to Slack'), patient.of('test mail')]).toEqual([
      expect.stringMatching(/^ok /),
      expect.stringMatching(/^ok .*oncall@example\.test/),
    ]);
  });

  it('names a recipient who is refused the test', async () => {
    const patient = await wellPatient();
    patient.variables = { MAIL_TO: 'oncall@example.test, gone@example.test' };
    patient.world.mail.refusedRecipients.add('gone@example.test');
    expect(await patient.examine({ sendTest: true })).toBe(true);
    expect(patient.of('test mail')).toBe(
      'warn test mail sent, but not to gone@example.test -> check MAIL_TO',
    );
  });

  it('sends no test to a channel that failed', async () => {
    const patient = await wellPatient();
    patient.world.slack.fault = onOperation('webhook', answer(404, 'no_service'));
    patient.world.mail.fault = ({ stage }) =>
      stage === 'AUTH' ? { kind: 'refuse', code: 535, message: 'no' } : undefined;
    expect(await patient.examine({ sendTest: true })).toBe(false);
    expect(patient.lines.filter((line) => line.includes('test '))).toEqual([]);
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
    expect(['MMS', 'state', 'Slack', 'SMTP'].map((check) => patient.of(check).slice(0, 4))).toEqual(
      Array(4).fill('skip'),
    );
    expect(patient.world.mms.journal.entries).toEqual([]);
  });

  it('what is not as it was meant, though it can be understood', async () => {
    const patient = await wellPatient();
    patient.variables = { DRY_RUN: 'true', SLACK_WEBHOOK_URL: undefined };
    expect(await patient.examine({ expanded: ['SMTP_URL'] })).toBe(true);
    const warnings = patient.lines.join('\n');
    expect(warnings).toContain('DRY_RUN is true: deployed so, nothing is ever told');
    expect(warnings).toContain('SMTP_URL: its $ in .env was expanded');
    expect(patient.of('Slack')).toBe('skip Slack SLACK_WEBHOOK_URL is not set');
  });
});

describe('of the credentials it says', () => {
  it('that there are none, and what it could not check for it', async () => {
    const patient = await wellPatient();
    patient.variables = { ALIBABA_CLOUD_ACCESS_KEY_ID: undefined };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('credentials')).toBe(
      'fail credentials none -> set ALIBABA_CLOUD_ACCESS_KEY_ID too',
    );
    expect([patient.of('source 2000015'), patient.of('state')]).toEqual([
      'skip source 2000015 there are no credentials',
      'skip state there are no credentials',
    ]);
    expect(patient.of('Slack')).toMatch(/^ok/);
  });

  it("whose they are: the deployer's where the function's own are not set", async () => {
    const patient = await wellPatient();
    const { accessKeyId, accessKeySecret, securityToken } = patient.world.context().credentials;
    patient.variables = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: '',
      AccessKeyID: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
    };
    expect(await patient.examine()).toBe(true);
    expect(patient.of('credentials')).toMatch(
      /^ok credentials the deployer's, from AccessKeyID, temporary ones with a token/,
    );
  });

  it.each([
    [
      'unknown',
      { ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.Unknown' },
      /InvalidAccessKeyId.*the credentials are unknown or have expired/,
    ],
    [
      'signed with a wrong secret',
      { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong' },
      /SignatureDoesNotMatch.*check ALIBABA_CLOUD_ACCESS_KEY_SECRET/,
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
  patient.world.mail.fault = ({ stage }) =>
    stage === 'AUTH' ? { kind: 'refuse', code: 535, message: secrets.join(' ') } : undefined;
  expect(await patient.examine({ sendTest: true })).toBe(false);
  const said = patient.lines.join('\n');
  expect(said).toContain('Echo');
  for (const secret of secrets) expect(said).not.toContain(secret);
});
