import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../functions/settings/secret.ts';
import { createRedactor, redactError } from '../../functions/runtime/redaction.ts';
import { anyText } from '../untrusted-text/any-text.ts';
import { readings, ways } from './ways-to-repeat.ts';

const redactorOf = (...values: string[]): ((text: string) => string) =>
  createRedactor(values.map((value) => new Secret(value)));

describe('a redactor', () => {
  it('takes the secrets out of whatever is about to be said', () => {
    const redact = redactorOf('hunter2', 'horse staple');
    expect(redact('login with hunter2 failed, horse staple did not')).toBe(
      'login with *** failed, *** did not',
    );
    expect(redact('nothing of interest')).toBe('nothing of interest');
  });

  it('knows them as a URL, a query, JSON and an SMTP dialogue spell them', () => {
    const secret = 'pä"ss w/o\\rd+?';
    const redact = redactorOf(secret);
    const spellings = [
      encodeURIComponent(secret),
      new URLSearchParams({ _: secret }).toString().slice(2),
      JSON.stringify(secret),
      Buffer.from(secret).toString('base64'),
      encodeURI(secret),
    ];
    for (const spelling of spellings) expect(redact(`<${spelling}>`)).toMatch(/^<"?\*\*\*"?>$/);
  });

  it('knows a webhook by its path and by its last part', () => {
    const redact = redactorOf(
      'https://hooks.slack.com/services/T012345/B678901/aVerySecretTokenOf24Chars',
    );
    expect(
      redact('POST https://hooks.slack.com/services/T012345/B678901/aVerySecretTokenOf24Chars'),
    ).toBe('POST ***');
    expect(redact('POST /services/T012345/B678901/aVerySecretTokenOf24Chars')).toBe(
      'POST /services/***',
    );
    expect(redact('token aVerySecretTokenOf24Chars')).toBe('token ***');
  });

  it('knows a robot of DingTalk by its token', () => {
    const token = '0123456789abcdef0123456789abcdef';
    const redact = redactorOf(
      `https://oapi.dingtalk.com/robot/send?access_token=${token}`,
      'SECfedcba9876543210',
    );
    expect(
      redact(`POST https://oapi.dingtalk.com/robot/send?access_token=${token}&timestamp=1`),
    ).toBe('POST ***&timestamp=1');
    expect(redact(`robot ${token} signs with SECfedcba9876543210`)).toBe(
      'robot *** signs with ***',
    );
  });

  it('leaves words alone that a short path or a short secret happens to be', () => {
    const redact = redactorOf('http://127.0.0.1:8080/slack', 'one', '');
    expect(redact('one message to slack')).toBe('one message to slack');
    expect(redact('POST http://127.0.0.1:8080/slack')).toBe('POST ***');
  });

  it('takes the longer of two that overlap', () => {
    expect(redactorOf('abcd', 'abcdefgh')('abcdefgh abcdx')).toBe('*** ***x');
  });

  it('masks what looks like a credential though nobody named it', () => {
    expect(createRedactor([])('key LTAI5tAbCdEfGhIjKlMnOpQr')).not.toContain(
      'LTAI5tAbCdEfGhIjKlMnOpQr',
    );
    expect(redactorOf('hunter2')('hunter2 and LTAI5tAbCdEfGhIjKlMnOpQr')).not.toContain(
      '5tAbCdEfGhIjKlMnOpQr',
    );
  });

  it('lets no secret through, whatever it is made of and wherever it stands', () => {
    const secrets = fc.array(anyText(30, 4), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(secrets, fc.nat(3), fc.string(), (values, index, around) => {
        const secret = values[index % values.length] ?? 'none';
        fc.pre(!'***'.includes(secret) && !`${around}***${around}`.includes(secret));
        expect(redactorOf(...values)(around + secret + around)).not.toContain(secret);
      }),
    );
  });

  it.each([
    'hUnTeR2xYzQ9',
    'pä"ss w/o<rd>+?',
    'Tr0ub4dor&3!',
    '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
    '9hT0pS3cr3tK3yF0rOss1234567890',
    'CAISwJ1q6Ft5B2yfSjIr5bQIcOBx0abcd/efgh+ijkl==',
  ])('leaves no eight characters of %s, however a service repeats it', (secret) => {
    const redact = redactorOf(secret, 'an0ther5ecret');
    const squeezed = (text: string): string => text.toLowerCase().replace(/[\s+]/g, '');
    const plain = squeezed(secret);
    const runs = Array.from({ length: plain.length - 7 }, (_, at) => plain.slice(at, at + 8));
    const out = ways.filter(({ write }) => {
      const left = readings(redact(write(secret)))
        .map(squeezed)
        .join('\n');
      return runs.some((run) => left.includes(run));
    });
    expect(out.map(({ name }) => name)).toEqual([]);
  });

  it('hides any run of eight characters of a secret, beside any others', () => {
    const secret = 'hUnTeR2xYzQ9kLm3PqRs';
    const redact = redactorOf(secret);
    const runs = fc.tuple(fc.nat(12), fc.integer({ min: 8, max: 20 }));
    const beside = fc.stringMatching(/^[ "=:;,.()\n]{1,5}$/);
    fc.assert(
      fc.property(runs, beside, beside, ([from, length], before, after) => {
        const run = secret.slice(from, from + length);
        expect(redact(before + run + after)).toBe(before + '***' + after);
        expect(redact(before + run.slice(0, 7) + after)).toBe(before + run.slice(0, 7) + after);
      }),
    );
  });

  it('hides a short password as a whole, and in base64', () => {
    const redact = redactorOf('tiger7');
    expect(redact('login scott/Tiger7, a tiger 7 and tigers')).toBe(
      'login scott/***, a tiger 7 and tigers',
    );
    const said = Buffer.from('\0scott\0tiger7').toString('base64');
    expect(redact(`500 unrecognized: "AUTH PLAIN ${said}"`)).toBe(
      '500 unrecognized: "AUTH PLAIN ***"',
    );
  });

  it('hides of a mail server what is secret, and shows its address', () => {
    const redact = redactorOf('smtps://alerts%40example.test:h%2FnT3r-2xY@smtp.example.test:465');
    expect(redact('connect smtp.example.test:465 as alerts@example.test')).toBe(
      'connect smtp.example.test:465 as alerts@example.test',
    );
    expect(redact('refused h/nT3r-2xY of alerts')).toBe('refused *** of alerts');
  });

  it('shows the options of a mail server, which are in our own advice too', () => {
    const redact = redactorOf(
      'smtp://etl:h%2FnT3r-2xY@smtp.example.test?ignoreTLS=true&name=mig.example.test',
    );
    const advice = 'ignoreTLS=true greets mig.example.test; tls.rejectUnauthorized=false is local';
    expect(redact(advice)).toBe(advice);
    // An @ that was not encoded makes a query of the rest of the password.
    expect(redactorOf('smtp://etl:12?h0rse-battery@smtp.test')('said h0rse-battery')).toBe(
      'said ***',
    );
  });

  it('leaves the words of our own lines alone, whatever the secrets are', () => {
    const redact = redactorOf(
      'https://hooks.slack.com/services/T012345/B678901/aVerySecretTokenOf24Chars',
      'https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
      'my-password-for-services-2026',
    );
    for (const line of [
      'POST https://hooks.slack.com/services/ and https://open.feishu.cn/open-apis/bot/v2/hook/',
      '{"event":"tick.finished","requestId":"5F3B2C1D-0A9B-4C8D","durationMs":1234}',
      'the password and the services of this function are secured',
    ])
      expect(redact(line)).toBe(line);
  });
});

describe('an error that leaves the function', () => {
  const redact = redactorOf('hUnTeR2xYzQ9');

  it('is without secrets in its name, message, stack, causes and parts', () => {
    const cause = Object.assign(new Error('tried hUnTeR2xYzQ9'), { name: 'hUnTeR2xYzQ9Denied' });
    const error = new AggregateError(
      [new Error('part hUnTeR2xYzQ9', { cause }), 'hUnTeR2xYzQ9', { password: 'hUnTeR2xYzQ9' }],
      'all hUnTeR2xYzQ9',
      { cause },
    );
    Object.assign(error, { options: { headers: 'hUnTeR2xYzQ9' } });
    const safe = redactError(error, redact);
    expect(safe).toBeInstanceOf(AggregateError);
    expect(safe.message).toBe('all ***');
    expect(safe.cause).toMatchObject({ name: '***Denied', message: 'tried ***' });
    expect(inspect(safe, { depth: 10, showHidden: true })).not.toMatch(/hunter2/i);
  });

  it('is cut after it is redacted', () => {
    const long = `${'x'.repeat(61_430)}hUnTeR2xYzQ9 ${'y'.repeat(10_000_000)}`;
    const { message } = redactError(new Error(long), redact);
    expect(message).toMatch(/^x+\*\*\* ?y*… 10,0\d\d,\d{3} characters left out …$/);
  });

  it('may be anything, and may refer to itself', () => {
    const loop = new Error('again');
    loop.cause = new AggregateError([loop], 'within');
    expect(redactError(loop, redact).message).toBe('again');
    expect(redactError(Object.create(null), redact).message).toBe('something that cannot be shown');
    expect(redactError('hUnTeR2xYzQ9', redact).message).toBe('***');
  });
});
