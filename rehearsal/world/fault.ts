import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from './http-message.ts';

export type Call = Readonly<{
  /**
   * In the service's own words: `ListMmsTasks page 3`, `PutObject alerts/slack.json`, `webhook`.
   */
  operation: string;
  ordinal: number;
  /** 1 for the first call of this operation. */
  attempt: number;
  /** As it came, percent-encoded, with the query. */
  url: string;
}>;

type Answer = HttpAnswer & Readonly<{ kind: 'answer'; applied?: boolean }>;

/** `applied`: the server does what it was asked to before it misbehaves. */
export type Fault =
  | Readonly<{ kind: 'reset'; applied?: boolean }>
  /** No answer until the client or the server closes. */
  | Readonly<{ kind: 'hang'; applied?: boolean }>
  | Readonly<{ kind: 'delay'; ms: number; then?: Fault }>
  | Answer
  /** The honest answer, its body cut in half: a whole HTTP message that does not parse. */
  | Readonly<{ kind: 'truncated' }>
  /** Headers and half of the body, then a closed connection. */
  | Readonly<{ kind: 'broken-off' }>
  /** Headers and half of the body, then silence. */
  | Readonly<{ kind: 'stalled' }>
  /** The listener goes, with every connection: the next ones are refused until `start`. */
  | Readonly<{ kind: 'down' }>;

/** `undefined` lets the request through. It may also change the world and do no more. */
export type FaultHook = (call: Call) => Fault | undefined;

export const answer = (
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  kind: 'answer',
  status,
  body,
  headers,
});

export const badGateway: Fault = answer(
  502,
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n',
  { 'content-type': 'text/html' },
);

/** As the gateway before MMS refuses: in PascalCase, where the answers of MMS are camelCase. */
export const mmsRefusal = (status: number, code: string, message: string): Answer =>
  answer(
    status,
    JSON.stringify({
      RequestId: randomUUID().toUpperCase(),
      Message: message,
      Recommend: `https://api.aliyun.com/troubleshoot?q=${code}`,
      HostId: 'maxcompute',
      Code: code,
    }),
    { 'content-type': 'application/json' },
  );

export const throttled: Fault = mmsRefusal(
  400,
  'Throttling.User',
  'Request was denied due to user flow control.',
);

export const tooManyRequests = (retryAfterSeconds: number): Fault =>
  answer(
    429,
    JSON.stringify({ retry_after: retryAfterSeconds, ok: false, error: 'rate_limited' }),
    {
      'retry-after': String(retryAfterSeconds),
      'content-type': 'application/json',
    },
  );

/** Meets the calls whose operation begins so, the first `times` of them. */
export function onOperation(
  start: string,
  fault: Fault,
  times = Number.POSITIVE_INFINITY,
): FaultHook {
  let left = times;
  return ({ operation }) => {
    if (left === 0 || !operation.startsWith(start)) return undefined;
    left -= 1;
    return fault;
  };
}
