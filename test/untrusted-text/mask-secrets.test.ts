import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../functions/untrusted-text/mask-secrets.ts';
import { ordinaryTexts, textsWithSecrets } from './secrets-in-the-wild.ts';

const secretsIn = (marked: string): string[] =>
  [...marked.matchAll(/\[\[(.*?)\]\]/gs)].map((match) => match[1] ?? '');
const unmarked = (marked: string): string => marked.replace(/\[\[(.*?)\]\]/gs, '$1');

describe('maskSecrets', () => {
  it.each(textsWithSecrets)('hides the secret in $where', ({ text, shown }) => {
    const masked = maskSecrets(unmarked(text));
    for (const secret of secretsIn(text)) expect(masked).not.toContain(secret);
    expect(masked).toContain('***');
    if (shown !== undefined) expect(masked).toBe(shown);
  });

  it.each(ordinaryTexts)('leaves ordinary words alone: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('changes nothing that is masked already', () => {
    for (const { text } of textsWithSecrets) {
      const masked = maskSecrets(unmarked(text));
      expect(maskSecrets(masked)).toBe(masked);
    }
  });

  it('finds every one of them at any place of any text', () => {
    const around = fc.string({
      unit: fc.constantFrom(
        'a',
        'Z',
        '0',
        ' ',
        '\n',
        '\t',
        '"',
        "'",
        '=',
        ':',
        '&',
        '%',
        '\\',
        '/',
        '@',
        '<',
        '(',
        '表',
        '😀',
      ),
      maxLength: 60,
    });
    const wild = fc.constantFrom(
      ...textsWithSecrets.filter(
        ({ text }) => !text.startsWith('[[') && !/-u admin|"config"|url=http%3A/.test(text),
      ),
    );
    fc.assert(
      fc.property(around, wild, around, (before, { text }, after) => {
        const masked = maskSecrets(`${before}\n ${unmarked(text)}\n${after}`);
        for (const secret of secretsIn(text).filter((value) => value.length > 4))
          expect(masked).not.toContain(secret);
      }),
      { numRuns: 1000 },
    );
  });

  it('hides a password of any characters in quotes, and any word without', () => {
    const password = fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 40 });
    fc.assert(
      fc.property(password, (value) => {
        fc.pre(
          !value.includes('*') &&
            value.trim() === value &&
            !/^\$|^(?:string|binary|boolean|integer)$/i.test(value),
        );
        const quoted = maskSecrets(JSON.stringify({ user: 'u', password: value, x: 1 }));
        expect(quoted).toBe('{"user":"u","password":"***","x":1}');
        expect(maskSecrets(JSON.stringify({ inner: JSON.stringify({ password: value }) }))).toBe(
          '{"inner":"{\\"password\\":\\"***\\"}"}',
        );
        expect(
          maskSecrets(
            `create user u password '${value.replaceAll("'", "''").replaceAll('\\', '')}' x`,
          ),
        ).toBe("create user u password '***' x");
      }),
    );
  });

  it('takes time in proportion to the text, whatever it is made of', () => {
    const pieces = [
      'password=',
      'password',
      'secret="',
      "pass='",
      'eyJ',
      'eyJa.',
      '://',
      '://a:',
      '://a:b@',
      'LTAI',
      'STS.',
      'AKIA',
      'authorization: bearer ',
      'authorization:',
      '%25',
      '%22',
      '\\',
      '\\"',
      '\\u003d',
      '&quot;',
      'token',
      'token ',
      'token: ',
      'access key ',
      'access',
      'identified by ',
      'identified with a ',
      'sqlplus a',
      'cookie:',
      'bearer a',
      'basic A',
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
      '-----BEGIN ',
      'hooks.slack.com/services/',
      ' -u a',
      '\n',
      ' ',
      '(',
      '<name>',
      'a',
      '密码',
      '"',
      ',',
      '@',
    ];
    for (const piece of pieces) {
      const [short, long] = [4_000, 32_000].map((length) =>
        timeOf(piece.repeat(Math.ceil(length / piece.length)).slice(0, length)),
      );
      // Eight times the text: linear work takes eight times as long, quadratic work sixty-four
      // times.
      expect.soft(long, piece).toBeLessThan(Math.max(150, 40 * (short ?? 0)));
    }
  });
});

/** Milliseconds, the best of three, so that a busy machine does not count. */
function timeOf(text: string): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = performance.now();
      maskSecrets(text);
      return performance.now() - start;
    }),
  );
}
