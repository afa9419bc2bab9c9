import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { type HttpAnswer, type HttpRequest, json, jsonOf } from './http-message.ts';
import { type ChatMessage, WebhookServer } from './webhook-server.ts';

const text = z.string().min(1);
const element = z.discriminatedUnion('tag', [
  z.object({ tag: z.literal('hr') }),
  z.looseObject({ tag: z.literal('markdown'), content: text }),
  z.object({
    tag: z.literal('div'),
    text: z.object({ tag: z.enum(['plain_text', 'lark_md']), content: text }),
  }),
]);

/**
 * The messages that the function sends; of cards,
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
 */
const payloads = z.discriminatedUnion('msg_type', [
  z.looseObject({ msg_type: z.literal('text'), content: z.object({ text }) }),
  z.looseObject({
    msg_type: z.literal('interactive'),
    card: z.looseObject({
      schema: z.literal('2.0'),
      config: z.object({ summary: z.object({ content: text }) }),
      header: z.looseObject({ title: z.object({ tag: z.literal('plain_text'), content: text }) }),
      body: z.object({ elements: z.array(element).min(1).max(200) }),
    }),
  }),
]);

type FeishuMessage = ChatMessage &
  Readonly<{
    /** What the list of chats shows. */
    summary: string;
    /** The title and every text of the card, a line each; of a plain message its text. */
    all: string;
  }>;

type Refusal = Readonly<{ code: number; msg: string; data: Readonly<Record<string, never>> }>;

const hour = 60 * 60_000;
const rates = [
  { most: 5, within: 1_000 },
  { most: 100, within: 60_000 },
] as const;
const mostBytes = 20 * 1024;

const signed = z.object({ timestamp: z.string(), sign: z.string() });

const refuse = (code: number, msg: string): Refusal => ({ code, msg, data: {} });

/**
 * The custom bot of one group, its security setting being the signature. It answers HTTP 200,
 * whatever it thinks of a message, but for what is no request of its API.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export class FeishuServer extends WebhookServer<FeishuMessage, Refusal> {
  override readonly path = '/open-apis/bot/v2/hook/0a0loop0-back0-token-opens-nothing0000';
  readonly secret = 'aLoopbackSecret0fABot';

  protected override handle(request: HttpRequest): HttpAnswer {
    if (!request.path.startsWith('/open-apis/bot/v2/hook/') || request.method !== 'POST')
      return { status: 404, body: '404 page not found' };
    const at = this.now();
    const payload = jsonOf(request);
    const judged =
      this.#stranger(request, payload, at) ?? this.#tooMany(at) ?? messageIn(request, payload);
    if ('code' in judged) {
      this.rejected.push(judged);
      return json(judged);
    }
    this.messages.push({ at, ...judged });
    return json({ StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' });
  }

  /** Of a request for another bot, or from somebody without its secret. */
  #stranger({ path }: HttpRequest, payload: unknown, now: number): Refusal | undefined {
    if (path !== this.path)
      return refuse(19001, 'param invalid: incoming webhook access token invalid');
    if (payload === undefined) return refuse(9499, 'Bad Request');
    const { timestamp: time = '', sign } = signed.safeParse(payload).data ?? {};
    const own = createHmac('sha256', `${time}\n${this.secret}`).update('').digest('base64');
    const isFresh = /^\d{10}$/.test(time) && Math.abs(now - Number(time) * 1_000) <= hour;
    return isFresh && sign === own
      ? undefined
      : refuse(19021, 'sign match fail or timestamp is not within one hour from current time');
  }

  #tooMany(now: number): Refusal | undefined {
    const full = rates.some(
      ({ most, within }) => this.messages.filter(({ at }) => now - at < within).length >= most,
    );
    return full
      ? refuse(11232, 'frequency limited psm[lark.oapi.app_platform_runtime]')
      : undefined;
  }
}

function messageIn({ body }: HttpRequest, payload: unknown): Omit<FeishuMessage, 'at'> | Refusal {
  if (body.length > mostBytes) return refuse(19036, 'the request body exceeds 20 KB');
  const { data, error } = payloads.safeParse(payload);
  if (data === undefined) {
    const [path] = error.issues.map((issue) => issue.path[0]);
    const why = path === 'msg_type' ? 'msg_type need' : z.prettifyError(error);
    return path === 'card'
      ? refuse(230099, `Failed to create card content, ext=ErrCode: 200621; ErrMsg: ${why}`)
      : refuse(19002, `params error, ${why}`);
  }
  if (data.msg_type === 'text') {
    const { text } = data.content;
    return { summary: text, all: text, payload, pings: atTags(text) };
  }
  const { config, header, body: content } = data.card;
  const texts = content.elements.flatMap((one) => {
    if (one.tag === 'hr') return [];
    return one.tag === 'markdown'
      ? [{ text: one.content, isMarkup: true }]
      : [{ text: one.text.content, isMarkup: one.text.tag === 'lark_md' }];
  });
  return {
    summary: config.summary.content,
    all: [header.title.content, ...texts.map(({ text }) => text)].join('\n'),
    payload,
    pings: texts.flatMap(({ text, isMarkup }) => (isMarkup ? atTags(text) : [])),
  };
}

/** Tags in markup that would notify somebody: `<at id=all>`. */
const atTags = (text: string): readonly string[] => text.match(/<at\b[^>]*>/gi) ?? [];
