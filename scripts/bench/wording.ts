/** Figures as people read them. */
export const count = (value: number): string => value.toLocaleString('en-US');

export function time(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  return seconds < 100
    ? `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`
    : `${(seconds / 60).toFixed(1)} min`;
}

export function bytes(value: number): string {
  if (value < 10_000) return `${count(Math.round(value))} B`;
  return value < 1_000_000
    ? `${Math.round(value / 1_000)} kB`
    : `${(value / 1_000_000).toFixed(1)} MB`;
}

export const ratio = (value: number): string =>
  value >= 100
    ? count(Math.round(value))
    : value >= 10
      ? value.toFixed(0)
      : value.toFixed(value < 0.1 ? 3 : 1);

/** A table of Markdown, its columns as wide as they must be, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isText = head.map(
    (_, column) => column === 0 || rows.some((row) => /^[a-z(]/i.test(row[column] ?? '')),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (isText[column] === true ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (isText[column] === true ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
