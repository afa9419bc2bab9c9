/** A warning does not make the whole fail. */
type Verdict = 'ok' | 'warn' | 'fail' | 'skip';

export type Finding = Readonly<{
  verdict: Verdict;
  check: string;
  found: string;
  hints: readonly string[];
}>;

const finding =
  (verdict: Verdict) =>
  (check: string, found: string, ...hints: readonly string[]): Finding => ({
    verdict,
    check,
    found,
    hints,
  });

export const ok = finding('ok');
export const warn = finding('warn');
export const fail = finding('fail');
export const skip = finding('skip');

export type Check = Promise<readonly Finding[]>;

export const known = (found: Finding): Check => Promise.resolve([found]);

const widestCheck = 28;

export function linesOf({ verdict, check, found, hints }: Finding): readonly string[] {
  const indent = ' '.repeat(6);
  const line = `${verdict.padEnd(indent.length)}${check.padEnd(widestCheck)}  ${oneLine(found)}`;
  return [line, ...hints.map((hint) => `${indent}-> ${oneLine(hint)}`)];
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function conclusionOf(findings: readonly Finding[]): string {
  const count = (verdict: Verdict): number =>
    findings.filter((each) => each.verdict === verdict).length;
  return [
    `${count('ok')} ok`,
    `${count('warn')} to look at`,
    `${count('skip')} not checked`,
    `${count('fail') || 'none'} failed`,
  ]
    .filter((counted, index) => index === 0 || !counted.startsWith('0 '))
    .join(', ');
}
