/**
 * A message before it has the form of any channel. A plain string is our own wording; whatever
 * comes from MMS stands in
 * `code`, so that no renderer can take it for markup.
 */
export type Word =
  | string
  | Readonly<{ strong: string }>
  | Readonly<{ code: string }>
  /** A sentence of MMS: it is cut at its end, where a name is cut in its middle. */
  | Readonly<{ said: string }>
  | Readonly<{ link: string; label: string }>;

export type Words = readonly Word[];

/** What a passage is about; colour repeats it where a channel has colour. */
export type Tone = 'failed' | 'good' | 'attention' | 'plain';

export type Passage =
  | Readonly<{ kind: 'title'; tone: Tone; text: Words }>
  /** Whom Slack calls; the one text that goes out as it is, and never one of MMS. */
  | Readonly<{ kind: 'mention'; token: string }>
  | Readonly<{ kind: 'lines'; tone: Tone; lines: readonly Words[] }>
  /** Of less weight than `lines`. */
  | Readonly<{ kind: 'note'; lines: readonly Words[] }>
  /** A text of MMS, line breaks kept. */
  | Readonly<{ kind: 'log'; text: string }>
  | Readonly<{ kind: 'ids'; runs: readonly IdRun[] }>
  | Readonly<{ kind: 'rule' }>;

/** Ids, or ids with names, under one label. */
export type IdRun = Readonly<{ label: Words; items: readonly string[]; separator: ' ' | '\n' }>;

export const code = (text: string): Word => ({ code: text });
export const said = (text: string): Word => ({ said: text });
export const strong = (text: string): Word => ({ strong: text });

/** `parts` with `separator` between them. */
export const joined = (parts: readonly Words[], separator: string): Words =>
  parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));

const isWords = (part: Word | Words): part is Words => Array.isArray(part);

/** Our own wording with other words in it: `` words`job ${code(name)}` ``. */
export function words(texts: TemplateStringsArray, ...parts: readonly (Word | Words)[]): Words {
  return texts.flatMap((text, index) => {
    const part = parts[index] ?? '';
    return [text, ...(isWords(part) ? part : [part])].filter((word) => word !== '');
  });
}
