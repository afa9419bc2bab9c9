import { breakagesOf } from './breakages.ts';
import { nameOf } from './calls.ts';
import type { Cell, Matrix } from './matrix.ts';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The matrix as text: a call a line, a way to break it a column. */
export function printMatrix(title: string, { calls, cells, leftOut, seconds }: Matrix): string {
  const played = new Set(cells.map(({ breakage }) => breakage.name));
  const ways = [...new Set(calls.flatMap(breakagesOf).map(({ name }) => name))].filter((name) =>
    played.has(name),
  );
  const width = Math.max(...calls.map((call) => nameOf(call).length));
  const rows = calls.map((call) => {
    const own = cells.filter((cell) => cell.call === call);
    const marks = ways.map((way) => markOf(own.find(({ breakage }) => breakage.name === way)));
    return `  ${nameOf(call).padEnd(width)}  ${marks.join(' ')}   ${own.length} tried, lost ${sum(own, 'lost')}, repeated ${sum(own, 'repeated')}`;
  });
  const more =
    leftOut === 0
      ? ''
      : ` (${leftOut} more that are alike: FAULTS=all npm run test:long -- test/faults)`;
  return [
    `${title}: ${calls.length} calls, ${cells.length} tried, lost ${sum(cells, 'lost')}, repeated ${sum(cells, 'repeated')}, ${seconds.toFixed(0)} s${more}`,
    `  ${' '.repeat(width)}  ${ways.map((_, index) => letters[index] ?? '?').join(' ')}`,
    ...rows,
    ...legend(ways),
    '  . told once   1-9 messages told again   L lost   ! see below',
  ].join('\n');
}

function markOf(cell: Cell | undefined): string {
  if (cell === undefined) return ' ';
  const { lost, repeated, complaints } = cell.verdict;
  if (lost > 0) return 'L';
  if (complaints.length > 0) return '!';
  return repeated === 0 ? '.' : String(Math.min(9, repeated));
}

function legend(ways: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [index, way] of ways.entries()) {
    const item = `${letters[index] ?? '?'} ${way}`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length < 116)
      lines.splice(-1, 1, `${last} · ${item}`);
    else lines.push(`  ${item}`);
  }
  return lines;
}

const sum = (cells: readonly Cell[], what: 'lost' | 'repeated'): number =>
  cells.reduce((total, { verdict }) => total + verdict[what], 0);
