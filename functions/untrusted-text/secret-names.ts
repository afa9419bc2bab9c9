import type { Certainty } from './looks-secret.ts';
import { lengthOf } from './value-span.ts';

const plural = '(?:s(?![a-z]))?';

/** By how sure they are. Other words may stand before them in a name. */
const certain = [
  'pass(?:wd|wort|[-_ ]?(?:word|phrase|code))s?',
  'p(?:swd?|wd)',
  '(?:store|key|trust|ssh|db|user|root|login|ssl|my|admin|proxy|sql|jdbc|mail|smtp|ftp|redis|require|ldap|bind|http|cert|pg|ora)[-_]?p(?:ass(?![wpc])|w(?!d))',
  'pass|pw|psk',
  `(?:access|secret|private|api|master|account|shared(?:access)?|sign(?:ing|ature)?|encrypt(?:ion)?|decrypt(?:ion)?|crypto|aes|3?des|sm4|rsa|app|client|auth|storage|hmac|ssl|ssh|jwt)[-_.]?key(?:${plural}|_?id)`,
  `(?:auth|access|refresh|security|session|bearer|api|id|sas|csrf|xsrf|private|oauth|bot|vault|sts|master|delegation)[-_]?token${plural}`,
  `secret(?! key)${plural}`,
  'identified\\s{1,8}(?:with\\s{1,8}[\\w`\'"]{1,64}\\s{1,8})?(?:by|as|using)(?:\\s{1,8}values)?',
  '密[\\s\u3000]?[码碼]|口令|[密秘私][钥鑰]|金鑰|密匙|令牌|凭[证据]|授权码|通行码|暗号|暗証番号|パス(?:ワード|コード|フレーズ)|秘密鍵|トークン|シークレット|비밀번호|암호|토큰',
];
const likely = [
  // Some say where to read on.
  `token(?<!(?:page|next|continuation)[-_]?token)${plural}`,
  'sign(?:ature)?|sig',
  `cred(?:ential)?${plural}`,
  '(?<!hive\\.)j?session(?:[-_.]?id)?',
  'auth|sas|otp|ticket|delegation',
  '(?:access|secret|private|api|master|account|shared|encryption|signing|aes|sm4|hmac) key',
];
const weak = ['key|[as]k|salt|hmac|ident|nonce|iv'];
const secretWord = new RegExp(
  [certain, likely, weak].map((words) => `(${words.join('|')})`).join('|'),
  'gi',
);
/** These mean the same at the end of a longer word. */
const mayEndWord =
  /^(?:pass[a-z]|p(?:swd?|wd)|secret|token|credential|.{2,12}(?:key|token)|[^\x00-\x7f])|.p(?:ass|w)$/i;

/** What may follow the word in a name that still means the secret itself. */
const neutral =
  /(?:[-_.]?(?:val(?:ue)?|(?:plain)?text|base64|str(?:ing)?|old|new|prod|dev|test|confirm|[1-9]\d?)(?![a-z])|内容|明文|值|串)*(?!\w|[-.]\w)/iy;
/** A column, a table, an index, or a word at which a parser stopped. */
const codeBefore =
  /(?<=\b(?:near|input|keyword|unexpected) ["'`]\w{0,40})(?=\w{1,40}["'`]: )|(?<=\b(?:(?<!\()(?:[Cc]olumn|[Tt]able)s? ["'`]?[\w.]{0,60}|for key ["'`][\w.-]{0,80}))/y;
/** What is called like a secret and has no value. */
const isOther = new RegExp(
  [
    // Something in the cloud, also as Terraform declares it, or as an option of a command names it.
    '(?<=\\b(?:arn|acs):[\\w:*-]{0,100}|\\b(?:resource|data) "\\w{0,80})',
    '(?<=\\b(?:secretsmanager|gcloud secrets)\\s[^\\n]{0,200}--)(?=secret(?:-id)?[\\s=])',
    // An object of Kubernetes that holds one.
    '(?=[Ss]ecret[-_]?[Nn]ame(?![a-z]))|(?<=\\b(?:existing|imagePull))(?=Secrets?(?![A-Za-z]))',
    // What was summed up to compare two copies: a column, a file.
    '(?<=(?:sum|crc32|xor|SUM|CRC32|XOR)\\([\\w.]{0,60})',
    '(?=[\\w-]{1,80}\\.[a-z]\\w{1,5}\\))',
    // A function in a frame of a stack: `at getToken (/app/a.js:1:2)`, `#4 0x7f in get_key (`.
    '(?<=\\bat (?:async |new )?[\\w$.<>#]{0,80})(?=[\\w$.<>]{1,80} .{0,80}\\((?:[^()\\n]{1,300}:\\d{1,7}|native|<anonymous>|index \\d{1,6})\\))',
    '(?<=(?:^|\\n)[^\\S\\n]{0,20}#\\d{1,3}\\s{1,4}(?:0x[\\da-f]{1,16} in )?[\\w:.]{0,80})',
    // A variable that a shell wants to be set: `${PASSWORD:?must be set}`.
    '(?<=\\$\\{\\w{0,60})(?=\\w{1,60}:?\\?)',
  ].join('|'),
  'y',
);
const restOfName = /(?:[-_.](?=\w)|(?=[A-Z\d]))[\w.-]{1,80}/y;
const identifier = /(?:\w|[-.](?=\w)){0,80}/y;

/**
 * From its secret word on. `doubtful`: what follows makes it something else, as in `password_file`,
 * but also `fs.azure.account.key.myaccount.blob.core.windows.net`.
 */
export type SecretName = Readonly<{
  start: number;
  end: number;
  certainty: Certainty;
  doubtful: boolean;
}>;

/** `read` returns where to go on, or 0 for right behind the name. */
export function eachSecretName(text: string, read: (name: SecretName) => number): void {
  let word = nextWord(text, 0);
  while (word !== null) {
    const border = secretWord.lastIndex + lengthOf(identifier, text, secretWord.lastIndex);
    let last = word;
    let aboutSecret = word[1] === undefined ? undefined : word;
    for (word = nextWord(text, endOf(word)); word !== null && word.index < border;) {
      last = word;
      if (word[1] !== undefined) aboutSecret = word;
      word = nextWord(text, endOf(word));
    }
    const name = nameOf(text, last, aboutSecret);
    const end = name === undefined ? 0 : read(name);
    if (word !== null && word.index < end) word = nextWord(text, end);
  }
}

export function namesSecret(word: string): boolean {
  let found = false;
  eachSecretName(word, ({ end, certainty, doubtful }) => {
    found = certainty === 'certain' && !doubtful && end === word.length;
    return 0;
  });
  return found;
}

/** Where a word begins, or which may end one. */
function nextWord(text: string, from: number): RegExpExecArray | null {
  secretWord.lastIndex = from;
  let word = secretWord.exec(text);
  while (word !== null && !beginsWord(text, word.index) && !mayEndWord.test(word[0])) {
    secretWord.lastIndex = word.index + 1;
    word = secretWord.exec(text);
  }
  return word;
}

const endOf = (match: RegExpExecArray): number => match.index + match[0].length;

/** The last word for a secret counts: `tokenSecretFile`. */
function nameOf(
  text: string,
  last: RegExpExecArray,
  aboutSecret: RegExpExecArray | undefined,
): SecretName | undefined {
  isOther.lastIndex = last.index;
  if (isOther.test(text)) return undefined;
  neutral.lastIndex = endOf(last);
  // A Chinese name needs nothing that separates it from its value.
  const isWhole = neutral.test(text) || text.charCodeAt(endOf(last) - 1) > 0x7f;
  if (isWhole) {
    const certainty = certaintyOf(last);
    codeBefore.lastIndex = last.index;
    const doubtful = codeBefore.test(text);
    return {
      start: last.index,
      end: Math.max(neutral.lastIndex, endOf(last)),
      certainty,
      doubtful,
    };
  }
  if (aboutSecret === undefined) return undefined;
  const more = lengthOf(restOfName, text, endOf(aboutSecret));
  if (more === 0) return undefined;
  const end = endOf(aboutSecret) + more;
  return { start: aboutSecret.index, end, certainty: 'certain', doubtful: true };
}

function certaintyOf({ 1: isCertain, 2: isLikely }: RegExpExecArray): Certainty {
  if (isCertain !== undefined) return 'certain';
  return isLikely === undefined ? 'weak' : 'likely';
}

function beginsWord(text: string, at: number): boolean {
  const before = at === 0 ? 0x20 : text.charCodeAt(at - 1);
  const isLower = before >= 0x61 && before <= 0x7a;
  const isUpper = before >= 0x41 && before <= 0x5a;
  const first = text.charCodeAt(at);
  return (!isLower && !isUpper) || (isLower && first >= 0x41 && first <= 0x5a);
}
