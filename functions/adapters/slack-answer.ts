import { foreignName } from '../foreign-text/foreign-text.ts';

/** What became of one request to the webhook; `why` is for people. */
export type SlackAnswer =
  | Readonly<{ kind: 'ok' }>
  /** Not taken: too many. `ms` is how long Slack asks to wait, where it says so. */
  | Readonly<{ kind: 'wait'; ms: number | undefined }>
  /** Not taken, but a moment later it may be. */
  | Readonly<{ kind: 'again'; why: string; cause?: unknown }>
  /** Nobody knows whether it was taken. */
  | Readonly<{ kind: 'lost'; why: string; cause?: unknown }>
  /** Not taken because of what it says. */
  | Readonly<{ kind: 'payload'; why: string }>
  /** Not taken, whatever it says; `gone` where that stays so until somebody changes the webhook. */
  | Readonly<{ kind: 'refused'; why: string; cause?: unknown; gone?: boolean }>;

const renew = 'the webhook was revoked or its app removed: create a new one and set SLACK_WEBHOOK_URL';
const advice: Readonly<Record<string, string>> = {
  channel_not_found: 'its channel is gone: create a webhook for another one and set SLACK_WEBHOOK_URL',
  channel_is_archived: 'its channel is archived: bring it back, or create a webhook for another one and set SLACK_WEBHOOK_URL',
  action_prohibited: 'an administrator of the workspace forbids it: ask for leave to post, or create a webhook for another channel and set SLACK_WEBHOOK_URL',
  posting_to_general_channel_denied: 'posting to the general channel is restricted: create a webhook for another one and set SLACK_WEBHOOK_URL',
  team_disabled: 'the workspace is disabled: create a webhook in another one and set SLACK_WEBHOOK_URL',
};

/** A whole answer. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
export function answerOf(status: number, body: string, retryAfter: string | null): SlackAnswer {
  const code = foreignName(body, 120);
  const said = code === '' ? `HTTP ${status}` : `HTTP ${status}, ${code}`;
  if (status === 200) {
    return code === 'ok' ? { kind: 'ok' } : { kind: 'refused', why: `not Slack's answer (${said}): check SLACK_WEBHOOK_URL` };
  }
  if (status === 429) return { kind: 'wait', ms: secondsOf(retryAfter) };
  if (status >= 500) return { kind: 'again', why: `Slack is in trouble (${said})` };
  if (status >= 400) {
    if ((status === 400 || status === 413) && code !== 'invalid_token') return { kind: 'payload', why: said };
    const gone = [403, 404, 410].includes(status) || code === 'invalid_token';
    return { kind: 'refused', gone, why: `${said}; ${Object.hasOwn(advice, code) ? (advice[code] ?? renew) : renew}` };
  }
  return { kind: 'refused', why: `not Slack's answer (${said}${status >= 300 ? ', a redirect' : ''}): check SLACK_WEBHOOK_URL` };
}

/** Slack asks for seconds. What nobody would wait for is cut to an hour, lest one odd answer silence the channel. */
function secondsOf(retryAfter: string | null): number | undefined {
  const seconds = retryAfter === null || !/^\s*\d+(?:\.\d+)?\s*$/.test(retryAfter) ? undefined : Number(retryAfter);
  return seconds === undefined ? undefined : Math.min(seconds, 3_600) * 1_000;
}

const beforeSending = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT',
]);

/** No answer. Only what failed before anything was sent is tried again: what may have arrived would be told twice. */
export function noAnswerFrom(error: unknown): SlackAnswer {
  const chain = causesOf(error);
  const codes = chain.map((each) => ('code' in each && typeof each.code === 'string' ? each.code : ''));
  const unsent = codes.find((code) => beforeSending.has(code));
  if (unsent !== undefined) return { kind: 'again', why: `Slack could not be reached (${unsent})`, cause: error };
  if (chain.some(({ message }) => message.includes('before secure TLS connection'))) {
    return { kind: 'again', why: 'Slack could not be reached (the TLS handshake broke off)', cause: error };
  }
  const certificate = codes.find((code) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code));
  if (certificate !== undefined) {
    return { kind: 'refused', why: `the server's certificate does not fit (${certificate}): check SLACK_WEBHOOK_URL`, cause: error };
  }
  const timedOut = chain.some(({ name }) => name === 'TimeoutError' || name === 'OutOfTime');
  const how = timedOut ? 'no answer in time' : 'the connection broke';
  return { kind: 'lost', why: `${how}; the message may have arrived, the next tick tells it again`, cause: error };
}

/** The error and what it came from, also where several addresses were tried. */
function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const parts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error, ...causesOf(error.cause, depth + 1), ...parts.flatMap((part) => causesOf(part, depth + 1))];
}
