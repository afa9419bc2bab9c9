import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsIn, withTexts } from '../../scripts/setup/env-file.ts';

const example = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
const written = (dotenv: string, texts: Readonly<Record<string, string>>): string =>
  withTexts(dotenv, new Map(Object.entries(texts)));

describe('.env', () => {
  it('is .env.example, filled in where each variable stands', () => {
    const dotenv = written(example, { MMS_WATCH: '2000015, 7', AccountID: '42' });
    expect(dotenv.split('\n').filter((line) => !example.split('\n').includes(line))).toEqual([
      'MMS_WATCH="2000015, 7"',
      'AccountID=42',
    ]);
    expect(dotenv.split('\n')).toHaveLength(example.split('\n').length);
  });

  it('keeps what was written by hand', () => {
    const byHand = 'A="x\ny" # why\nexport B=1\n#C=2\nC=3\n\nD=4';
    expect(written(byHand, { A: '1', B: '2', C: '4', E: 'e f' })).toBe(
      'A=1 # why\nB=2\n#C=2\nC=4\n\nD=4\nE="e f"\n',
    );
  });

  it('sets nothing with an empty text', () => {
    expect([...textsIn('A=\nB= \nC="x"\n#D=1\n')]).toEqual([['C', 'x']]);
  });

  it.each([
    ['smtps://u:p$a#ss@host:465', 'smtps://u:p%24a#ss@host:465'],
    ['"Ops: Team" <ops@example.com>', '"Ops: Team" <ops@example.com>'],
    ["it's `so`", "it's `so`"],
    ['<!here> <@U1>', '<!here> <@U1>'],
  ])('holds %s so that it is read as it was meant', (text, read) => {
    expect(parse(written('', { A: text })).A).toBe(read);
  });

  it.each([
    ['pa$$word', /^A: holds a \$, which Serverless Devs would expand/],
    ['\'"`', /^A: \.env cannot hold it: it has quotes of every kind/],
  ])('refuses %s, which it cannot hold', (text, reason) => {
    expect(() => written('', { A: text })).toThrow(reason);
  });

  it('reads back whatever it takes', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((one) => one.trim());
    fc.assert(
      fc.property(text, text, (first, second) => {
        fc.pre(!/[$\\]|:\/\//.test(first + second) && first !== '' && second !== '');
        try {
          expect(parse(written(written('A=old\nB=x', { A: first }), { A: second }))).toEqual({
            A: second,
            B: 'x',
          });
        } catch (error) {
          if (!String(error).includes('cannot hold it')) throw error;
        }
      }),
    );
  });
});
