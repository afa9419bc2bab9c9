import { styleText } from 'node:util';

export const width = 100;

/**
 * The text in lines of at most `columns`: broken between facts that a ` · ` separates where there
 * are any, else at spaces.
 */
export function wrapped(text: string, columns: number): readonly string[] {
  const separator = text.includes(' · ') ? ' · ' : ' ';
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(separator)) {
    const longer = line === '' ? part : `${line}${separator}${part}`;
    if (line !== '' && lengthOf(longer) > columns) {
      lines.push(line);
      line = part;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((one) => within(one, columns));
}

/** At most so many of these lines, the last of them marked where there were more. */
export const atMost = (
  lines: readonly string[],
  most: number,
  columns: number,
): readonly string[] =>
  lines.length <= most
    ? lines
    : [...lines.slice(0, most - 1), within(`${lines[most - 1] ?? ''}…`, columns)];

export function within(text: string, columns: number): string {
  const points = Array.from(text);
  return points.length <= columns ? text : `${points.slice(0, columns - 1).join('')}…`;
}

export const lengthOf = (text: string): number => Array.from(text).length;

type Style = Parameters<typeof styleText>[0];
const styles = {
  strong: 'bold',
  faint: 'dim',
  good: 'green',
  bad: 'red',
  mms: 'cyan',
  slack: 'magenta',
  email: 'blue',
} as const satisfies Readonly<Record<string, Style>>;

/** What a text is, which colour only repeats. */
export type Meaning = keyof typeof styles;

export type Ink = Readonly<{
  paint: (meaning: Meaning, text: string) => string;
  /** `''` where a link could not be clicked. */
  link: (label: string, url: string) => string;
}>;

export const inColour: Ink = {
  paint: (meaning, text) => styleText(styles[meaning], text, { validateStream: false }),
  // https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
  link: (label, url) => `\u001b]8;;${url}\u001b\\${label}\u001b]8;;\u001b\\`,
};

export const plain: Ink = { paint: (_meaning, text) => text, link: () => '' };
