import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../functions/runtime/json.ts';

describe('JSON with ids that a JavaScript number cannot hold', () => {
  it('keeps each whole, wherever it stands', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,40}$/);
    const filling = fc.stringMatching(/^[a-z0-9 ]{0,40}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(filling, digits), { minLength: 1, maxLength: 5 }), (pairs) => {
        const text = `[${pairs.map(([word, id]) => `{"name":"${word}","id":${id}}`).join(',')}]`;
        expect(parseExactly(text)).toEqual(
          pairs.map(([name, id]) => ({
            name,
            id: Number.isSafeInteger(Number(id)) ? Number(id) : BigInt(id),
          })),
        );
      }),
    );
  });

  it('is read as any other where long rows of digits stand in texts only', () => {
    expect(parseExactly('{"id":7,"name":"copy of \\"12345678901234567890\\"","rate":0.5}')).toEqual(
      {
        id: 7,
        name: 'copy of "12345678901234567890"',
        rate: 0.5,
      },
    );
  });

  it('says that half an answer is none', () => {
    expect(() => parseExactly('{"id":12345678901234567890,')).toThrow(SyntaxError);
    expect(() => parseExactly('{"id":7,')).toThrow(SyntaxError);
  });
});
