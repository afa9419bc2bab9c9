const zone = '(?: ?(?:Z|[+-]\\d{2}:?\\d{2}|UTC|GMT|CST)(?![\\w-]))?';
const clock = '\\d{2}:\\d{2}:\\d{2}';
const date = `\\d{2,4}[-/]\\d{2}[-/]\\d{2}[T ,]\\s?${clock}(?:[.,:]\\d{1,9})?`;
const wordyDate = `(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} {1,2}\\d{1,2},? (?:\\d{4} )?\\d{1,2}:\\d{2}:\\d{2}(?: [A-Z]{2,4})?(?: \\d{4}(?!\\d))?`;
const time = `(?:<\\d{1,3}>\\s?)?\\[?(?:${date}${zone}|${wordyDate}|${clock}(?:[.,]\\d{3,6}|(?=\\])))\\]?`;
const glog = `[IWEF]\\d{4} ${clock}\\.\\d{1,9} {1,7}\\d{1,20} [\\w./-]{1,100}:\\d{1,6}\\]`;
const levels = 'ERROR|WARN|WARNING|INFO|FATAL|DEBUG|SEVERE';
const level = `\\[?(?:${levels}|严重|警告)\\]?(?=[\\s|:：-])`;
/** `[mms-7]`, `[E]`, `【校验】`. */
const tag = '(?:\\[(?:[a-z][\\w.-]{0,40}(?: [\\w.-]{1,20}){0,2}|[EWIFD])\\]|【[^】\\n]{1,40}】)';
const sourceLine = '[\\w./:-]{1,100}\\.(?:go|py|cc|cpp|rs|js|ts|java):\\d{1,6}[:\\]]?';
const thread = '\\[(?:main|[\\w.$ -]{0,60}(?:[Tt]hread|[Tt]ask)[\\w.$ -]{0,60})\\]';

/** No thread: `[CAST_INVALID_INPUT]`, `[Amazon](500310)`. */
const bracket =
  '\\[(?![A-Z]+(?:[_.][A-Z]+)*\\]|(?:[A-Z\\d]{5}|\\d{3})\\](?!\\s{0,4}[-–|\\[A-Z])|(?:Amazon|Simba|Databricks)\\])[^\\]\\n]{0,80}\\](?!\\()';
/** No exception's class. */
const logger =
  '(?!\\S{0,200}(?:Exception|Error|Failed|Expired|Request)\\b)(?:[a-z]\\w{0,40}(?:[.$][\\w$]{1,80}){1,12}|(?=[A-Z\\d]{0,40}[a-z])(?:[A-Z][a-z\\d]{0,40}){2,12})' +
  '(?: ?\\([\\w.$:() ]{0,100}?\\))?(?:\\.[\\w<>$]{1,60})?(?::\\d{1,6})?';
/** PostgreSQL's `%m [%p] %q%u@%d`. */
const session = '\\[\\d{1,9}\\] [\\w.-]{1,63}@[\\w.-]{1,63} (?=[A-Z]{3,9}:)';
const program = '[a-z][\\w-]{0,60}\\[\\d{1,9}\\]: ';
const piece = new RegExp(
  [
    session,
    `${level}[\\s|]{0,4}[:：]?\\s?`,
    `(?:${tag}|${sourceLine}|std(?:err|out) [FP])\\s{1,4}`,
    `${bracket}[\\s|]{0,4}:?\\s?`,
    '\\{[\\w./-]{1,100}:\\d{1,6}\\}[\\s|]{0,4}',
    '\\([\\w.$:-]{1,80}\\)[\\s|]{1,4}',
    '[-–|]{1,3}\\s{1,4}',
    `[\\w.]{1,60} - (?=(?:${levels})\\b)`,
    '(?!(?:msg|message|err|error|reason|cause)=)[a-z]{1,20}=[^\\s"]{1,80}\\s',
    '\\d{1,9} --- ',
    ':\\s',
    `[a-z][\\w-]{0,60} (?=${program})`,
  ].join('|'),
  'y',
);
/** Behind these the text itself begins. */
const last = new RegExp(
  `${logger}\\s{0,40}(?:${bracket}\\s{0,4})?(?:[-–|] |: )(?:(?:${levels}) [-–|] )?(?:(?:[a-z_]{1,20}=[^\\s"]{1,80}\\s){1,6}(?=(?:msg|message|err|error)=))?|${program}`,
  'y',
);
/** A level alone is a word (`ERROR 1205 (HY000)`). */
const beginning = new RegExp(
  `(?:${time}|${glog}|time="[^"\\n]{1,40}" |${tag}(?=\\s|(?<=】))|${level}\\s{1,4}(?=${time})|${thread}\\s{0,4}${level}|\\[(?:${levels})\\](?=\\s)|(?:${levels})(?:\\s{1,4}: |:[\\w.]{1,60}:(?=\\S))|(?:${levels})(?=\\s{1,9}${sourceLine}\\s)|${level}(?=\\s{1,4}(?:\\[|${logger}(?: - |: ))))[\\s|]{0,4}`,
  'y',
);

/** How much of a line a log wrote before it. */
export function logPrefixOf(line: string): number {
  const first = prefixFrom(line, 0);
  // a worker's log may stand in that of its master
  return first === 0 ? 0 : prefixFrom(line, first);
}

function prefixFrom(line: string, from: number): number {
  let at = after(beginning, line, from);
  if (at === from) return from;
  for (let round = 0; round < 12; round += 1) {
    const end = after(last, line, at);
    const next = end > at ? end : after(piece, line, at);
    if (next === at) break;
    at = next;
    if (end === at) break;
  }
  return at;
}

function after(sticky: RegExp, line: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(line) ? sticky.lastIndex : at;
}
