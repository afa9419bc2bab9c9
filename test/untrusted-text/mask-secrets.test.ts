import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../functions/untrusted-text/mask-secrets.ts';
import { ordinaryTexts, textsWithSecrets } from './secrets-in-the-wild.ts';

const secretsIn = (marked: string): string[] =>
  [...marked.matchAll(/\[\[(.*?)\]\]/gs)].map((match) => match[1] ?? '');
const unmarked = (marked: string): string => marked.replace(/\[\[(.*?)\]\]/gs, '$1');

/** One text a line; `⏎` and `⇥` are a line break and a tab, `⟦…⟧` is what must go. */
const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`texts/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      line
        .replaceAll('⏎', '\n')
        .replaceAll('⇥', '\t')
        .replace(/⟦(.*?)⟧/gs, '[[$1]]'),
    );

/** Whether six characters of a secret running are left, or all of a shorter one. */
function leaks(masked: string, secret: string): boolean {
  const length = Math.min(6, secret.length);
  return Array.from({ length: secret.length - length + 1 }, (_, at) =>
    secret.slice(at, at + length),
  ).some((part) => masked.includes(part));
}

describe('maskSecrets', () => {
  it.each(textsWithSecrets)('hides the secret in $where', ({ text, shown }) => {
    const masked = maskSecrets(unmarked(text));
    for (const secret of secretsIn(text)) expect(masked).not.toContain(secret);
    expect(masked).toContain('***');
    if (shown !== undefined) expect(masked).toBe(shown);
  });

  it('hides what the programs of this trade print, in whatever form', () => {
    const leaking = linesOf('with-secrets').filter((text) => {
      const masked = maskSecrets(unmarked(text));
      return secretsIn(text).some((secret) => leaks(masked, secret));
    });
    expect(leaking).toEqual([]);
  });

  it.each([
    ['xoxb', '-123456789012-1234567890123-abcDEFghiJKLmnoPQRstuVWX'],
    ['xapp', '-1-A0123-456-abcdef'],
    ['glpat', '-ABCdef1234567890abcd'],
    ['ghp', '_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['github', '_pat_11ABCDEFG0abcdefghijkl'],
    ['npm', '_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['sk', '_live_abcDEF1234567890ghiJKL'],
    ['sk', '-abcdEFGH1234567890ijklMNOP'],
    ['hvs', '.CAESIJ2abcDEF1234567890ghijkl'],
    ['dapi', '0123456789abcdef0123456789abcdef'],
    ['AIza', 'SyA1234567890abcdefghijklmnopqrstuv'],
    ['ya29', '.a0AfH6SMabcdef123456'],
    ['GOCSPX', '-abcdefghij1234567890'],
    ['STS', '.NTabcDEF123456ghiJKL'],
    ['SEC', '0123456789abcdef'.repeat(4)],
    ['CAIS', 'abcdefghij'.repeat(5)],
    ['MIIE', 'abcdefghij'.repeat(7)],
    ['BQIAA', 'abcdefghij'.repeat(3)],
    ['pypi', '-AgEIcHlwaS5vcmcx'],
    ['1//0', 'gabcdefghijklmn'],
  ])('knows a token that begins with %s', (prefix, rest) => {
    const token = prefix + rest;
    for (const text of [`use ${token} here`, `x=${token}`, `"${token}"`, `(${token}, 1)`])
      expect(maskSecrets(text)).toBe(text.replace(token, '***'));
  });

  it('hides JSON web tokens of any length', () => {
    const part = (length: number): string => 'aB3_'.repeat(length / 4);
    const token = `eyJ${part(2_000)}.eyJ${part(8_000)}.${part(400)}`;
    expect(maskSecrets(`sent ${token} to it`)).toBe('sent *** to it');
  });

  it.each(ordinaryTexts)('leaves ordinary words alone: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('leaves alone what only looks like a secret', () => {
    expect(linesOf('ordinary').filter((text) => maskSecrets(text) !== text)).toEqual([]);
  });

  it('changes nothing that is masked already', () => {
    const marked = [...textsWithSecrets.map(({ text }) => text), ...linesOf('with-secrets')];
    const masked = marked.map((text) => maskSecrets(unmarked(text)));
    expect(masked.filter((text) => maskSecrets(text) !== text)).toEqual([]);
  });

  it('finds every one of them at any place of any text', () => {
    const around = fc.string({
      unit: fc.constantFrom(...Array.from('aZ0 \n\t"\'=:&%\\/@<(表😀')),
      maxLength: 60,
    });
    const wild = fc.constantFrom(
      ...textsWithSecrets
        .map(({ text }) => text)
        .filter((text) => !text.startsWith('[[') && !/-u admin|"config"|url=http%3A/.test(text)),
    );
    fc.assert(
      fc.property(around, wild, around, (before, text, after) => {
        const masked = maskSecrets(`${before}\n ${unmarked(text)}\n${after}`);
        for (const secret of secretsIn(text).filter((value) => value.length > 4))
          expect(masked).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it('hides a password of any characters in quotes, and any word without', () => {
    const password = fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 40 });
    const isPlaceholder =
      /^[$%:#{<[(]|^[*x.•-]+$|^[a-z]+\(|^(?:string|binary|boolean|integer|double|decimal|struct|object)\b|Type$|^[a-z]+(?: [a-z]|$)/i;
    fc.assert(
      fc.property(password, (value) => {
        fc.pre(value.trim() === value && !/^'|^\\/.test(value) && !isPlaceholder.test(value));
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
});
