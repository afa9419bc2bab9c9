/** What an error text carries that says nothing about its cause, and may be there or not. */
type Noise = Readonly<{ shape: RegExp; why: string; instead?: string }>;

const requestPrefixes = 'S3 extended |extended |x-oss-|x-acs-|x-amz-|aws ';
const idNames = [
  '(?:odps |sql |fuxi |job )?instance ?id|host ?id|trace ?id|eagleeye[-_ ]?id|eagleeye-traceid|context ?id|session ?id',
  '|query ?id|statement ?id|execution ?id|action ?id|operation ?id|application ?id|txnid|transaction ?id|correlation ?id',
  '|activity ?id|block ?id|upload ?id|download ?id|insert ?id|job ?id|task ?id|pid|tid',
].join('');
const answerFields = [
  'RequestId|HostId|OSSAccessKeyId|AWSAccessKeyId|SignatureProvided|StringToSign(?:Bytes)?|RecommendDoc|BucketName',
  '|Bucket|Key|Resource|AccessKeyId|ServerTime|RequestTime|Endpoint',
].join('');
/** What a log line has before its text: the time, what stands in brackets, the level, the class with its method. */
const time = '\\d{2,4}[-/]\\d{2}[-/]\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}[\\d.,]{0,8}(?:Z|[+-]\\d{2}:?\\d{2}| [A-Z]{3,4}\\b)?';
const brackets = '(?:\\[[^\\]\\n]{0,80}\\]\\s{0,4}){0,3}';
const level = '(?:ERROR|WARN|WARNING|INFO|FATAL|DEBUG|SEVERE)\\b';
const place = '[\\w.$]{1,100}(?: ?\\([\\w.$:() ]{0,100}?\\))?\\s{0,2}';
const id = '["\'\\[]?[\\w/+=.:$@*…-]{0,200}["\'\\]]?';

/** The classes of exceptions that carry what follows them. */
const exceptions = '(?:[\\w.$]{1,200}(?:Exception|Error): ){0,4}';
const tries = '(?:attempts?|tries|times|retries|retry)';
const lostTask = 'Lost task [\\d.]{1,40} in stage [\\d.]{1,40} \\(TID \\d{1,12}[^()\\n]{0,200}\\)(?: \\([^()\\n]{0,200}\\))?: ';
const sparkTries = `Task [\\d.]{1,40} in stage [\\d.]{1,40} failed \\d{1,12} times?, most recent failure: (?:${lostTask})?|${lostTask}`;

/**
 * Tried in this order on one line at a time. Each begins with a fixed word, and each repetition in it is bounded or
 * stops at its own end, so the time grows with the line and no faster.
 */
export const noise: readonly Noise[] = [
  { shape: /\u001b\[[0-9;]{0,16}m/g, why: 'colours of a terminal' },
  {
    shape: / at [\w$.<>/-]{3,200}\([^()\n]{0,120}\)(?: ~?\[[^\]\n]{0,80}\])?/g,
    why: 'stack frames of a trace that was written in one line',
  },
  {
    shape: new RegExp(
      `[(\\[]?\\s?\\b(?:${requestPrefixes})?request[ _-]?id["')\\]]{0,2}\\s?[:=]\\s?${id}\\s?[)\\]]?[,;]?`, 'gi'),
    why: 'the id of one request',
  },
  {
    shape: /\brequest id (?=[\w-]{0,60}\d)[\w-]{2,60}/gi,
    why: 'the same without a mark between',
  },
  {
    shape: new RegExp(
      `[(\\[]?\\b(?:${idNames})["')\\]]{0,2}\\s?[:=#]\\s?${id}\\s?[)\\]]?[,;]?`, 'gi'),
    why: 'the id of one run',
  },
  {
    shape: new RegExp(`<(${answerFields})>[^<]{0,3000}</\\1>`, 'g'),
    why: 'fields of an answer of OSS or S3 that differ each time',
  },
  {
    shape: /<\?xml[^>]{0,80}\?>|(?<!\w)<\/?[A-Z][A-Za-z]{0,40}>/g,
    why: 'the tags around the fields that count',
    instead: ' ',
  },
  { shape: /\[?\bHostId\]?:\s?[\w.*-]{0,200}/g, why: 'OSS: the host' },
  { shape: /,?\s?\bProxy: (?:null|[\w.:-]{1,100})/g, why: 'S3: the way there' },
  { shape: /\b(?:current ?project|pricipal|principal) ?:\s?[^;,\s]{0,200}[;,]?/gi, why: 'MaxCompute: who asked where' },
  { shape: /\blog ?view ?(?:url)? ?[:=]?\s{0,3}https?:\/\/[^\s]{0,3000}/gi, why: 'the link to one run' },
  {
    shape: /\b(?:for|see) more (?:information|details?)[^\n]{0,80}?https?:\/\/[^\s"'<>)\]}]{0,400}/gi,
    why: 'advice to read on',
  },
  { shape: /\b(?:please )?(?:visit|see|refer to|check):? https?:\/\/[^\s"'<>)\]}]{0,400}/gi, why: 'advice to read on' },
  {
    shape: /\((?:TID|tid) \d{1,12}(?:,[^()\n]{0,120})?\)(?: \([^()\n]{1,120} executor [^()\n]{1,40}\))?/g,
    why: 'Spark: which try of which task, where',
  },
  { shape: /\((?:[\w.-]{1,120} )?executor \w{1,20}\)/g, why: 'Spark: where it ran' },
  {
    shape: /\bon (?:host|node|executor)\b:? ?(?!(?:is|was|not|for|to|in|failed|has|could|cannot)\b)[\w.:/-]{1,120}/gi,
    why: 'where it ran',
  },
  {
    shape: /\b(?:executor|attempt|taskId|retry) (?:\d{1,12}|driver)(?: (?:of|\/) \d{1,12})?\b/gi,
    why: 'which of many',
  },
  {
    shape: /\bat (?:line|row) \d{1,9}(?:,? ?(?:col(?:umn)?|pos(?:ition)?|char(?:acter)?|offset) \d{1,9})?/gi,
    why: 'a place in a statement',
  },
  {
    shape: /\(?\bline \d{1,12}(?::\d{1,12}|,? ?(?:col(?:umn)?|pos(?:ition)?|char(?:acter)?)\.? \d{1,12})?\)?/gi,
    why: 'a place in a statement',
  },
  { shape: /\b(?:position|pos|offset) ?[:=]? ?\d{1,9}/gi, why: 'a place in a statement' },
  {
    shape: /(ODPS-\d{7}) ?:? ?\[ ?-?\d{1,12} ?, ?-?\d{1,12} ?\]/gi,
    why: 'MaxCompute: the place in the statement',
    instead: '$1:',
  },
  { shape: /- \[\d{1,12},\d{1,12}\]/g, why: 'MaxCompute: the place in a view', instead: '- ' },
  { shape: / ?\bat \[\d{1,12}:\d{1,12}\]/g, why: 'BigQuery: the place in the statement' },
  { shape: /\((?:[\w.-]{1,80}\.)?(?:java|scala|cpp|cc|py|go):\d{1,12}\)/g, why: 'a place in a program' },
  { shape: /\b[\w./-]{1,120}\.(?:cpp|cc|c|h)\(\d{1,12}\)/g, why: 'a place in a program' },
  {
    shape: /\.\.\. \d{1,12} (?:more|common frames omitted)|\bDriver stacktrace:/g,
    why: 'what a trace left out, written in one line',
  },
  {
    shape: /(\[Error \d{1,6}\]|return code \d{1,6})([^\n]{0,2000}?) \(state=[0-9A-Z]{5},code=\d{1,6}\)/g,
    why: 'beeline: the code once more',
    instead: '$1$2',
  },
  { shape: /(?<=\w)\((?:s|es|ies)\)/g, why: 'one or many' },
  {
    shape: new RegExp(`,? ?[([]?\\b(?:after|retried|in|attempt|retry|attempts?:) \\d{1,4}(?:(?: of |/)\\d{1,4})?(?: (?:failed )?${tries})[)\\]]?`, 'gi'),
    why: 'after how many tries',
  },
  { shape: /(?<=\bin location )(?:US|EU|us|eu)\b/g, why: 'BigQuery: two of the regions are words', instead: 'us-east1' },
  { shape: /\.\.\. \[truncated\] \.\.\.|<truncated>/g, why: 'what was left out' },
];

/** What stands before the text that counts, once or several times. */
export const prefixes: readonly Noise[] = [
  {
    shape: new RegExp(`^\\[?${time}\\]?\\s{0,4}${brackets}(?:${level}\\s{0,4})?${brackets}(?:${place}(?:- |: ))?`),
    why: 'the time, the level and the place of a log line',
  },
  {
    shape: new RegExp(`^${level}\\s{1,4}${brackets}${place}- `),
    why: 'a log line without its time',
  },
  { shape: /^Caused by:\s{0,4}/i, why: 'what it is the cause of stands before it' },
  {
    shape: new RegExp(`^${exceptions}Job aborted due to stage failure: (?:${sparkTries})?`),
    why: 'Spark: in which stage, and after how many tries',
  },
  { shape: new RegExp(`^${exceptions}(?:${sparkTries})`), why: 'Spark: which try of which task' },
  {
    shape: new RegExp(`^${exceptions}An error occurred while calling [\\w.:$]{1,100}?\\.[\\w$]{1,60}\\.?\\s{0,4}:?\\s{1,4}(?=\\S)`),
    why: 'Py4J: through which object it was called',
  },
  {
    shape: new RegExp(`^(?:${exceptions}|[\\p{L}\\d '_.-]{0,60} )?(?:failed|gave up|giving up|aborted|exhausted|error) after \\d{1,12} ${tries}`
      + '(?: in \\d{1,9} ?m?s)?[^\\n:]{0,40}:\\s{1,4}(?=\\S)', 'iu'),
    why: 'after how many tries',
  },
  {
    shape: /^(?:FAILED|ERROR|Error|Failure|FAILURE|错误|失败|报错|error message|Error message|Internal message|Exception)\s?[:：-]\s{0,4}/,
    why: 'that it failed is known',
  },
  {
    shape: /^(?:java\.lang\.(?:Runtime)?Exception|java\.util\.concurrent\.(?:Execution|Completion)Exception): (?=\S)/,
    why: 'an exception that says no more than that there is one',
  },
  {
    shape: /^\*?(?:org\.apache\.hive\.service\.cli\.HiveSQLException: ?)?Error while (?:compiling|processing) statement: (?=FAILED)/,
    why: 'Hive through JDBC: the same without it on its command line',
  },
  { shape: /^Exception in thread "[^"\n]{0,100}"\s{0,4}/, why: 'which thread it was' },
  {
    shape: /^(?:unexpected error|Unexpected error|task (?:is )?failed|Task failed)\s?[:：-]\s{0,4}/,
    why: 'that it failed is known',
  },
  { shape: /^\[?(?:task|job|attempt|partition)[ #_-]?\d{1,20}\]?\s?[:：-]?\s{0,4}/i, why: 'which task it was' },
];
