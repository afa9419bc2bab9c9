import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { type HttpAnswer, type HttpRequest, json, jsonOf } from './http-message.ts';
import { type ChatMessage, Refusal, WebhookServer } from './webhook-server.ts';

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

const hour = 60 * 60_000;
const mostBytes = 20 * 1024;

const signed = z.object({ timestamp: z.string(), sign: z.string() });

/**
 * The custom bot of one group, its security setting being the signature. It answers HTTP 200,
 * whatever it thinks of a message, but for what is no request of its API.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export class FeishuServer extends WebhookServer<FeishuMessage> {
  override readonly path = '/open-apis/bot/v2/hook/0a0loop0-back0-token-opens-nothing0000';
  readonly secret = 'aLoopbackSecret0fABot';

  protected override answerTo(refusal: Refusal | undefined): HttpAnswer {
    const { code = 0, why = 'success' } = refusal ?? {};
    return code === 404 ? { status: 404, body: why } : json({ code, msg: why, data: {} });
  }

  protected override read(request: HttpRequest, at: number): FeishuMessage | Refusal {
    const payload = jsonOf(request);
    const refusal = this.#strangerIn(request, payload, at);
    if (refusal !== undefined) return refusal;
    if (this.lately(at, 1_000) >= 5 || this.lately(at, 60_000) >= 100)
      return new Refusal(11232, 'frequency limited psm[lark.oapi.app_platform_runtime]');
    if (request.body.length > mostBytes)
      return new Refusal(19036, 'the request body exceeds 20 KB');
    const { data, error } = payloads.safeParse(payload);
    if (data === undefined) return wrong(error);
    if (data.msg_type === 'text') {
      const { text } = data.content;
      return { at, summary: text, all: text, payload, pings: atTags(text) };
    }
    const { config, header, body } = data.card;
    const texts = [header.title.content];
    const pings: string[] = [];
    for (const one of body.elements) {
      if (one.tag === 'hr') continue;
      const { tag, content } = one.tag === 'div' ? one.text : one;
      texts.push(content);
      if (tag !== 'plain_text') pings.push(...atTags(content));
    }
    return { at, summary: config.summary.content, all: texts.join('\n'), payload, pings };
  }

  /** Of a request for another bot, or from somebody without its secret. */
  #strangerIn({ path, method }: HttpRequest, payload: unknown, now: number): Refusal | undefined {
    if (!path.startsWith('/open-apis/bot/v2/hook/') || method !== 'POST')
      return new Refusal(404, '404 page not found');
    if (path !== this.path)
      return new Refusal(19001, 'param invalid: incoming webhook access token invalid');
    if (payload === undefined) return new Refusal(9499, 'Bad Request');
    const { timestamp = '', sign } = signed.safeParse(payload).data ?? {};
    const own = createHmac('sha256', `${timestamp}\n${this.secret}`).digest('base64');
    const isFresh = Math.abs(now - Number(timestamp) * 1_000) <= hour;
    return isFresh && sign === own
      ? undefined
      : new Refusal(19021, 'sign match fail or timestamp is not within one hour from current time');
  }
}

function wrong(error: z.ZodError): Refusal {
  const field = error.issues[0]?.path[0];
  const why = field === 'msg_type' ? 'msg_type need' : z.prettifyError(error);
  return field === 'card'
    ? new Refusal(230099, `Failed to create card content, ext=ErrCode: 200621; ErrMsg: ${why}`)
    : new Refusal(19002, `params error, ${why}`);
}

/** Tags in markup that would notify somebody: `<at id=all>`. */
const atTags = (text: string): readonly string[] => text.match(/<at\b[^>]*>/gi) ?? [];
