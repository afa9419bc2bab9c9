import { untrustedName } from '../untrusted-text/untrusted-text.ts';
import type { Redactor } from './redaction.ts';

/** What a service said when it refused; `''` where it said nothing. */
export type ServiceSaid = Readonly<{
  code: string;
  status: number | undefined;
  requestId: string;
  message: string;
}>;

/**
 * What a service said, as far as it is quoted: its code, the status, the request, and one short
 * sentence. `NoSuchBucket (HTTP 404, request 5C3D…): The specified bucket does not exist.`
 * Secrets are taken out of the whole of it before anything is cut.
 */
export function quote(said: ServiceSaid, redact: Redactor): string {
  const facts: string[] = [];
  if (said.status !== undefined) facts.push(`HTTP ${said.status}`);
  const requestId = word(redact(said.requestId));
  if (requestId !== '') facts.push(`request ${requestId}`);
  const code = word(redact(said.code));
  const head = facts.length === 0 ? code : `${code} (${facts.join(', ')})`.trim();
  return [head, sentence(redact(said.message))].filter((part) => part !== '').join(': ');
}

/** A code or an id is short; whatever is not is left out. */
const word = (text: string): string => (/^[\w.: *-]{1,80}$/.test(text) ? text : '');

function sentence(text: string): string {
  const [first = text] = /^[^]*?[.!?。！？](?=\s|$)/u.exec(text.trim()) ?? [];
  return untrustedName(first, 160);
}
