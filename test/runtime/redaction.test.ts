import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../functions/settings/secret.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';

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
    expect(redact('POST /services/T012345/B678901/aVerySecretTokenOf24Chars')).toBe('POST /***');
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
    const secrets = fc.array(fc.string({ unit: 'binary', minLength: 4, maxLength: 30 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(secrets, fc.nat(3), fc.string(), (values, index, around) => {
        const secret = values[index % values.length] ?? 'none';
        fc.pre(!'***'.includes(secret) && !`${around}***${around}`.includes(secret));
        expect(redactorOf(...values)(around + secret + around)).not.toContain(secret);
      }),
    );
  });
});
