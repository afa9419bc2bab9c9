import { blank, hardStop } from '../tokens/scan.ts';

const idNames =
  '(?:(?:s3 |x-\\w{1,4}-)?(?:extended )?)request[ _-]?id|(?:(?:job )?instance|client ?connection|host|trace|context|session|connection)[ _-]?id' +
  '|(?:query|action|job|task)[ _-]?id|pid|txnid';
const id = '["\'\\[]?[\\w/+=.:$@*…-]{0,200}["\'\\]]?';
const tries = '(?:attempts?|retries)';
const place = '(?:,? ?(?:col(?:umn)?|pos(?:ition)?)\\.? \\d{1,12})?';

/**
 * What says nothing about a cause, in this order. Each repetition is bounded or stops at its own
 * end, so that the time grows with the line.
 */
const noise: readonly RegExp[] = [
  // the program
  /^(?:curl: \(\d{1,3}\)(?! Failed to connect[^:\n]*$)|psql:\S{1,200}:|(?:ls|put|get|cp|mv|rm|cat|mkdir|kinit|psql|hdfs|bq|gsutil|aws|ossutil|scp):) /,
  // what is shown of an object of the program, and what a log adds in brackets
  /(?<=\w)\{(?![^{}\n]{0,200}\b(?:message|msg|error)=)\w{1,40}=[^\n{}]{0,200}(?:\{[^{}\n]{0,200}\}[^{}\n]{0,200}){0,4}\}/g,
  / ?[(（](?![^)）]{0,200}\b(?:Code|Status|Service)\b)(?:\w{2,20}[:=] ?[^\s,，()（）]{1,80}[,，]? ?){2,6}[)）]$/,
  // what becomes of it, when it was, which try it was
  /[,;.] (?:will (?:retry|try again)|retrying)(?: (?:in|after) \d{1,9} ?\w{1,12})?\.{0,3}$/i,
  /(?<!\b(?:expire[ds]?|until|valid)) (?:at|on) \d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[\d.,:Z+-]{0,16}$/,
  / \((?:attempt|retry|try) \d{1,6}(?: ?(?:\/|of) ?\d{1,6})?\)$/i,
  / ?[,;-]? ?\b(?:please )?see (?:the )?(?:job |error )?logs?\b[^\n]{0,300}$/i,
  / [(\[](?!errno|error|code|status|state|exit|os)[a-zA-Z]{1,12}[ =:]{1,2}[^\s()[\]]{0,60}\d[^\s()[\]]{0,60}[)\]]$/i,
  // PostgreSQL: the row
  /\bKey \([^()\n]{0,300}\)=\([^()\n]{0,300}\)|\bFailing row contains \([^\n]{0,3000}\)/g,
  / at [\w$.<>/-]{3,200}\([^()\n]{0,120}\)(?: ~?\[[^\]\n]{0,80}\])?/g,
  // the id of one request, of one run
  new RegExp(`[(\\[]?["']?\\b(?:${idNames})["')\\]]{0,2}\\s?[:=#]\\s?${id}\\s?[)\\]]?[,;]?`, 'gi'),
  /(?<![\w'"([])I[Dd] ?[=:] ?[^\s，。；]{1,200}|, instance \d{8}\w{4,40}|(?<=\. )\[[\da-f]{8}-[\da-f-]{27}\]$/g,
  // what was asked for, and of whom
  /\b(?:Get|Post|Put|Head|Delete) "https?:\/\/[^\s"]{1,400}":(?= )|\b(?:GET|POST|PUT|HEAD|DELETE) https?:\/\/\S{1,400}(?: failed)?:(?= )/g,
  // Snowflake's client for Python, before any answer of the server
  /\b(?:None: )?Failed to connect to DB: [\w.:-]{1,200}\. (?=\S)/g,
  // gsutil, below what it says of each file
  /(?:\bCommandException: )?\b\d{1,9} files?\/objects? could not be transferred\b\.?/g,
  // how a database is connected to
  /[;?](?<=\bjdbc:[^\s;?]{1,300}.)[\w=;&%.@/-]{1,500}/gi,
  // Java 8 and later say it twice
  / \((?:Connection refused|Host unreachable|Connection timed out|Write failed)\)/g,
  // the link to one run, also after it was taken out
  /\blog ?view ?(?:url)? ?[:=]?\s{0,3}https?:\/\/\S{0,3000}/gi,
  /(?:\blog ?view ?(?:url)? ?[:=]?\s{0,3})?\[LogView (?:link removed|链接已移除)[^\]\n]{0,80}\]/gi,
  // advice to read on
  /\b(?:for more (?:information|details?)[^\n]{0,80}?|(?:please )?(?:visit|refer to):? )https?:\/\/[^\s"'<>)\]}]{0,400}/gi,
  // where it ran, and which of many it was
  /\bon (?:host|node)\b:? ?(?!(?:is|was|not|for|to|in|failed|has|could|cannot)\b)[\w.:/-]{1,120}/gi,
  /\b(?:executor|attempt|retry) (?:\d{1,12}|driver)(?: ?(?:of|\/) ?\d{1,12})?\b/gi,
  /\((?:TID) \d{1,12}(?:,[^()\n]{0,120})?\)(?: \([^()\n]{1,120} executor [^()\n]{1,40}\))?/g,
  // a place in a statement
  new RegExp(
    `(?:\\bat )?\\(?\\b(?:line|row) \\d{1,12}(?::\\d{1,12}|${place})\\)?|\\b(?:position|pos) ?[:=]? ?\\d{1,9}| ?\\bat \\[\\d{1,12}:\\d{1,12}\\]|\\berror (?:at )?line \\d{1,9} at position \\d[\\d,]{0,12}`,
    'gi',
  ),
  /\[(?<=ODPS-\d{7}:? ?\[) ?-?\d{1,12} ?, ?-?\d{1,12} ?\]/gi,
  // one or many
  /(?<=\w)\((?:s)\)/g,
  // after how many tries, and how long it took
  new RegExp(`,? ?[([]?\\b(?:(?:after) \\d{1,4} (?:failed )?${tries})\\b[)\\]]?`, 'gi'),
  /[,;.] (?:retries exhausted|giving up)\b\.?/gi,
  /[ (,]{0,2}\b(?:took|elapsed|cost|耗时)[: ]{1,2}\d[\d.,]{0,12} ?(?:ms|s|sec|seconds|milliseconds|毫秒|秒)\b\)?/gi,
  // XML: a text that is not escaped
  /<!\[CDATA\[|\]\]>/g,
  // Python: an object by its identity
  /<[\w.]{1,100} object at 0x[0-9a-f]{1,16}>:?/g,
  // MaxCompute: a command that it advises, who asked where, the same once more
  /(?:-{2,4}> ?)?Tips: ?(?![^\n]{0,200}\bResource\b)[^\n]{0,600}/g,
  /\b(?:CurrentProject|Pricipal) ?:\s?[^;,\s]{0,200}[;,]?/g,
  /;? ?\bNo permission '[\w:]{1,80}' exists within the role\/user\.*/g,
  // OSS: what it says once more, as XML
  /\[ResponseError\]:/g,
  // Hadoop: from where to where, who may, on which nodes it was, whose token
  /; ?Host Details : [^\n]{0,600}/g,
  /\borg\.apache\.hadoop\.ipc\.RemoteException\((?=[\w.$]{3,200}\): )/g,
  /:[\w.-]{0,60}:[\w.-]{0,60}:[-dl][-rwxsStT]{9}\+?/g,
  / No live nodes contain(?<=Could not obtain block: [^\n]{1,600}) [^\n]{0,4000}/g,
  /\((?:HDFS_DELEGATION_TOKEN )?token [^()\n]{1,400}\)/g,
  // Hive: the row; beeline: the code once more
  /[{[](?<=\bHive Runtime Error while processing [a-z ]{3,20}(?: ?\(tag=\d\))? ?.)(?!Error)[^\n]{0,4000}/g,
  / \(state=[0-9A-Z]{5},code=\d{1,6}\)/g,
  // Spark: what it says of any date that two of its releases read in two ways
  /\bYou may get a different result due to the upgrading (?:to|of) Spark[^:\n]{0,40}: ?/g,
  // Spark: which call of the program it was
  / \(\w{1,40} at [\w.$<>]{1,100}:\d{1,6}\)/g,
  // PostgreSQL's JDBC driver, behind any error of a batch
  / Call getNextException to see other errors in the batch\.?/g,
  // YARN, Tez: what they say of any container
  /\bFailing this attempt\.(?=Diagnostics: )|\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\](?=Container)/g,
  /\bContainer \S{1,100} finished with diagnostics set to \[Container failed, exitCode=-?\d{1,4}\./g,
  // Redshift: which request of S3 it was
  /,Rid [^,\n]{1,80}(?:,ExtRid [^,\n]{1,200})?,CanRetry \d/g,
  // Spark, MaxCompute: in the program itself; which part of a shuffle
  /\bUser (?:class threw|script) exception(?::| -) (?=\S)/g,
  /\bFetchFailed\([^\n]{0,300}?(?=, message=)/g,
  // Parquet: what it always expects
  /\[(?<=expected magic number at tail,? ?\[)[\d, -]{1,60}\]/gi,
  // BigQuery: the id of one failure; its client for Go repeats the reason
  /\bError: \d{1,20}(?=; reason: \w)/g,
  /[, ]{1,2}[a-z]+(?:[A-Z][a-z]+)+$(?<=\bgoogleapi: [^\n]{1,1500})/g,
  // nginx: which connection it was, and whose
  /\*\d{1,12} (?=[a-z])|, client: [\da-f.:]{3,45}, server: [^\n]{1,2000}/g,
  // whose driver it is
  /(?:\[\w{1,20}\])?\[[^\]\n]{0,40}(?:[JO]DBC|Driver)[^\]\n]{0,40}\](?:\[SQL Server\])?/g,
  /\bDB::(?:Exception: Received from \S{1,120} DB::)?(?=Exception: )/g,
  /(?<![\w.])pq: (?=\S)/g,
  /\bData truncation: (?=\S)/g,
  // SQL Server: its number, which one sentence has; the function of ODBC
  /\bMsg \d{1,6}, Level \d{1,3}, State \d{1,3}(?:, [^:\n]{0,100})?(?=$)|\(SQL[A-Z]\w{2,30}\)/g,
];

/** What leaves a word. */
const instead: readonly (readonly [string, RegExp])[] = [
  // `Migration failed with "…"`
  [
    hardStop,
    /(?<=^\w[^"\n]{0,80}\b(?:failed|failure|error)) (?:with|because of) "(?=[^\n]{20,}"$)/g,
  ],
  // Redshift: its older drivers call any answer of the server so
  [
    'RedshiftException: ',
    /\[(?:Amazon)\](?:\[JDBC Driver\])? ?\(500310\) Invalid operation: (?=\D)/g,
  ],
  // what follows frames
  [hardStop, /\.\.\. \d{1,6} more\b;?(?= \S)/g],
  // Spark: its reason follows
  [hardStop, /\bExecutorLostFailure \([^()\n]{1,200}\) Reason: /g],
  // MySQL: how long it was silent
  [
    hardStop,
    /(?:\bThe l|\bL)ast packet (?:sent|successfully)[^.\n]{0,200} ago\.(?:\s{1,2}The driver has not received any packets from the server\.)?/g,
  ],
];

const notSaid =
  /<[?!][a-zA-Z][^<>\n]{0,200}>|<(address|style|script)\b[^<>\n]{0,100}>[^<\n]{0,2000}<\/\1>/g;
const tag =
  /(?:<\/|(?<!\w)<)(?:[A-Z]\w{0,40}|(?:html|head|body|center|title|h\d|[hb]r|p|b|i|a|u|ul|li|div|span|pre|meta|link|font|table|t[rdh])\b[^<>\n]{0,200})>/g;

/** Fields of XML by their keys; what differs each time is blanked. */
function untagged(line: string): string {
  if (!line.includes('<')) return line;
  return line
    .replace(notSaid, blanks)
    .replace(/<([A-Z]\w{0,40})>([^<\n]{0,2000})<\/\1>/g, (field, tag: string, value: string) =>
      /^(?:Code|Message|EC)$/.test(tag)
        ? ` ${tag}:${value}${hardStop}${blank.repeat(tag.length + 2)}`
        : blanks(field),
    )
    .replace(tag, (found) => hardStop + blank.repeat(found.length - 1));
}

/** As AWS's client for Python has it. */
const ofBoto =
  /\bAn error occurred \((\w{1,60})\) when calling the \w{1,60} operation(?: \([^()\n]{1,60}\))?/g;

const withCode = (found: string, code: string): string => {
  const before = `${blank.repeat('An error occurred ('.length - 'Code:'.length)}Code:${code}${hardStop}`;
  return before + blanks(found.slice(before.length));
};

const blanks = (found: string): string => blank.repeat(found.length);

/** With a blank for each character of it, so that the rest stays in its place. */
export function blankNoise(line: string, prefix: number): string {
  const read = blank.repeat(prefix) + untagged(line.slice(prefix)).replace(ofBoto, withCode);
  const left = noise.reduce((rest, shape) => rest.replace(shape, blanks), read);
  return instead.reduce(
    (rest, [word, shape]) =>
      rest.replace(shape, (found) => word + blanks(found.slice(word.length))),
    left,
  );
}
