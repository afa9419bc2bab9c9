import { createHmac } from 'node:crypto';
import {
  type HttpAnswer,
  type HttpRequest,
  fieldsOf,
  json,
  jsonOf,
  textIn,
  type Fields,
} from './http-message.ts';
import { LoopbackServer } from './loopback-server.ts';

export type FeishuMessage = Readonly<{
  /** Milliseconds since the epoch. */
  at: number;
  /** What the list of chats shows. */
  summary: string;
  /** The title and every text of the card, a line each; of a plain message its text. */
  all: string;
  payload: unknown;
  /** Tags in texts that are markup which would notify somebody: `<at id=all>`. */
  pings: readonly string[];
}>;

type Refusal = Readonly<{ code: number; msg: string; data: Readonly<Record<string, never>> }>;

const hour = 60 * 60_000;
const rates = [
  { most: 5, within: 1_000 },
  { most: 100, within: 60_000 },
] as const;
const mostBytes = 20 * 1024;
const mostElements = 200;

const refuse = (code: number, msg: string): Refusal => ({ code, msg, data: {} });

/**
 * The custom bot of one group, its security setting being the signature. It answers HTTP 200,
 * whatever it thinks of a message, but for what is no request of its API.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export class FeishuServer extends LoopbackServer {
  readonly path: string;
  readonly secret: string;
  /** What was accepted, in order. */
  readonly messages: FeishuMessage[] = [];
  /** What was not, and why. */
  readonly rejected: Readonly<{ at: number; payload: unknown; refusal: Refusal }>[] = [];
  readonly #now: () => number;

  constructor(
    now: () => number = Date.now,
    path = '/open-apis/bot/v2/hook/0a0loop0-back0-token-opens-nothing0000',
    secret = 'aLoopbackSecret0fABot',
  ) {
    super(now);
    this.path = path;
    this.secret = secret;
    this.#now = now;
  }

  get webhookUrl(): string {
    return `${this.url}${this.path}`;
  }

  protected override operationOf({ path }: HttpRequest): string {
    return path === this.path ? 'bot' : 'unknown path';
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    if (!request.path.startsWith('/open-apis/bot/v2/hook/') || request.method !== 'POST')
      return { status: 404, body: '404 page not found' };
    const at = this.#now();
    const payload = jsonOf(request);
    const refusal =
      this.#stranger(request, payload, at) ?? this.#tooMany(at) ?? objection(request, payload);
    if (refusal !== undefined) {
      this.rejected.push({ at, payload, refusal });
      return json(refusal);
    }
    this.messages.push({ at, payload, ...seen(fieldsOf(payload)) });
    return json({ StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' });
  }

  /** The refusal of a request that is for another bot, or from somebody without its secret. */
  #stranger({ path }: HttpRequest, payload: unknown, now: number): Refusal | undefined {
    if (path !== this.path)
      return refuse(19001, 'param invalid: incoming webhook access token invalid');
    if (payload === undefined) return refuse(9499, 'Bad Request');
    const { timestamp, sign } = fieldsOf(payload);
    const time = textIn(timestamp);
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

/** What is wrong with the message. */
function objection({ body }: HttpRequest, payload: unknown): Refusal | undefined {
  if (body.length > mostBytes) return refuse(19036, 'the request body exceeds 20 KB');
  const { msg_type: type, card, content } = fieldsOf(payload);
  if (type === 'text')
    return textIn(fieldsOf(content).text) === ''
      ? refuse(19002, 'params error, content.text is empty')
      : undefined;
  if (type !== 'interactive') return refuse(19002, 'params error, msg_type need');
  const why = wrongInCard(fieldsOf(card));
  return why === undefined
    ? undefined
    : refuse(230099, `Failed to create card content, ext=ErrCode: 200621; ErrMsg: ${why}`);
}

/** As the documentation of cards, version 2.0, has it. */
function wrongInCard({ schema, header, body }: Fields): string | undefined {
  const { title } = fieldsOf(header);
  const { elements } = fieldsOf(body);
  if (schema !== '2.0') return 'schema: expected 2.0';
  if (fieldsOf(title).tag !== 'plain_text' || textIn(fieldsOf(title).content) === '')
    return 'header.title: expected a plain text';
  if (!Array.isArray(elements) || elements.length === 0) return 'body.elements: expected some';
  if (elements.length > mostElements) return `body.elements: more than ${mostElements}`;
  for (const [index, element] of elements.entries()) {
    const why = wrongInElement(fieldsOf(element));
    if (why !== undefined) return `body.elements[${index}]: ${why}`;
  }
  return undefined;
}

function wrongInElement({ tag, content, text }: Fields): string | undefined {
  const { tag: kind, content: words } = fieldsOf(text);
  switch (tag) {
    case 'hr':
      return undefined;
    case 'markdown':
      return textIn(content) === '' ? 'content: expected a text' : undefined;
    case 'div':
      return (kind === 'plain_text' || kind === 'lark_md') && textIn(words) !== ''
        ? undefined
        : 'text: expected plain_text or lark_md';
    default:
      return 'tag: not known';
  }
}

function seen({ msg_type: type, card, content }: Fields): Omit<FeishuMessage, 'at' | 'payload'> {
  if (type === 'text') {
    const text = textIn(fieldsOf(content).text);
    return { summary: text, all: text, pings: atTags(text) };
  }
  const { config, header, body } = fieldsOf(card);
  const title = textIn(fieldsOf(fieldsOf(header).title).content);
  const texts = textsIn(fieldsOf(body).elements);
  return {
    summary: textIn(fieldsOf(fieldsOf(config).summary).content),
    all: [title, ...texts.map(({ text }) => text)].join('\n'),
    pings: texts.flatMap(({ text, markup }) => (markup ? atTags(text) : [])),
  };
}

const atTags = (text: string): readonly string[] => text.match(/<at\b[^>]*>/gi) ?? [];

/** Every text of these elements, and whether it is markup. */
function textsIn(elements: unknown): readonly Readonly<{ text: string; markup: boolean }>[] {
  if (!Array.isArray(elements)) return [];
  return elements.flatMap((element: unknown) => {
    const { tag, content, text } = fieldsOf(element);
    if (tag === 'markdown') return [{ text: textIn(content), markup: true }];
    const inner = fieldsOf(text);
    return tag === 'div' ? [{ text: textIn(inner.content), markup: inner.tag === 'lark_md' }] : [];
  });
}
