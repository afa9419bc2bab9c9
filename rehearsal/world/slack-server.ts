import * as z from 'zod';
import { type HttpAnswer, type HttpRequest, jsonOf } from './http-message.ts';
import { type ChatMessage, Refusal, WebhookServer } from './webhook-server.ts';

const text = (most: number) => z.string().min(1).max(most);
const textObject = (most: number) =>
  z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: text(most) });

/** https://docs.slack.dev/reference/block-kit/blocks */
const block = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('header'),
    text: z.looseObject({ type: z.literal('plain_text'), text: text(150) }),
  }),
  z.looseObject({ type: z.literal('section'), text: textObject(3_000) }),
  z.looseObject({
    type: z.literal('context'),
    elements: z.array(textObject(3_000)).min(1).max(10),
  }),
  z.looseObject({ type: z.literal('divider') }),
]);
export type SlackBlock = z.infer<typeof block>;

/**
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks Slack would take blocks
 * alone, but then its notifications would say nothing.
 */
export const slackPayload = z.object({
  text: z.string().regex(/\S/).max(40_000),
  blocks: z.array(block).max(50).default([]),
});

/** Observed, not documented: https://github.com/slackapi/bolt-js/issues/2509 */
const mostTextInBlocks = 13_200;

export type SlackMessage = ChatMessage &
  Readonly<{
    text: string;
    blocks: readonly SlackBlock[];
    /** `text` and the text of every block, a line each. */
    all: string;
  }>;

export class SlackServer extends WebhookServer<SlackMessage> {
  override readonly path = '/services/T0REHEARSE/B0REHEARSE/aLoopbackSecretThatOpensNothing';

  protected override read(request: HttpRequest, at: number): SlackMessage | Refusal {
    if (request.path !== this.path) return new Refusal('no_service', request.path);
    const payload = jsonOf(request);
    const judged = judge(payload);
    if (judged instanceof Refusal) return judged;
    const { text, blocks } = judged;
    const all = [text, ...textsIn(blocks)].join('\n');
    return { at, text, blocks, payload, pings: pingsIn([text, blocks]), all };
  }

  /** What is wrong with a message, Slack does not tell. */
  protected override answerTo(refusal: Refusal | undefined): HttpAnswer {
    const { code = 'ok' } = refusal ?? {};
    const status = { ok: 200, no_service: 404 }[code] ?? 400;
    return { status, headers: { 'content-type': 'text/html' }, body: String(code) };
  }
}

export function judge(payload: unknown): z.infer<typeof slackPayload> | Refusal {
  const { data, error } = slackPayload.safeParse(payload);
  if (data === undefined) return new Refusal(codeOf(error.issues[0]), z.prettifyError(error));
  const sum = textsIn(data.blocks).join('').length;
  if (sum <= mostTextInBlocks) return data;
  const why = `${sum} characters in all blocks of ${mostTextInBlocks}`;
  return new Refusal('msg_blocks_too_long', why);
}

function codeOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.path[0] === 'blocks') return 'invalid_blocks';
  if (issue?.path[0] !== 'text') return 'invalid_payload';
  return issue.code === 'too_big' ? 'msg_too_long' : 'no_text';
}

/** Slack writes `&`, `<` and `>` as entities, and no others. */
export const unescaped = (text: string): string =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

export function textsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

/**
 * Control sequences that would notify people: `<!channel>`, `<@U024BE7LH>`, `<#C024BE7LR>`,
 * `<!subteam^…>`; a date (`<!date^…>`) notifies nobody. Slack looks for them everywhere but in
 * plain text objects.
 */
export function pingsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.match(/<(?!!date\^)[!@#][^>]*>/g) ?? [];
  if (typeof value !== 'object' || value === null) return [];
  return 'type' in value && value.type === 'plain_text'
    ? []
    : Object.values(value).flatMap(pingsIn);
}
