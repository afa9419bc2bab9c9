import { describe, expect, it } from 'vitest';
import {
  parseMailAddress,
  parseMailAddresses,
} from '../../functions/channels/email/mail-addresses.ts';
import { problemsOf, valueOf } from './outcome.ts';

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
    const shown = valueOf(parseMailAddresses(text)).map(({ name, address }) =>
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
    [',', 'names no address'],
  ])('refuses %j', (text, words) => {
    expect(problemsOf(parseMailAddresses(text)).join('\n')).toContain(words);
  });

  it('is several where MAIL_FROM is one', () => {
    expect(valueOf(parseMailAddress('Alerts <a@x.cn>'))).toEqual({
      name: 'Alerts',
      address: 'a@x.cn',
    });
    expect(problemsOf(parseMailAddress('a@x.cn, b@x.cn'))[0]).toContain('several');
  });
});
