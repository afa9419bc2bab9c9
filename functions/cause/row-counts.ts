/** How many rows each side has, where an error text of the verification gives both. */
export type RowCounts = Readonly<{ source: bigint; destination: bigint }>;

const source = '(?:source|src|origin|hive|bigquery|databricks|snowflake|redshift|源)';
const destination = '(?:destination|dest|dst|target|sink|odps|maxcompute|目标|目的)';
const number = "(?<![\\w.,-])(-?(?:\\d{1,3}(?:[,' _]\\d{3})+|\\d{1,19}))(?![\\w.]*\\w)";
const words = '[^\\d\\n-]{0,60}?';

type Phrasing = Readonly<{ shape: RegExp; sourceFirst: boolean }>;

/** Which number is whose is told by words beside them, never by which is larger. */
const phrasings: readonly Phrasing[] = [
  { shape: new RegExp(`${source}${words}${number}[^\\d\\n]{0,60}?${destination}${words}${number}`, 'i'), sourceFirst: true },
  { shape: new RegExp(`${destination}${words}${number}[^\\d\\n]{0,60}?${source}${words}${number}`, 'i'), sourceFirst: false },
  { shape: new RegExp(`${number} ?(?:rows?|records?|条|行)?[^\\d\\n,;]{0,12}? ${source}\\b[^\\d\\n]{0,60}?${number} ?(?:rows?|records?|条|行)?[^\\d\\n,;]{0,12}? ${destination}\\b`, 'i'), sourceFirst: true },
  { shape: new RegExp(`\\w{2,20} count ?[:=] ?${number}[^\\d\\n]{0,40}?\\w{2,20} count ?[:=] ?${number}`, 'i'), sourceFirst: true },
  { shape: new RegExp(`\\bexpected${words}${number}[^\\d\\n]{0,60}?\\b(?:actual|but|got|found|was)${words}${number}`, 'i'), sourceFirst: true },
];
const counted = /count|rows?\b|records?\b|行|条|数据量/i;
/** Digits that are no numbers: in names, in dates, in `dt=20240101`. */
const otherDigits = /\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?)?|[A-Za-z_]\w{0,30}=['"]?[\w-]{1,60}|[\w.]{0,100}[A-Za-z_]\w{0,100}/g;

/**
 * Both counts, or `undefined` where the text does not give both. A count of -1 stands for one that could not be had.
 */
export function rowCounts(message: string): RowCounts | undefined {
  if (!counted.test(message)) return undefined;
  const text = message.replace(otherDigits, (name) => (/^(?:source|src|dest|dst|destination|target|sink|expected|actual)\w{0,20}=['"]?\d+$/i.test(name) ? name.replace('=', ' = ') : name.replace(/\d/g, 'x')));
  for (const { shape, sourceFirst } of phrasings) {
    const [, first, second] = shape.exec(text) ?? [];
    if (first === undefined || second === undefined) continue;
    const [a, b] = [first, second].map((digits) => BigInt(digits.replace(/[,' _]/g, '')));
    if (a === undefined || b === undefined || a < 0n || b < 0n) return undefined;
    return sourceFirst ? { source: a, destination: b } : { source: b, destination: a };
  }
  return undefined;
}
