/**
 * A message before it has the form of any channel. A plain string is our own wording; whatever
 * comes from MMS stands in
 * `code`, so that no renderer can take it for markup.
 */
export type Inline =
  | string
  | Readonly<{ strong: string }>
  | Readonly<{ code: string }>
  /** A sentence of MMS: it is cut at its end, where a name is cut in its middle. */
  | Readonly<{ quote: string }>
  | Readonly<{ link: string; label: string }>;

export type Line = readonly Inline[];

/** What a passage is about; colour repeats it where a channel has colour. */
export type Tone = 'failed' | 'good' | 'attention' | 'plain';

export type Block =
  | Readonly<{ kind: 'title'; tone: Tone; text: Line }>
  /** Whom Slack calls; the one text that goes out as it is, and never one of MMS. */
  | Readonly<{ kind: 'mention'; token: string }>
  | Readonly<{ kind: 'lines'; tone: Tone; lines: readonly Line[] }>
  /** Of less weight than `lines`. */
  | Readonly<{ kind: 'note'; lines: readonly Line[] }>
  /** A text of MMS, line breaks kept. */
  | Readonly<{ kind: 'log'; text: string }>
  | Readonly<{ kind: 'ids'; runs: readonly IdRun[] }>
  | Readonly<{ kind: 'rule' }>;

/** Ids, or ids with names, under one label. */
export type IdRun = Readonly<{ label: Line; items: readonly string[]; separator: ' ' | '\n' }>;

export const code = (text: string): Inline => ({ code: text });
export const quote = (text: string): Inline => ({ quote: text });
export const strong = (text: string): Inline => ({ strong: text });

/** `parts` with `separator` between them. */
export const joined = (parts: readonly Line[], separator: string): Line =>
  parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));

const isWords = (part: Inline | Line): part is Line => Array.isArray(part);

/** Our own wording with other words in it: `` words`job ${code(name)}` ``. */
export function words(texts: TemplateStringsArray, ...parts: readonly (Inline | Line)[]): Line {
  return texts.flatMap((text, index) => {
    const part = parts[index] ?? '';
    return [text, ...(isWords(part) ? part : [part])].filter((word) => word !== '');
  });
}
