import type { Span } from './decoded-text.ts';
import { looksRandom } from './looks-secret.ts';
import { lengthOf } from './value-span.ts';

/** Tokens that give themselves away by how they begin. */
const tokens = new RegExp(
  [
    // Ids of access keys: Alibaba Cloud, AWS, Tencent Cloud, Google; tokens of Alibaba Cloud.
    'LTAI[A-Za-z0-9]{4,}',
    '(?:AKIA|AKID|ASIA|AROA|AIDA|ANPA|AGPA|GOOG1)[A-Za-z0-9]{8,}',
    'STS\\.(?=[\\w-]{0,40}\\d)[\\w-]{8,}',
    'CAIS[\\w+/]{40,}={0,2}',
    // JSON in base64: JSON web tokens, and keys of service accounts.
    'eyJ[\\w+/-]{17,}={0,2}(?:\\.[\\w-]*={0,2}){0,4}',
    // GitHub, GitLab, Slack, Vault, Databricks, npm, PyPI, OpenAI, Stripe, Google, SendGrid.
    'gh[opsur]_[A-Za-z0-9]{16,}',
    'github_pat_\\w{16,}',
    'gl[a-z]{2,5}-[\\w-]{16,}',
    'xox[a-z]{1,2}-[\\w-]{8,}',
    'xapp-[\\w-]{8,}',
    'hv[sbr]\\.[\\w-]{8,}',
    'dapi[0-9a-f]{32}',
    'npm_[A-Za-z0-9]{30,}',
    'pypi-[\\w-]{16,}',
    'sk-(?=[\\w-]{0,40}\\d)[\\w-]{20,}',
    '[sr]k_(?:live|test)_\\w{16,}',
    'AIza[\\w-]{30,}',
    'ya29\\.[\\w.-]{10,}',
    '1//0[\\w-]{10,}',
    'GOCSPX-[\\w-]{10,}',
    'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
    // What a robot of DingTalk signs with.
    'SEC[0-9a-f]{64}',
  ].join('|'),
  'g',
);

/** The secret that people write beside the id of its key. */
const pair =
  /(["'`]?[\s,;:/|&]{1,6}(?:["']?[A-Za-z_-]{1,20}["']?\s?[:=]\s?)?["'`]?)[A-Za-z0-9/+]{20,}={0,2}(?![A-Za-z0-9])/y;

/** What the first group matches is shown: the address of a webhook, of which the path is secret. */
const behind: readonly RegExp[] = [
  /(hooks\.slack(?:-gov)?\.com\/\w{1,12}\/|\/(?:web)?hooks?(?:b2)?\/(?:v\d\/)?(?=[^\s"'<>)|,]{0,100}\d)|\/webhook\/send\?key=)[^\s"'<>)|,]{12,}/gi,
  /(\b(?:shared ?key(?:lite)?|hmac(?:-\w{1,12})?|oss|odps|acs|aws)\s{1,4}[\w.-]{1,64}:)[A-Za-z0-9+/]{16,}={0,2}/gi,
  /(\bbearer\s{1,4})(?=[\w.~+/-]{0,64}\d|[\w.~+/-]{24})[\w.~+/-]{8,}={0,2}/gi,
  /(\bbasic\s{1,4})(?=[A-Za-z+/]{0,64}\d|[A-Za-z0-9+/]{2,64}=)[A-Za-z0-9+/]{8,}={0,2}/gi,
];

const authorization =
  /(authorization["'\]]{0,2}\s{0,4}(?:[:=]>?|->)\s{0,4}["'[(]{0,2})((?:basic|bearer|token|apikey|negotiate|ntlm|digest|hmac|mac|oss|acs|aws|odps|log|sharedkey(?:lite)?|[\w-]{1,24}-hmac-[\w-]{1,12}|(?:oss|aws)4-[\w-]{1,24})\s{1,4})?((?:[^\s"'\])}]|(?<==)"[^"\n]{0,512}"|(?<=,)\s)+)/gi;
const cookie =
  /(cookie["'\]]{0,2}\s{0,4}(?:[:=]>?|->)\s{0,4}["'[({]{0,2})((?:[^\n"'\]})]|(?<==)"[^"\n]{0,512}")+)/gi;

export function spansOfTokens(text: string): Span[] {
  const spans = spansOfPem(text);
  for (const { 0: token, index: start } of text.matchAll(tokens)) {
    // Within a word only an id of Alibaba Cloud is sure to be one.
    if (/\w/.test(text.charAt(start - 1)) && !/^LTAI(?=[A-Za-z]{0,20}\d).{8}/.test(token)) continue;
    const end = start + token.length;
    spans.push({ start, end });
    pair.lastIndex = end;
    const secret = pair.exec(text);
    if (secret !== null && /^(?:LTAI|A|GOOG)/.test(token))
      spans.push({ start: end + (secret[1]?.length ?? 0), end: end + secret[0].length });
  }
  for (const pattern of behind)
    for (const { 0: whole, 1: shown = '', index } of text.matchAll(pattern))
      spans.push({ start: index + shown.length, end: index + whole.length });
  for (const { 0: whole, 2: scheme, 3: value = '', index } of text.matchAll(authorization)) {
    const isSecret = scheme === undefined ? looksRandom(value) : /[^A-Za-z]|[a-z][A-Z]/.test(value);
    if (isSecret)
      spans.push({ start: index + whole.length - value.length, end: index + whole.length });
  }
  for (const { 0: whole, 2: value = '', index } of text.matchAll(cookie))
    if (/^[^;]{0,100}=./.test(value) || looksRandom(value))
      spans.push({ start: index + whole.length - value.length, end: index + whole.length });
  return spans;
}

const pemBegin = /-{4,5} ?BEGIN[A-Z0-9 +]{0,40}PRIVATE[ +]KEY(?:[ +]BLOCK)? ?-{4,5}/g;
const pemEnd = /-{4,5} ?END[A-Z0-9 +]{0,40}PRIVATE[ +]KEY(?:[ +]BLOCK)? ?-{4,5}/g;

/** Keys in PEM, whole or cut at either end. */
function spansOfPem(text: string): Span[] {
  if (!/PRIVATE[ +]KEY/.test(text)) return [];
  const begins = [...text.matchAll(pemBegin)].map((match) => match.index + match[0].length);
  const ends = [...text.matchAll(pemEnd)].map((match) => match.index);
  const spans: Span[] = [];
  let nextEnd = 0;
  let covered = 0;
  for (const begin of begins) {
    if (begin < covered) continue;
    while ((ends[nextEnd] ?? Infinity) < begin) nextEnd += 1;
    covered = ends[nextEnd] ?? begin + lengthOf(pemBody, text, begin);
    spans.push({ start: begin, end: covered });
  }
  const [firstEnd] = ends;
  if (firstEnd !== undefined && (begins[0] ?? Infinity) > firstEnd)
    spans.push({ start: firstEnd - bodyBefore(text, firstEnd).length, end: firstEnd });
  return spans;
}

/** Lines of base64, and the last of them, which may be short. */
const pemBody =
  /(?:\s{0,80}(?:[\w-]{1,20}: [^\n]{0,100}\n|[A-Za-z0-9+/=]{16,}(?![^\s"'\\<]))){1,}(?:\s{0,80}[A-Za-z0-9+/=]{1,76}(?=\s|$))?/y;
const pemBodyBefore = /(?<=((?:[A-Za-z0-9+/=]{16,}\s{1,80})*(?:[A-Za-z0-9+/=]{1,15}\s{1,80})?))-/y;

function bodyBefore(text: string, at: number): string {
  pemBodyBefore.lastIndex = at;
  return pemBodyBefore.exec(text)?.[1] ?? '';
}
