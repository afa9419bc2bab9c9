/** A service behind a webhook, and the variable that names it, for what people are told. */
export type Receiver = Readonly<{ name: string; variable: string }>;

/** What became of one request to a webhook; `why` is for people. */
export type WebhookAnswer =
  | Readonly<{ kind: 'ok' }>
  /** Not taken: too many. `ms` is how long the receiver asks to wait, where it says so. */
  | Readonly<{ kind: 'wait'; ms: number | undefined }>
  /** Not taken, and nothing more will be in this tick. */
  | Readonly<{ kind: 'muted'; why: string }>
  /** Not taken, but a moment later it may be. */
  | Readonly<{ kind: 'again'; why: string; cause?: unknown }>
  /** Nobody knows whether it was taken. */
  | Readonly<{ kind: 'lost'; why: string; cause?: unknown }>
  /** Not taken because of what it says. */
  | Readonly<{ kind: 'payload'; why: string }>
  /** Not taken, whatever it says; `gone` where that stays so until somebody changes the webhook. */
  | Readonly<{ kind: 'refused'; why: string; cause?: unknown; gone?: boolean }>;

const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * No answer. Only what failed before anything was sent is tried again: what may have arrived would
 * be told twice.
 */
export function noAnswerFrom(
  error: unknown,
  { name, variable }: Receiver,
): Extract<WebhookAnswer, { kind: 'again' | 'lost' | 'refused' }> {
  const chain = causesOf(error);
  const codes = chain.map((each) =>
    'code' in each && typeof each.code === 'string' ? each.code : '',
  );
  const unsent = codes.find((code) => beforeSending.has(code));
  if (unsent !== undefined)
    return { kind: 'again', why: `${name} could not be reached (${unsent})`, cause: error };
  if (chain.some(({ message }) => message.includes('before secure TLS connection'))) {
    return {
      kind: 'again',
      why: `${name} could not be reached (the TLS handshake broke off)`,
      cause: error,
    };
  }
  const certificate = codes.find((code) =>
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code),
  );
  if (certificate !== undefined) {
    return {
      kind: 'refused',
      why: `the server's certificate does not fit (${certificate}): check ${variable}`,
      cause: error,
    };
  }
  const timedOut = chain.some(({ name: kind }) => kind === 'TimeoutError' || kind === 'OutOfTime');
  const how = timedOut ? 'no answer in time' : 'the connection broke';
  return {
    kind: 'lost',
    why: `${how}; the message may have arrived, the next tick tells it again`,
    cause: error,
  };
}

/** The error and what it came from, also where several addresses were tried. */
function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const parts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [
    error,
    ...causesOf(error.cause, depth + 1),
    ...parts.flatMap((part) => causesOf(part, depth + 1)),
  ];
}
