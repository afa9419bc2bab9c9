import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { type HttpAnswer, type HttpRequest, json, jsonOf } from './http-message.ts';
import { type ChatMessage, Refusal, WebhookServer } from './webhook-server.ts';

const text = z.string().min(1);
const ids = z.array(z.string()).default([]);
const at = z
  .looseObject({ isAtAll: z.boolean().default(false), atMobiles: ids, atUserIds: ids })
  .prefault({});

/**
 * The messages that the function sends:
 * https://open.dingtalk.com/document/dingstart/custom-bot-send-message-type
 */
const payloads = z.discriminatedUnion('msgtype', [
  z.looseObject({ msgtype: z.literal('markdown'), markdown: z.object({ title: text, text }), at }),
  z.looseObject({ msgtype: z.literal('text'), text: z.object({ content: text }), at }),
]);

type DingTalkMessage = ChatMessage &
  Readonly<{
    /** What the notification shows. */
    title: string;
    /** Markdown, or plain text. */
    text: string;
  }>;

const minute = 60_000;
const mostBytes = 20_000;

/**
 * The robot of one group, its security setting being the signature. It answers HTTP 200, whatever
 * it thinks of a message.
 */
export class DingTalkServer extends WebhookServer<DingTalkMessage> {
  override readonly path = '/robot/send';
  readonly token = 'a0loopback0token0of0a0robot0that0opens0nothing';
  readonly secret = 'SECaLoopbackSecretThatSignsNothingElse';
  #mutedUntil = 0;

  override get webhookUrl(): string {
    return `${super.webhookUrl}?access_token=${this.token}`;
  }

  protected override answerTo(refusal: Refusal | undefined): HttpAnswer {
    return json({ errcode: refusal?.code ?? 0, errmsg: refusal?.why ?? 'ok' });
  }

  protected override read(request: HttpRequest, now: number): DingTalkMessage | Refusal {
    const refusal = this.#strangerIn(request, now) ?? this.#tooMany(now);
    if (refusal !== undefined) return refusal;
    if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
      return new Refusal(43004, '无效的HTTP HEADER Content-Type');
    const payload = jsonOf(request);
    const { data, error } = payloads.safeParse(payload);
    if (data === undefined) {
      const missing = String(error.issues[0]?.path.at(-1) ?? 'json');
      return missing === 'msgtype'
        ? new Refusal(400105, '不支持的消息类型')
        : new Refusal(40035, `缺少参数 ${missing}`);
    }
    if (request.body.length > mostBytes)
      return new Refusal(460101, `message too long, exceed ${mostBytes} bytes`);
    const { isAtAll, atMobiles, atUserIds } = data.at;
    const pings = [...(isAtAll ? ['@all'] : []), ...atMobiles, ...atUserIds];
    const shown =
      data.msgtype === 'markdown'
        ? data.markdown
        : { title: data.text.content, text: data.text.content };
    return { at: now, ...shown, payload, pings };
  }

  /** Of a request for another robot, or from somebody without its secret. */
  #strangerIn({ method, path, query }: HttpRequest, now: number): Refusal | undefined {
    if (path !== this.path || method !== 'POST') return new Refusal(404, '请求的URI地址不存在');
    const parameters = new URLSearchParams(query);
    const [token, timestamp, sign] = ['access_token', 'timestamp', 'sign'].map(
      (name) => parameters.get(name) ?? '',
    );
    if (token === '') return new Refusal(40035, '缺少参数 access_token');
    if (token !== this.token) return new Refusal(300005, 'token is not exist');
    if (!(Math.abs(now - Number(timestamp)) <= 60 * minute))
      return new Refusal(310000, 'invalid timestamp');
    const own = createHmac('sha256', this.secret).update(`${timestamp}\n${this.secret}`);
    return sign === own.digest('base64')
      ? undefined
      : new Refusal(310000, 'description:机器人发送签名不匹配');
  }

  /** More than twenty in a minute mute it for ten. */
  #tooMany(now: number): Refusal | undefined {
    if (now >= this.#mutedUntil && this.lately(now, minute) >= 20)
      this.#mutedUntil = now + 10 * minute;
    return now < this.#mutedUntil
      ? new Refusal(130101, 'send too fast, exceed 20 times per minute')
      : undefined;
  }
}
