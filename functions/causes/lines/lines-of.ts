import { logPrefixOf } from './log-prefix.ts';
import { afterStatement, blankStatement, partOfPlan } from './statements.ts';

/** A line that is no stack frame. */
export type Line = Readonly<{
  /** What is left out of it is blanked. */
  text: string;
  /** Where it begins in the whole text. */
  at: number;
  /** How long the time, the level and the logger before it are. */
  prefix: number;
  level: string;
  /** Which of several failures it belongs to. */
  failure: number;
  /** The first frame below it that is not Java's own. */
  raisedAt: string | undefined;
  /** A part of the text was left out right before or after it. */
  torn: 'end' | 'beginning' | undefined;
}>;

const reach = 12_000;
/** Beyond these a text repeats itself. */
const mostLines = 24;
/** Characters of all lines together. */
const mostCharacters = 5_000;

const frame =
  /^at\s+([\w$.<>/-]{3,300}(?=(?: \[as \w{1,60}\])?\s?\()|(?:[\w$<>-]{1,80}\.){2,20}[\w$<>-]{1,80}\.?$)/;
const moreFrames =
  /^(?:\.\.\. \d{1,12} (?:more|common frames omitted)|…[^\n]{0,60}stack frames?[^\n]{0,60}…)$/;
const leftOut = /^…[^\n]{1,100}…$/;
const pythonFrame = /^File "[^"\n]{1,300}", line \d+/;
/** What points at a place in the line above, which is a part of a program. */
const pointer = /^[\^~]+$/;
/** An item of a list. */
const item = /^(?:\(?\d{1,3}[.)、]|[-*•]) ?[^\s\d]/;
const hiveFrame = /^'?\*?[\w.$]{3,200}:[\w$<>:]{1,100}:[\w$]{1,100}\.java:-?\d+/;
const filler =
  /^(?:Driver stacktrace:|Exception: \S{1,100} thrown from the UncaughtExceptionHandler[^\n]*|Traceback \(most recent call last\):|OK|Caused by: KrbException: Identifier doesn't match[^\n]*|File '[^'\n]{0,300}', line [\d,]+, character [\d,]+|Row [\d,]+, column [^\n]{0,300}|Closing: \d+: jdbc:\S+|(?:SLF4J|Channel Pipeline): [^\n]*|warnings\.warn\([^\n]*|\S{1,300}\.py:\d{1,9}: \w{1,60}Warning: [^\n]*|https?:\/\/\S+|[^\p{L}\p{N}]*)$/iu;
const counts =
  '(?:\\d{1,9} (?:ok|done|succeeded|failed|waiting|skipped|running|problems?|errors?)(?:, |$)){2,8}$|^(?:task|job) \\d{1,12}: \\d{1,9} (?:problem|error)s?$|(?:(?:成功|失败|等待|完成|跳过)[:： ]{0,2}\\d{1,9}(?: 个)?(?:[,，、] ?|$)){2,8}$|^共 ?\\d{1,9} ?个(?:任务|作业)';
/** The class that writes the line. */
const byLogger = '^(?:[A-Z]\\w{1,40}(?: -|:) )?';
/** That no further try follows. */
const lastTry =
  '(?:[,;:] ?|^)(?:max(?:imum)?(?: number of)? (?:retries|attempts|tries|retry (?:attempts|count|limit|times)|retry)(?: \\(?\\d{1,4}\\)?)? (?:were |was |is )?(?:reached|exceeded|exhausted)|(?:no|without) (?:more |further )?(?:retry|retries|attempts)(?: left| remaining)?|not retryable|giving up)';
/** What a scheduler or a shell adds around a program, or once it has ended. */
export const epilogue = new RegExp(
  [
    `${byLogger}(?:\\|- |[+$]{1,3} \\S|[a-z]{1,10}> |(?:the )?(?:process|command|program|script|task|job)(?: \\d{1,12})? (?:has )?(?:finished|exited|terminated|ended|failed|aborted|given up)(?: with (?:exit |return )?(?:code|status):? -?\\d+)?(?:${lastTry})?\\.?$|${lastTry}\\.?$|Dump of the process-tree|Diagnostic Messages for this Task|MapReduce Jobs Launched)`,
    'HDFS Read: \\d+ +HDFS Write: \\d+',
    '\\bexit(?:ed with)? (?:code|status):? (?:1|2|255)\\b\\.?$',
    '(?:\\brc=|\\bexit(?:ed with)? |退出码[:：]? ?)[1-9]\\d?$|\\bexited with \\d{1,2}, stderr kept$',
    '\\bwill be retried\\b|^clean(?:up|ing up)\\b',
    `${byLogger}(?:任务|作业) ?\\d{0,12} ?(?:已?(?:失败|结束|停止|终止|退出|暂停\\S{0,8})|耗时[^\\n]{0,60})(?:[,，] ?(?:已停止|已终止|阶段[^\\n]{0,40}|[^\\n,，]{0,12}重试[^\\n,，]{0,12}))?$|耗时 ?\\d[\\d.]{0,12} ?(?:毫秒|秒)$|将于[^\\n]{0,20}重试$`,
    '^(?:任务|记录|读出|读写)[^\\s:：]{2,8} {0,30}[:：]',
    counts,
  ].join('|'),
  'i',
);

/** The lines that say something, in their order. */
export function linesOf(message: string): readonly Line[] {
  const text = unfolded(message);
  if (text.length <= 2 * reach) return ends(linesWithin(text, 0));
  const head = linesWithin(text.slice(0, reach), 0);
  const tailAt = text.length - reach;
  return ends([
    ...head.map((line, at) => (at === head.length - 1 ? { ...line, torn: 'end' as const } : line)),
    ...linesWithin(text.slice(tailAt), tailAt, true),
  ]);
}

/** A line of a structured log. */
const structured =
  /^(?:\{ ?"(?:@?time\w*|ts|level|severity|task_?id|job_?id|exception|request_?id|success)" ?:|(?:time|ts|level)=)[^\n]*$/gim;
const told =
  /(?:"(?:error_?message|err_?msg|error|err|message|msg|exception|stack_?trace|reason)" ?: ?|\b(?:err|error|msg|message|reason)=)"((?:[^"\\\n]|\\.){1,8000})"/gi;

/** What it tells, in lines of their own, each where it was. */
const unstructured = (message: string): string =>
  message.replace(structured, (line) => {
    // what is no error is left out by its level
    if (/"\w{0,20}code"|\b(?:level|lvl|severity)"? ?[:=] ?"?(?:info|debug)\b/i.test(line))
      return line;
    let text = '';
    for (const { 0: field, 1: value = '', index } of line.matchAll(told)) {
      const at = index + field.length - value.length - 1;
      text = `${text.padEnd(at - 1)}\n${value}\n`;
    }
    return text === '' ? line : text.padEnd(line.length);
  });

class Reading {
  readonly lines: { -readonly [Part in keyof Line]: Line[Part] }[] = [];
  /** Frames stand above this line. */
  #framed = false;
  #skippedFrom: number | undefined;
  #inStatement = false;
  #torn: boolean;
  #pythonCode = false;
  #next = -1;

  constructor(torn: boolean) {
    this.#torn = torn;
  }

  read(line: string, at: number): void {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    if (this.#skippedFrom !== undefined && indent > this.#skippedFrom) return;
    this.#skippedFrom = text.startsWith('Suppressed:') ? indent : undefined;
    if (this.#skippedFrom !== undefined) return;
    const first = text.charAt(0);
    if (first === 'a' && this.#isFrame(text)) return;
    if ((first === '.' || first === '…') && this.#isOmission(text)) return;
    if (this.#pythonCode && indent > 2) {
      this.#pythonCode = false;
      return;
    }
    this.#pythonCode = first === 'F' && pythonFrame.test(text);
    if (pointer.test(text)) this.lines.pop();
    if (this.#pythonCode || hiveFrame.test(text) || filler.test(text)) return;
    if (this.#inStatement && !afterStatement.test(text) && logPrefixOf(text) === 0) return;
    this.#inStatement = false;
    if (partOfPlan.test(text)) return;
    const said = blankStatement(text);
    this.#inStatement = said.goesOn;
    if (said.text === '') return;
    const before = this.lines.at(-1);
    if (before !== undefined && at === this.#next && goesOn(before.text, said.text)) {
      before.text = before.text.padEnd(at + indent - before.at, '\n') + said.text;
      this.#next = at + line.length + 1;
      return;
    }
    this.#next = at + line.length + 1;
    const prefix = logPrefixOf(said.text);
    const begins = prefix > 0 || item.test(said.text) || (this.#framed && !below.test(said.text));
    this.#framed = false;
    const level = levelOf(
      levelOfJson.exec(said.text)?.[0].slice(-longestLevel) ??
        said.text.slice(0, prefix || longestLevel),
    );
    for (const [from, to] of partsOf(said.text, prefix))
      this.lines.push({
        text: said.text.slice(from, to),
        at: at + indent + from,
        prefix: from === 0 ? prefix : 0,
        level,
        failure: (before?.failure ?? 0) + (begins ? 1 : 0),
        raisedAt: undefined,
        torn: this.#torn ? 'beginning' : undefined,
      });
    this.#torn = false;
  }

  #isFrame(text: string): boolean {
    const [, at] = frame.exec(text) ?? [];
    if (at === undefined) return false;
    const last = this.lines.at(-1);
    if (last !== undefined && !/^(?:java|sun|scala)[./]/.test(at)) last.raisedAt ??= at;
    this.#torn = false;
    this.#framed = true;
    this.#inStatement = false;
    return true;
  }

  #isOmission(text: string): boolean {
    if (moreFrames.test(text)) return true;
    if (!leftOut.test(text)) return false;
    const last = this.lines.at(-1);
    if (last !== undefined) last.torn = 'end';
    this.#torn = true;
    return true;
  }
}

const error =
  "(?:[\\w.$]{0,200}(?:Exception|Error)\\b|[A-Z]{2,10}-\\d{4}|[A-Z][a-z']+ \\S|FAILED|Code:|[45]\\d\\d [A-Z]|[A-Z_]{3,}:|\\w+=)";
/** Between what failed, an error, and what became of it, as whoever writes the line puts them. */
const border = new RegExp(
  [
    ' [|┃] | ?[|┃](?=(?:\\w+=\\S*)? ?$)|(?<=^[\\w-]{1,30}\\|[\\w-]{1,30}(?:\\|[\\w-]{1,30})?)\\|(?=\\S)',
    ` (?:->|=>|→|>>|::|--) (?=${error})`,
    // Chinese behind English
    '(?:[;；，,] ?(?=\\p{Script=Han}[^\\n]{0,60}$)| ?[[(（【<](?=[^\\])）】>\\n]{0,20}\\p{Script=Han}[^\\])）】>\\n]{0,20}[\\])）】>]$))',
  ].join('|'),
  'gu',
);
const mostParts = 8;
const english = /^[^\p{Script=Han}]*[A-Za-z]{3}[^\p{Script=Han}]*$/u;

/** Where the parts of a line begin and end; what a log wrote before it stays with the first. */
function partsOf(text: string, prefix: number): readonly (readonly [number, number])[] {
  const parts: [number, number][] = [];
  let from = 0;
  for (const { 0: found, index } of text.slice(prefix).matchAll(border)) {
    if (parts.length === mostParts) break;
    const before = text.slice(Math.max(from, prefix), prefix + index);
    if (/^ ?[;；，,[(（【<]/.test(found) && !english.test(before)) continue;
    parts.push([from, prefix + index]);
    from = prefix + index + found.length;
  }
  return [...parts, [from, text.length] as const].filter(([start, end]) => end > start);
}

/** What stands below frames and tells of the same failure. */
const below = /^(?:Caused by\b|[^\p{L}]*$)/u;
const longestLevel = 8;

const levelOf = (prefix: string): string =>
  /\b(?:INFO|DEBUG|WARN|ERROR|FATAL)/i.exec(prefix)?.[0].toUpperCase() ?? '';

const levelOfJson = /^\{[^\n]{0,200}?"(?:level|lvl|severity)" ?: ?"\w{1,10}"/i;

/** Prose that was broken at the width of a terminal. */
const goesOn = (line: string, next: string): boolean =>
  !epilogue.test(next) &&
  line.length >= 50 &&
  /[\p{L}\p{N},)](?<! failed)$/u.test(line) &&
  /^[a-z]+(?:['’][a-z]+)? (?!=|[^:\n]{0,30}: |(?:[a-z]+ )?\d{8})/.test(next);

function linesWithin(text: string, offset: number, torn = false): readonly Line[] {
  const reading = new Reading(torn);
  let start = 0;
  while (start <= text.length) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (end > start)
      reading.read(text.slice(start, Math.min(end, start + mostCharacters)), offset + start);
    start = end + 1;
  }
  return reading.lines;
}

const unescaped: Readonly<Record<string, string>> = {
  '\\n': ' \n',
  '\\r': '  ',
  '\\t': '  ',
  '\\"': " '",
};

/** Lines of a trace that was written in one line, of the length it had. */
function unfolded(whole: string): string {
  const statementAt = whole.indexOf('-----Query Job SQL Follows-----');
  const message = statementAt < 0 ? whole : whole.slice(0, statementAt);
  const escaped = /\\n(?:\\t){0,40}(?:at )|[=:] ?"[^"\n]{0,400}\\["n]/.test(message);
  const open = unstructured(message);
  const text = escaped ? open.replace(/\\[nrt"]/g, (mark) => unescaped[mark] ?? mark) : open;
  return text.replace(
    /[ \t](?=Caused by: )|;(?= nested exception is)|\|(?= \d{4}-\d\d-\d\d[ T]\d\d:)/g,
    '\n',
  );
}

/** The first and the last lines; the longest are cut. */
function ends(lines: readonly Line[]): readonly Line[] {
  const chosen =
    lines.length <= mostLines
      ? lines
      : [...lines.slice(0, mostLines / 2), ...lines.slice(-mostLines / 2)];
  const lengths = chosen.map(({ text }) => text.length).sort((one, other) => one - other);
  let room = mostCharacters;
  let most = room;
  for (const [at, length] of lengths.entries()) {
    most = Math.floor(room / (lengths.length - at));
    if (length > most) break;
    room -= length;
  }
  return chosen.map((line) =>
    line.text.length > most ? { ...line, text: line.text.slice(0, most), torn: 'end' } : line,
  );
}
