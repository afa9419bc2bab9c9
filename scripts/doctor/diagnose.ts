import { Secret } from '../../functions/settings/secret.ts';
import { secretsIn } from './known-secrets.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import { examine, type Examination } from './examine.ts';
import type { Finding } from './finding.ts';
import { conclusionOf, linesOf } from './report.ts';

/**
 * Tells each finding as it comes; whatever a service repeats, no secret passes. Gives whether
 * nothing failed.
 */
export async function diagnose(
  examination: Examination,
  print: (line: string) => void,
): Promise<boolean> {
  const redact = createRedactor(secretsIn(examination.environment).map((text) => new Secret(text)));
  const findings: Finding[] = [];
  for await (const finding of examine(examination)) {
    findings.push(finding);
    for (const line of linesOf(finding)) print(redact(line));
  }
  print('');
  print(conclusionOf(findings));
  return findings.every(({ verdict }) => verdict !== 'fail');
}
