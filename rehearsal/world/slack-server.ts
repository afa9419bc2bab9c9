import { type HttpAnswer, type HttpRequest, jsonOf } from './http-message.ts';
import { LoopbackServer } from './loopback-server.ts';

export type SlackMessage = Readonly<{
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
  blocks: readonly unknown[];
  payload: unknown;
  /** Control sequences that notified somebody. */
  pings: readonly string[];
  /** `text` and the text of every block, a line each, for a test that looks for words. */
  all: string;
}>;

/** One incoming webhook that takes what Slack would take. */
export class SlackServer extends LoopbackServer {
  readonly path: string;
  /** What was accepted, in order. */
  readonly messages: SlackMessage[] = [];
  /** What was not, and why. */
  readonly rejected: Readonly<{ at: number; payload: unknown; refusal: Refusal }>[] = [];
  readonly #now: () => number;

  constructor(
    now: () => number = Date.now,
    path = '/services/T0REHEARSE/B0REHEARSE/aLoopbackSecretThatOpensNothing',
  ) {
    super(now);
    this.path = path;
    this.#now = now;
  }

  get webhookUrl(): string {
    return `${this.url}${this.path}`;
  }

  protected override operationOf({ path }: HttpRequest): string {
    return path === this.path ? 'webhook' : 'unknown webhook';
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    if (request.path !== this.path) return plain(404, 'no_service');
    if (request.method !== 'POST') return plain(400, 'invalid_payload');
    const payload = jsonOf(request);
    const judged = judge(payload);
    if ('code' in judged) {
      this.rejected.push({ at: this.#now(), payload, refusal: judged });
      return plain(400, judged.code);
    }
    this.messages.push(this.#asMessage(judged, payload));
    return plain(200, 'ok');
  }

  #asMessage({ text, blocks }: Accepted, payload: unknown): SlackMessage {
    const pings = [...pingsIn(text), ...pingsIn(blocks)];
    return {
      at: this.#now(),
      text,
      blocks,
      payload,
      pings,
      all: [text, ...textsIn(blocks)].join('\n'),
    };
  }
}

const plain = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body,
});

/**
 * What Slack refuses in the payload of an incoming webhook.
 * https://docs.slack.dev/reference/block-kit/blocks and
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
type Refusal = Readonly<{
  code: 'invalid_payload' | 'no_text' | 'invalid_blocks' | 'msg_too_long' | 'msg_blocks_too_long';
  /** What is wrong, which Slack does not tell. */
  why: string;
}>;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

const blockTypes = new Set([
  'actions',
  'alert',
  'context',
  'context_actions',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'markdown',
  'rich_text',
  'section',
  'table',
  'video',
]);

/** Observed, not documented: https://github.com/slackapi/bolt-js/issues/2509 */
const mostTextInBlocks = 13_200;

type Accepted = Readonly<{ text: string; blocks: readonly unknown[] }>;

/** The message in a payload that Slack would take, else why it would not. */
export function judge(payload: unknown): Accepted | Refusal {
  if (!isFields(payload)) return { code: 'invalid_payload', why: 'the payload is not an object' };
  const { text, blocks = [] } = payload;
  // Slack would take blocks alone; without `text` its mobile notifications would say nothing, so it
  // is demanded here.
  if (!isText(text) || text.trim() === '')
    return { code: 'no_text', why: '`text` is absent or empty' };
  if (text.length > 40_000)
    return { code: 'msg_too_long', why: `\`text\` has ${text.length} characters of 40000` };
  if (!Array.isArray(blocks)) return { code: 'invalid_blocks', why: '`blocks` is not a list' };
  const why = wrongInBlocks(blocks);
  if (why !== undefined) return { code: 'invalid_blocks', why };
  const sum = textsIn(blocks).reduce((length, one) => length + one.length, 0);
  if (sum > mostTextInBlocks)
    return {
      code: 'msg_blocks_too_long',
      why: `${sum} characters in all blocks of ${mostTextInBlocks}`,
    };
  return { text, blocks };
}

function wrongInBlocks(blocks: readonly unknown[]): string | undefined {
  if (blocks.length > 50) return `${blocks.length} blocks of 50`;
  const ids = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    const why = isFields(block)
      ? (wrongInId(block.block_id, ids) ?? wrongInBlock(block))
      : 'not an object';
    if (why !== undefined) return `block ${index + 1}: ${why}`;
  }
  return undefined;
}

function wrongInId(id: unknown, seen: Set<unknown>): string | undefined {
  if (id === undefined) return undefined;
  if (!isText(id) || id === '' || id.length > 255)
    return 'block_id must be a text of 1 to 255 characters';
  if (seen.has(id)) return `block_id ${id} stands twice`;
  seen.add(id);
  return undefined;
}

function wrongInBlock(block: Fields): string | undefined {
  const { type } = block;
  if (!isText(type) || !blockTypes.has(type)) return 'unknown block type';
  switch (type) {
    case 'header':
      return wrongInText(block.text, 150, ['plain_text']);
    case 'section':
      return wrongInSection(block);
    case 'context':
      return wrongInList(block.elements, 10, (element) =>
        isFields(element) && element.type === 'image'
          ? wrongInImage(element)
          : wrongInText(element, 3000),
      );
    case 'actions':
      return wrongInList(block.elements, 25, wrongInElement);
    case 'image':
      return wrongInImage(block);
    case 'markdown':
      return isText(block.text) && block.text !== '' && block.text.length <= 12_000
        ? undefined
        : 'markdown of 1 to 12000 characters';
    case 'table':
      return wrongInList(block.rows, 100, (row) => wrongInList(row, 20, () => undefined));
    default:
      return undefined;
  }
}

function wrongInSection({ text, fields, accessory }: Fields): string | undefined {
  if (text === undefined && fields === undefined) return 'a section needs text or fields';
  return (
    (text === undefined ? undefined : wrongInText(text, 3000)) ??
    (fields === undefined
      ? undefined
      : wrongInList(fields, 10, (field) => wrongInText(field, 2000))) ??
    (accessory === undefined ? undefined : wrongInElement(accessory))
  );
}

function wrongInElement(element: unknown): string | undefined {
  if (!isFields(element) || !isText(element.type)) return 'an element needs a type';
  if (element.type === 'image') return wrongInImage(element);
  if (element.type !== 'button') return undefined;
  const { url, value, action_id: actionId } = element;
  if (url !== undefined && !(isText(url) && url.length <= 3000 && URL.canParse(url)))
    return 'url of a button must be one of 3000 characters at most';
  if (value !== undefined && !(isText(value) && value.length <= 2000))
    return 'value of a button has 2000 characters at most';
  if (actionId !== undefined && !(isText(actionId) && actionId.length <= 255))
    return 'action_id has 255 characters at most';
  return wrongInText(element.text, 75, ['plain_text']);
}

const wrongInImage = ({ image_url: url, alt_text: alt }: Fields): string | undefined =>
  isText(url) && url.length <= 3000 && isText(alt) && alt.length <= 2000
    ? undefined
    : 'an image needs image_url and alt_text';

function wrongInList(
  list: unknown,
  most: number,
  wrong: (item: unknown) => string | undefined,
): string | undefined {
  if (!Array.isArray(list) || list.length === 0 || list.length > most)
    return `expected 1 to ${most} elements`;
  for (const item of list) {
    const why = wrong(item);
    if (why !== undefined) return why;
  }
  return undefined;
}

function wrongInText(
  object: unknown,
  most: number,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): string | undefined {
  if (!isFields(object) || !isText(object.type) || !types.includes(object.type))
    return `expected a text object of type ${types.join(' or ')}`;
  if (!isText(object.text) || object.text === '') return 'empty text';
  return object.text.length > most ? `${object.text.length} characters of ${most}` : undefined;
}

/** Every text in the blocks, wherever it stands. */
export function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && isText(inner) ? [inner] : textsIn(inner),
  );
}

/**
 * Control sequences that would notify people: `<!channel>`, `<@U024BE7LH>`, `<#C024BE7LR>`,
 * `<!subteam^…>`; a date (`<!date^…>`) notifies nobody. Slack looks for them everywhere but in
 * plain text objects.
 */
export function pingsIn(value: unknown): string[] {
  if (isText(value)) return value.match(/<(?!!date\^)[!@#][^>]*>/g) ?? [];
  if (Array.isArray(value)) return value.flatMap(pingsIn);
  return isFields(value) && value.type !== 'plain_text'
    ? Object.values(value).flatMap(pingsIn)
    : [];
}
