/** What an error text carries that says nothing about its cause, and may be there or not. */
export type Noise = Readonly<{ shape: RegExp; why: string; instead?: string }>;

const requestPrefixes = 'S3 extended |extended |x-oss-|x-acs-|x-amz-|aws ';
const idNames = [
  '(?:odps |sql |fuxi |job )?instance ?id|host ?id|trace ?id|eagleeye[-_ ]?id|eagleeye-traceid|context ?id|session ?id',
  '|query ?id|statement ?id|execution ?id|action ?id|operation ?id|application ?id|txnid|transaction ?id|correlation ?id',
  '|activity ?id|block ?id|upload ?id|download ?id|insert ?id|job ?id|task ?id|pid|tid',
].join('');
const id = '["\'\\[]?[\\w/+=.:$@*…-]{0,200}["\'\\]]?';

const tries = '(?:attempts?|tries|times|retries|retry)';

/**
 * Tried in this order on one line at a time. Each begins with a fixed word, and each repetition in
 * it is bounded or stops at its own end, so the time grows with the line and no faster.
 */
export const noise: readonly Noise[] = [
  { shape: /\u001b\[[0-9;]{0,16}m/g, why: 'colours of a terminal' },
  {
    shape: / at [\w$.<>/-]{3,200}\([^()\n]{0,120}\)(?: ~?\[[^\]\n]{0,80}\])?/g,
    why: 'stack frames of a trace that was written in one line',
  },
  {
    shape: new RegExp(
      `[(\\[]?\\s?\\b(?:${requestPrefixes})?request[ _-]?id["')\\]]{0,2}\\s?[:=]\\s?${id}\\s?[)\\]]?[,;]?`,
      'gi',
    ),
    why: 'the id of one request',
  },
  {
    shape: /\brequest id (?=[\w-]{0,60}\d)[\w-]{2,60}/gi,
    why: 'the same without a mark between',
  },
  {
    shape: new RegExp(
      `[(\\[]?\\b(?:${idNames})["')\\]]{0,2}\\s?[:=#]\\s?${id}\\s?[)\\]]?[,;]?`,
      'gi',
    ),
    why: 'the id of one run',
  },
  {
    shape: /<\?xml[^>]{0,80}\?>|<\/[A-Z][A-Za-z]{0,40}>|(?<!\w)<[A-Z][A-Za-z]{0,40}>/g,
    why: 'the tags around the fields that count',
    instead: ' ',
  },
  {
    shape: /\b(jdbc:[a-z\d]{1,20}:[^\s;?]{0,300})[;?][\w=;&%.@/-]{0,500}/gi,
    why: 'how a database is connected to',
    instead: '$1',
  },
  {
    shape:
      /\b((?:Connection refused|No route to host|Broken pipe|Connection reset)) \((?:Connection refused|Host unreachable|Write failed|Read failed)\)/g,
    why: 'Java 8 and later say it twice',
    instead: '$1',
  },
  {
    shape:
      /(?<=UnknownHostException: \S{1,200}): (?:Name or service not known|Temporary failure in name resolution|nodename nor servname provided, or not known|unknown error)\b/g,
    why: 'how the system calls a host that is unknown',
  },
  {
    shape: /\bsun\.security\.validator\.ValidatorException: (?=PKIX)/g,
    why: 'Java: what checks certificates',
  },
  {
    shape: /\blog ?view ?(?:url)? ?[:=]?\s{0,3}https?:\/\/[^\s]{0,3000}/gi,
    why: 'the link to one run',
  },
  {
    shape:
      /(?:\blog ?view ?(?:url)? ?[:=]?\s{0,3})?\[LogView (?:link removed|链接已移除)[^\]\n]{0,80}\]/gi,
    why: 'the same after it was taken out',
  },
  {
    shape:
      /\b(?:for|see) more (?:information|details?)[^\n]{0,80}?https?:\/\/[^\s"'<>)\]}]{0,400}/gi,
    why: 'advice to read on',
  },
  {
    shape: /\b(?:please )?(?:visit|see|refer to|check):? https?:\/\/[^\s"'<>)\]}]{0,400}/gi,
    why: 'advice to read on',
  },
  {
    shape: /(?<=[. :])java\.lang\.RuntimeException: (?=[\w.$]{3,200}(?:Exception|Error): )/g,
    why: 'an exception that says no more than the one behind it',
  },
  {
    shape:
      /\bon (?:host|node|executor)\b:? ?(?!(?:is|was|not|for|to|in|failed|has|could|cannot)\b)[\w.:/-]{1,120}/gi,
    why: 'where it ran',
  },
  {
    shape: /\b(?:executor|attempt|taskId|retry) (?:\d{1,12}|driver)(?: (?:of|\/) \d{1,12})?\b/gi,
    why: 'which of many',
  },
  {
    shape:
      /\bat (?:line|row) \d{1,9}(?:,? ?(?:col(?:umn)?|pos(?:ition)?|char(?:acter)?|offset) \d{1,9})?/gi,
    why: 'a place in a statement',
  },
  {
    shape:
      /\(?\bline \d{1,12}(?::\d{1,12}|,? ?(?:col(?:umn)?|pos(?:ition)?|char(?:acter)?)\.? \d{1,12})?\)?/gi,
    why: 'a place in a statement',
  },
  { shape: /\b(?:position|pos|offset) ?[:=]? ?\d{1,9}/gi, why: 'a place in a statement' },
  {
    shape: /\((?:[\w.-]{1,80}\.)?(?:java|scala|cpp|cc|py|go):\d{1,12}\)/g,
    why: 'a place in a program',
  },
  { shape: /\b[\w./-]{1,120}\.(?:cpp|cc|c|h)\(\d{1,12}\)/g, why: 'a place in a program' },
  {
    shape: /\.\.\. \d{1,12} (?:more|common frames omitted)|\bDriver stacktrace:/g,
    why: 'what a trace left out, written in one line',
  },
  { shape: /(?<=\w)\((?:s|es|ies)\)/g, why: 'one or many' },
  {
    shape: new RegExp(
      `,? ?[([]?\\b(?:after|retried|in|attempt|retry|attempts?:) \\d{1,4}(?:(?: of |/)\\d{1,4})?(?: (?:failed )?${tries})[)\\]]?`,
      'gi',
    ),
    why: 'after how many tries',
  },
  {
    shape: /[,;.] (?:retries exhausted|giving up|no more retries)\b\.?/gi,
    why: 'after how many tries',
  },
  { shape: /,? ?\bretry \d{1,4}\/\d{1,4}/gi, why: 'after how many tries' },
  {
    shape:
      /[ (,]{0,2}\b(?:took|elapsed|cost|耗时)[: ]{1,2}\d[\d.,]{0,12} ?(?:ms|s|sec|seconds|milliseconds|毫秒|秒)\b\)?/gi,
    why: 'how long it took',
  },
  { shape: /\.\.\. \[truncated\] \.\.\.|<truncated>/g, why: 'what was left out' },
];
