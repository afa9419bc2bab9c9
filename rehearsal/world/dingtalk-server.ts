import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { type HttpAnswer, type HttpRequest, json, jsonOf } from './http-message.ts';
import { type ChatMessage, WebhookServer } from './webhook-server.ts';

const text = z.string().min(1);
const ids = z.array(z.string()).default([]);
const at = z.looseObject({
  isAtAll: z.boolean().default(false),
  atMobiles: ids,
  atUserIds: ids,
});

/**
 * The messages that the function sends:
 * https://open.dingtalk.com/document/dingstart/custom-bot-send-message-type
 */
const payloads = z.discriminatedUnion('msgtype', [
  z.looseObject({
    msgtype: z.literal('markdown'),
    markdown: z.object({ title: text, text }),
    at: at.optional(),
  }),
  z.looseObject({
    msgtype: z.literal('text'),
    text: z.object({ content: text }),
    at: at.optional(),
  }),
]);

type DingTalkMessage = ChatMessage &
  Readonly<{
    /** What the notification shows. */
    title: string;
    /** Markdown, or plain text. */
    text: string;
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
export class DingTalkServer extends WebhookServer<DingTalkMessage, Refusal> {
  override readonly path = '/robot/send';
  readonly token = 'a0loopback0token0of0a0robot0that0opens0nothing';
  readonly secret = 'SECaLoopbackSecretThatSignsNothingElse';
  #mutedUntil = 0;

  override get webhookUrl(): string {
    return `${super.webhookUrl}?access_token=${this.token}`;
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    const now = this.now();
    const judged = this.#stranger(request, now) ?? this.#tooMany(now) ?? messageIn(request);
    if ('errcode' in judged) {
      this.rejected.push(judged);
      return json(judged);
    }
    this.messages.push({ at: now, ...judged });
    return json({ errcode: 0, errmsg: 'ok' });
  }

  /** Of a request for another robot, or from somebody without its secret. */
  #stranger({ method, path, query }: HttpRequest, now: number): Refusal | undefined {
    if (path !== this.path) return refuse(404, '请求的URI地址不存在');
    if (method !== 'POST') return refuse(43002, '需要POST请求');
    const parameters = new URLSearchParams(query);
    const token = parameters.get('access_token') ?? '';
    if (token === '') return refuse(40035, '缺少参数 access_token');
    if (token !== this.token) return refuse(300005, 'token is not exist');
    const timestamp = parameters.get('timestamp') ?? '';
    const more = 'more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]';
    if (!/^\d{13}$/.test(timestamp)) return refuse(310000, `sign not match, ${more}`);
    if (Math.abs(now - Number(timestamp)) > hour)
      return refuse(310000, `invalid timestamp, ${more}`);
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

function messageIn(request: HttpRequest): Omit<DingTalkMessage, 'at'> | Refusal {
  const { headers, body } = request;
  if (!(headers['content-type'] ?? '').startsWith('application/json'))
    return refuse(43004, '无效的HTTP HEADER Content-Type');
  const { data, error } = payloads.safeParse(jsonOf(request));
  if (data === undefined) {
    const [missing = 'json'] = error.issues[0]?.path.slice(-1) ?? [];
    return missing === 'msgtype'
      ? refuse(400105, '不支持的消息类型')
      : refuse(40035, `缺少参数 ${String(missing)}`);
  }
  if (body.length > mostBytes) return refuse(460101, `message too long, exceed ${mostBytes} bytes`);
  const { isAtAll = false, atMobiles = [], atUserIds = [] } = data.at ?? {};
  const pings = [...(isAtAll ? ['@all'] : []), ...atMobiles, ...atUserIds];
  return data.msgtype === 'markdown'
    ? { ...data.markdown, payload: data, pings }
    : { title: data.text.content, text: data.text.content, payload: data, pings };
}
