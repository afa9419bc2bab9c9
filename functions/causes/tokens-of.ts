import { identifierIs, shapes } from './shapes.ts';
import type { Token } from './token.ts';
import { prose, technical, tellingKeys } from './vocabulary.ts';

/**
 * What a line is cut into. The rows do not overlap in what they begin with, and a row takes a run
 * of characters that none of the others could go on with, so a line is read once, from left to
 * right.
 */
const pieces = new RegExp(
  [
    '(?<space>\\s+)',
    '(?<quoted>"[^"\\n]{0,1500}"|`[^`\\n]{0,300}`|“[^”\\n]{0,300}”|‘[^’\\n]{0,300}’|「[^」\\n]{0,300}」|《[^》\\n]{0,300}》' +
      "|(?<![\\p{L}\\p{N}])'[^'\\n]{0,600}'(?![\\p{L}\\p{N}]))",
    '(?<han>[\\p{Script=Han}]+)',
    "(?<run>(?:[^\\s\"'`“”‘’「」《》【】()\\[\\]{}<>,;|!?\\\\，。；：、（）！？\\p{Script=Han}]|(?<=\\p{L})['’](?=\\p{L}))+)",
    '(?<mark>[^])',
  ].join('|'),
  'gu',
);

/** The pieces of one line, each as what its shape alone says. */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let spaced = false;
  for (const { groups } of line.matchAll(pieces)) {
    if (groups?.space !== undefined) {
      spaced = true;
      continue;
    }
    const add = (kind: Token['kind'], text: string): void => {
      tokens.push({ kind, text, spaced });
      spaced = false;
    };
    if (groups?.quoted !== undefined) add('quoted', groups.quoted);
    else if (groups?.han !== undefined) add('word', groups.han);
    else if (groups?.run !== undefined) addRun(groups.run, add);
    else if (groups?.mark !== undefined && groups.mark !== '\\') add('mark', groups.mark);
  }
  return tokens;
}

type Add = (kind: Token['kind'], text: string) => void;
const longest = 300;

/**
 * A run of characters without spaces: punctuation around it, then its shape, then what it is made
 * of.
 */
function addRun(run: string, add: Add): void {
  const lead =
    /^(?:-{2,}|[.:=~&+*#^@%-]+(?=[\p{L}_])|[.:=&#^@]+)/u.exec(run.slice(0, longest))?.[0] ?? '';
  const rest = run.slice(lead.length);
  const tail = /^[^\p{L}\p{N}*…/]+$/u.test(rest.slice(0, longest))
    ? rest
    : (/[.:=-]{1,20}$/.exec(rest)?.[0] ?? '');
  const core = rest.slice(0, rest.length - tail.length);
  if (lead !== '') add('mark', lead);
  if (core !== '') addCore(core, add);
  if (tail !== '') add('mark', tail);
}

function addCore(core: string, add: Add): void {
  if (core.length > longest) {
    add('name', core);
    return;
  }
  if (technical.has(core.toLowerCase())) {
    add('kept', core);
    return;
  }
  const telling = /^([A-Za-z_]+)([:=]+)(.+)$/.exec(core);
  if (telling !== null && tellingKeys.has((telling[1] ?? '').toLowerCase())) {
    addParts([telling[1] ?? '', telling[2] ?? '', telling[3] ?? ''], add);
    return;
  }
  const fit = shapes.find(({ shape }) => shape.test(core));
  if (fit === undefined) addIdentifier(core, add);
  else if (fit.is !== 'gone') add(fit.is, fit.as?.(core) ?? core);
}

/**
 * `user=hive`, `message:Table`, `read/write`, `exceeded.Please`: parts that stand for themselves.
 */
function addIdentifier(core: string, add: Add): void {
  const at = /[=:/@]/.exec(core)?.index ?? -1;
  if (at >= 0) {
    addParts([core.slice(0, at), core.charAt(at), core.slice(at + 1)], add);
    return;
  }
  const sentences = /^(\p{L}+)\.(\p{Lu}\p{Ll}*)$/u.exec(core);
  if (sentences !== null && prose.has((sentences[2] ?? '').toLowerCase())) {
    addParts([sentences[1] ?? '', '.', sentences[2] ?? ''], add);
    return;
  }
  add(identifierIs(core), core);
}

function addParts([before, between, after]: readonly [string, string, string], add: Add): void {
  if (before !== '') addRun(before, add);
  add('mark', between);
  if (after !== '') addRun(after, add);
}
