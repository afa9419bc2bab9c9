import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];
const styles = {
  strong: 'bold',
  faint: 'dim',
  good: 'green',
  bad: 'red',
  caution: 'yellow',
  mms: 'cyan',
  slack: 'magenta',
  email: 'blue',
} as const satisfies Readonly<Record<string, Style>>;

/** What a text is, which colour only repeats. */
export type Meaning = keyof typeof styles;
export type Paint = (meaning: Meaning, text: string) => string;

export const inColour: Paint = (meaning, text) =>
  styleText(styles[meaning], text, { validateStream: false });
export const plain: Paint = (_meaning, text) => text;
