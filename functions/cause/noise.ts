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
  '|Bucket|Key|Resource|AccessKeyId|ServerTime|RequestTime',
].join('');
/** What a log line has before its text: the time, what stands in brackets, the level, the class with its method. */
const time = '\\d{2,4}[-/]\\d{2}[-/]\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}[\\d.,]{0,8}(?:Z|[+-]\\d{2}:?\\d{2}| [A-Z]{3,4}\\b)?';
const brackets = '(?:\\[[^\\]\\n]{0,80}\\]\\s{0,4}){0,3}';
const level = '(?:ERROR|WARN|WARNING|INFO|FATAL|DEBUG|SEVERE)\\b';
const place = '[\\w.$]{1,100}(?: ?\\([\\w.$:() ]{0,100}?\\))?\\s{0,2}';
const id = '["\'\\[]?[\\w/+=.:$@*…-]{0,200}["\'\\]]?';

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
    shape: /(?:\blog ?view ?(?:url)? ?[:=]?\s{0,3})?\[LogView (?:link removed|链接已移除)[^\]\n]{0,80}\]/gi,
    why: 'the same after it was taken out',
  },
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
  { shape: /(?<=\w)\((?:s|es|ies)\)/g, why: 'one or many' },
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
    shape: /^(?:FAILED|ERROR|Error|Failure|FAILURE|错误|失败|报错|error message|Error message|Internal message|Exception)\s?[:：-]\s{0,4}/,
    why: 'that it failed is known',
  },
  { shape: /^Exception in thread "[^"\n]{0,100}"\s{0,4}/, why: 'which thread it was' },
  {
    shape: /^(?:unexpected error|Unexpected error|task (?:is )?failed|Task failed)\s?[:：-]\s{0,4}/,
    why: 'that it failed is known',
  },
  { shape: /^\[?(?:task|job|attempt|partition)[ #_-]?\d{1,20}\]?\s?[:：-]?\s{0,4}/i, why: 'which task it was' },
];
