/** How many rows each side has, where an error text of the verification gives both. */
export type RowCounts = Readonly<{ source: bigint; destination: bigint }>;

const source = '(?:source|src|origin|hive|bigquery|databricks|snowflake|redshift|源)';
const destination = '(?:destination|dest|dst|target|sink|odps|maxcompute|目标|目的)';
const number = "(?<![\\w.,-])(-?(?:\\d{1,3}(?:[,' _]\\d{3})+|\\d{1,19}))(?![\\w.]*\\w)";
const numberOfRows = `${number} ?(?:rows?|records?|条|行)?[^\\d\\n,;]{0,12}? `;
const words = '[^\\d\\n-]{0,60}?';
const anything = '[^\\d\\n]{0,60}?';

type Phrasing = Readonly<{ phrase: string; sourceFirst: boolean }>;

/** Which number is whose is told by words beside them, never by which is larger. */
const phrasings = (
  [
    {
      phrase: `${source}${words}${number}${anything}${destination}${words}${number}`,
      sourceFirst: true,
    },
    {
      phrase: `${destination}${words}${number}${anything}${source}${words}${number}`,
      sourceFirst: false,
    },
    {
      phrase: `${numberOfRows}${source}\\b${anything}${numberOfRows}${destination}\\b`,
      sourceFirst: true,
    },
    // The migration tool that MMS came from writes `hive Count: 12, odps Count: 11`, the source
    // first.
    {
      phrase: `\\w{2,20} count ?[:=] ?${number}${anything}\\w{2,20} count ?[:=] ?${number}`,
      sourceFirst: true,
    },
    {
      phrase: `\\bexpected${words}${number}${anything}\\b(?:actual|but|got|found|was)${words}${number}`,
      sourceFirst: true,
    },
  ] satisfies readonly Phrasing[]
).map(({ phrase, sourceFirst }) => ({ shape: new RegExp(phrase, 'i'), sourceFirst }));

const counted = /count|rows?\b|records?\b|行|条|数据量/i;
/** Digits that are no counts: in dates, in `dt=20240101`, in names. */
const otherDigits = new RegExp(
  [
    '\\d{4}-\\d{2}-\\d{2}(?:[ T]\\d{2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,9})?)?',
    '[A-Za-z_]\\w{0,30}=[\'"]?[\\w-]{1,60}',
    '[\\w.]{0,100}[A-Za-z_]\\w{0,100}',
  ].join('|'),
  'g',
);
const assignedCount =
  /^(?:source|src|dest|dst|destination|target|sink|expected|actual)\w{0,20}=['"]?\d+$/i;

/**
 * Both counts, or `undefined` where the text does not give both. A count of -1 stands for one that
 * could not be had.
 */
export function rowCounts(message: string): RowCounts | undefined {
  if (!counted.test(message)) return undefined;
  const text = message.replace(otherDigits, (found) =>
    assignedCount.test(found) ? found.replace('=', ' = ') : found.replace(/\d/g, 'x'),
  );
  for (const { shape, sourceFirst } of phrasings) {
    const [, first, second] = shape.exec(text) ?? [];
    if (first === undefined || second === undefined) continue;
    const [a, b] = [countOf(first), countOf(second)];
    if (a < 0n || b < 0n) return undefined;
    return sourceFirst ? { source: a, destination: b } : { source: b, destination: a };
  }
  return undefined;
}

const countOf = (digits: string): bigint => BigInt(digits.replace(/[,' _]/g, ''));
