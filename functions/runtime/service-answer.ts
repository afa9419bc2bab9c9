import { asError } from '../errors.ts';
import { untrustedName } from '../untrusted-text/untrusted-text.ts';
import { NoAnswer } from './http.ts';
import type { Redactor } from './redaction.ts';

/** What a service of Alibaba Cloud said when it refused; `''` where it said nothing. */
export type ServiceSaid = Readonly<{
  code: string;
  status: number | undefined;
  requestId: string;
  message: string;
  /** Set where no answer came at all. */
  noAnswer: NoAnswer | undefined;
}>;

export function unanswered(error: unknown): ServiceSaid {
  const noAnswer = error instanceof NoAnswer ? error : undefined;
  const { message } = asError(error);
  return { code: noAnswer?.code ?? '', status: undefined, requestId: '', message, noAnswer };
}

/** `NoSuchBucket (HTTP 404, request 5C3D…): The specified bucket does not exist.` */
export function quote({ code, status, requestId, message }: ServiceSaid, redact: Redactor): string {
  const id = word(redact(requestId));
  const facts = [status === undefined ? '' : `HTTP ${status}`, id === '' ? '' : `request ${id}`];
  const inBrackets = facts.filter(Boolean).join(', ');
  const head = `${word(redact(code))}${inBrackets === '' ? '' : ` (${inBrackets})`}`;
  // Redacted before it is cut.
  const text = redact(message).trim();
  const [sentence = text] = /^[^]*?[.!?。！？](?=\s|$)/u.exec(text) ?? [];
  return [head.trim(), untrustedName(sentence, 160)].filter(Boolean).join(': ');
}

/** Codes and ids are short; anything else is left out. */
const word = (text: string): string => (/^[\w.: *-]{1,80}$/.test(text) ? text : '');

/** Looks at the code; with `said`, at code and message. */
type Condition = RegExp | Readonly<{ said: RegExp }> | ((said: ServiceSaid) => boolean);

export const rowFor = <Row extends readonly [Condition, ...unknown[]]>(
  rows: readonly Row[],
  said: ServiceSaid,
): Row | undefined =>
  rows.find(([condition]) => {
    if (typeof condition === 'function') return condition(said);
    return 'said' in condition
      ? condition.said.test(`${said.code} ${said.message}`)
      : condition.test(said.code);
  });

type Both = readonly [en: string, zh: string];

/** `short` is for a headline. */
export type RemedyRow = readonly [condition: Condition, fix: Both, short: Both];

const setNew =
  'or set new ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN';
const setNewZh =
  '或更换 ALIBABA_CLOUD_ACCESS_KEY_ID、ALIBABA_CLOUD_ACCESS_KEY_SECRET 和 ALIBABA_CLOUD_SECURITY_TOKEN';

/** What every service of Alibaba Cloud refuses alike. */
export const keyRemedies: readonly RemedyRow[] = [
  [
    ({ code, message }) =>
      /AccessKey|SecurityToken|Signature/i.test(code) &&
      /inactive|disabled|forbidden/i.test(code + message),
    [
      `the AccessKey is disabled: enable it in RAM, ${setNew}`,
      `AccessKey 已被禁用：在 RAM 中启用，${setNewZh}`,
    ],
    ['AccessKey disabled', 'AccessKey 已禁用'],
  ],
  [
    /AccessKeyId|SecurityToken|InvalidCredentials/i,
    [
      `the credentials are unknown or have expired: check the function's role, ${setNew}`,
      `凭证无效或已过期：检查函数角色，${setNewZh}`,
    ],
    ['credentials refused', '凭证无效'],
  ],
  [
    /TimeStamp|TimeTooSkewed/i,
    [
      "set the machine's clock: it is more than 15 minutes off",
      '校准运行环境的时钟：偏差超过 15 分钟',
    ],
    ['clock is off', '时钟偏差'],
  ],
];
