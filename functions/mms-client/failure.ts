import { isRecord, textOf } from '../runtime/json.ts';

/** What is known of a call that failed; `''` where nothing is. */
export type Failure = Readonly<{
  /** An error code of the API, of the network (`ECONNRESET`), or one of ours. */
  code: string;
  status: number | undefined;
  requestId: string;
  message: string;
  /**
   * `reset` is likely a connection that died while the instance was frozen: worth another try at
   * once.
   */
  remedy: 'none' | 'retry' | 'reset' | 'slow down';
}>;

const resets = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];
const passing = [
  ...resets,
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
];
const flowControl = /throttl|flowcontrol|flow\.?limit|qps|toomanyrequests|ratelimit/i;
const passingCode =
  /serviceunavailable|internal(?:service)?error|servererror|signaturenonceused|serverbusy|systembusy|requesttimeout/i;

/**
 * Reads what `@alicloud/openapi-client` 0.4 throws: bare errors whose body is PascalCase or
 * camelCase, or no JSON at all.
 */
export function failureOf(error: unknown): Failure {
  const thrown = isRecord(error) ? error : {};
  const body = isRecord(thrown.data) ? thrown.data : {};
  const status =
    typeof thrown.statusCode === 'number' && Number.isFinite(thrown.statusCode)
      ? thrown.statusCode
      : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const named = { status, requestId: textOf(body.RequestId) || textOf(body.requestId) };
  const apiCode = textOf(body.Code) || textOf(body.code);
  if (status !== undefined || apiCode !== '') {
    const said = textOf(body.Message) || textOf(body.message);
    return {
      ...named,
      code: apiCode,
      message: said || (apiCode === '' ? message : ''),
      remedy: remedyOf(apiCode, status),
    };
  }
  return { ...named, ...readBroken(error, textOf(thrown.code), message) };
}

function remedyOf(code: string, status: number | undefined): Failure['remedy'] {
  if (status === 429 || flowControl.test(code)) return 'slow down';
  return passingCode.test(code) || status === 408 || (status !== undefined && status >= 500)
    ? 'retry'
    : 'none';
}

/**
 * No answer that could be understood: the connection, or an answer that is no JSON, as gateways
 * give.
 */
function readBroken(
  error: unknown,
  code: string,
  message: string,
): Pick<Failure, 'code' | 'message' | 'remedy'> {
  const name = error instanceof Error ? error.name : '';
  if (name === 'RequestTimeoutError')
    return {
      code: 'timeout',
      message: 'no answer within the time for one request',
      remedy: 'retry',
    };
  // "not a object" is the library's word for an error answer that is JSON, but none that it
  // expected.
  if (error instanceof SyntaxError || message.includes('not a object')) {
    return { code: 'unreadable answer', message: 'the answer is no JSON object', remedy: 'retry' };
  }
  if (resets.includes(code) || /socket hang up|^aborted/.test(message))
    return { code: code || 'ECONNRESET', message: 'the connection broke', remedy: 'reset' };
  // The HTTP client ends its messages with the method and the URL, which say nothing new.
  return {
    code,
    message: message.replace(/\s*GET https?:\S+ failed\.?$/, ''),
    remedy: passing.includes(code) ? 'retry' : 'none',
  };
}
