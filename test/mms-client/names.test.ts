import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createNames } from '../../functions/mms-client/decode.ts';
import { untrustedName } from '../../functions/untrusted-text/untrusted-text.ts';

const beginnings = [
  'LTAI5t',
  'AKIA',
  'ASIA',
  'AIzaSy',
  'ghp_',
  'github_pat_',
  'dapi',
  'STS.',
  'eyJhbGciOi.',
  'password=',
  'ya29.',
  'xoxb-',
  'secret',
  'PRIVATE_KEY',
  '',
];
const words = fc
  .tuple(
    fc.constantFrom('', 'tbl_'),
    fc.constantFrom(...beginnings),
    fc.stringMatching(/^[A-Za-z0-9_]{0,60}$/),
  )
  .map((parts) => parts.join(''));

it('gives every name as it would be without a short cut', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        words,
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n?$/),
      ),
      (raw) => {
        const { own, shared } = createNames();
        const name = untrustedName(raw);
        expect([own(raw), shared(raw), shared(raw)]).toEqual([name, name, name]);
      },
    ),
    { numRuns: 3_000 },
  );
});

it.each(['', undefined, null, 7, 9_007_199_254_740_993n, { a: 1 }])('takes %s', (raw) => {
  expect(createNames().shared(raw)).toBe(untrustedName(raw));
});
