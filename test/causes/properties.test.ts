import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { showExcerpt } from '../../functions/untrusted-text/excerpt.ts';
import { piecesOf, realTexts } from './corpus.ts';

const keyOf = (text: string): string => causeOf(text).fingerprint;
const digits = (length: number): fc.Arbitrary<string> =>
  fc.integer({ min: 10 ** (length - 1), max: 10 ** length - 1 }).map(String);
/**
 * Names as people give them; a name of letters alone is a word, and stands for itself where nothing
 * says that it is one.
 */
const identifier = fc
  .tuple(fc.stringMatching(/^[a-z]{2,9}$/), digits(4))
  .map(([word, number]) => `${word}_${number}`);
const realText = fc.constantFrom(...realTexts);

/** Every marked place gets a name of its kind, the same one where it had the same one. */
function withNames(template: string, name: string, number: string): string {
  const shaped: Readonly<Record<string, string>> = {
    num: number,
    ip: '10.1.2.3',
    time: '2025-01-02 03:04:05,678',
    uuid: '1b4e28ba-2fa1-11d2-883f-0016d3cca427',
    qtable: `db_1.${name}`,
    qcolumn: `t1.${name}`,
    path: `/data/${name}/part-${number}`,
    partition: `dt=${number}`,
    host: `${name}.example.com`,
    actionid: `Migration.a.${name}.1.Compare`,
    value: `v_${number}`,
  };
  return template.replace(/\{\{(\w+):[^{}]*\}\}/g, (_, kind: string) => shaped[kind] ?? name);
}

describe('the key', () => {
  it('is that of the cause, whatever names and numbers the text has', () => {
    const told = realTexts.filter(
      ({ template }) =>
        keyOf(withNames(template, 'leads_2024', '123')) !==
        keyOf(withNames(template, 'dim_day_7', '912345678')),
    );
    expect(told).toEqual([]);
  });

  it('is that of the cause for names that nobody thought of', () => {
    fc.assert(
      fc.property(
        realText,
        fc.tuple(identifier, digits(3)),
        fc.tuple(identifier, digits(9)),
        ({ template }, [a, few], [b, many]) => {
          expect(keyOf(withNames(template, a, few))).toBe(keyOf(withNames(template, b, many)));
        },
      ),
    );
  });

  it.each([
    // of a class in which no failure is known by its wording
    ['code', /(?<=ODPS-)0[01]2\d{4}/, digits(7)],
    ['privilege', /(?<=odps:)[A-Z]\w+/, fc.constantFrom('Alter', 'Drop', 'Update', 'CreateTable')],
  ])('changes with the %s', (_, place, others) => {
    const texts = realTexts
      .map(({ template }) => withNames(template, 'orders_2024', '17'))
      .filter((text) => place.test(text));
    expect(texts.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.constantFrom(...texts), others, (text, other) => {
        const changed = text.replace(new RegExp(place, 'gi'), other);
        fc.pre(changed !== text);
        expect(keyOf(changed)).not.toBe(keyOf(text));
      }),
    );
  });

  it('changes with nearly every word of the line that a person would quote', () => {
    let tried = 0;
    let changed = 0;
    // An Oracle error is told by its code, in whatever language its sentence is; and a failure that
    // is known by its wording is told by that, whatever else is said.
    const texts = realTexts.filter(
      ({ template }, at) => at % 4 === 0 && !template.includes('ORA-'),
    );
    for (const { template } of texts) {
      const text = withNames(template, 'orders_2024', '17');
      const { fingerprint, reason } = causeOf(text);
      for (const [word] of reason.matchAll(/(?<![\w./:$<'-])[a-z]{4,}(?![\w./:$>'-])/g)) {
        tried += 1;
        if (keyOf(text.replaceAll(word, 'zorked')) !== fingerprint) changed += 1;
      }
    }
    expect(tried).toBeGreaterThan(800);
    expect(changed / tried).toBeGreaterThan(0.84);
  });

  it('is the same for a text that was cleaned, masked and kept once more', () => {
    fc.assert(
      fc.property(realText, identifier, digits(5), ({ template }, name, number) => {
        const once = showExcerpt(untrustedText(withNames(template, name, number), 4_000));
        expect(keyOf(showExcerpt(untrustedText(once, 4_000)))).toBe(keyOf(once));
      }),
    );
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    '`',
    '(',
    ')',
    '[',
    '<',
    '{{',
    'select * from a ',
    'Caused by: ',
    '\n\tat a.b.C.d(C.java:1)',
    'ODPS-0130071:[1,2] ',
    'a.b.',
    'user=x ',
    '…',
    '\n… 214 lines, 9,120 characters left out …\n',
    'decimal(1,',
    '表',
    '\\n',
    '\ud800',
    ' ',
    '\n',
    'column a, b',
    '0x1',
    '***',
  );

  it('has a cause, a reason of one line, and the same ones each time', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc
            .array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 60 })
            .map((parts) => parts.join('')),
        ),
        (text) => {
          const cause = causeOf(text);
          expect(cause.fingerprint).toMatch(/^[\w-]{1,12}$/);
          expect(piecesOf(cause.reason).filter((piece) => !text.includes(piece))).toEqual([]);
          expect(cause.reason).not.toMatch(/[\n\r]/);
          expect(Array.from(cause.reason).length).toBeLessThanOrEqual(140);
          expect(causeOf(text)).toEqual(cause);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is told by its first and its last lines, however many stand between', () => {
    const noise = Array.from({ length: 2_000 }, (_, at) => `step ${at} of the plan went well`).join(
      '\n',
    );
    const [one, other] = [
      'ORA-00942: table or view does not exist',
      'ORA-01031: insufficient privileges',
    ].map((root) => `Query failed\n${noise}\nCaused by: ${root}`);
    expect(keyOf(one ?? '')).not.toBe(keyOf(other ?? ''));
  });
});
