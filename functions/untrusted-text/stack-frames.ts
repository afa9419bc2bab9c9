const frame =
  '[ \\t]+(?:at ([^\\s(]{1,300})\\([^\\n]{0,300}|\\.\\.\\. (\\d{1,6}) (?:more|common frames omitted))';
const wholeFrame = new RegExp(`^${frame}$`);
const runOfFrames = new RegExp(`(?:^${frame}(?:\\n|$)){3,}`, 'gm');

/** Frames of Java itself stand below every failure. */
const javas = /^(?:java|javax|jdk|sun|scala)[./]|^(?:java\.base|com\.sun\.)/;

/**
 * Of a run of Java's frames the first stays, the first that is not Java's own, and the last where
 * the text ends with it; lines say how many were left out.
 */
export function foldStackFrames(text: string): string {
  return text.replace(runOfFrames, (run: string, _place, _more, at: number) => {
    const lines = run.replace(/\n$/, '').split('\n');
    const own = lines.findIndex((line) => isOwn(line));
    const last =
      at + run.length >= text.length && shortened(lines.at(-1) ?? '') === undefined
        ? lines.length - 1
        : 0;
    const kept = [...new Set([0, Math.max(own, 0), last])].sort((a, b) => a - b);
    const parts = kept.flatMap((index, nth) => [
      lines[index] ?? '',
      ...leftOut(lines.slice(index + 1, kept[nth + 1])),
    ]);
    return parts.join('\n') + (run.endsWith('\n') ? '\n' : '');
  });
}

function leftOut(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const frames = lines.reduce((sum, line) => sum + (shortened(line) ?? 1), 0);
  return [`\t${framesLeftOut(frames.toLocaleString('en-US'))}`];
}

const framesLeftOut = (count: string): string =>
  `… ${count} stack frame${count === '1' ? '' : 's'} left out …`;

const markOfFrames = /^(\s+)… ([\d,]{1,9}) stack frames? left out …$/gm;

/** The marks of what was folded, in other words. */
export const inOtherWords = (text: string, framesOmitted: (count: number) => string): string =>
  text.replace(
    markOfFrames,
    (_, indent: string, count: string) =>
      `${indent}${framesOmitted(Number(count.replaceAll(',', '')))}`,
  );

function shortened(line: string): number | undefined {
  const more = wholeFrame.exec(line)?.[2];
  return more === undefined ? undefined : Number(more);
}

function isOwn(line: string): boolean {
  const place = wholeFrame.exec(line)?.[1];
  return place !== undefined && !javas.test(place);
}
