import type { Refusal } from '../errors.ts';
import type { Localised } from '../language.ts';
import {
  adviceOnEndpoint,
  isBreak,
  isPassing,
  retryAfterIn,
  type HttpAnswer,
} from '../runtime/http.ts';
import { countOf, isRecord, jsonIn, textIn } from '../runtime/json.ts';
import {
  keyRemedies,
  rowFor,
  unanswered,
  type RemedyRow,
  type ServiceSaid,
} from '../runtime/service-answer.ts';
import type { MmsCall } from './calls.ts';

export type Failure = ServiceSaid &
  Readonly<{
    /** `slow down`: as long as time is left. */
    tryAgain: 'no' | 'once' | 'later' | 'at once' | 'slow down';
    retryAfterMs?: number;
  }>;

/** An answer of MMS, or of whatever stands in its place, but not what was asked for. */
export class MmsRefusal extends Error {
  override readonly name = 'MmsRefusal';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super('MMS refused it');
    this.failure = failure;
  }
}

const unreadableCode = 'unreadable answer';

const answered = (status: number, failure: Partial<Failure>): Failure => ({
  code: unreadableCode,
  message: 'the answer is no JSON object',
  requestId: '',
  tryAgain: 'later',
  noAnswer: undefined,
  ...failure,
  status,
});

const flowControl = /throttl|flowcontrol|flow\.?limit|qps|toomanyrequests|ratelimit/i;
const passingCode =
  /serviceunavailable|internal(?:service)?error|servererror|signaturenonceused|serverbusy|systembusy|requesttimeout/i;

function tryAgainAfter(code: string, status: number): Failure['tryAgain'] {
  if (status === 429 || flowControl.test(code)) return 'slow down';
  return passingCode.test(code) || status === 408 || status >= 500 ? 'later' : 'no';
}

export function failureIn(answer: HttpAnswer, now: number): Failure {
  const failure = failureOfStatus(answer);
  const retryAfterMs = retryAfterIn(answer.headers, now);
  const passes = failure.tryAgain === 'later' || failure.tryAgain === 'slow down';
  if (retryAfterMs === undefined || !passes) return failure;
  return { ...failure, tryAgain: 'slow down', retryAfterMs };
}

function failureOfStatus({ status, headers, body }: HttpAnswer): Failure {
  const requestId = textIn(headers['x-acs-request-id']);
  if (status < 400)
    return answered(status, {
      code: 'unexpected answer',
      message: 'it is no answer to the question',
      requestId,
      tryAgain: 'no',
    });
  const answer = jsonIn(body.toString('utf8'));
  if (!isRecord(answer)) {
    // A gateway in trouble also answers 404; a proxy that refuses goes on doing so.
    const passes = status >= 500 || [404, 408, 429].includes(status);
    return answered(status, { requestId, tryAgain: passes ? 'later' : 'once' });
  }
  const fields = errorFieldsIn(fieldsOf(answer));
  const tryAgain = tryAgainAfter(fields.code, status);
  return answered(status, { ...fields, requestId: fields.requestId || requestId, tryAgain });
}

/** By names without case and underscores: the gateway and MMS spell them differently. */
type Fields = ReadonlyMap<string, unknown>;

const fieldsOf = (answer: Readonly<Record<string, unknown>>): Fields =>
  new Map(
    Object.entries(answer).map(([name, value]) => [name.toLowerCase().replaceAll('_', ''), value]),
  );

const wordOf = (value: unknown): string =>
  typeof value === 'number' ? String(value) : textIn(value);

function errorFieldsIn(fields: Fields): Pick<Failure, 'code' | 'message' | 'requestId'> {
  const first = (...names: readonly string[]): string =>
    names.map((name) => wordOf(fields.get(name))).find((word) => word !== '') ?? '';
  return {
    code: first('errorcode', 'errcode', 'code', 'error'),
    message: first('errormsg', 'errmsg', 'errormessage', 'message'),
    requestId: first('requestid'),
  };
}

/** Fields that only an error fills; a success may have `code` and `message`. */
const errorOnly = ['errorcode', 'errcode', 'errormsg', 'errmsg', 'errormessage'];

function isEmpty(data: unknown): boolean {
  const rows = isRecord(data) && Array.isArray(data.objectList) ? data.objectList : (data ?? []);
  return typeof rows === 'object' && Object.keys(rows).length === 0;
}

/** What a success may say in place of an error's code. */
const good = /^(?:0*|2\d\d|ok|success|successful|succeeded|normal|none|null)$/i;
/** What only an error's code says, whatever data stands beside it. */
const bad =
  /error|fail|denied|forbid|invalid|throttl|unavailable|not_?(?:found|exist)|time_?d?_?out|exceed|expired|missing|\w\.\w|^[45]\d\d$/i;

/**
 * The failure that an answer of status 200 reports: other APIs of MaxCompute put `httpCode`,
 * `errorCode` and `errorMsg` there, gateways `Code` and `Message`.
 */
function failureWithin(answer: Readonly<Record<string, unknown>>): Failure | undefined {
  const fields = fieldsOf(answer);
  const said = errorFieldsIn(fields);
  const httpCode = countOf(fields.get('httpcode')) ?? 200;
  const isGood =
    httpCode < 400 &&
    String(fields.get('success')) !== 'false' &&
    errorOnly.every((name) => good.test(wordOf(fields.get(name)))) &&
    !bad.test(said.code) &&
    (!isEmpty(fields.get('data')) || (good.test(said.code) && good.test(said.message)));
  if (isGood) return undefined;
  const status = httpCode < 400 ? 200 : httpCode;
  const code = said.code || 'error in an answer';
  return answered(status, { ...said, code, tryAgain: tryAgainAfter(said.code, status) });
}

/** Of a body of status 200. @throws MmsRefusal where it is no answer, or reports a failure */
export const answerIn = (body: Buffer): Readonly<Record<string, unknown>> =>
  checkAnswer(jsonIn(body.toString('utf8')));

export function checkAnswer(answer: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(answer)) throw new MmsRefusal(answered(200, {}));
  const failure = failureWithin(answer);
  if (failure === undefined) return answer;
  throw new MmsRefusal(failure);
}

/** @throws MmsRefusal where `data`, which is not what was asked for, holds an error */
export function checkData(data: unknown): void {
  if (isRecord(data)) checkAnswer({ ...data, data: undefined });
}

/** A success without what was asked for. */
export const emptyAnswer = (missing: string, requestId: unknown): MmsRefusal =>
  new MmsRefusal(
    answered(200, {
      code: 'empty answer',
      message: `there is no ${missing} in it`,
      requestId: textIn(requestId),
      tryAgain: 'once',
    }),
  );

export function failureOf(error: unknown): Failure {
  if (error instanceof MmsRefusal) return error.failure;
  if (error instanceof SyntaxError) return answered(200, {});
  const said = unanswered(error);
  const { noAnswer } = said;
  if (noAnswer === undefined || !isPassing(noAnswer)) return { ...said, tryAgain: 'no' };
  return { ...said, tryAgain: isBreak(noAnswer) ? 'at once' : 'later' };
}

const isOfTheKeys = (code: string): boolean => /AccessKey|SecurityToken|Signature/i.test(code);

const isForbidden = ({ code, status }: ServiceSaid): boolean =>
  !isOfTheKeys(code) &&
  (/^(?:Forbidden|No_?Permission|AccessDenied|Unauthorized|ActionUnauthorized)/i.test(code) ||
    (code !== unreadableCode && (status === 401 || status === 403)));

const isUnknownApi = ({ code, status }: ServiceSaid): boolean =>
  /InvalidApi|InvalidVersion|InvalidAction|UnsupportedOperation|UnsupportedHTTPMethod/i.test(
    code,
  ) ||
  (code === unreadableCode && (status === 404 || status === 405));

/** Which code says so is undocumented; fewer rows do no harm where something else is meant. */
const isPageTooLarge = ({ code, status, message }: ServiceSaid): boolean =>
  code === 'too large' ||
  /page[\s_-]*size/i.test(`${code} ${message}`) ||
  ((status === 400 || status === 413 || status === 422) &&
    !isOfTheKeys(code) &&
    /^(?:Invalid|Illegal)(?!_?Time)|Param|Argument|Range|Limit|TooLarge/i.test(code));

export function refusalOf(failure: Failure): Refusal {
  if (isUnknownApi(failure)) return 'unknown API';
  if (isForbidden(failure)) return 'not allowed';
  return isPageTooLarge(failure) ? 'page too large' : 'unreadable';
}

/**
 * The codes of MMS itself are undocumented; these are the gateway's.
 * https://help.aliyun.com/en/polardb/client-error-codes
 */
const remedies: readonly RemedyRow[] = [
  ...keyRemedies,
  [
    /Signature(?:DoesNotMatch|Invalid)|IncompleteSignature/i,
    [
      'check ALIBABA_CLOUD_ACCESS_KEY_SECRET, and ALIBABA_CLOUD_SECURITY_TOKEN with it',
      '检查 ALIBABA_CLOUD_ACCESS_KEY_SECRET 及 ALIBABA_CLOUD_SECURITY_TOKEN',
    ],
    ['signature refused', '签名校验失败'],
  ],
  [
    /NeedSsl/i,
    ['write MMS_ENDPOINT with https://', 'MMS_ENDPOINT 请使用 https://'],
    ['HTTPS required', '需要 HTTPS'],
  ],
  [
    { said: /arrear|overdue|in_?debt|insufficient_?balance|unpaid/i },
    [
      'settle what the account owes: Alibaba Cloud has suspended its services',
      '账号已欠费，服务被暂停：请充值结清',
    ],
    ['account in arrears', '账号欠费'],
  ],
  [
    {
      said: /not[\s_]*(?:been )?(?:open|activat|enabled|subscri|purchas)|unsubscribed|service_?disabled/i,
    },
    [
      'activate MaxCompute and its migration service in this region for this account',
      '在该地域为此账号开通 MaxCompute 及其迁移服务',
    ],
    ['service not activated', '服务未开通'],
  ],
  [
    {
      said: /\bip[ _.-]?(?:address(?:es)? )?(?:white|allow|list|denied|not|is not)|source_?ip|white[\s_-]*list|白名单/i,
    },
    [
      'an IP allow list refuses the address that the function comes from: add it, or give the function a fixed address that is on it',
      'IP 白名单拒绝了函数的出口地址：将其加入白名单，或为函数配置白名单内的固定公网 IP',
    ],
    ['IP not allowed', 'IP 不在白名单'],
  ],
  [
    /RiskControl|UserVerification|UserDisable/i,
    [
      "see the account's notices in the console: Alibaba Cloud has restricted it",
      '账号已被限制：请查看控制台的站内信',
    ],
    ['account restricted', '账号受限'],
  ],
  [
    isUnknownApi,
    [
      'this endpoint has no MMS: check MMS_REGION and MMS_ENDPOINT',
      '该地址没有 MMS 服务：检查 MMS_REGION 和 MMS_ENDPOINT',
    ],
    ['no MMS at this endpoint', '该地址没有 MMS'],
  ],
  [
    isForbidden,
    [
      "allow the function's role odps:{action} on {resource} (npm run doctor -- --policy prints the whole policy)",
      '为函数角色授予 odps:{action} 权限，资源为 {resource}（完整策略：npm run doctor -- --policy）',
    ],
    ['permission', '无权限'],
  ],
  [
    ({ code, status }) =>
      /NotFound|NotExist/i.test(code) || (status === 404 && code !== unreadableCode),
    [
      'check that what MMS_WATCH names exists in this region',
      '检查 MMS_WATCH 中的对象在该地域是否存在',
    ],
    ['not found', '不存在'],
  ],
  [
    (said) => said.code !== 'too large' && isPageTooLarge(said),
    [
      'MMS takes none of the page sizes that the function asks for: check MMS_ENDPOINT, and report it with this message',
      'MMS 不接受函数请求的任何分页大小：检查 MMS_ENDPOINT，并附上本消息反馈',
    ],
    ['page size refused', '分页大小被拒绝'],
  ],
  [
    /^(?:empty answer|unreadable answer|unexpected answer|too large)$/,
    [
      'what answers may not be MMS: check MMS_ENDPOINT; the next tick tries again',
      '应答方可能不是 MMS：检查 MMS_ENDPOINT；下一次轮询会重试',
    ],
    ['no usable answer', '应答无法识别'],
  ],
];
const logTooLong: RemedyRow = [
  /^too large$/,
  [
    'the log has grown longer than can be read: migrate the table with a new task, which begins a new log',
    '日志过长，无法读取：用新任务迁移该表，日志将重新开始',
  ],
  ['log too long', '日志过长'],
];

export const nextTickRetries: Localised = {
  en: 'the next tick tries again',
  zh: '下一次轮询会重试',
};
const checkAddress: Localised = {
  en: 'check MMS_WATCH, MMS_REGION and MMS_ENDPOINT',
  zh: '检查 MMS_WATCH、MMS_REGION 和 MMS_ENDPOINT',
};

export function remedyFor(
  { action, pathname }: MmsCall,
  failure: Failure,
): Readonly<{ fix: Localised; short: Localised }> {
  const { code, noAnswer, status, tryAgain } = failure;
  if (noAnswer !== undefined && code !== 'too large') {
    const fix = adviceOnEndpoint(noAnswer, 'MMS_REGION and MMS_ENDPOINT') ?? nextTickRetries;
    return { fix, short: { en: 'no answer', zh: '无应答' } };
  }
  const rows = action === 'ListMmsTaskLogs' ? [logTooLong, ...remedies] : remedies;
  const [, fix, [en, zh] = ['', '']] = rowFor(rows, failure) ?? [];
  const source = /datasources\/(\d+)/.exec(pathname)?.[1] ?? '*';
  const filled = (text: string): string =>
    text.replace('{action}', action).replace('{resource}', `acs:odps:*:*:mmsdatasource/${source}`);
  const withStatus = (text: string, separator: string): string =>
    [status === 200 ? undefined : status, text].filter(Boolean).join(separator);
  const otherwise = tryAgain === 'no' ? checkAddress : nextTickRetries;
  return {
    fix: fix === undefined ? otherwise : { en: filled(fix[0]), zh: filled(fix[1]) },
    short: { en: withStatus(en, ', '), zh: withStatus(zh, '，') },
  };
}
