import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf, drawingNote } from '../../scripts/bench/document.ts';
import { growthLines } from '../../scripts/bench/growth-lines.ts';
import { growthSvg } from '../../scripts/bench/growth-svg.ts';
import { specIn } from '../../scripts/bench/monthly-cost.ts';
import { withFigures } from '../../scripts/bench/readme-figures.ts';
import { parseResults } from '../../scripts/bench/results.ts';
import { measuredOf, someResults } from './some-results.ts';

const read = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
const spec = { cpu: 0.2, memoryMb: 256, diskMb: 512 };
const marked =
  'before\n<!-- figures: written by npm run figures -->\nold\n<!-- end of figures -->\nafter\n';

describe('what was measured last', () => {
  const results = parseResults(read('docs/bench.json'));

  it('is what the README says (`npm run figures` writes it anew)', () => {
    const readme = read('README.md');
    expect(readme).toBe(withFigures(readme, results, specIn(read('s.yaml'))));
  });

  it('is what docs/bench.md and the drawing show', () => {
    expect(read('docs/bench.md')).toBe(documentOf(results));
    expect(read('docs/bench.svg')).toBe(growthSvg(growthLines(results), drawingNote(results)));
  });
});

describe('the figures in the README', () => {
  it('stand between their marks and change nothing else', () => {
    const text = withFigures(
      marked,
      someResults([measuredOf('quiet', 1_000), measuredOf('at rest', 50_000)]),
      spec,
    );
    expect(text).toMatch(/^before\n<!-- figures: [^]*<!-- end of figures -->\nafter\n$/);
    expect(text).not.toMatch(/\bold\b|undefined|NaN/);
    expect(() =>
      withFigures('# a README without marks', someResults([measuredOf('quiet', 1_000)]), spec),
    ).toThrow('end of figures');
  });

  it('name each aim that was missed, with what was measured', () => {
    const atRest = measuredOf('at rest', 50_000);
    const slow = measuredOf('at rest', 50_000, { warm: { ...atRest.warm, wallMs: 660 } });
    const cut = measuredOf('at rest, cut', 50_000, { calls: { ListMmsTasks: 80 } });
    expect(withFigures(marked, someResults([atRest]), spec)).toContain('aims are held.');
    expect(withFigures(marked, someResults([atRest, cut]), spec)).toMatch(
      /at most 40; measured: 75 \(to see 50,000 tasks .*\)\.\n/,
    );
    expect(withFigures(marked, someResults([slow]), spec)).toMatch(
      /1 missed:\n\n- quiet tick over 50,000 tasks .*: at most 1\.5 ×; measured: 3\.0 ×\./,
    );
  });
});
