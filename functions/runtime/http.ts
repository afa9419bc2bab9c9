import { Agent as HttpAgent, request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { asError } from '../errors.ts';
import type { Localised } from '../language.ts';
import { textIn } from './json.ts';

export type HttpRequest = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: Buffer | undefined;
  /** Milliseconds from connecting to the last byte. */
  timeoutMs: number;
  /** Bytes of the body of a 2xx: a longer one fails. Other bodies are cut. */
  largest?: number;
  /** Takes the body of a 200 piece by piece, instead of keeping it. */
  take?: ((piece: Buffer) => void) | undefined;
}>;

export type HttpAnswer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>;

export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** Node's (`ECONNRESET`), or `timeout`, `too large`, `not HTTP`. */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * How long the service asks to be left alone, in milliseconds (RFC 9110, 10.2.3): from a second,
 * since 0 would be a hot loop, to an hour, so that an odd answer cannot silence anything.
 */
export function retryAfterIn(
  { 'retry-after': header = '' }: IncomingHttpHeaders,
  now: number,
): number | undefined {
  const text = header.trim();
  const date = /^\w{3}, .* GMT$/.test(text) ? Date.parse(text) : NaN;
  const ms = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1_000 : date - now;
  return Number.isNaN(ms) ? undefined : Math.min(3_600_000, Math.max(1_000, ms));
}

/** Bytes, where a body is cut. */
const mostKept = 64 * 1024;

/** Idle connections keep no process alive. */
const http = { send: requestHttp, agent: new HttpAgent({ keepAlive: true }) };
const https = { send: requestHttps, agent: new HttpsAgent({ keepAlive: true }) };

/**
 * Asks once and follows no redirect; any status is an answer. A body beyond its bound closes the
 * connection.
 *
 * @throws NoAnswer, and whatever `take` throws
 */
export function ask(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, timeoutMs, largest, take } = request;
  const { send, agent } = url.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method, headers, agent });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      outgoing.destroy();
      reject(error);
    };
    const late = (): void => {
      fail(new NoAnswer('timeout', 'no answer within the time for one request'));
    };
    // An answer that came while the thread was busy is in time.
    const timer = setTimeout(() => setImmediate(late), timeoutMs);
    const failOnTheWay = (error: Error): void => {
      fail(noAnswerFrom(error));
    };
    outgoing.on('error', failOnTheWay);
    outgoing.on('response', (incoming) => {
      const { statusCode: status = 0, headers } = incoming;
      const isWhole = largest !== undefined && status >= 200 && status < 300;
      const pieces: Buffer[] = [];
      let size = 0;
      const finish = (): void => {
        clearTimeout(timer);
        resolve({ status, headers, body: Buffer.concat(pieces) });
      };
      incoming.on('error', failOnTheWay);
      incoming.on('end', finish);
      incoming.on('data', (piece: Buffer) => {
        size += piece.length;
        try {
          if (isWhole && size > largest)
            throw new NoAnswer('too large', `the answer is larger than ${inWords(largest)}`);
          if (status === 200 && take !== undefined) take(piece);
          else if (isWhole || size <= mostKept) pieces.push(piece);
          else {
            finish();
            outgoing.destroy();
          }
        } catch (error) {
          fail(asError(error));
        }
      });
    });
    outgoing.end(body);
  });
}

/** `4 MB`, `64 KB` */
export const inWords = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.round(bytes / 1024)} KB`;

function noAnswerFrom(error: Error): NoAnswer {
  const code = 'code' in error ? textIn(error.code) : '';
  if (code.startsWith('HPE_'))
    return new NoAnswer('not HTTP', 'what came is not HTTP', { cause: error });
  const message = breaks.has(code) ? 'the connection broke' : error.message || code;
  return new NoAnswer(code, message, { cause: error });
}

const breaks = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** Likely a kept connection that died while the instance was frozen. */
export const isBreak = ({ code }: NoAnswer): boolean => breaks.has(code);

const passing = new Set([
  ...breaks,
  'timeout',
  'not HTTP',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
]);

export const isPassing = ({ code }: NoAnswer): boolean => passing.has(code);

/** Looks at the code and the message. */
const advice: readonly (readonly [pattern: RegExp, en: string, zh: string])[] = [
  [
    /^(?:ENOTFOUND|EAI_AGAIN) /,
    'this host has no address: check {variables}',
    '域名无法解析：检查 {variables}',
  ],
  [
    /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH) /,
    "the host cannot be reached: check {variables} and the function's network",
    '主机无法连接：检查 {variables} 以及函数的网络',
  ],
  [
    /unsupported[_ ]protocol|protocol[_ ]version/i,
    'the server speaks no TLS from 1.2 on: check {variables}',
    '服务器不支持 TLS 1.2 及以上：检查 {variables}',
  ],
  [
    /wrong[_ ]version[_ ]number/i,
    'the server speaks no TLS on this port: check {variables}',
    '该端口不是 TLS 端口：检查 {variables}',
  ],
  [
    /^\S*(?:CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO)/i,
    "the server's certificate does not fit: check {variables}",
    '服务器证书不匹配：检查 {variables}',
  ],
  [
    /^too large /,
    'what answers is not the service: check {variables}',
    '应答方不是该服务：检查 {variables}',
  ],
];

/** `undefined` where trying again is all that can be done. */
export function adviceOnEndpoint(
  { code, message }: NoAnswer,
  variables: string,
): Localised | undefined {
  const said = `${code} ${message}`;
  const found = advice.find(([pattern]) => pattern.test(said));
  if (found === undefined) return undefined;
  const [, en, zh] = found;
  return {
    en: en.replace('{variables}', variables),
    zh: zh.replace('{variables}', variables.replaceAll(' and ', '、')),
  };
}
