import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { filledIn, realTexts, samplesOf, type RealText, type Sample } from './corpus.ts';

const tuned = realTexts.filter(({ neverTunedOn }) => !neverTunedOn);
const neverTuned = realTexts.filter(({ neverTunedOn }) => neverTunedOn);

/**
 * How the pairs of samples fared: those of different causes, and those of one cause and wording.
 */
function pairsOf(
  texts: readonly RealText[],
): Readonly<{ joinedWrongly: readonly string[]; sharedRightly: number; shared: number }> {
  const samples: readonly (Sample & { key: string })[] = texts
    .flatMap(samplesOf)
    .map((sample) => ({ ...sample, key: causeOf(sample.text).fingerprint }));
  const joinedWrongly = new Set<string>();
  let sharedRightly = 0;
  let shared = 0;
  for (const [at, a] of samples.entries()) {
    for (const b of samples.slice(at + 1)) {
      if (a.cause !== b.cause && a.key === b.key) joinedWrongly.add(`${a.cause} and ${b.cause}`);
      if (a.cause !== b.cause || a.wording !== b.wording) continue;
      shared += 1;
      if (a.key === b.key) sharedRightly += 1;
    }
  }
  return { joinedWrongly: [...joinedWrongly], sharedRightly, shared };
}

describe('the corpus', () => {
  it('holds more than 500 real texts of more than 480 causes, each with the page it was read on', () => {
    expect(realTexts.length).toBeGreaterThan(500);
    expect(new Set(realTexts.map(({ cause }) => cause)).size).toBeGreaterThan(480);
    expect(realTexts.filter(({ source }) => !/^https:\/\/[\w.-]+\/\S+$/.test(source))).toEqual([]);
    expect(
      realTexts.filter(
        ({ template }) =>
          template === '' || template.replace(/\{\{\w+:[^{}]*\}\}/g, '').includes('{{'),
      ),
    ).toEqual([]);
  });

  it('keeps thirty causes away from tuning', () => {
    expect(new Set(neverTuned.map(({ cause }) => cause)).size).toBeGreaterThanOrEqual(30);
  });

  it('has look-alikes: most causes share their first three words with another one', () => {
    const beginning = ({ template }: RealText): string =>
      template
        .replace(/\{\{\w+:[^{}]*\}\}/g, '…')
        .split(/\s+/, 3)
        .join(' ');
    const alike = realTexts.filter((text) =>
      realTexts.some((other) => other.cause !== text.cause && beginning(other) === beginning(text)),
    );
    expect(alike.length).toBeGreaterThan(realTexts.length / 4);
  });
});

describe.each([
  { part: 'what the rules were tuned on', texts: tuned, together: 0.99, wrong: 0, told: 0.95 },
  {
    part: 'what the rules were never tuned on',
    texts: neverTuned,
    together: 0.95,
    wrong: 1,
    told: 0.5,
  },
])('$part', ({ texts, together, wrong, told: least }) => {
  const pairs = pairsOf(texts);

  it('has no two causes put together: that would hide one of them', () => {
    expect(pairs.joinedWrongly).toEqual([]);
  });

  it('has the texts of one cause together, whatever tables, ids, times and traces are in them', () => {
    expect(pairs.shared).toBeGreaterThan(300);
    expect(pairs.sharedRightly / pairs.shared).toBeGreaterThanOrEqual(together);
  });

  it('gives hardly any text the advice of another family, and most of them their own', () => {
    const told = texts.map((text) => ({
      ...text,
      told: causeOf(filledIn(text.template, 1)).category,
    }));
    expect(
      told
        .filter((text) => text.told !== undefined && text.told !== text.family)
        .map(({ cause }) => cause)
        .slice(wrong),
    ).toEqual([]);
    const advisable = told.filter(({ family }) => family !== undefined);
    expect(
      advisable.filter((text) => text.told === text.family).length / advisable.length,
    ).toBeGreaterThanOrEqual(least);
  });
});

it('puts no cause of the one part together with one of the other', () => {
  const keysOf = (texts: readonly RealText[]): Map<string, string> =>
    new Map(texts.flatMap(samplesOf).map(({ cause, text }) => [causeOf(text).fingerprint, cause]));
  const away = keysOf(neverTuned);
  expect(
    [...keysOf(tuned)]
      .filter(([key]) => away.has(key))
      .map(([key, cause]) => `${cause} and ${away.get(key) ?? ''}`),
  ).toEqual([]);
});
