/** Names whose value is a secret, however it is written. */
const sure =
  'passw(?:or)?d|passphrase|passcode|pwd|secret(?:[ _.-]?access)?(?:[ _.-]?key)?|(?:private|pvt|api|shared|account|encryption|aws)[ _.-]?key' +
  '|access[ _.-]?key(?:[ _.-]?(?:id|secret))?|access[_.-]?id|authorization' +
  '|(?:security|session|access|refresh|auth|bearer)[ _.-]?token|(?<![A-Za-z])(?:sas|sts|id)[_-]?token|密码|口令|密钥|密鑰';
/**
 * Names that also stand in prose and in grammars (`unexpected token: FROM`): only an assignment
 * makes them a secret.
 */
const likely =
  'token|credentials?|signature|(?<![A-Za-z])(?:sig|pass|ak|sk)(?![A-Za-z])|(?<=[?&])sign(?==)';

/** A name as it was found; the first group of the pattern is a sure one. */
export type Name = Readonly<{ sure: boolean; word: string; start: number }>;
export const names = new RegExp(`(${sure})|(${likely})`, 'gi');

/** Statements of SQL in which the value does not follow the name at once. */
export const statements =
  /\b(?:identified\s{1,8}(?:with\s{1,8}[\w"'`]{1,64}\s{1,8})?(?:by|as)\s{1,8}(?:password\s{1,8}|values\s{1,8})?(?!(?:password|values)\b)|set\s{1,8}password\s{1,8}for\s{1,8}\S{1,128}\s{0,8}=\s{0,8}(?!password\b))/gi;

const bordering =
  /^[_.-]?(?:expir\w*|not\w*|does\w*|mismatch\w*|invalid\w*|missing|error|exception|denied|fail\w*|policy|length|count|type|provider\w*|class\w*|file\w*|path|location|field|column|enabled|required|name|alias|version|manager|service|factory|algorithm|method|scope|endpoint|ur[il]|host|port|ttl|timeout|size|limit)$/i;

/** What follows the name makes it another one: `tokenExpired`, `password.file`, `max_tokens`. */
export const isAboutASecret = ({ word }: Name, tail: string): boolean =>
  bordering.test(tail) || (word === 'token' && /^s/i.test(tail));

/** The name is part of an error code: `InvalidAccessKeyId: …`. */
export const endsErrorCode = (text: string): boolean =>
  /(?:invalid|missing|incomplete|illegal|incorrect|unknown|mismatch)\w{0,20}$/i.test(text);

/** A word that goes on as a sentence: what stands after a colon in prose. */
export const isProse = (text: string): boolean =>
  /^[A-Za-z][A-Za-z.$'-]*[,:.;)]?[ \t]+\S/.test(text);

const harmless =
  /^(?:|\*+|\?|null|none|nil|undefined|true|false|yes|no|empty|expired|invalid|wrong|missing|required|incorrect|denied|unknown|failed|hidden|masked|redacted|%s|\$\{[^}]{0,200}\}?|\$\d{1,3}|(?:var)?char(?:\(\d*\)?)?|string|text|(?:big|small|tiny)?int(?:eger)?|binary|boolean)$/i;
const scheme =
  /^(?:basic|bearer|token|apikey|digest|negotiate|ntlm|log|oss|acs|aws|odps|sharedkey(?:lite)?|[\w-]+-hmac-[\w-]+|(?:oss|aws)4-[\w-]+)$/i;

/** Values that are none: placeholders, data types, states, the scheme before a credential. */
export function isHarmless({ sure: certain, word }: Name, value: string): boolean {
  if (harmless.test(value)) return true;
  if (word === 'authorization') return scheme.test(value);
  if (/^[as]k$/i.test(word)) return !/^\w{12}/.test(value);
  return !certain && /^\d{1,5}$/.test(value);
}
