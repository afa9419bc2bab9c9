/**
 * How a statement begins, told apart from English (`Select an active warehouse`) by the words that
 * SQL needs next. Statements name tables and columns and are as long as these are many, so only the
 * verb stays.
 */
const word = '[`"\\w.$*{}\\[\\]…-]{1,200}';
const or = '\\s{1,4}(?:(?:or\\s{1,4}replace|external|temporary|temp|transient)\\s{1,4}){0,2}';
const beginnings: readonly string[] = [
  'select\\s(?:[^\\n]{0,2000}?\\s)?from\\s',
  'select(?:\\s{1,4}(?:\\*|distinct\\s|count\\(|`|cast\\()|\\s{0,4}$)',
  `insert\\s{1,4}(?:overwrite|into)\\s{1,4}(?:table\\s{1,4})?${word}(?=\\s{0,4}(?:$|[(;,'"\\\\]|(?:partition|select|values|with|from|using)\\b)|\\s[^\\n]{0,400}(?:,|\\bfailed\\b))`,
  `create${or}(?:table|view|schema|database)\\s{1,4}(?:if\\s{1,4}not\\s{1,4}exists\\s{1,4}${word}|${word}\\s{0,4}(?:\\(|\\sas\\s))`,
  `alter\\s{1,4}table\\s{1,4}${word}\\s{1,4}(?:add|drop|rename|change|partition|set|merge|touch|replace)\\b`,
  `drop\\s{1,4}(?:table|view|schema|database)\\s{1,4}if\\s{1,4}exists\\s`,
  `truncate\\s{1,4}table\\s{1,4}${word}\\s{0,4}(?:partition|;|$)`,
  'with\\s{1,4}[\\w`]{1,100}\\s{1,4}as\\s{0,4}\\(',
  `merge\\s{1,4}into\\s{1,4}${word}(?=\\s{1,4}(?:(?:as\\s{1,4})?\\w{1,60}\\s{1,4})?using\\b|\\s{0,4}$)`,
  `delete\\s{1,4}from\\s{1,4}${word}(?=\\s{0,4}(?:$|;|where\\b|using\\b))`,
  `update\\s{1,4}${word}\\s{1,4}set\\s`,
];
/**
 * English has these words too (`Cannot insert into target table`): a statement stands by itself, or
 * is announced.
 */
const announcing = 'query|statement|sql|executing|execute|executed|running|run|command|while';
const announced = `(?:^|[:\\[(\'"\`=>,;]\\s{0,3}|\\b(?:${announcing})\\s{1,3})`;
const beginning = new RegExp(`(?<=${announced})(?:${beginnings.join('|')})`, 'i');
/**
 * In a text that goes on after the statement: a driver's `; SQL state [HY000]; error code
 * [500051]`, a closing bracket.
 */
const going =
  /\]?;\s{1,4}(?:SQL state|nested exception|error code|SQLSTATE|vendor code|uncategorized|bad SQL grammar)\b/i;

/** Where a sentence about the statement goes on right behind it. */
const sentence =
  /[,;:.)]\s{0,3}(?:instance ?id|reason|error|cause|exception)\b|\sfailed\b|\bODPS-\d{7}|\b[\w.]{1,200}Exception\b/i;

/** The line without the statement in it: its verb and `…`, and what the text goes on with. */
export function withoutSql(line: string): Readonly<{ text: string; goesOn: boolean }> {
  const start = beginning.exec(line)?.index;
  if (start === undefined) return { text: line, goesOn: false };
  const told = sentence.exec(line.slice(start))?.index;
  if (start === 0 && told === undefined) return { text: '', goesOn: !/;\s*$/.test(line) };
  const verb = /^\w+/.exec(line.slice(start))?.[0] ?? '';
  const opened = line.charAt(start - 1);
  const rest = line.slice(start);
  const ends = [
    going.exec(rest)?.index ?? -1,
    told ?? -1,
    '\'"`['.includes(opened) && opened !== '' ? closing(rest, opened) : -1,
  ];
  const end = ends.filter((at) => at > 0).sort((a, b) => a - b)[0];
  const text = `${line.slice(0, start)}${verb} …${rest.slice(end ?? rest.length)}`;
  return { text, goesOn: end === undefined && !/;\s*$/.test(rest) };
}

const closing = (text: string, opened: string): number =>
  text.lastIndexOf(opened === '[' ? ']' : opened);

/**
 * Where a statement of several lines ends: the text around it goes on, or something else begins.
 */
export const afterStatement = new RegExp(
  `^\\s*(?:${[
    '$|[\\]"\'\`;]|Caused by:|[\\w.$]{0,200}(?:Exception|Error)\\b|[A-Z]{2,10}-\\d{3,7}\\b',
    '(?:FAILED|ERROR|Error|Query|Detail|Details|Hint|Reason|Message)\\b',
  ].join('|')})`,
);

/** A line of the tree that an engine makes of a statement, or the mark under an error. */
export const partOfPlan = new RegExp(
  `^\\s*(?:${[
    '={2,} ?[A-Za-z ]{0,40}={2,}\\s*$',
    '[-^~=_*#+]{3,}\\s*',
    '[:| ]*\\+- ',
    "'[A-Z]\\w+[ (]",
    '(?:Project|Filter|Relation|Aggregate|SubqueryAlias|LogicalRelation|HiveTableRelation|Join \\w+|InsertInto\\w+) ?[[(]',
  ].join('|')})`,
);
