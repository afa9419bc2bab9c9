export type RowCounts = Readonly<{ source: bigint; destination: bigint }>;

const number = "(?<![\\w.,:-])(-?(?:\\d{1,3}(?:[,' _]\\d{3})+|\\d{1,19}))(?![\\w.:-]*\\w)";
const rows = '(?:rows?|records?|lines?|行|条)';
const count = '(?:counts?|rows|records|lines|行数|条数|记录数|数据量)';
const is = '\\s?(?:is|=|:|：|为|是|\\[)?\\s?';
/** What is counted too, and is no row. */
const others = '(?!(?:files?|partitions?|columns?|fields?|bytes?|jobs?|tasks?|nodes?)\\b)';
const where = '\\s(?:in|on|of|from)\\s(?:the\\s)?';
const rowsIn = `${number}\\s?${rows}${where}`;
/** What each side is called. */
const [source, destination] = [
  '(?:source|src|源)',
  '(?:destination|dest|dst|target|sink|目[标的])',
];

function formsOf(side: string, other: string): readonly RegExp[] {
  const whose = `(?:(?!${side}|${other})[^\\d\\n;；。]){0,80}?`;
  return [
    // 10 rows in the source
    `${rowsIn}${side}`,
    // source row count: 10 · 源表 a.b 分区 dt=x 行数 10
    `${side}(?:端|表)?(?:[ _]${others}(?:[^\\s:=]|=x){1,80}){0,4}?[ _]?(?:的)?${count}${is}${number}`,
    // row count of source table a.b is 10
    `${count}\\sof\\s(?:the\\s)?${side}${whose}${number}`,
    // source table a.b has 10 rows · 目标表 a.b 共 9 条
    `${side}${whose}${number}\\s?${rows}`,
    // rows: source 10, target 9
    `^(?=.*(?:\\b(?:rows?|records?|lines?)\\b|行|条|数据量|记录)).*?${side}(?:端|表)?\\s?[:=：]?\\s?${number}`,
  ].map((form) => new RegExp(form, 'im'));
}
const ofDestination = formsOf(destination, source);
const forms = formsOf(source, destination).map((form, at) => [form, ofDestination[at]] as const);

const words = '[^\\d\\n;；。]{0,40}?';
const named = `\\b${others}[a-z]\\w{1,20} count\\s?[:=]\\s?${number}`;
/** The first count is the source's. */
const inOrder: readonly RegExp[] = [
  new RegExp(`${named}${words}${named}`, 'i'),
  // 10 rows in the source and 9 in the destination
  new RegExp(`${rowsIn}${source}${words}${number}${where}${destination}`, 'i'),
  new RegExp(
    `(?:\\bexpected|预期|期望)${words}${number}\\s?${rows}${words}(?:\\b(?:actual|got|found)|实际)${words}${number}`,
    'i',
  ),
];

/** In `dt=20240101`, in names. */
const otherDigits = /[A-Za-z_]\w{0,60}=['"]?[\w-]{1,60}|[\w.]{0,100}[A-Za-z_]\w{0,100}/g;
/** Of a name, the beginning is as good. */
const longName = /[\w.`-]{41,}/g;
const assignedCount = /^(?:source|src|dest|dst|target)\w{0,20}=['"]?-?\d+$/i;

const longest = 4_000;

/** Both counts, where the text gives them as rows of source and destination, and none is -1. */
export function rowCounts(message: string): RowCounts | undefined {
  const read = message.slice(0, longest);
  if (!/count|row|record|line|[行条]|数据量|记录/i.test(read)) return undefined;
  const text = read
    .replace(otherDigits, (found) =>
      assignedCount.test(found) ? found.replace('=', ' = ') : found.replace(/\d/g, 'x'),
    )
    .replace(longName, (found) => found.slice(0, 40));
  const pairs = [
    ...forms.map((both) => both.map((form) => form?.exec(text)?.[1])),
    ...inOrder.map((form) => form.exec(text)?.slice(1) ?? []),
  ];
  for (const [one, other] of pairs) {
    if (one === undefined || other === undefined) continue;
    const counts = { source: countOf(one), destination: countOf(other) };
    return counts.source >= 0n && counts.destination >= 0n ? counts : undefined;
  }
  return undefined;
}

const countOf = (digits: string): bigint => BigInt(digits.replace(/[,' _]/g, ''));
