import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/cause/cause-of.ts';
import { isKeptAway, realTexts, samplesOf, type RealText, type Sample } from './corpus.ts';

const tuned = realTexts.filter((text) => !isKeptAway(text));
const keptAway = realTexts.filter(isKeptAway);

/** How the pairs of samples fared: those of different causes, and those of one cause and wording. */
function pairsOf(texts: readonly RealText[]): Readonly<{ joinedWrongly: readonly string[]; sharedRightly: number; shared: number }> {
  const samples: readonly (Sample & { key: string })[] = texts.flatMap(samplesOf).map((sample) => ({ ...sample, key: causeOf(sample.text).key }));
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
  it('holds more than 120 real texts of more than 50 causes, each with the page it was read on', () => {
    expect(realTexts.length).toBeGreaterThan(120);
    expect(new Set(realTexts.map(({ cause }) => cause)).size).toBeGreaterThan(50);
    expect(realTexts.filter(({ source }) => !/^https:\/\/[\w.-]+\/\S+$/.test(source))).toEqual([]);
    expect(realTexts.filter(({ template }) => template === '' || template.replace(/\{\{\w+:[^{}]*\}\}/g, '').includes('{{'))).toEqual([]);
  });

  it('keeps a third of its texts away from tuning', () => {
    expect(keptAway.length / realTexts.length).toBeGreaterThan(0.3);
    expect(keptAway.length / realTexts.length).toBeLessThan(0.5);
  });

  it('has look-alikes: most causes share their first three words with another one', () => {
    const beginning = ({ template }: RealText): string => template.replace(/\{\{\w+:[^{}]*\}\}/g, '…').split(/\s+/, 3).join(' ');
    const alike = realTexts.filter((text) => realTexts.some((other) => other.cause !== text.cause && beginning(other) === beginning(text)));
    expect(alike.length).toBeGreaterThan(realTexts.length / 4);
  });
});

describe.each([
  { part: 'what the rules were tuned on', texts: tuned },
  { part: 'what was kept away from tuning', texts: keptAway },
])('$part', ({ texts }) => {
  const pairs = pairsOf(texts);

  it('has no two causes put together: that would hide one of them', () => {
    expect(pairs.joinedWrongly).toEqual([]);
  });

  it('has the texts of one cause together, whatever tables, ids, times and traces are in them', () => {
    expect(pairs.shared).toBeGreaterThan(300);
    expect(pairs.sharedRightly / pairs.shared).toBeGreaterThanOrEqual(0.99);
  });

  it('gives no text the advice of another family, and most of them their own', () => {
    const told = texts.map((text) => ({ ...text, told: causeOf(samplesOf(text)[2]?.text ?? '').family }));
    expect(told.filter((text) => text.told !== undefined && text.told !== text.family).map(({ cause }) => cause)).toEqual([]);
    const advisable = told.filter(({ family }) => family !== undefined);
    expect(advisable.filter((text) => text.told === text.family).length / advisable.length).toBeGreaterThanOrEqual(0.9);
  });
});

it('puts no cause of the one part together with one of the other', () => {
  const keysOf = (texts: readonly RealText[]): Map<string, string> =>
    new Map(texts.flatMap(samplesOf).map(({ cause, text }) => [causeOf(text).key, cause]));
  const away = keysOf(keptAway);
  expect([...keysOf(tuned)].filter(([key]) => away.has(key)).map(([key, cause]) => `${cause} and ${away.get(key) ?? ''}`)).toEqual([]);
});
