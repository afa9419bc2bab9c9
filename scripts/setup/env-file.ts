import { parse } from 'dotenv';
import { expand } from 'dotenv-expand';

export const textsIn = (dotenv: string): ReadonlyMap<string, string> =>
  new Map(Object.entries(parse(dotenv)).filter(([, text]) => text.trim() !== ''));

/**
 * Sets these variables where they are, where they are commented out, or at the end. Everything else
 * stays.
 *
 * @throws Error naming a variable that `.env` cannot hold
 */
export function withTexts(dotenv: string, texts: ReadonlyMap<string, string>): string {
  let written = dotenv;
  for (const [name, text] of texts) {
    const line = assignment(name, text);
    const place = placeOf(written, name);
    if (place === undefined) written = `${written.replace(/(?<=[^\n])$/, '\n')}${line}\n`;
    else written = `${written.slice(0, place.from)}${line}${written.slice(place.to)}`;
  }
  return written;
}

/** Quoted values may have several lines. */
const value =
  String.raw`(?:[ \t]*(?:'[^']*'|"(?:\\.|[^"\\])*"|` + '`[^`]*`' + String.raw`)|[^\n]*)`;

/** The last of several places counts. */
function placeOf(dotenv: string, name: string): Readonly<{ from: number; to: number }> | undefined {
  for (const before of ['(?:export[ \\t]+)?', '#[ \\t]*']) {
    const found = [...dotenv.matchAll(new RegExp(`^${before}${name}[ \\t]*=${value}`, 'gm'))];
    const last = found.at(-1);
    if (last !== undefined) return { from: last.index, to: last.index + last[0].length };
  }
  return undefined;
}

function assignment(name: string, text: string): string {
  // In an address %24 means the same.
  const safe = /^[a-z][a-z+.-]*:\/\//i.test(text) ? text.replaceAll('$', '%24') : text;
  const isPlain = /^[\w.,:/@%+=&?<>-]*$/.test(safe);
  const quotes = isPlain ? [''] : ['"', "'", '`'].filter((quote) => !safe.includes(quote));
  const line = quotes
    .map((quote) => `${name}=${quote}${safe}${quote}`)
    .find((one) => readBack(one, name) === safe);
  if (line !== undefined) return line;
  throw new Error(
    safe.includes('$')
      ? `${name}: holds a $, which Serverless Devs would expand; choose another without one`
      : `${name}: .env cannot hold it: it has quotes of every kind, or a backslash or line break in it`,
  );
}

/** Serverless Devs expands `$` twice. */
function readBack(line: string, name: string): string | undefined {
  let parsed: Record<string, string> | undefined = parse(line);
  for (let times = 0; times < 2; times += 1)
    parsed = expand({ ignoreProcessEnv: true, parsed: parsed ?? {} }).parsed;
  return parsed?.[name];
}
