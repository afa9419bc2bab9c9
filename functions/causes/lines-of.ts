import { googleAnswersAlike } from './google-answers.ts';
import { ossAnswersAlike } from './oss-answers.ts';
import { afterStatement, partOfPlan, withoutSql } from './sql-text.ts';

/**
 * One thing that an error text says: a line that is no stack frame, with the place in the program
 * it came from.
 */
export type Line = Readonly<{
  text: string;
  /** `com.aliyun.odps.Instance.waitForSuccess`, the first frame below it that is not Java's own. */
  raisedAt: string | undefined;
  /**
   * A part of the text was left out right before or after it, so that its end or its beginning may
   * be missing.
   */
  torn: 'end' | 'beginning' | undefined;
}>;

const frame =
  /^\s*at\s+(?:([\w$.<>/-]{3,300})\s?\(|((?:[\w$<>-]{1,80}\.){2,20}[\w$<>-]{1,80}\.?)$)/;
const moreFrames =
  /^\s*(?:\.\.\. \d{1,12} (?:more|common frames omitted)|…[^\n]{0,60}stack frames?[^\n]{0,60}…)\s*$/;
const leftOut = /^\s*…[^\n]{1,100}…\s*$/;
const pythonFrame = /^\s*File "[^"\n]{1,300}", line \d+/;
const hiveFrame = /^\s*'?\*?[\w.$]{3,200}:[\w$<>:]{1,100}:[\w$]{1,100}\.java:-?\d+/;
const filler = new RegExp(
  `^\\s*(?:${[
    'Driver stacktrace:|Traceback \\(most recent call last\\):|Stack ?trace:?|Server stacktrace:|Remote stack trace:?',
    'Log ?view(?: url)?:?|OK|Caused by:|https?://\\S+|\\W*',
  ].join('|')})\\s*$`,
  'i',
);
const suppressed = /^(\s*)Suppressed:/;
/**
 * Java's own frames and those of its thread pools are below every failure alike; a folded trace
 * keeps the first other one.
 */
const javas = /^(?:java|javax|jdk|sun|scala)[./]|^(?:java\.base|com\.sun\.)/;

/**
 * The lines of a text that say something, in their order: without stack frames, SQL and suppressed
 * exceptions.
 */
export function linesOf(message: string): readonly Line[] {
  const lines: Line[] = [];
  let skippedFrom: number | undefined;
  let inSql = false;
  let torn = false;
  let folded = false;
  let innermost: string | undefined;
  let pythonCode = false;
  for (const text of unfolded(message)) {
    const indent = /^\s*/.exec(text)?.[0].length ?? 0;
    if (skippedFrom !== undefined && indent > skippedFrom) continue;
    skippedFrom = suppressed.exec(text)?.[1]?.length;
    if (skippedFrom !== undefined) continue;
    if (moreFrames.test(text)) {
      folded = true;
      continue;
    }
    if (leftOut.test(text)) {
      const last = lines.at(-1);
      if (last !== undefined) lines[lines.length - 1] = { ...last, torn: 'end' };
      torn = true;
      continue;
    }
    const [, entire, cutOff] = frame.exec(text) ?? [];
    const at = entire ?? cutOff;
    if (at !== undefined) {
      if (!javas.test(at)) placeLast(lines, at);
      innermost ??= at;
      torn = false;
      inSql = false;
      continue;
    }
    if (pythonCode && indent > 2) {
      pythonCode = false;
      continue;
    }
    pythonCode = pythonFrame.test(text);
    if (pythonCode || hiveFrame.test(text) || filler.test(text)) continue;
    if (inSql && !afterStatement.test(text)) continue;
    inSql = /^\s*== ?SQL/.test(text);
    if (inSql || partOfPlan.test(text)) continue;
    const said = withoutSql(text.trim());
    inSql = said.goesOn;
    if (said.text === '') continue;
    if (folded) placeLast(lines, innermost);
    lines.push({ text: said.text, raisedAt: undefined, torn: torn ? 'beginning' : undefined });
    torn = false;
    folded = false;
    innermost = undefined;
  }
  // Which of our own frames it was is left out: better told by Java's than by none.
  if (folded) placeLast(lines, innermost);
  return lines;
}

/** Where the last line was raised, unless that is known. */
function placeLast(lines: Line[], raisedAt: string | undefined): void {
  const last = lines.at(-1);
  if (last !== undefined && last.raisedAt === undefined)
    lines[lines.length - 1] = { ...last, raisedAt };
}

/** Lines of a trace that was written in one line, or with its line breaks escaped. */
function unfolded(message: string): readonly string[] {
  const escaped = /\\n(?:\\t|[ \t]){0,40}(?:at |Caused by)/.test(message);
  const text = escaped ? message.replace(/\\r|\\t/g, ' ').replace(/\\n/g, '\n') : message;
  return googleAnswersAlike(ossAnswersAlike(text))
    .replace(/(?<=\S)[ \t]+(?=Caused by: )|; nested exception is:? /g, '\n')
    .split('\n');
}
