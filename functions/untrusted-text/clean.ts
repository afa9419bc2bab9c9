/**
 * Characters that have no business in a log: terminal colours, controls, what turns the direction
 * of text around, what has no width, and halves of characters, which many receivers refuse. A tab
 * and a newline stay.
 */
const terminalColour = /\u001b\[[0-9;]{0,16}[A-Za-z]/g;
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;
const halfCharacter = /\p{Surrogate}/gu;
const lineBreak = /\r\n?|[\u0085\u2028\u2029]/g;

/**
 * Text as it may be shown: `\n` for every line break, trimmed, nothing in it that hides, reorders
 * or steers.
 */
export function clean(text: string): string {
  return text
    .replace(lineBreak, '\n')
    .replace(terminalColour, '')
    .replace(invisible, '')
    .replace(control, '\ufffd')
    .replace(halfCharacter, '\ufffd')
    .trim();
}
