import type { Span } from './span.ts';

/**
 * Secrets that give themselves away by their shape. What the first group matches stays readable;
 * the rest of the match goes. Every repetition is bounded or consumes what it has matched, so that
 * the time grows with the text and no faster.
 */
const shapes: readonly RegExp[] = [
  // Access key ids of Alibaba Cloud, with a secret or a signature that stands right after one.
  /()(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{4,64}(?::[^\s"'@,;&<>]{1,512})?/g,
  /()(?<=[A-Za-z0-9])LTAI(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{12,64}/g,
  /()(?<![\w.])STS\.(?!(?:[A-Z][a-z]+){1,12}(?![\w-]))[A-Za-z0-9_-]{8,200}(?::[^\s"'@,;&<>]{1,512})?/g,
  /(LTAI[A-Za-z0-9]{4,64}["'\s,;:/|&-]{1,6}(?:k\s)?["']?)[A-Za-z0-9]{28,32}(?![A-Za-z0-9])/g,
  // AWS: ids, and the secret that people write beside them.
  /()(?:AKIA|ASIA|AROA|AIDA|ANPA|AGPA)[0-9A-Z]{12,32}(?:[:/|,\s]{1,3}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+]))?/g,
  // JSON web tokens; tokens of Google, GitHub, Slack, Databricks.
  /()(?<![A-Za-z0-9-])eyJ[\w-]{5,1000}\.[\w-]{5,4000}(?:\.[\w-]{0,4000})?/g,
  /()\b(?:ya29\.[\w.-]{10,2000}|AIza[\w-]{30,60}|GOCSPX-[\w-]{10,60})/g,
  /()\b(?:gh[opsur]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|xox[abeoprs]-[\w-]{8,255}|xapp-[\w-]{8,255}|dapi[0-9a-f]{32})/g,
  // A webhook's address is its password.
  /(hooks\.slack(?:-gov)?\.com\/(?:services|triggers|workflows)\/)[^\s"'<>)|\\]{1,400}/gi,
  // What a robot of DingTalk signs with.
  /()(?<![A-Za-z0-9])SEC[0-9a-f]{64}(?![A-Za-z0-9])/g,
  // Headers.
  /(authorization["']?\s{0,4}[:=]\s{0,4}["'[]{0,2}(?:basic|bearer|token|apikey|negotiate|ntlm|log|oss|acs|aws|odps|sharedkey(?:lite)?|[\w-]{1,24}-hmac-[\w-]{1,12}|(?:oss|aws)4-[\w-]{1,24})\s{1,4})[^\n"'\]}]{1,8000}/gi,
  /(authorization["']?\s{0,4}[:=]\s{0,4}["'[]{0,2}digest\s{1,4})[^\n]{1,8000}/gi,
  /(\b(?:set-)?cookie["']?\s{0,4}:\s{0,4}["'[]{0,2})[^\n"'\]}]{1,8000}/gi,
  /(\bbearer\s{1,4})(?=[\w.~+/-]{0,64}\d|[\w.~+/-]{24})[\w.~+/-]{8,8000}={0,2}/gi,
  /(\bbasic\s{1,4})(?=[A-Za-z+/]{0,64}\d|[A-Za-z0-9+/]{2,800}=)[A-Za-z0-9+/]{8,800}={0,2}/gi,
  // Command lines and accounts without a scheme.
  /(\bmysql(?:dump|admin|import)?\b[^\n|;]{0,200}\s-p)[^\s]{1,256}/g,
  /(\bbeeline\b[^\n|;]{0,400}\s-p\s{1,4})[^\s]{1,256}/g,
  /(\b[\w.-]{1,64}:)[^\s:@/'"(){}[\],;]{3,128}(?=@(?:tcp\(|[\w.-]{1,100}(?::\d|\/)))/g,
  /(\s(?:-u|--user)[ =]{1,4}["']?(?!jdbc:)[^\s:"'/]{1,128}:)(?!\/\/)[^\s"']{1,512}/g,
  /(\b(?:thin|oci8?|sqlplus|expdp|impdp)[:\s]\s{0,4}[\w$#.-]{1,64}\/)[^\s@"']{1,256}(?=@)/gi,
];

/** Keys in PEM, whole or cut at either end, with real or escaped line breaks. */
const pemBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const pemEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

export function spansOfShapes(text: string): Span[] {
  const spans = text.includes('PRIVATE KEY') ? spansOfPem(text) : [];
  for (const shape of shapes) {
    for (const match of text.matchAll(shape)) {
      spans.push({
        start: match.index + (match[1] ?? '').length,
        end: match.index + match[0].length,
      });
    }
  }
  return spans;
}

function spansOfPem(text: string): Span[] {
  const begins = [...text.matchAll(pemBegin)].map((match) => match.index + match[0].length);
  const ends = [...text.matchAll(pemEnd)].map((match) => match.index);
  const spans: Span[] = [];
  let nextEnd = 0;
  let covered = 0;
  for (const begin of begins) {
    if (begin < covered) continue;
    while (nextEnd < ends.length && (ends[nextEnd] ?? 0) < begin) nextEnd += 1;
    covered = ends[nextEnd] ?? text.length;
    spans.push({ start: begin, end: covered });
  }
  const firstEnd = ends[0];
  if (firstEnd !== undefined && (begins[0] ?? Infinity) > firstEnd)
    spans.push({ start: 0, end: firstEnd });
  return spans;
}
