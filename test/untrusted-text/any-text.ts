import fc from 'fast-check';

/** Any unit of UTF-16, halves of characters too: fast-check's own are slow to begin with. */
export const anyUnit = fc
  .oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }))
  .map((unit) => String.fromCharCode(unit));

export const anyText = (maxLength: number, minLength = 0): fc.Arbitrary<string> =>
  fc.array(anyUnit, { minLength, maxLength }).map((units) => units.join(''));
