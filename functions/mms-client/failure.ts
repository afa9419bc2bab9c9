import type { Localised } from '../language.ts';
import {
  adviceOnEndpoint,
  isBreak,
  isPassing,
  NoAnswer,
  type HttpAnswer,
} from '../runtime/http.ts';
import { countOf, isRecord, parseExactly, textOf } from '../runtime/json.ts';
import type { ServiceSaid } from '../runtime/service-answer.ts';
import type { MmsCall } from './calls.ts';

/** What is known of a call to MMS that failed. */
export type Failure = ServiceSaid &
  Readonly<{
    /**
     * What another try is good for. `reset` is likely a connection that died while the instance was
     * frozen: worth another try at once.
     */
    remedy: 'none' | 'once' | 'retry' | 'reset' | 'slow down';
    noAnswer: NoAnswer | undefined;
  }>;

/** MMS, or whatever stands in its place, answered, but not with what was asked for. */
export class MmsRefusal extends Error {
  override readonly name = 'MmsRefusal';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super('MMS refused it');
    this.failure = failure;
  }
}

const flowControl = /throttl|flowcontrol|flow\.?limit|qps|toomanyrequests|ratelimit/i;
const passingCode =
  /serviceunavailable|internal(?:service)?error|servererror|signaturenonceused|serverbusy|systembusy|requesttimeout/i;

function remedyOf(code: string, status: number): Failure['remedy'] {
  if (status === 429 || flowControl.test(code)) return 'slow down';
  return passingCode.test(code) || status === 408 || status >= 500 ? 'retry' : 'none';
}

/** Without what stood there: it may be anything. */
const unreadableAnswer = (status: number, requestId = ''): Failure => ({
  code: 'unreadable answer',
  message: 'the answer is no JSON object',
  status,
  requestId,
  remedy: 'retry',
  noAnswer: undefined,
});

/** Of an answer whose status is none of success. */
export function failureIn({ status, headers, body }: HttpAnswer): Failure {
  const requestId = textOf(headers['x-acs-request-id']);
  if (status < 400)
    return {
      code: 'unexpected answer',
      message: 'it is no answer to the question',
      status,
      requestId,
      remedy: 'none',
      noAnswer: undefined,
    };
  const answer = parsed(body.toString('utf8'));
  if (!isRecord(answer)) {
    // A gateway in trouble also claims not to find what it stands before; a proxy that refuses goes
    // on doing so.
    const passes = status >= 500 || [404, 408, 429].includes(status);
    return { ...unreadableAnswer(status, requestId), remedy: passes ? 'retry' : 'once' };
  }
  const fields = fieldsOf(answer);
  return {
    ...fields,
    requestId: fields.requestId || requestId,
    status,
    remedy: remedyOf(fields.code, status),
    noAnswer: undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/** What an error calls its parts: PascalCase where the gateway speaks, camelCase where MMS does. */
function fieldsOf(
  answer: Readonly<Record<string, unknown>>,
): Readonly<{ code: string; message: string; requestId: string }> {
  const field = byPlainName(answer);
  const first = (...names: readonly string[]): string =>
    names.map((name) => wordOf(field(name))).find((word) => word !== '') ?? '';
  return {
    code: first('errorcode', 'errcode', 'code', 'error'),
    message: first('errormsg', 'errmsg', 'errormessage', 'message'),
    requestId: first('requestid'),
  };
}

/** Without regard to case and underscores. */
const byPlainName = (answer: Readonly<Record<string, unknown>>): ((name: string) => unknown) => {
  const fields = new Map(
    Object.entries(answer).map(([name, value]) => [name.toLowerCase().replaceAll('_', ''), value]),
  );
  return (name) => fields.get(name);
};

const wordOf = (value: unknown): string =>
  typeof value === 'number' ? String(value) : textOf(value);

/** Fields that an answer of success has none of, or has empty. `code` and `message` it may have. */
const ofErrorsOnly = ['errorcode', 'errcode', 'errormsg', 'errmsg', 'errormessage'];

const isEmpty = (data: unknown): boolean =>
  data === undefined ||
  data === null ||
  (typeof data === 'object' && Object.keys(data).length === 0);

/** How success is put where an error would have its code. */
const well = /^(?:0*|2\d\d|ok|success|successful|succeeded|normal|none|null)$/i;

/**
 * The failure that an answer of status 200 tells of: other APIs of MaxCompute put `httpCode`,
 * `errorCode` and `errorMsg` there, gateways `Code` and `Message`. An answer without `data` is none
 * by itself.
 */
function failureWithin(answer: Readonly<Record<string, unknown>>): Failure | undefined {
  const field = byPlainName(answer);
  const fields = fieldsOf(answer);
  const httpCode = countOf(field('httpcode')) ?? 200;
  const isWell =
    httpCode < 400 &&
    field('success') !== false &&
    field('success') !== 'false' &&
    ofErrorsOnly.every((name) => well.test(wordOf(field(name)))) &&
    (!isEmpty(field('data')) || (well.test(fields.code) && well.test(fields.message)));
  if (isWell) return undefined;
  const status = httpCode < 400 ? 200 : httpCode;
  return {
    ...fields,
    code: fields.code || 'error in an answer',
    status,
    remedy: remedyOf(fields.code, status),
    noAnswer: undefined,
  };
}

/**
 * What a body of status 200 holds.
 * @throws MmsRefusal where it is no answer, or tells of a failure
 */
export function answerIn(body: Buffer): Readonly<Record<string, unknown>> {
  return checkAnswer(parsed(body.toString('utf8')));
}

/** @throws MmsRefusal where it is no answer, or tells of a failure */
export function checkAnswer(answer: unknown): Readonly<Record<string, unknown>> {
  const failure = isRecord(answer) ? failureWithin(answer) : unreadableAnswer(200);
  if (isRecord(answer) && failure === undefined) return answer;
  throw new MmsRefusal(failure ?? unreadableAnswer(200));
}

/**
 * For `data` that is none of what was asked for: the error may stand in it.
 * @throws MmsRefusal where it does
 */
export function checkData(data: unknown): void {
  if (isRecord(data)) checkAnswer({ ...data, data: undefined });
}

/** An answer of success that says nothing about what was asked for: `missing` is not in it. */
export const emptyAnswer = (missing: string, requestId: unknown): MmsRefusal =>
  new MmsRefusal({
    code: 'empty answer',
    status: 200,
    requestId: textOf(requestId),
    message: `there is no ${missing} in it`,
    remedy: 'once',
    noAnswer: undefined,
  });

/** Reads what a call to MMS rejects with. */
export function failureOf(error: unknown): Failure {
  if (error instanceof MmsRefusal) return error.failure;
  if (error instanceof SyntaxError) return unreadableAnswer(200);
  const noAnswer = error instanceof NoAnswer ? error : undefined;
  return {
    code: noAnswer?.code ?? '',
    message: error instanceof Error ? error.message : String(error),
    status: undefined,
    requestId: '',
    remedy: remedyOfNoAnswer(noAnswer),
    noAnswer,
  };
}

function remedyOfNoAnswer(noAnswer: NoAnswer | undefined): Failure['remedy'] {
  if (noAnswer === undefined || !isPassing(noAnswer)) return 'none';
  return isBreak(noAnswer) ? 'reset' : 'retry';
}

/** The keys are good, but not for this. */
const isForbidden = ({ code, status }: Failure): boolean =>
  !isOfTheKeys(code) &&
  (/^(?:Forbidden|No_?Permission|AccessDenied|Unauthorized|ActionUnauthorized)/i.test(code) ||
    (code !== 'unreadable answer' && (status === 401 || status === 403)));

const isOfTheKeys = (code: string): boolean => /AccessKey|SecurityToken|Signature/i.test(code);

/** This endpoint has no such API. */
const isUnknownApi = ({ code, status }: Failure): boolean =>
  /InvalidApi|InvalidVersion|InvalidAction|UnsupportedOperation|UnsupportedHTTPMethod/i.test(
    code,
  ) ||
  (code === 'unreadable answer' && (status === 404 || status === 405));

/**
 * The page was larger than MMS gives, or than is read. Which code says so is not documented, and
 * asking for fewer rows does no harm where another parameter is meant.
 */
const isPageTooLarge = ({ code, status, message }: Failure): boolean =>
  code === 'too large' ||
  /page[\s_-]*size/i.test(`${code} ${message}`) ||
  ((status === 400 || status === 413 || status === 422) &&
    !isOfTheKeys(code) &&
    /^(?:Invalid|Illegal)(?!_?Time)|Param|Argument|Range|Limit|TooLarge/i.test(code));

/** What a caller can do something about. */
export type Refusal = 'not allowed' | 'unknown API' | 'page too large' | 'unreadable';

export function refusalOf(failure: Failure): Refusal {
  if (isUnknownApi(failure)) return 'unknown API';
  if (isForbidden(failure)) return 'not allowed';
  return isPageTooLarge(failure) ? 'page too large' : 'unreadable';
}

/** What to do, and what is wrong in a few words. */
export type Remedy = Readonly<{ fix: Localised; short: Localised }>;

type Known = Readonly<{
  when: (failure: Failure, call: MmsCall) => boolean;
  remedy: (call: MmsCall) => Remedy;
}>;

const code =
  (pattern: RegExp) =>
  (failure: Failure): boolean =>
    pattern.test(failure.code);
const codeOrMessage =
  (pattern: RegExp) =>
  (failure: Failure): boolean =>
    pattern.test(`${failure.code} ${failure.message}`);
const always = (fix: Localised, short: Localised) => (): Remedy => ({ fix, short });

const otherKeys =
  'set new ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN';
const otherKeysZh =
  '更换 ALIBABA_CLOUD_ACCESS_KEY_ID、ALIBABA_CLOUD_ACCESS_KEY_SECRET 和 ALIBABA_CLOUD_SECURITY_TOKEN';

/**
 * What to do, the first line that fits. Codes of MMS itself are undocumented; these are the
 * gateway's. https://help.aliyun.com/en/polardb/client-error-codes
 */
const table: readonly Known[] = [
  {
    when: (failure) => isOfTheKeys(failure.code) && codeOrMessage(/inactive|disabled/i)(failure),
    remedy: always(
      {
        en: `the AccessKey is disabled: enable it in RAM, or ${otherKeys}`,
        zh: `AccessKey 已被禁用：在 RAM 中启用，或${otherKeysZh}`,
      },
      { en: 'AccessKey disabled', zh: 'AccessKey 已禁用' },
    ),
  },
  {
    when: code(/AccessKeyId|SecurityToken|InvalidCredentials/i),
    remedy: always(
      {
        en: `the credentials are unknown or have expired: check the function's role, or ${otherKeys}`,
        zh: `凭证无效或已过期：检查函数角色，或${otherKeysZh}`,
      },
      { en: 'credentials refused', zh: '凭证无效' },
    ),
  },
  {
    when: code(/Signature(?:DoesNotMatch|Invalid)|IncompleteSignature/i),
    remedy: always(
      {
        en: 'check ALIBABA_CLOUD_ACCESS_KEY_SECRET, and ALIBABA_CLOUD_SECURITY_TOKEN with it',
        zh: '检查 ALIBABA_CLOUD_ACCESS_KEY_SECRET 及 ALIBABA_CLOUD_SECURITY_TOKEN',
      },
      { en: 'signature refused', zh: '签名校验失败' },
    ),
  },
  {
    when: code(/TimeStamp|TimeTooSkewed/i),
    remedy: always(
      {
        en: "set the machine's clock: it is more than 15 minutes off",
        zh: '校准运行环境的时钟：偏差超过 15 分钟',
      },
      { en: 'clock is off', zh: '时钟偏差' },
    ),
  },
  {
    when: code(/NeedSsl/i),
    remedy: always(
      { en: 'write MMS_ENDPOINT with https://', zh: 'MMS_ENDPOINT 请使用 https://' },
      { en: 'HTTPS required', zh: '需要 HTTPS' },
    ),
  },
  {
    when: codeOrMessage(/arrear|overdue|in_?debt|insufficient_?balance|unpaid/i),
    remedy: always(
      {
        en: 'settle what the account owes: Alibaba Cloud has suspended its services',
        zh: '账号已欠费，服务被暂停：请充值结清',
      },
      { en: 'account in arrears', zh: '账号欠费' },
    ),
  },
  {
    when: codeOrMessage(
      /not[\s_]*(?:been )?(?:open|activat|enabled|subscri|purchas)|unsubscribed|service_?disabled/i,
    ),
    remedy: always(
      {
        en: 'activate MaxCompute and its migration service in this region for this account',
        zh: '在该地域为此账号开通 MaxCompute 及其迁移服务',
      },
      { en: 'service not activated', zh: '服务未开通' },
    ),
  },
  {
    when: codeOrMessage(
      /\bip[ _.-]?(?:address(?:es)? )?(?:white|allow|list|denied|not|is not)|source_?ip|white[\s_-]*list|白名单/i,
    ),
    remedy: always(
      {
        en: 'an IP allow list refuses the address that the function comes from: add it, or give the function a fixed address that is on it',
        zh: 'IP 白名单拒绝了函数的出口地址：将其加入白名单，或为函数配置白名单内的固定公网 IP',
      },
      { en: 'IP not allowed', zh: 'IP 不在白名单' },
    ),
  },
  {
    when: code(/RiskControl|UserVerification|UserDisable/i),
    remedy: always(
      {
        en: "see the account's notices in the console: Alibaba Cloud has restricted it",
        zh: '账号已被限制：请查看控制台的站内信',
      },
      { en: 'account restricted', zh: '账号受限' },
    ),
  },
  {
    when: isUnknownApi,
    remedy: always(
      {
        en: 'this endpoint has no MMS: check MMS_REGION and MMS_ENDPOINT',
        zh: '该地址没有 MMS 服务：检查 MMS_REGION 和 MMS_ENDPOINT',
      },
      { en: 'no MMS at this endpoint', zh: '该地址没有 MMS' },
    ),
  },
  {
    when: isForbidden,
    remedy: ({ action, pathname }) => {
      const resource = `acs:odps:*:*:mmsdatasource/${sourceIn(pathname)}`;
      return {
        fix: {
          en: `allow the function's role odps:${action} on ${resource} (npm run doctor -- --policy prints the whole policy)`,
          zh: `为函数角色授予 odps:${action} 权限，资源为 ${resource}（完整策略：npm run doctor -- --policy）`,
        },
        short: { en: 'permission', zh: '无权限' },
      };
    },
  },
  {
    when: (failure) =>
      code(/NotFound|NotExist/i)(failure) ||
      (failure.status === 404 && failure.code !== 'unreadable answer'),
    remedy: always(
      {
        en: 'check that what MMS_WATCH names exists in this region',
        zh: '检查 MMS_WATCH 中的对象在该地域是否存在',
      },
      { en: 'not found', zh: '不存在' },
    ),
  },
  {
    when: (failure) => failure.code !== 'too large' && isPageTooLarge(failure),
    remedy: always(
      {
        en: 'MMS takes none of the page sizes that the function asks for: check MMS_ENDPOINT, and report it with this message',
        zh: 'MMS 不接受函数请求的任何分页大小：检查 MMS_ENDPOINT，并附上本消息反馈',
      },
      { en: 'page size refused', zh: '分页大小被拒绝' },
    ),
  },
  {
    when: ({ code: of }, { action }) => of === 'too large' && action === 'ListMmsTaskLogs',
    remedy: always(
      {
        en: 'the log has grown longer than can be read: migrate the table with a new task, which begins a new log',
        zh: '日志过长，无法读取：用新任务迁移该表，日志将重新开始',
      },
      { en: 'log too long', zh: '日志过长' },
    ),
  },
  {
    when: code(/^(?:empty answer|unreadable answer|unexpected answer|too large)$/),
    remedy: always(
      {
        en: 'what answers may not be MMS: check MMS_ENDPOINT; the next tick tries again',
        zh: '应答方可能不是 MMS：检查 MMS_ENDPOINT；下一次轮询会重试',
      },
      { en: 'no usable answer', zh: '应答无法识别' },
    ),
  },
];

const sourceIn = (pathname: string): string => /datasources\/(\d+)/.exec(pathname)?.[1] ?? '*';

export const retried: Localised = {
  en: 'the next tick tries again',
  zh: '下一次轮询会重试',
};
const checkAddress: Localised = {
  en: 'check MMS_WATCH, MMS_REGION and MMS_ENDPOINT',
  zh: '检查 MMS_WATCH、MMS_REGION 和 MMS_ENDPOINT',
};

export function remedyFor(call: MmsCall, failure: Failure): Remedy {
  const { noAnswer, status, remedy } = failure;
  if (noAnswer !== undefined && failure.code !== 'too large') {
    const fix = adviceOnEndpoint(noAnswer, 'MMS_REGION and MMS_ENDPOINT') ?? retried;
    return { fix, short: { en: 'no answer', zh: '无应答' } };
  }
  const known = table.find(({ when }) => when(failure, call))?.remedy(call);
  const { fix, short } = known ?? {
    fix: remedy === 'none' ? checkAddress : retried,
    short: { en: '', zh: '' },
  };
  return {
    fix,
    short: { en: withStatus(status, short.en, ', '), zh: withStatus(status, short.zh, '，') },
  };
}

/** What is retried says no more than its status. */
const withStatus = (status: number | undefined, short: string, separator: string): string =>
  [status === undefined || status === 200 ? '' : String(status), short]
    .filter((part) => part !== '')
    .join(separator);
