import { createHmac } from 'node:crypto';
import {
  type HttpAnswer,
  type HttpRequest,
  fieldsOf,
  json,
  jsonOf,
  textIn,
} from './http-message.ts';
import { LoopbackServer } from './loopback-server.ts';

export type DingTalkMessage = Readonly<{
  /** Milliseconds since the epoch. */
  at: number;
  /** What the notification shows. */
  title: string;
  /** Markdown, or plain text. */
  text: string;
  payload: unknown;
  /** Who was notified by name: `@all`, a telephone number, a user's id. */
  pings: readonly string[];
}>;

type Refusal = Readonly<{ errcode: number; errmsg: string }>;

const hour = 60 * 60_000;
const minute = 60_000;
const messagesPerMinute = 20;
const muteFor = 10 * minute;
const mostBytes = 20_000;

const refuse = (errcode: number, errmsg: string): Refusal => ({ errcode, errmsg });

/**
 * The robot of one group, its security setting being the signature. It answers HTTP 200, whatever
 * it thinks of a message.
 */
export class DingTalkServer extends LoopbackServer {
  readonly token: string;
  readonly secret: string;
  /** What was accepted, in order. */
  readonly messages: DingTalkMessage[] = [];
  /** What was not, and why. */
  readonly rejected: Readonly<{ at: number; payload: unknown; refusal: Refusal }>[] = [];
  readonly #now: () => number;
  #mutedUntil = 0;

  constructor(
    now: () => number = Date.now,
    token = 'a0loopback0token0of0a0robot0that0opens0nothing',
    secret = 'SECaLoopbackSecretThatSignsNothingElse',
  ) {
    super(now);
    this.token = token;
    this.secret = secret;
    this.#now = now;
  }

  get webhookUrl(): string {
    return `${this.url}/robot/send?access_token=${this.token}`;
  }

  protected override operationOf({ path }: HttpRequest): string {
    return path === '/robot/send' ? 'robot' : 'unknown path';
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    const at = this.#now();
    const payload = jsonOf(request);
    const refusal = this.#stranger(request, at) ?? this.#tooMany(at) ?? objection(request, payload);
    if (refusal !== undefined) {
      this.rejected.push({ at, payload, refusal });
      return json(refusal);
    }
    const { markdown, text, at: pinged } = fieldsOf(payload);
    const plain = textIn(fieldsOf(text).content);
    this.messages.push({
      at,
      title: textIn(fieldsOf(markdown).title) || plain,
      text: textIn(fieldsOf(markdown).text) || plain,
      payload,
      pings: pingsIn(pinged),
    });
    return json({ errcode: 0, errmsg: 'ok' });
  }

  /**
   * The refusal of a request that is not for this robot, or not from somebody who knows its secret.
   */
  #stranger({ method, path, query }: HttpRequest, now: number): Refusal | undefined {
    if (path !== '/robot/send') return refuse(404, '请求的URI地址不存在');
    if (method !== 'POST') return refuse(43002, '需要POST请求');
    const parameters = new URLSearchParams(query);
    const token = parameters.get('access_token') ?? '';
    if (token === '') return refuse(40035, '缺少参数 access_token');
    if (token !== this.token) return refuse(300005, 'token is not exist');
    const timestamp = parameters.get('timestamp') ?? '';
    if (!/^\d{13}$/.test(timestamp))
      return refuse(
        310000,
        'sign not match, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]',
      );
    if (Math.abs(now - Number(timestamp)) > hour)
      return refuse(
        310000,
        'invalid timestamp, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]',
      );
    const sign = createHmac('sha256', this.secret)
      .update(`${timestamp}\n${this.secret}`)
      .digest('base64');
    return sign === parameters.get('sign')
      ? undefined
      : refuse(
          310000,
          'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中，请确认机器人的密钥加密和填写正确;',
        );
  }

  #tooMany(now: number): Refusal | undefined {
    const lately = this.messages.filter(({ at }) => now - at < minute).length;
    if (now >= this.#mutedUntil && lately >= messagesPerMinute) this.#mutedUntil = now + muteFor;
    return now < this.#mutedUntil
      ? refuse(130101, 'send too fast, exceed 20 times per minute')
      : undefined;
  }
}

/** What is wrong with the message. */
function objection({ headers, body }: HttpRequest, payload: unknown): Refusal | undefined {
  if (!(headers['content-type'] ?? '').startsWith('application/json'))
    return refuse(43004, '无效的HTTP HEADER Content-Type');
  if (payload === undefined) return refuse(40035, '缺少参数 json');
  const { msgtype, markdown, text } = fieldsOf(payload);
  if (msgtype !== 'markdown' && msgtype !== 'text') return refuse(400105, '不支持的消息类型');
  const needed =
    msgtype === 'text'
      ? { content: fieldsOf(text).content }
      : { title: fieldsOf(markdown).title, text: fieldsOf(markdown).text };
  for (const [name, value] of Object.entries(needed))
    if (textIn(value) === '') return refuse(40035, `缺少参数 ${name}`);
  return body.length > mostBytes
    ? refuse(460101, `message too long, exceed ${mostBytes} bytes`)
    : undefined;
}

/** What stands in the text pings nobody: the one who is named in `at` is. */
function pingsIn(at: unknown): readonly string[] {
  const { isAtAll, atMobiles, atUserIds } = fieldsOf(at);
  const named = [atMobiles, atUserIds].flatMap((list: unknown) =>
    Array.isArray(list) ? list.map(String) : [],
  );
  return [...(isAtAll === true ? ['@all'] : []), ...named];
}
