import { html, together, type Html } from './html.ts';
import { link, mrkdwn } from './mrkdwn.ts';

/** A message as an incoming webhook took it. */
export type DrawnMessage = Readonly<{
  /** What a phone shows before it is unlocked. */
  text: string;
  blocks: readonly unknown[];
  /** `14:03`, as Slack writes it beside the sender. */
  time: string;
}>;

/** The message with its sender, to be shown with slack-drawing.css. */
export const drawSlackMessage = ({ text, blocks, time }: DrawnMessage): Html =>
  html`<article class="slack-message">
    <div class="slack-avatar" aria-hidden="true">m</div>
    <div class="slack-body">
      <p class="slack-sender">
        <b>mms-task-alerts</b> <span class="slack-app">APP</span>
        <span class="slack-time">${time}</span>
      </p>
      ${blocks.length === 0 ? html`<div class="slack-section">${mrkdwn(text)}</div>` : drawBlocks(blocks)}
    </div>
  </article>`;

/** https://docs.slack.dev/reference/block-kit/blocks */
export const drawBlocks = (blocks: readonly unknown[]): Html =>
  together(blocks.map((block) => drawBlock(fieldsOf(block))));

function drawBlock(block: Fields): Html {
  switch (block.type) {
    case 'header':
      return html`<h3 class="slack-header">${textOf(block.text)}</h3>`;
    case 'section':
      return section(block);
    case 'context':
      return html`<div class="slack-context">
        ${listOf(block.elements).map((element) => drawText(fieldsOf(element)))}
      </div>`;
    case 'divider':
      return html`<hr class="slack-divider" />`;
    case 'actions':
      return html`<div class="slack-actions">
        ${listOf(block.elements).map((element) => button(fieldsOf(element)))}
      </div>`;
    case 'image':
      return picture(block);
    default:
      return html`<p class="slack-unknown">
        a block of the type ${String(block.type)}, which is not drawn here
      </p>`;
  }
}

const section = ({ text, fields, accessory }: Fields): Html =>
  html`<div class="slack-section${accessory === undefined ? '' : ' with-accessory'}">
    <div>
      ${text === undefined ? undefined : drawText(fieldsOf(text))}
      ${fields === undefined ? undefined : html`<div class="slack-fields">${listOf(fields).map((field) => html`<div>${drawText(fieldsOf(field))}</div>`)}</div>`}
    </div>
    ${accessory === undefined ? undefined : button(fieldsOf(accessory))}
  </div>`;

function drawText(element: Fields): Html {
  if (element.type === 'image') return picture(element);
  if (element.type === 'mrkdwn') return mrkdwn(textOf(element));
  return html`<div>
    ${together(
      textOf(element)
        .split('\n')
        .map((line, index) => (index === 0 ? line : html`<br />${line}`)),
    )}
  </div>`;
}

/** Nothing is fetched from anywhere, so a picture is its description. */
const picture = ({ alt_text: alt }: Fields): Html =>
  html`<span class="slack-picture">[picture: ${typeof alt === 'string' ? alt : ''}]</span>`;

function button(element: Fields): Html {
  if (element.type === 'image') return picture(element);
  if (element.type !== 'button')
    return html`<p class="slack-unknown">an element of the type ${String(element.type)}</p>`;
  const look = element.style === 'primary' || element.style === 'danger' ? ` ${element.style}` : '';
  const label = textOf(element.text);
  const { url } = element;
  return html`<span class="slack-button${look}"
    >${typeof url === 'string' && /^https?:\/\//.test(url) ? link(url, label) : label}</span
  >`;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string =>
  isFields(value) && typeof value.text === 'string' ? value.text : '';
