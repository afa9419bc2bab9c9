const unusual = /[^\t\n -~]/;
const lineBreak = /\r\n?|[\u0085\u2028\u2029]/g;
const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Colours and links of a terminal. */
const terminal =
  /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,400}(?:\u0007|\u001b\\))/g;
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

const rightToLeft = '\\p{sc=Arab}\\p{sc=Hebr}\\p{sc=Syrc}\\p{sc=Thaa}\\p{sc=Nkoo}';
/** Scripts whose letters change form by what joins them. */
const joining =
  '\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Nkoo}\\p{sc=Mong}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Guru}\\p{sc=Gujr}\\p{sc=Orya}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}\\p{sc=Khmr}\\p{sc=Mymr}';
/** Without width, but part of the character beside it. */
const belongs = [
  '(?<=\\p{ExtPict}\\ufe0f?|[\\u{1f3fb}-\\u{1f3ff}])\\u200d(?=\\p{ExtPict})',
  '(?<=\\p{ExtPict})[\\ufe0e\\ufe0f]',
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  '(?<=\\u{1f3f4}[\\u{e0030}-\\u{e007a}]{0,6})[\\u{e0030}-\\u{e007f}]',
  '(?<=\\p{sc=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{sc=Mong})[\\u180b-\\u180d\\u180f]',
  `(?<=[${joining}])[\\u200c\\u200d]`,
  `(?<=[${rightToLeft}])[\\u200e\\u200f\\u061c]|[\\u200e\\u200f\\u061c](?=[${rightToLeft}])`,
];
const invisible = new RegExp(
  `[\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\ufff9-\\ufffb](?<!${belongs.join('|')})`,
  'gu',
);

/**
 * `\n` for every line break, trimmed, and nothing that hides, reorders or steers; halves of
 * characters, which receivers refuse, and controls become visible. What joins emoji or letters
 * stays.
 */
export function sanitise(text: string): string {
  if (!unusual.test(text)) return text.trim();
  return text
    .replace(lineBreak, '\n')
    .replace(halfCharacter, '\ufffd')
    .replace(terminal, '')
    .replace(invisible, '')
    .replace(control, '\ufffd')
    .trim();
}
