/** How many rows each side has, where an error text of the verification gives both. */
export type RowCounts = Readonly<{ source: bigint; destination: bigint }>;

const number = "(?<![\\w.,:-])(-?(?:\\d{1,3}(?:[,' _]\\d{3})+|\\d{1,19}))(?![\\w.:-]*\\w)";
const rows = '(?:rows?|records?|lines?|行|条)';
const count = `(?:(?:rows?|records?|lines?)[ _]?(?:counts?|numbers?|totals?)|counts?|rows|records|lines|行数|条数|记录数|数据量)`;
const is = '\\s?(?:is|was|has|of|=|:|：|为|是)?\\s?';
/** What is counted too, and is no row. */
const others =
  '(?!\\d|files?\\b|partitions?\\b|columns?\\b|fields?\\b|bytes?\\b|jobs?\\b|tasks?\\b|nodes?\\b)';

/**
 * How one side's count is written, `whose` standing for its table: no number, and not the other
 * side.
 */
const formsOf = (side: string, whose: string): readonly RegExp[] =>
  [
    // 10 rows in the source, and 9 in the destination · 9 destination rows
    `${number}\\s?${rows}\\s(?:in|at|on|of|from)\\s(?:the\\s)?${side}`,
    `${number}\\s${side}\\s(?:table\\s)?${rows}`,
    // source row count: 10 · 源表 a.b 行数 10
    `${side}(?:端|表)?(?:[ _]${others}[^\\s:=]{1,80}){0,2}?[ _]?(?:的)?${count}${is}${number}`,
    // row count of source table a.b is 10
    `${count}\\s(?:of|in|for)\\s(?:the\\s)?${side}${whose}${number}`,
    // source table a.b has 10 rows · 目标表 a.b 共 9 条
    `${side}${whose}${number}\\s?${rows}`,
  ].map((form) => new RegExp(form, 'i'));

const sidesOf = (source: string, destination: string) => {
  const whose = `(?:(?!${source}|${destination})[^\\d\\n;；。]){0,80}?`;
  const beside = (side: string): RegExp =>
    new RegExp(`${side}(?:\\stable|端|表)?\\s?[:=：]?\\s?${number}`, 'i');
  return {
    source: formsOf(source, whose),
    destination: formsOf(destination, whose),
    /** Behind the source's rows the noun can be left out. */
    inDestination: new RegExp(`${number}\\s(?:in|at|on|of|from)\\s(?:the\\s)?${destination}`, 'i'),
    besideSource: beside(source),
    besideDestination: beside(destination),
  };
};
const byRole = sidesOf(
  '(?:source|src|origin|源)',
  '(?:destination|dest|dst|target|sink|目标|目的)',
);
const byProduct = sidesOf('(?:hive|bigquery|databricks|snowflake|redshift)', '(?:odps|maxcompute)');
type Sides = typeof byRole;

/** A line that speaks of rows: in it a number right behind a side is a count. */
const ofRows = /(?:\b|_)(?:rows?|records?|lines?)(?:\b|_)|行|条|数据量|记录/i;
const ofCounts = /count|(?:\b|_)(?:rows?|records?|lines?)(?:\b|_)|行|条|数据量|记录/i;
const words = '[^\\d\\n;；。]{0,40}?';

/** Without words for the sides: the first is the source's, and what was expected is. */
const inOrder: readonly RegExp[] = [
  new RegExp(
    `\\b${others}[a-z]\\w{1,20} count\\s?[:=]\\s?${number}${words}\\b${others}[a-z]\\w{1,20} count\\s?[:=]\\s?${number}`,
    'i',
  ),
  new RegExp(
    `\\bexpected${words}${number}\\s?${rows}${words}\\b(?:actual|but|got|found|was)${words}${number}`,
    'i',
  ),
  new RegExp(`(?:预期|期望)${words}${number}\\s?${rows}${words}实际${words}${number}`),
];

/** Digits that are no counts: in dates, in `dt=20240101`, in names. */
const otherDigits =
  /\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?)?|[A-Za-z_]\w{0,60}=['"]?[\w-]{1,60}|[\w.]{0,100}[A-Za-z_]\w{0,100}/g;
const assignedCount =
  /^(?:source|src|dest|dst|destination|target|sink|row|record|count)\w{0,20}=['"]?-?\d+$/i;

/** Characters that are read: a verification says it in few words. */
const longest = 4_000;

/**
 * Both counts, or `undefined` where the text does not give both as rows of source and destination.
 * A count of -1 stands for one that could not be had.
 */
export function rowCounts(message: string): RowCounts | undefined {
  const read = message.slice(0, longest);
  if (!ofCounts.test(read)) return undefined;
  const text = read.replace(otherDigits, (found) =>
    assignedCount.test(found) ? found.replace('=', ' = ') : found.replace(/\d/g, 'x'),
  );
  const counts =
    told(text, byRole) ?? told(text, byProduct) ?? beside(text, byRole) ?? byOrder(text);
  return counts && counts.source >= 0n && counts.destination >= 0n ? counts : undefined;
}

/** Both sides in the same form. */
function told(text: string, { source, destination, inDestination }: Sides): RowCounts | undefined {
  for (const [at, form] of source.entries()) {
    const counts = both(form.exec(text)?.[1], destination[at]?.exec(text)?.[1]);
    if (counts !== undefined) return counts;
  }
  return both(source[0]?.exec(text)?.[1], inDestination.exec(text)?.[1]);
}

function beside(text: string, { besideSource, besideDestination }: Sides): RowCounts | undefined {
  const line = text.split('\n').find((one) => ofRows.test(one) && besideSource.test(one));
  return line === undefined
    ? undefined
    : both(besideSource.exec(line)?.[1], besideDestination.exec(line)?.[1]);
}

function byOrder(text: string): RowCounts | undefined {
  for (const shape of inOrder) {
    const [, source, destination] = shape.exec(text) ?? [];
    const counts = both(source, destination);
    if (counts !== undefined) return counts;
  }
  return undefined;
}

const both = (
  source: string | undefined,
  destination: string | undefined,
): RowCounts | undefined =>
  source === undefined || destination === undefined
    ? undefined
    : { source: countOf(source), destination: countOf(destination) };

const countOf = (digits: string): bigint => BigInt(digits.replace(/[,' _]/g, ''));
