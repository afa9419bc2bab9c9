/**
 * What became of one check. A warning does not make the whole fail; what could not be checked is
 * skipped.
 */
export type Verdict = 'ok' | 'warn' | 'fail' | 'skip';

export type Finding = Readonly<{
  verdict: Verdict;
  /** What was checked: `source 2000015`. */
  check: string;
  /** What was found. */
  found: string;
  /** What to do. */
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

/** The adapters say what went wrong and, after the last semicolon, what to do. */
export function failAsSaid(check: string, said: string, otherwise: string): Finding {
  const end = said.lastIndexOf('; ');
  return end < 0
    ? fail(check, said, otherwise)
    : fail(check, said.slice(0, end), said.slice(end + 2));
}
