import type { Finding, Verdict } from './finding.ts';

const widestCheck = 28;

/** One line a check, its verdict first, and one for each thing to do. */
export function linesOf({ verdict, check, found, hints }: Finding): readonly string[] {
  const indent = ' '.repeat(6);
  const line = `${verdict.padEnd(indent.length)}${check.padEnd(widestCheck)}  ${oneLine(found)}`;
  return [line, ...hints.map((hint) => `${indent}-> ${oneLine(hint)}`)];
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function conclusionOf(findings: readonly Finding[]): string {
  const count = (verdict: Verdict): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const [failed, warned, skipped] = [count('fail'), count('warn'), count('skip')];
  const counted = [
    `${count('ok')} ok`,
    ...(warned > 0 ? [`${warned} to look at`] : []),
    ...(skipped > 0 ? [`${skipped} not checked`] : []),
    failed > 0 ? `${failed} failed` : 'none failed',
  ];
  return counted.join(', ');
}
