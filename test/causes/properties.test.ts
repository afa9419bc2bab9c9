import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { showExcerpt } from '../../functions/untrusted-text/excerpt.ts';
import { realTexts } from './corpus.ts';

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
    fc.assert(
      fc.property(
        realText,
        identifier,
        identifier,
        digits(3),
        digits(9),
        ({ template }, a, b, few, many) => {
          expect(keyOf(withNames(template, a, few))).toBe(keyOf(withNames(template, b, many)));
        },
      ),
    );
  });

  it.each([
    ['code', /(?<=ODPS-)\d{7}/, digits(7)],
    ['privilege', /(?<=odps:)[A-Z]\w+/, fc.constantFrom('Alter', 'Drop', 'Update', 'CreateTable')],
    [
      'HTTP status',
      /(?<=(?:Status ?Code|Response code)[:=] ?)\d{3}/i,
      fc.constantFrom('301', '418', '507'),
    ],
    [
      'SQLSTATE',
      /(?<=SQLSTATE:? |\()(?:[0-9][0-9A-Z]{3}\d|KD001|XX000)(?=\)|$|\n)/,
      fc.constantFrom('22018', '0A000', '57014'),
    ],
    [
      'data type',
      /\b(?:STRING|BIGINT|TIMESTAMP|INT32|decimal\(1,0\))(?!\w)/,
      fc.constantFrom('DOUBLE', 'map<string,binary>', 'decimal(7,3)'),
    ],
    ['return code', /(?<=return code )\d/, fc.constantFrom('3', '7', '40000')],
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

  it("changes with nearly every word that is nobody's name", () => {
    let tried = 0;
    let told = 0;
    for (const { template } of realTexts) {
      const text = withNames(template, 'orders_2024', '17')
        .split('\n')
        .filter((line) => !/^\s*(?:at |\.\.\. )/.test(line))
        .join('\n');
      const key = keyOf(text);
      for (const { index, 0: word } of text.matchAll(
        /(?<![\w./:$<-])[A-Za-z]{4,}(?![\w./:$>-])/g,
      )) {
        tried += 1;
        if (
          keyOf(
            `${text.slice(0, index)}${/^[A-Z]/.test(word) ? 'Zorked' : 'zorked'}${text.slice(index + word.length)}`,
          ) !== key
        )
          told += 1;
      }
    }
    expect(tried).toBeGreaterThan(1_000);
    expect(told / tried).toBeGreaterThan(0.95);
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
          expect(cause.reason).not.toMatch(/[\n\r]/);
          expect(Array.from(cause.reason).length).toBeLessThanOrEqual(140);
          expect(causeOf(text)).toEqual(cause);
        },
      ),
      { numRuns: 300 },
    );
  });

  const hostile = [
    "'",
    '(',
    '[a, ',
    'a.',
    'a/',
    'select ',
    'select * from ',
    '\n\tat ',
    '\n\tat a.b.C.d(C.java:1)',
    'column a, ',
    'ODPS-0130071:[',
    '\\n',
    '<a:int,',
    '\'a"b(c[d{e<f',
    'Caused by: ',
    ' ',
    'A_',
    '1 ',
    '表 a ',
    'java.lang.RuntimeException: ',
    '[main] ',
    '2024-01-01 00:00:00 ',
    'at a(',
    'a\n',
    'decimal(1,',
    'Lost task 1.0 in stage 1.0 (TID 1): ',
    'failed after 3 attempts: ',
    '[Error 1] ',
    'return code 2 ',
    'Key (',
    'Failing row contains (',
    'jdbc:a:',
    'request id=',
    '<Error>',
    '<Error><Code>a</Code><EC>1',
    '{ "code" : 1, "message" : "a b c d e',
    '404 Not Found\nGET http://a\n',
    "{'status': 403, 'x-oss-request-id': '",
    'oss: service returned error: StatusCode=403, ErrorCode=a, ErrorMessage="',
    'Vertex failed, vertexName=',
    'FetchFailed(null, a=1',
    'Could not obtain block: ',
    ' rateLimitExceeded',
    '[Amazon](500310) ',
    'project a-b-',
  ];

  it.each(hostile)('of 64 KB takes some milliseconds, made of %j', (unit) => {
    const text = unit.repeat(Math.ceil(65_536 / unit.length));
    const times = [1, 2, 3].map(() => {
      const began = process.hrtime.bigint();
      causeOf(text);
      return Number(process.hrtime.bigint() - began) / 1e6;
    });
    // A bound for a machine that is busy with other work; an expression that tries each beginning
    // anew needs minutes.
    expect(Math.min(...times)).toBeLessThan(1_000);
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
