import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowScanner } from '../../functions/mms-client/row-scanner.ts';

/** What comes of these bytes, handed over in pieces that end at these places. */
function scanned(bytes: Buffer, ends: readonly number[]): { envelope: unknown; rows: unknown[] } {
  const rows: unknown[] = [];
  const scanner = new RowScanner({
    longestRow: 1_000_000,
    onRow: (bytes, index) => {
      expect(index).toBe(rows.length);
      rows.push(JSON.parse(bytes.toString('utf8')));
    },
    onOther: (index) => {
      throw new Error(`element ${index} is no row`);
    },
  });
  let from = 0;
  for (const end of [...ends].sort((a, b) => a - b).filter((place) => place < bytes.length)) {
    scanner.take(bytes.subarray(from, end));
    from = end;
  }
  scanner.take(bytes.subarray(from));
  return { envelope: scanner.end(), rows };
}

const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
const row = fc.dictionary(fc.string({ unit: 'binary' }), value, { maxKeys: 5 });
const name = fc.oneof(
  fc.constantFrom('requestId', 'Data', 'data:', 'rows', '"data"'),
  fc.string({ unit: 'binary' }),
);
const envelope = fc.dictionary(
  name.filter((key) => key !== 'data' && key !== '__proto__'),
  value,
  { maxKeys: 4 },
);
const ends = fc.array(fc.nat(2_000), { maxLength: 30 });
const asJson = (given: unknown, indent: number | undefined): string =>
  JSON.stringify(given, null, indent);

describe('rows cut out of an answer as it comes', () => {
  it('are those that a parser finds, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        envelope,
        envelope,
        fc.array(row, { maxLength: 6 }),
        fc.constantFrom(undefined, 1),
        ends,
        (before, after, rows, indent, places) => {
          const answer = { ...before, data: rows, ...after };
          const found = scanned(Buffer.from(asJson(answer, indent)), places);
          expect(found.rows).toEqual(JSON.parse(JSON.stringify(rows)));
          expect(found.envelope).toEqual(JSON.parse(JSON.stringify({ ...answer, data: [] })));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are none where `data` is no list', () => {
    fc.assert(
      fc.property(
        envelope,
        fc.constantFrom({ data: [1] }, 'data', null, 7),
        ends,
        (rest, data, places) => {
          const answer = { ...rest, data };
          const found = scanned(Buffer.from(JSON.stringify(answer)), places);
          expect(found.rows).toEqual([]);
          expect(found.envelope).toEqual(JSON.parse(JSON.stringify(answer)));
        },
      ),
    );
  });

  it('are not taken from half an answer', () => {
    const whole = '{"requestId":"R","data":[{"id":1,"msg":"a \\" }"},{"id":2}],"more":"x"}';
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => scanned(Buffer.from(whole.slice(0, length)), [])).toThrow(SyntaxError);
    }
  });
});
