/** Whatever was put into it and is not such markup itself was escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `undefined` and `false` leave nothing. */
export type Part = Html | string | number | false | undefined | readonly Part[];

/**
 * Attributes must stand in quotes; no part may stand in a script, a style or the place of a name.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((string, index) => string + written(parts[index])).join(''));

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML has no way to write these characters; a browser would repair them in its own way. */
const notInHtml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu;

export const escapedHtml = (text: string): string =>
  text.replace(notInHtml, '\ufffd').replace(/[&<>"']/g, (character) => entities[character] ?? '');

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(written).join('') : escapedHtml(String(part));
}
