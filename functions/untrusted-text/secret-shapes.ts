import type { Span } from './decoded-text.ts';
import { looksRandom, looksSecret } from './looks-secret.ts';

/** Alibaba Cloud, AWS, Tencent Cloud, Google. */
const keyId = '(?:LTAI[A-Za-z0-9]{4,}|(?:AKIA|AKID|ASIA|GOOG1)[A-Za-z0-9]{8,})';

/** Known by how they begin. */
const tokens = [
  keyId,
  // Tokens of Alibaba Cloud.
  'STS\\.(?=[\\w-]{0,40}\\d)[\\w-]{8,}',
  'CAIS[\\w+/]{40,}={0,2}',
  // JSON in base64: JSON web tokens, and keys of service accounts. Keytabs. Keys and certificates.
  'eyJ[\\w+/-]{17,}={0,2}(?:\\.[\\w-]*={0,2}){0,4}',
  'BQIAA[\\w+/]{16,}={0,2}',
  'MI[I-K][A-Za-z][A-Za-z0-9+/]{60,}={0,2}',
  // GitHub, GitLab, Slack, Vault, Databricks, npm, Snowflake, PyPI, OpenAI, Stripe, Google,
  // SendGrid, Hugging Face.
  'gh[opsur]_[A-Za-z0-9]{16,}',
  'github_pat_\\w{16,}',
  'gl[a-z]{2,5}-[\\w-]{16,}',
  'xox[a-z]{1,2}-[\\w-]{8,}',
  'xapp-[\\w-]{8,}',
  'hv[sbr]\\.[\\w-]{8,}',
  'dapi[0-9a-f]{32}',
  'npm_[A-Za-z0-9]{30,}',
  'ver:\\d-hint:\\d{1,20}-[\\w+/=-]{8,}',
  'pypi-[\\w-]{16,}',
  'sk-(?=[\\w-]{0,40}\\d)[\\w-]{20,}',
  '[sr]k_(?:live|test)_\\w{16,}',
  'AIza[\\w-]{30,}',
  'ya29\\.[\\w.-]{10,}',
  '1//0[\\w-]{10,}',
  'GOCSPX-[\\w-]{10,}',
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
  'hf_[A-Za-z0-9]{20,}',
  // Hashes of passwords, and a bot of Telegram.
  '\\$(?:1|2[abxy]|5|6|y|apr1|argon2\\w{1,2})\\$[\\w./$,=+-]{16,}',
  'bot\\d{8,12}:AA[\\w-]{30,}',
  // What a robot of DingTalk, and a webhook, signs with.
  'whsec[-_][\\w-]{8,}',
  'SEC[0-9a-f]{64}',
].join('|');

export const holdsToken = (word: string): boolean => anyToken.test(word);
const anyToken = new RegExp(tokens);

/** The last group, or all, is secret where `isSecret` agrees. */
type Shape = readonly [
  pattern: RegExp,
  isSecret?: (secret: string, match: RegExpExecArray) => boolean,
];

/** A program that reads a password from its input. */
const asks =
  '(?:\\b(?:kinit(?! -k)|kadmin|ktutil|sudo -S|sshpass|su|gpg|keytool)|passwd)(?![\\w.-])|\\bsecrets? (?:create|set|put|versions add)\\b|\\bstdin\\b|-fd\\b';
const word = `["']?((?<=["'])[^"'\\n]{3,128}|[^\\s"'|]{3,128})`;
const printed = `\\b(?:echo|printf)\\s{1,4}(?:-n\\s{1,4}|["']?%s\\s{0,4}["']?\\s{1,4})?${word}`;

const pemMark = (kind: string): string =>
  `-{4,5} ?${kind}[A-Z0-9 +]{0,40}PRIVATE[ +]KEY(?:[ +]BLOCK)? ?-{4,5}`;
/** Headers and lines of base64, of which the last may be short. */
const pemBody =
  '(?:\\s{0,80}(?:[\\w-]{1,20}: [^\\n]{0,100}\\n|[A-Za-z0-9+/=]{16,}(?![^\\s"\'\\\\<])))+(?:\\s{0,80}[A-Za-z0-9+/=]{1,76}(?=\\s|$))?';
const pemBodyBefore = '(?<=((?:[A-Za-z0-9+/=]{16,}\\s{1,80})*(?:[A-Za-z0-9+/=]{1,15}\\s{1,80})?))';

const shapes: readonly Shape[] = [
  // Keys in PEM, whole or cut at either end.
  [new RegExp(`${pemMark('BEGIN')}((?:(?!-{4})[^])*(?=-{4,5} ?END)|${pemBody})`, 'dg')],
  [new RegExp(`(?=${pemMark('END')})${pemBodyBefore}`, 'dg')],
  [
    new RegExp(tokens, 'dg'),
    // Within a word only an id of Alibaba Cloud is sure to be one.
    (token, { input, index }) =>
      !/\w/.test(input.charAt(index - 1)) || /^LTAI(?=[A-Za-z]{0,20}\d).{8}/.test(token),
  ],
  // The secret that people write beside the id of its key.
  [
    new RegExp(
      `(?<!\\w)${keyId}["'\`]?[\\s,;:/|&]{1,6}(?:["']?[A-Za-z_-]{1,20}["']?(?:\\s?[:=]\\s?|\\s))?["'\`]?([A-Za-z0-9/+]{20,}={0,2})(?![A-Za-z0-9])`,
      'dg',
    ),
  ],
  // Webhooks, of which the path is secret, and headers.
  [
    /(?:hooks\.slack(?:-gov)?\.com\/\w{1,12}\/|\/(?:web)?hooks?(?:b2)?\/(?:v\d\/)?(?=[^\s"'<>)|,]{0,100}\d))([^\s"'<>)|,]{12,})/dgi,
  ],
  [/\b(?:shared ?key(?:lite)?|oss|odps|acs|aws)\s{1,4}[\w.-]{1,64}:([A-Za-z0-9+/]{16,}={0,2})/dgi],
  [
    /\b(?:bearer|basic|negotiate|ntlm|auth\s(?:plain|login|xoauth2))\s{1,4}((?=[\w.~+/-]{0,200}[\d=]|[\w.~+/-]{24})[\w.~+/-]{8,}={0,2})/dgi,
  ],
  [
    /authorization["'\]]{0,2}\s{0,4}(?:[:=]>?|->)\s{0,4}["'[(]{0,2}(?:[A-Za-z][\w-]{1,30}\s{1,4})?((?:[^\s"'\])}]|(?<==)"[^"\n]{0,512}"|(?<=,)\s)+)/dgi,
    (value) => /[^A-Za-z]|[a-z][A-Z]/.test(value),
  ],
  [
    /cookie["'\]]{0,2}\s{0,4}(?:[:=]>?|->)\s{0,4}["'[({]{0,2}((?:[^\n"'\]})]|(?<==)"[^"\n]{0,512}")+)/dgi,
    (value) => /^[^;]{0,100}=./.test(value) || looksRandom(value),
  ],
  // A mail server, behind the question `Password:`.
  [/\b334\s{1,4}UGFzc3dvcmQ6\W{1,12}([\w+/]{4,}={0,2})/dg],
  // Redis, at its prompt and as it prints commands.
  [/> auth\s(?:[\w.-]{1,64}\s)?((?=\S{0,100}\d)\S{4,128})$/dgim],
  [/"auth"\s(?:"[\w.-]{1,64}"\s)?"([^"\n]{1,128})"/dgi],
  // Command lines.
  [
    /(?:^|[\s"'`(])(?:-[uU](?:["']?,?\s{1,4}|=)?|--(?:user|proxy-user|creds)(?:["']?,?\s{1,4}|=))["']?(?:[\w.-]{1,64}[\\/])?[^\s:,%"'/]{1,128}[:,%](?!\/\/|\w{1,20}:\/\/)([^\s"']{3,512})/dgm,
    (value) => /\D/.test(value),
  ],
  [
    /(?:\b(?:sqlplus|sqlldr|expdp|impdp|exp|imp|rman)\b(?:\s+(?:-\w+|target|userid=?))*[\s=]+|\buserid=)["']?[A-Za-z][\w$#.]{0,63}\/("[^"\n]{1,128}|'?[^\s@"'/]{2,128})/dgi,
  ],
  [new RegExp(`${printed}["']?(?=(?:\\s{0,4}\\|[^|\\n]{0,80}?|\\n\\+ )(?:${asks}))`, 'dg')],
  [new RegExp(`(?:${asks})[^|\\n]{0,80}?<<<\\s{0,4}${word}`, 'dg')],
  [
    new RegExp(
      `pass\\w{0,8}[-_.]?(?:c(?:m|omman)d|file)["']?\\s?[:=]?\\s?(?:["']|<\\()?${printed}`,
      'dgi',
    ),
  ],
  [
    /(?:\bnet use\b[^]{0,200}?\s\/u(?:ser)?:\S{1,100}|(?:!connect|-(?:create|modify)Credential|\bisql|\bmc (?:alias set|config host add) \S{1,60})\s\S{1,400}\s\S{1,100})\s([^\s/-]\S{1,100})/dgi,
  ],
  // `credentials: etl / x`.
  [
    /\b(?:credentials?|login|(?:user|account)\s?\/\s?pass\w{0,8})\s?[:=]?\s{1,4}["']?[\w.@-]{1,64}\s?\/\s?([^\s"',;)]{5,128})/dgi,
    (value) => /\d/.test(value) && !/[/:]/.test(value),
  ],
  [/\suser_\w{1,40}="([^"\n]{1,200})"(?<=LoginModule[^;]{0,600})/dg],
  [/\buser\s{1,4}[\w.$]{1,64}\s{1,4}using\s{1,4}["']?((?=\S{0,60}\d)[^\s"';]{2,128})/dgi],
  [/\bConvertTo-SecureString\s(?:-String\s)?["']([^"'\n]{1,200})/dgi],
  [/\blogon\s[\w./-]{1,100},([^\s;,]{2,128})/dgi],
  [/\bu=[^\s,]{1,64},p=([^\s,"']{2,128})/dg],
  [/\bdigest[\s:](?!sha\d)[\w.-]{1,64}:(\S{4,128})/dgi],
  // A key of PuTTY, and any other key.
  [/Private-Lines: \d{1,3}((?:\s{1,4}[A-Za-z0-9+/=]{4,}){1,100})/dg],
  [/(?<![\w+/-])[\w+/-]{40,}={0,2}/dg, isKey],
  // A key of a keytab, behind the cipher that it is for.
  [/\b(?:aes|des|arcfour|rc4)[\w-]{3,40}\)?[\s,:]{1,4}(?:key=)?\(?(?:0x)?([\da-f]{16,})/dgi],
  // A line of .pgpass.
  [
    /:(?:\d{4,5}|\*):(?<=(?:^|["'\s])[\w.*-]{1,100}:[\d*]{1,5}:)[\w*]{1,64}:[\w*]{1,64}:([^\s"'\\]{4,100})(?=["'\s]|$)/dgm,
  ],
];

/** Mixed as only keys are, and not named as an id or a checksum. */
function isKey(run: string, { input, index }: RegExpExecArray): boolean {
  const glance = run.slice(0, 80);
  const changes = glance.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0;
  const before = input.slice(Math.max(0, index - 40), index);
  return (
    changes > 0.4 * glance.length &&
    /[A-Z]/.test(glance) &&
    !/(?:id|id-?2|marker|etag|digest|fingerprint|integrity|sha\d{1,3}|md5)["']?\s?[:=-]?\s?["']?$/i.test(
      before,
    )
  );
}

export function spansOfShapes(text: string): Span[] {
  const spans: Span[] = [];
  for (const [pattern, isSecret] of shapes) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.at(-1) ?? [0, 0];
      if (isSecret?.(text.slice(start, end), match) ?? true) spans.push({ start, end });
    }
  }
  return [...spans, ...spansOfOptions(text), ...spansOfStored(text)];
}

/** Commands that store a secret under any name. */
const stores =
  /\b(?:put-parameter(?=[^]{0,400}SecureString)|secrets? (?:set|put|create|add|update|versions add)|create secret|(?:Put|Create)Secret\w{0,8}|kv (?:put|patch))\b/g;
const longestCommand = 1_000;
const refersToFile = /^(?:\$[A-Za-z_{(]|fileb?:|@|<|\.{0,2}\/)/;
/** An option's value, what is printed to a file, or a pair. */
const stored =
  /\s(?:--?(?:(?:(?:string|bytes|secret)-)?(?:value|string|data|binary)|SecretData|body|b)(?:=|\s{1,4})|--data-file[\s=]<\((?:echo(?: -n)?|printf)\s|(?:--from-literal[\s=]{1,4}|(?<=^(?:kv (?:put|patch)|secrets set)\s[^\n]{0,300}))["']?(?!-|\w{0,40}user)[\w.-]{1,80}=)(?:(["'])([^\n]{1,512}?)\1|([^\s"'`)]{3,512}))/dg;

function spansOfStored(text: string): Span[] {
  const spans: Span[] = [];
  let read = 0;
  for (const { index } of text.matchAll(stores)) {
    if (index < read) continue;
    const command = /^(?:\\\n|[^\n])*/.exec(text.slice(index, index + longestCommand))?.[0] ?? '';
    read = index + command.length;
    for (const { 2: quoted, 3: bare, indices } of command.matchAll(stored)) {
      const [start, end] = indices?.[2] ?? indices?.[3] ?? [0, 0];
      const value = quoted ?? bare ?? '';
      if (refersToFile.test(value) || !looksSecret(value, 'certain', 'assigned', true)) continue;
      spans.push({ start: index + start, end: index + end });
    }
  }
  return spans;
}

/** `-p x`, `-px`, and `"-p", "x"`. */
const option = /(?:^|[\s"'`([,])-([pPktaw])(?:(["']?,?\s{1,4}|["'],)|=?)(["']?)([^\s"'`]{3,256})/g;
/** What means a password on lines with these programs. */
const letters: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:mysql|mariadb|sshpass|beeline|odpscmd|mongo|sqoop|snowsql)|(?:^|\s|["'])-[uUn](?:[\s=]|["'],)?\s?[\w'"]|--user/,
    'pP',
  ],
  [/\bredis-cli\b/, 'a'],
  [/\b(?:ldap\w{3,6}|vsql)\b/, 'w'],
  [/\b(?:openssl enc|zip)\b/, 'kP'],
  [/\b7z[ar]?\b/, 'p'],
];

function spansOfOptions(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    if (!/-[pPktaw]/.test(line)) continue;
    const means = letters.map(([program, letter]) => (program.test(line) ? letter : '')).join('');
    for (const match of line.matchAll(option)) {
      const [whole, letter = '', gap = '', , value = ''] = match;
      if (!isPassword(value, gap !== '', means.includes(letter))) continue;
      const end = index + match.index + whole.length;
      spans.push({ start: end - value.length, end });
    }
  }
  return spans;
}

function isPassword(value: string, apart: boolean, expected: boolean): boolean {
  if (/^[-./~$<]|^\d{1,5}(?::\d{1,5})?$/.test(value)) return false;
  if (!apart) return expected && !/^(?:ass|ort|roject|rofile)/.test(value);
  if (expected) return looksSecret(value, 'certain', 'option', false);
  return looksRandom(value, 8) && !/[:/]/.test(value);
}
