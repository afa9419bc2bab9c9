import {
  shownText,
  type Block,
  type Tone,
  type Inline,
  type Line,
} from '../../notification/document.ts';

const colours: Readonly<Record<Tone, string>> = {
  failed: '#c62828',
  attention: '#b26a00',
  good: '#2e7d32',
  plain: '#51606e',
};
const sans =
  "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans SC','Microsoft YaHei',sans-serif";
const mono = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace';

/**
 * One table with inline styles. The style sheet is for the dark, and for names, whose frames would
 * be most of a mail: readers that drop it show neither. `tag` is the language's.
 */
export function htmlOf(
  subject: string,
  blocks: readonly Block[],
  { preview, tag }: Readonly<{ preview: string; tag: string }>,
): string {
  return `<!DOCTYPE html>
<html lang="${tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${htmlEscaped(subject)}</title>
<style>:root{color-scheme:light dark;supported-color-schemes:light dark}
.code{${mono};font-size:.92em;background:#eceff2;border-radius:3px;padding:1px 4px}
@media (prefers-color-scheme:dark){.page{background:#15181c!important}.card{background:#1e2227!important;color:#e4e7eb!important}.code,.log{background:#2a3037!important;color:#e4e7eb!important}.note{color:#a3adb8!important}.link{color:#8ab4f8!important}}</style></head>
<body class="page" style="margin:0;padding:0;background:#eef0f2">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${htmlEscaped(preview)}${filler}</div>
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:680px;margin:0 auto;background:#fdfdfd;color:#1d2127;table-layout:fixed">
${blocks.map((block) => `<tr>${cellOf(block)}</tr>`).join('\n')}
</table></body></html>
`;
}

/** Keeps the mail's title out of the list of mails, where the subject stands. */
const filler = '\u034f\u200c\u00a0'.repeat(60);

function cellOf(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `<td style="${sans};font-size:19px;line-height:1.35;font-weight:600;padding:20px 20px 14px;border-left:5px solid ${colours[block.tone]};overflow-wrap:anywhere">${htmlEscaped(block.text.map(shownText).join(''))}</td>`;
    case 'mention':
      return '';
    case 'lines':
      return `<td style="${sans};font-size:14px;line-height:1.6;padding:8px 20px;border-left:5px solid ${colours[block.tone]};overflow-wrap:anywhere">${linesOf(block.lines)}</td>`;
    case 'note':
      return `<td class="note" style="${sans};font-size:12px;line-height:1.5;color:#5c6773;padding:4px 20px 10px 25px;overflow-wrap:anywhere">${linesOf(block.lines)}</td>`;
    case 'log':
      return `<td style="padding:4px 20px 4px 25px">${pre(block.text)}</td>`;
    case 'ids':
      return `<td style="padding:4px 20px 4px 25px"><div style="${sans};font-size:14px;line-height:1.6">${wordsOf(block.label)}</div>${pre(block.ids.join(' '))}</td>`;
    case 'rule':
      return '<td style="padding:6px 20px"><div style="border-top:1px solid #8a94a055;font-size:0;line-height:0">&nbsp;</div></td>';
    default:
      return block satisfies never;
  }
}

/** Lines wrap on a phone, so a gap shows where the next begins. */
const linesOf = (lines: readonly Line[]): string =>
  lines
    .map((line, index) => {
      const gap = index === 0 ? '' : ' style="margin-top:5px"';
      return `<div${gap}>${wordsOf(line)}</div>`;
    })
    .join('');

const pre = (text: string): string =>
  `<pre class="log" style="${mono};font-size:12px;line-height:1.5;margin:4px 0;padding:10px 12px;background:#f0f2f4;border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere;word-break:break-word">${htmlEscaped(text)}</pre>`;

const wordsOf = (words: Line): string => words.map(wordOf).join('');

function wordOf(word: Inline): string {
  const text = htmlEscaped(shownText(word));
  if (typeof word === 'string' || 'time' in word) return text;
  if ('strong' in word) return `<strong>${text}</strong>`;
  if ('link' in word)
    return `<a class="link" href="${htmlEscaped(word.link)}" style="color:#1558b0">${text}</a>`;
  // Times and ids are not broken in two.
  const whole = text.length <= 24 ? ' style="white-space:nowrap"' : '';
  // An Arabic name must not draw the brackets and numbers beside it along.
  return `<code class="code" dir="auto"${whole}>${text}</code>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML allows no control characters, not even as entities. */
const notInHtml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu;

const htmlEscaped = (text: string): string =>
  text.replace(notInHtml, '\ufffd').replace(/[&<>"']/g, (character) => entities[character] ?? '');
