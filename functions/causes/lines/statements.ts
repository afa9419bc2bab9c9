import { blank } from '../tokens/scan.ts';

/** How a statement begins, told from English by the words that SQL needs next. */
const word = '[`"\\w.$*{}\\[\\]…-]{1,200}';
const or = '\\s{1,4}(?:(?:or\\s{1,4}replace|external|temp)\\s{1,4}){0,2}';
const beginning = new RegExp(
  [
    'select\\s(?:[^\\n]{0,2000}?\\s)?from\\s',
    'select(?:\\s{1,4}(?:\\*|count\\())',
    `insert\\s{1,4}(?:overwrite|into)\\s{1,4}(?:table\\s{1,4})?${word}(?=\\s{0,4}(?:$|(?:partition|select|values|with|from)\\b)|\\s[^\\n]{0,400}(?:,))`,
    `create${or}(?:table|view)\\s{1,4}(?:if\\s{1,4}not\\s{1,4}exists\\s{1,4}${word}|${word}\\s{0,4}(?:\\(|\\sas\\s))`,
    `alter\\s{1,4}table\\s{1,4}${word}\\s{1,4}(?:add|drop|rename|change|partition|set)\\b`,
    `drop\\s{1,4}(?:table|view)\\s{1,4}if\\s{1,4}exists\\s`,
    `copy\\s{1,4}into\\s{1,4}@?${word}`,
    `truncate\\s{1,4}table\\s{1,4}${word}\\s{0,4}(?:partition|$)`,
    'with\\s{1,4}[\\w`]{1,100}\\s{1,4}as\\s{0,4}\\(',
    `merge\\s{1,4}into\\s{1,4}${word}(?=\\s{1,4}(?:(?:as\\s{1,4})?\\w{1,60}\\s{1,4})?using\\b|\\s{0,4}$)`,
    `delete\\s{1,4}from\\s{1,4}${word}(?=\\s{0,4}(?:$|;|where\\b|using\\b))`,
    `update\\s{1,4}${word}\\s{1,4}set\\s`,
  ].join('|'),
  'iy',
);
const verb = /\b(?:select|insert|create|alter|drop|truncate|with|merge|delete|update|copy)\b/gi;
/** English has these words too. */
const announcing =
  /(?:^|[:：\]\[(\'"`=>,;]\s{0,3}|\b(?:query|statement|executing|execute|running|while)\s{1,3}|(?:语句|执行)\s{0,3})$/i;
/** What follows a statement: an error, an exception, a code. */
const over = new RegExp(
  [
    '\\]?;\\s{1,4}(?:SQL ?state|error code)\\b',
    '[,;:.)\\]]\\s{0,3}(?:instance ?id|reason|error|cause|exception|message)\\b',
    '\\s(?:failed|failure|errors?)(?=\\s{0,2}[:,;=]|\\s(?:with|because|due|on|in|while)\\b|$)',
    '\\s(?:->|=>|→|(?:due to|because|caused by)\\b)',
    '\\sreturned\\s{1,4}(?:-?\\d|no\\b|more\\b)|(?<=\\)\\s)(?:timed|differs|was)\\b',
    '\\b(?:ODPS|ORA)-\\d{5}',
    '\\b[\\w.]{1,200}(?:Exception|Error)(?=:)',
    '(?:具体)?(?:错误|异常|报错|失败|出错|原因)(?:信息|原因|消息)?为?\\s{0,2}[:：,，]',
  ].join('|'),
  'i',
);

/** The line with the statement in it blanked but for its verb. */
export function blankStatement(line: string): Readonly<{ text: string; goesOn: boolean }> {
  const start = startOf(line);
  if (start < 0) return { text: line, goesOn: false };
  const rest = line.slice(start);
  const told = over.exec(rest)?.index ?? -1;
  if (start === 0 && told < 0) return { text: '', goesOn: !line.trimEnd().endsWith(';') };
  const opened = line.charAt(start - 1);
  const closes = start > 0 && '\'"`['.includes(opened) ? closing(rest, opened) : -1;
  const end = Math.min(...[told, closes].filter((at) => at > 0), rest.length);
  // `…, sql: INSERT …` behind the error
  const aside = /[,;.] ?(?:sql|query|statement) ?[:=] ?$/i.exec(line.slice(0, start));
  if (aside !== null && end === rest.length)
    return { text: line.slice(0, aside.index), goesOn: !rest.trimEnd().endsWith(';') };
  const kept = /^\w+/.exec(rest)?.[0].length ?? 0;
  return {
    text: `${line.slice(0, start + kept)}${blank.repeat(Math.max(0, end - kept))}${rest.slice(Math.max(end, kept))}`,
    goesOn: end === rest.length && !rest.trimEnd().endsWith(';'),
  };
}

const mostVerbs = 8;

function startOf(line: string): number {
  let tried = 0;
  for (const { index } of line.matchAll(verb)) {
    tried += 1;
    if (tried > mostVerbs) break;
    beginning.lastIndex = index;
    if (!beginning.test(line)) continue;
    if (announcing.test(line.slice(Math.max(0, index - 20), index))) return index;
  }
  return -1;
}

const closing = (text: string, opened: string): number =>
  text.lastIndexOf(opened === '[' ? ']' : opened);

/** Where a statement of several lines is over. */
export const afterStatement =
  /^(?:$|[\]"'`;]|Caused by:|nested exception|[A-Z][a-z]+(?: [a-z'-]+){3}|[\w.$]{0,200}(?:Exception|Error)\b|[A-Z]{2,10}-\d{3,7}\b|(?:FAILED|ERROR|Error|Reason|Message)\b|错误|异常|报错|失败|原因)/;

/** A line of a plan of a query. */
export const partOfPlan = /^(?:[:| ]*\+- |'[A-Z]\w+[ (])/;
