import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from './http-message.ts';

export type Call = Readonly<{
  /**
   * In the service's own words: `ListMmsTasks page 3`, `PutObject alerts/slack.json`, `webhook`;
   * of a mail, the stage of its delivery.
   */
  operation: string;
  ordinal: number;
  /** 1 for the first call of this operation. */
  attempt: number;
  /** The URL as it came, percent-encoded, with the query; of MAIL and RCPT, the address. */
  target: string;
}>;

type Answer = HttpAnswer & Readonly<{ kind: 'answer'; applied?: boolean }>;

/** `applied`: the server does what it was asked to before it misbehaves. */
export type AnyFault =
  | Answer
  | Readonly<{ kind: 'reset'; applied?: boolean }>
  /** No answer until the client or the server closes. */
  | Readonly<{ kind: 'hang'; applied?: boolean }>;

export type Fault =
  | AnyFault
  | Readonly<{ kind: 'delay'; ms: number; then?: Fault }>
  /** The honest answer, its body cut in half: a whole HTTP message that does not parse. */
  | Readonly<{ kind: 'truncated' }>
  /** Headers and half of the body, then a closed connection. */
  | Readonly<{ kind: 'broken-off' }>
  /** Headers and half of the body, then silence. */
  | Readonly<{ kind: 'stalled' }>
  /** The listener goes, with every connection: the next ones are refused until `start`. */
  | Readonly<{ kind: 'down' }>;

/**
 * `undefined` lets the request through. It may also change the world and do no more. A mail server
 * knows `AnyFault` only.
 */
export type FaultHook<Kind extends Fault = Fault> = (call: Call) => Kind | undefined;

/** A mail server says the body after the status. */
export const answer = (status: number, body = '', headers: HttpAnswer['headers'] = {}): Answer => ({
  kind: 'answer',
  status,
  body,
  headers,
});

const jsonHeaders = { 'content-type': 'application/json' };

export const badGateway = answer(
  502,
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n',
  { 'content-type': 'text/html' },
);

/** As the gateway before MMS refuses: in PascalCase, where the answers of MMS are camelCase. */
export function mmsRefusal(status: number, code: string, message: string): Answer {
  const body = {
    RequestId: randomUUID().toUpperCase(),
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${code}`,
    HostId: 'maxcompute',
    Code: code,
  };
  return answer(status, JSON.stringify(body), jsonHeaders);
}

export const throttled = mmsRefusal(
  400,
  'Throttling.User',
  'Request was denied due to user flow control.',
);

export const tooManyRequests = (retryAfterSeconds: number): Answer =>
  answer(429, `{"retry_after":${retryAfterSeconds},"ok":false,"error":"rate_limited"}`, {
    ...jsonHeaders,
    'retry-after': String(retryAfterSeconds),
  });

/** Meets the calls whose operation begins so, the first `times` of them. */
export function onOperation<Kind extends Fault>(
  start: string,
  fault: Kind,
  times = Number.POSITIVE_INFINITY,
): FaultHook<Kind> {
  let left = times;
  return ({ operation }) => {
    if (left === 0 || !operation.startsWith(start)) return undefined;
    left -= 1;
    return fault;
  };
}
