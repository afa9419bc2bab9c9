import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { piecesOf, realTexts, samplesOf, type RealText } from './corpus.ts';

const read = realTexts
  .flatMap(samplesOf)
  .map((sample) => ({ ...sample, found: causeOf(sample.text) }));

type Read = (typeof read)[number];

/** A text as it was found, and five times with other names and wrappers. */
const samplesOfEach = 6;

/** The fingerprints of each cause, in the order in which the texts have them. */
const groupsOf = new Map<string, Set<string>>();
for (const { cause, found } of read)
  groupsOf.set(cause, (groupsOf.get(cause) ?? new Set()).add(found.fingerprint));

function grouped<T>(all: readonly T[], of: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(of(one), [...(groups.get(of(one)) ?? []), one]);
  return [...groups.values()];
}

/** How many pairs can be made of so many. */
const pairs = (count: number): number => (count * (count - 1)) / 2;

/** Pairs of samples in these groups, and those of them that have one fingerprint. */
function pairsIn(all: readonly (readonly Read[])[]): Readonly<{ pairs: number; together: number }> {
  return {
    pairs: all.reduce((sum, { length }) => sum + pairs(length), 0),
    together: all
      .flatMap((group) => grouped(group, ({ found }) => found.fingerprint))
      .reduce((sum, { length }) => sum + pairs(length), 0),
  };
}

describe('the corpus', () => {
  it('holds more than 1,200 texts of more than 700 causes, each filled in to its last name', () => {
    expect(realTexts.length).toBeGreaterThan(1_200);
    expect(new Set(realTexts.map(({ cause }) => cause)).size).toBeGreaterThan(700);
    expect(
      realTexts.filter(
        ({ template }) =>
          template === '' || template.replace(/\{\{\w+:[^{}]*\}\}/g, '').includes('{{'),
      ),
    ).toEqual([]);
  });

  it('has look-alikes: many causes share their first three words with another one', () => {
    const beginning = ({ template }: RealText): string =>
      template
        .replace(/\{\{\w+:[^{}]*\}\}/g, '…')
        .split(/\s+/, 3)
        .join(' ');
    const alike = grouped(realTexts, beginning).filter(
      (group) => new Set(group.map(({ cause }) => cause)).size > 1,
    );
    expect(alike.flat().length).toBeGreaterThan(realTexts.length / 5);
  });
});

describe('the causes of the corpus', () => {
  const inOneWording = pairsIn(grouped(read, ({ cause, wording }) => `${cause}/${wording}`));
  const ofOneCause = pairsIn(grouped(read, ({ cause }) => cause));

  it('are never put together: that would hide one of two', () => {
    const joined = grouped(read, ({ found }) => found.fingerprint)
      .map((group) => [...new Set(group.map(({ cause }) => cause))])
      .filter((causes) => causes.length > 1);
    expect(joined).toEqual([]);
  });

  it('stay together whatever tables, ids, times, traces and wrappers are in their texts', () => {
    expect(inOneWording.pairs).toBeGreaterThan(15_000);
    expect(inOneWording.together / inOneWording.pairs).toBeGreaterThan(0.985);
  });

  it('stay together mostly in the words of other clients, drivers and languages', () => {
    const words = ofOneCause.pairs - inOneWording.pairs;
    const together = ofOneCause.together - inOneWording.together;
    expect(words).toBeGreaterThan(25_000);
    expect(together / words).toBeGreaterThan(0.7);
  });

  it('have no advice of another category, and their own in most texts', () => {
    const advised = read.filter(({ found }) => found.category !== undefined);
    expect(advised.filter(({ found, category }) => found.category !== category)).toEqual([]);
    const advisable = read.filter(({ category }) => category !== undefined);
    expect(advised.length / advisable.length).toBeGreaterThan(0.98);
  });

  it('are told by pieces of the text, letter for letter, on one line of 140 characters', () => {
    for (const { text, found } of read) {
      expect(Array.from(found.reason).length).toBeLessThanOrEqual(140);
      expect(piecesOf(found.reason).filter((piece) => !text.includes(piece))).toEqual([]);
    }
  });

  it('have the fingerprint, the advice and the reason of the golden file, text by text', async () => {
    const lines = realTexts.map(({ cause, wording }, at) => {
      const samples = read.slice(at * samplesOfEach, (at + 1) * samplesOfEach);
      const [first] = samples;
      if (first === undefined) throw new Error(`no sample of ${cause}`);
      const { fingerprint, reason, category, detail } = first.found;
      const alike = samples.filter(({ found }) => found.fingerprint === fingerprint).length;
      const groups = [...(groupsOf.get(cause) ?? [])];
      const advice = [category ?? 'no advice', detail ?? ''].join(' ').trim();
      return `${cause}/${wording} | group ${groups.indexOf(fingerprint) + 1}, ${alike} of 6 | ${advice} | ${reason}`;
    });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden.txt');
  });
});
