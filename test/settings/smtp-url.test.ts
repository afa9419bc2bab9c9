import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSmtpUrl, type SmtpSettings } from '../../functions/channels/email/smtp-url.ts';
import * as outcome from './outcome.ts';

const settingsOf = (text: string): SmtpSettings => outcome.valueOf(parseSmtpUrl(text));
const problemsOf = (text: string): readonly string[] => outcome.problemsOf(parseSmtpUrl(text));
const warningsOf = (text: string): readonly string[] => outcome.warningsOf(parseSmtpUrl(text));

describe('SMTP_URL', () => {
  it('names server, port and account', () => {
    const settings = settingsOf('smtps://alerts:s3cret@smtp.example.com:8465');
    expect(settings).toMatchObject({
      host: 'smtp.example.com',
      port: 8465,
      secure: true,
      user: 'alerts',
    });
    expect(settings.password?.reveal()).toBe('s3cret');
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
      user: undefined,
      password: undefined,
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
        expect(settings.user).toBe(user);
        expect(settings.password?.reveal()).toBe(password);
      }),
    );
  });

  it('reads a lone percent sign as nodemailer does', () => {
    expect(settingsOf('smtps://u:100%sure@host').password?.reveal()).toBe('100%sure');
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
    const warnings = warningsOf(text);
    expect(warnings).toHaveLength(words.length);
    words.forEach((word, index) => {
      expect(warnings[index]).toContain(word);
    });
  });

  it('leaves smtps: encrypted whatever ignoreTLS says', () => {
    expect(settingsOf('smtps://u:p@host?ignoreTLS=true').ignoreTLS).toBe(false);
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
    expect(problemsOf(text).join('\n')).toContain(words);
  });

  it('says every problem at once', () => {
    expect(problemsOf('smtp://u@host:0?debug=1&name=')).toHaveLength(4);
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
    const problems = problemsOf(`smtp://alerts:${password}@mail.example.com`).join('\n');
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
        const problems = problemsOf(`smtp://somebody:${password}@mail.test${rest}`).join('\n');
        expect(problems).not.toContain(password);
        expect(problems).not.toContain('somebody');
        expect(problems).not.toContain('mail.test');
      }),
    );
  });
});
