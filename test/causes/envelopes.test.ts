import { expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { filledIn, realTexts } from './corpus.ts';
import { envelopes } from './envelopes.ts';

/** Every so many texts of the corpus: all of them take half a minute. */
const step = 19;

const texts = realTexts
  .filter((_, at) => at % step === 0)
  .map(({ template }) => filledIn(template, 0))
  .filter((text) => !/^[{<]/.test(text))
  .map((text) => ({ text, fingerprint: causeOf(text).fingerprint }));

const share = (of: readonly boolean[]): number => of.filter(Boolean).length / of.length;

it.each(Object.entries(envelopes))('a cause stays one cause in %s', (_, envelope) => {
  const same = texts.map(
    ({ text, fingerprint }) => causeOf(envelope(text)).fingerprint === fingerprint,
  );
  expect(share(same)).toBeGreaterThan(0.93);
});
