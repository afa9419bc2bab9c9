/** Java's frames and the lines with which it shortens them itself. */
const frame = /^[ \t]+(?:at [^\s(]{1,300}\([^\n]{0,300}|\.\.\. (\d{1,6}) (?:more|common frames omitted))$/;
const runOfFrames = /(?:^[ \t]+(?:at [^\s(]{1,300}\([^\n]{0,300}|\.\.\. \d{1,6} (?:more|common frames omitted))(?:\n|$)){3,}/gm;

/**
 * A trace whose causes are not thirty frames apart: of a run of Java's stack frames the first stays, and the last where
 * the text ends with it; a line in their place says how many were left out.
 */
export function foldStackFrames(text: string): string {
  return text.replace(runOfFrames, (run: string, at: number) => {
    const lines = run.replace(/\n$/, '').split('\n');
    const atTheEnd = at + run.length >= text.length;
    const last = atTheEnd && framesIn(lines.at(-1) ?? '') === undefined ? lines.slice(-1) : [];
    const omitted = lines.slice(1, lines.length - last.length).reduce((sum, line) => sum + (framesIn(line) ?? 1), 0);
    const mark = `\t${framesLeftOut(omitted.toLocaleString('en-US'))}`;
    return [...lines.slice(0, 1), mark, ...last].join('\n') + (run.endsWith('\n') ? '\n' : '');
  });
}

/** The mark that stands for so many frames. */
export const framesLeftOut = (count: string): string => `… ${count} stack frames left out …`;

const markOfFrames = new RegExp(`^(\\s+)${framesLeftOut('([\\d,]{1,9})')}$`, 'gm');

/** The text with the marks of what was folded in other words than those they were kept in. */
export const inOtherWords = (text: string, framesOmitted: (count: number) => string): string =>
  text.replace(markOfFrames, (_, indent: string, count: string) => `${indent}${framesOmitted(Number(count.replaceAll(',', '')))}`);

/** For how many frames the line stands, where it says so. */
function framesIn(line: string): number | undefined {
  const more = frame.exec(line)?.[1];
  return more === undefined ? undefined : Number(more);
}
