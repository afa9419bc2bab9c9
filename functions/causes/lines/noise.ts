import { blank, hardStop } from '../tokens/scan.ts';
import { logPrefixOf } from './log-prefix.ts';

/**
 * What a line carries that says nothing about its cause, and may be there or not. What stands in
 * its place says what is left of it.
 */
type Noise = Readonly<{ shape: RegExp; why: string; instead?: string }>;

const idNames = [
  '(?:(?:s3 |x-\\w{1,4}-)?(?:extended )?|x-oss-|x-acs-|x-amz-|aws )request[ _-]?id|(?:(?:odps |sql |fuxi |job )?instance|host|trace|eagleeye|context|session|connection)[ _-]?id',
  '(?:query|statement|execution|action|operation|application|transaction|correlation|activity|block|upload|download|insert|job|task)[ _-]?id|pid|tid|txnid|eagleeye-traceid',
].join('|');
const id = '["\'\\[]?[\\w/+=.:$@*…-]{0,200}["\'\\]]?';
const tries = '(?:attempts?|tries|times|retries|retry)';
const place = '(?:,? ?(?:col(?:umn)?|pos(?:ition)?|char(?:acter)?|offset)\\.? \\d{1,12})?';

/**
 * Tried in this order on one line at a time. Each begins with a fixed word, and each repetition in
 * it is bounded or stops at its own end, so the time grows with the line and no faster.
 */
const noise: readonly Noise[] = [
  {
    shape: /\bKey \([^()\n]{0,300}\)=\([^()\n]{0,300}\)|\bFailing row contains \([^\n]{0,3000}\)/g,
    why: 'PostgreSQL: the row',
  },
  { shape: /\u001b\[[0-9;]{0,16}m/g, why: 'colours of a terminal' },
  {
    shape: / at [\w$.<>/-]{3,200}\([^()\n]{0,120}\)(?: ~?\[[^\]\n]{0,80}\])?/g,
    why: 'stack frames of a trace that was written in one line',
  },
  {
    shape: new RegExp(
      `[(\\[]?\\b(?:${idNames})["')\\]]{0,2}\\s?[:=#]\\s?${id}\\s?[)\\]]?[,;]?`,
      'gi',
    ),
    why: 'the id of one request, of one run',
  },
  { shape: /(?<![\w'"([])I[Dd] ?[=:] ?\S{1,200}/g, why: 'the same without a name' },
  { shape: /\brequest id (?=[\w-]{0,60}\d)[\w-]{2,60}/gi, why: 'the same without a mark between' },
  {
    shape: /[;?](?<=\bjdbc:[^\s;?]{1,300}.)[\w=;&%.@/-]{1,500}/gi,
    why: 'how a database is connected to',
  },
  {
    shape:
      / \((?:Connection refused|Host unreachable|Write failed|Read failed|Connection timed out)\)/g,
    why: 'Java 8 and later say it twice',
  },
  {
    shape: /\blog ?view ?(?:url)? ?[:=]?\s{0,3}https?:\/\/\S{0,3000}/gi,
    why: 'the link to one run',
  },
  {
    shape:
      /(?:\blog ?view ?(?:url)? ?[:=]?\s{0,3})?\[LogView (?:link removed|链接已移除)[^\]\n]{0,80}\]/gi,
    why: 'the same after it was taken out',
  },
  {
    shape:
      /\b(?:for more (?:information|details?)[^\n]{0,80}?|(?:please )?(?:visit|see|refer to|check):? )https?:\/\/[^\s"'<>)\]}]{0,400}/gi,
    why: 'advice to read on',
  },
  {
    shape:
      /\bon (?:host|node|executor)\b:? ?(?!(?:is|was|not|for|to|in|failed|has|could|cannot)\b)[\w.:/-]{1,120}/gi,
    why: 'where it ran',
  },
  {
    shape: /\b(?:executor|attempt|taskId|retry) (?:\d{1,12}|driver)(?: ?(?:of|\/) ?\d{1,12})?\b/gi,
    why: 'which of many',
  },
  {
    shape: new RegExp(
      `(?:\\bat )?\\(?\\b(?:line|row) \\d{1,12}(?::\\d{1,12}|${place})\\)?|\\b(?:position|pos|offset) ?[:=]? ?\\d{1,9}| ?\\bat \\[\\d{1,12}:\\d{1,12}\\]|\\berror (?:at )?line \\d{1,9} at position \\d[\\d,]{0,12}`,
      'gi',
    ),
    why: 'a place in a statement',
  },
  {
    shape: /\[(?<=ODPS-\d{7}:? ?\[) ?-?\d{1,12} ?, ?-?\d{1,12} ?\]|- \[\d{1,12},\d{1,12}\]/gi,
    why: 'MaxCompute: the same',
  },
  {
    shape: /\((?:[\w.-]{1,80}\.)?(?:java|scala|cpp|cc|py|go):\d{1,12}\)/g,
    why: 'a place in a program',
  },
  {
    shape: /\.\.\. \d{1,12} (?:more|common frames omitted)|\bDriver stacktrace:/g,
    why: 'what a trace in one line left out',
  },
  { shape: /(?<=\w)\((?:s|es|ies)\)/g, why: 'one or many' },
  {
    shape: new RegExp(
      `,? ?[([]?\\b(?:(?:after|in) \\d{1,4} (?:failed )?${tries}|(?:retried|attempts?:?|retry) \\d{1,4}(?: ?(?:of|/) ?\\d{1,4})?(?: ${tries})?)\\b[)\\]]?`,
      'gi',
    ),
    why: 'after how many tries',
  },
  { shape: /[,;.] (?:retries exhausted|giving up|no more retries)\b\.?/gi, why: 'the same' },
  {
    shape:
      /[ (,]{0,2}\b(?:took|elapsed|cost|耗时)[: ]{1,2}\d[\d.,]{0,12} ?(?:ms|s|sec|seconds|milliseconds|毫秒|秒)\b\)?/gi,
    why: 'how long it took',
  },
  { shape: /<[\w.]{1,100} object at 0x[0-9a-f]{1,16}>:?/g, why: 'Python: by its identity' },
  { shape: /\.\.\. \[truncated\] \.\.\.|<truncated>/g, why: 'what was left out' },

  // MaxCompute
  { shape: /(?:-{2,4}> ?)?Tips: ?(?:CMD:[^\n]{0,400})?/g, why: 'a command that it advises' },
  {
    shape: /\b(?:CurrentProject|Pricipal|Principal) ?:\s?[^;,\s]{0,200}[;,]?/g,
    why: 'who asked where',
  },

  { shape: /\[ResponseError\]:/g, why: 'OSS: what it says once more, as XML' },

  {
    shape: /;? ?\bNo permission '[\w:]{1,80}' exists within the role\/user\.*/g,
    why: 'MaxCompute: the same once more',
  },
  { shape: /; ?Host Details : [^\n]{0,600}/g, why: 'Hadoop: from where to where' },

  // Hadoop, Hive and Tez
  {
    shape: /\borg\.apache\.hadoop\.ipc\.RemoteException\((?=[\w.$]{3,200}\): )/g,
    why: 'raised on the other side',
  },
  {
    shape: /:[\w.-]{0,60}:[\w.-]{0,60}:[-dl][-rwxsStT]{9}\+?/g,
    why: 'HDFS: whose it is, and who may',
  },
  {
    shape: / No live nodes contain(?<=Could not obtain block: [^\n]{1,600}) [^\n]{0,4000}/g,
    why: 'HDFS: on which nodes it was',
  },
  {
    shape:
      /[{[](?<=\bHive Runtime Error while processing [a-z ]{3,20}(?: ?\(tag=\d\))? ?.)(?!Error)[^\n]{0,4000}/g,
    why: 'Hive: the row',
  },
  { shape: / \(state=[0-9A-Z]{5},code=\d{1,6}\)/g, why: 'beeline: the code once more' },

  { shape: /\((?:HDFS_DELEGATION_TOKEN )?token [^()\n]{1,400}\)/g, why: 'Hadoop: whose token' },

  // Spark and Parquet
  { shape: /\bUser class threw exception: (?=\S)/g, why: 'on YARN: in the program itself' },
  {
    shape:
      /\((?:TID|tid) \d{1,12}(?:,[^()\n]{0,120})?\)(?: \([^()\n]{1,120} executor [^()\n]{1,40}\))?/g,
    why: 'which try of which task, where',
  },
  { shape: /\((?:[\w.-]{1,120} )?executor \w{1,20}\)/g, why: 'where it ran' },
  {
    shape:
      /\bFetchFailed\((?:BlockManagerId\([^()\n]{0,200}\)|null)(?:, \w{1,20}=-?\d{1,20}){0,5}(?=, message=)/g,
    why: 'which part of a shuffle',
  },
  {
    shape: /\[(?<=expected magic number at tail,? ?\[)[\d, -]{1,60}\]/gi,
    why: 'Parquet: what it always expects',
  },

  { shape: /\bError: \d{1,20}(?=; reason: \w)/g, why: 'BigQuery: the id of one failure' },

  {
    shape: /[, ]{1,2}[a-z]+(?:[A-Z][a-z]+)+$(?<=\bgoogleapi: [^\n]{1,1500})/g,
    why: 'Google Cloud from Go: its words say so',
  },

  // databases and their drivers
  {
    shape:
      /(?:\[(?:Simba|Cloudera|Hortonworks|MapR|Databricks|Microsoft|unixODBC|Oracle|MySQL|FreeTDS|Snowflake|IBM|Hive)\])?\[[^\]\n]{0,40}(?:JDBC|ODBC|Driver|Simba|SparkJDBCDriver|Hive|SQL Server)[^\]\n]{0,40}\](?:\[SQL Server\])?/g,
    why: 'whose driver it is',
  },
  {
    shape:
      /\[(?:Amazon|AWS Redshift|Redshift)\](?:\[JDBC Driver\])? ?\(500310\) Invalid operation: (?=\D)/g,
    why: 'Redshift: its older drivers call any answer of the server so',
    instead: 'RedshiftException: ',
  },
  {
    shape: /\bDB::(?:Exception: Received from \S{1,120} DB::)?(?=Exception: )/g,
    why: 'ClickHouse: whose it is',
  },
  { shape: /(?<![\w.])pq: (?=\S)/g, why: 'PostgreSQL from Go' },
  { shape: /\bData truncation: (?=\S)/g, why: 'MySQL through JDBC: what its words say' },
  {
    shape:
      /\bMsg \d{1,6}, Level \d{1,3}, State \d{1,3}(?:, [^:\n]{0,100})?(?=:|$)|\(SQL[A-Z]\w{2,30}\)/g,
    why: 'SQL Server: its number, which one sentence has; the function of ODBC',
  },
  {
    shape:
      /(?:\bThe l|\bL)ast packet (?:sent|successfully)[^.\n]{0,200} ago\.(?:\s{1,2}The driver has not received any packets from the server\.)?/g,
    why: 'MySQL: how long it was silent',
    instead: hardStop,
  },
];

/**
 * `<Code>NoSuchKey</Code>` as ` Code:NoSuchKey`: its fields by their keys, one sentence each.
 * Fields that differ each time, and other tags, are blanked.
 */
function untagged(line: string): string {
  if (!line.includes('<')) return line;
  return line
    .replace(/<\?xml[^>\n]{0,80}\?>/g, blanks)
    .replace(/<([A-Z]\w{0,40})>([^<\n]{0,2000})<\/\1>/g, (field, tag: string, value: string) =>
      /^(?:Code|Message|EC)$/.test(tag)
        ? ` ${tag}:${value}${hardStop}${blank.repeat(tag.length + 2)}`
        : blanks(field),
    )
    .replace(
      /<\/?(?:[A-Z]\w{0,40}|html|head|body|center|title|h\d|hr|br|p|div|span|pre)>/g,
      (tag) => `${hardStop}${blank.repeat(tag.length - 1)}`,
    );
}

/**
 * `An error occurred (NoSuchKey) when calling the GetObject operation: `, as AWS's client for
 * Python has it.
 */
const ofBoto =
  /\bAn error occurred \((\w{1,60})\) when calling the \w{1,60} operation(?: \([^()\n]{1,60}\))?/g;

const withCode = (found: string, code: string): string => {
  const before = `${blank.repeat('An error occurred ('.length - 'Code:'.length)}Code:${code}${hardStop}`;
  return before + blank.repeat(found.length - before.length);
};

const blanks = (found: string): string => blank.repeat(found.length);

/**
 * The line with a blank for each character that says nothing, so that the rest stays in its place.
 */
export function blankNoise(line: string): string {
  const prefix = logPrefixOf(line);
  return noise.reduce(
    (left, { shape, instead = '' }) =>
      left.replace(
        shape,
        (found) => instead + blank.repeat(Math.max(0, found.length - instead.length)),
      ),
    blank.repeat(prefix) + untagged(line.slice(prefix)).replace(ofBoto, withCode),
  );
}
