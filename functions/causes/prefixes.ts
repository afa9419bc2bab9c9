import { withoutLogPrefix } from './log-prefix.ts';
import type { Noise } from './noise.ts';

/** The classes of exceptions that carry what follows them. */
const exceptions = '(?:[\\w.$]{1,200}(?:Exception|Error): ){0,4}';
const tries = '(?:attempts?|tries|times|retries|retry)';
const lostTask =
  'Lost task [\\d.]{1,40} in stage [\\d.]{1,40} \\(TID \\d{1,12}[^()\\n]{0,200}\\)(?: \\([^()\\n]{0,200}\\))?: ';
const sparkTries = `Task [\\d.]{1,40} in stage [\\d.]{1,40} failed \\d{1,12} times?, most recent failure: (?:${lostTask})?|${lostTask}`;
const work =
  '(?:(?:the|this|data|migration|sync|copy|spark|hive|odps|mms|sql) ){0,3}(?:task|job|attempt|migration|action|instance)';
const failed = '(?:is |was |has |still )?(?:failed|aborted|FAILED)';
const because =
  '(?:,? ?(?:cause|reason|because|with error|with exception|error|due to|caused by|message)(?: is| was)?)?';

/** What stands before the text that counts, once or several times; only where something follows. */
const prefixes: readonly Noise[] = [
  { shape: /^Caused by:\s{0,4}/i, why: 'what it is the cause of stands before it' },
  {
    shape: new RegExp(`^${exceptions}Job aborted due to stage failure: (?:${sparkTries})?(?=\\S)`),
    why: 'Spark: in which stage, and after how many tries',
  },
  {
    shape: new RegExp(`^${exceptions}(?:${sparkTries})(?=\\S)`),
    why: 'Spark: which try of which task',
  },
  {
    shape: /^Exception in task [\d.]{1,40} in stage [\d.]{1,40} \(TID \d{1,12}\):?\s{1,4}(?=\S)/,
    why: 'Spark: which try of which task',
  },
  {
    shape: new RegExp(
      `^${exceptions}(?:Job aborted due to stage failure: )?(?:ShuffleMap|Result)Stage \\d{1,9} \\([^()\\n]{0,200}(?:\\([^()\\n]{0,40}\\))?[^()\\n]{0,40}\\) has failed the maximum allowable number of times: \\d{1,6}\\. Most recent failure reason: ?(?=\\S)`,
    ),
    why: 'Spark: after how many tries',
  },
  {
    shape: /^(?:User class threw exception|Application diagnostics message|Diagnostics): (?=\S)/,
    why: 'Spark on YARN: in the program itself',
  },
  {
    shape: new RegExp(
      `^(?:${exceptions}(?:403 (?=(?:Access Denied|Exceeded rate limits|Quota exceeded): )|404 (?=Not found: ))|google\\.api_core\\.exceptions\\.\\w{1,60}: [45]\\d\\d (?=[A-Z](?!\\S{2,5} https?:)))`,
    ),
    why: 'Google Cloud: what its words say',
  },
  {
    shape:
      /^googleapi(?:: got HTTP response code \d{3} with body)?: Error [45]\d\d: (?=\S+ \S+ \S+ \S)/,
    why: 'Google Cloud from Go: what its words say',
  },
  {
    shape:
      /^(?:google\.api_core\.exceptions\.\w{1,60}: )?[45]\d\d (?:GET|POST|PUT|PATCH|DELETE) https?:\/\/\S{1,400}: (?=\S)/,
    why: 'Google Cloud from Python: what was asked',
  },
  {
    shape:
      /^(?:com\.aliyun\.odps\.tunnel\.)?TunnelException: (?=(?:RequestId=\S{1,80}, ?)?ErrorCode=)/,
    why: 'MaxCompute through its tunnel: its code follows',
  },
  { shape: /^oss2\.exceptions\.\w{1,60}: (?=\S)/, why: 'OSS from Python: its code says so' },
  {
    shape: new RegExp(
      `^${exceptions}(?:Py4JJavaError: )?An error occurred while calling [\\w.:$]{1,100}?\\.[\\w$]{1,60}\\.?\\s{0,4}:?\\s{1,4}(?=\\S)`,
    ),
    why: 'Py4J: through which object it was called',
  },
  {
    shape: new RegExp(
      `^(?:${exceptions}|[\\p{L}\\d '_.-]{0,60} )?(?:failed|gave up|giving up|aborted|exhausted|error) after \\d{1,12} ${tries}` +
        '(?: in \\d{1,9} ?m?s)?[^\\n:]{0,40}:\\s{1,4}(?=\\S)',
      'iu',
    ),
    why: 'after how many tries',
  },
  {
    shape: new RegExp(
      `^(?:${tries} \\d{1,9}(?:(?:/| of )\\d{1,9})?(?: times)?,? ?${failed}|重试 ?\\d{1,9} ?次后?(?:仍|依然)?失败)\\s?[:：-]\\s{0,4}(?=\\S)`,
      'i',
    ),
    why: 'after how many tries',
  },
  {
    shape:
      /^(?:FAILED|ERROR|Error|FATAL|Failure|FAILURE|错误|失败|报错|Exception|(?:error|last error|internal|errMsg|err_msg)(?: message)?|root cause|reason|cause)\s?[:：=-]\s{0,4}(?=\S)(?!\d{1,6}\b)/i,
    why: 'that it failed is known',
  },
  {
    shape:
      /^(?:(?:数据|表)?(?:迁移|同步)?(?:任务|作业)?(?:执行|运行|迁移|同步)?失败)(?:[，,。]?\s?(?:失败)?(?:原因|错误信息|报错信息?|错误)(?:是|为)?)?\s?[:：]\s{0,4}(?=\S)/,
    why: 'that it failed is known',
  },
  {
    shape: /^(?:失败|错误|报错)(?:原因|信息)\s?[:：]\s{0,4}(?=\S)/,
    why: 'that it failed is known',
  },
  {
    shape: new RegExp(
      `^(?:unexpected error|${work}(?:[ #:_-]{1,2}[^\\s:,，]{1,120})? ${failed}${because})\\s?[:：-]\\s{1,4}(?=\\S)`,
      'i',
    ),
    why: 'that it failed is known',
  },
  {
    shape:
      /^(?:java\.lang\.(?:Runtime)?Exception|java\.util\.concurrent\.(?:Execution|Completion)Exception): (?=\S)/,
    why: 'an exception that says no more than that there is one',
  },
  {
    shape:
      /^\*?(?:org\.apache\.hive\.service\.cli\.HiveSQLException: ?)?Error while (?:compiling|processing) statement: (?=FAILED)/,
    why: 'Hive through JDBC: the same without it on its command line',
  },
  {
    shape:
      /^Execution Error, return code \d{1,3} from org\.apache\.hadoop\.hive\.ql\.exec\.[\w.]{1,80}Task\.\s{0,2}(?=(?!java\.lang\.(?!RuntimeException: (?!java\.lang\.)))(?:[\w.$]{3,200}(?:Exception|Error):? ){1,4}\S)/i,
    why: 'Hive: which step raised the exception that follows',
  },
  {
    shape:
      /^(?:org\.apache\.hadoop\.hive\.ql\.metadata\.)?HiveException:? (?=[\w.$]{3,200}(?:Exception|Error): )/,
    why: 'Hive: what carries the exception that follows',
  },
  {
    shape:
      /^(?:[A-Za-z ]{0,40}: )?(?:[\w.$]{3,200}(?:Exception|Error): )?(?:SQL Error \[\d{1,6}\](?: \[\w{5}\])?|error occurred during batching): (?=ORA-\d{5}: )/,
    why: 'Oracle: its own code follows',
  },
  { shape: /^: (?=\S)/, why: 'Py4J: from where it was called stands above' },
  {
    shape:
      /^(?:JDBC|ODBC|Database|Snowflake|BigQuery|Hive|Oracle|MySQL) (?:ERROR|error|Error): (?=\S)/,
    why: 'that it failed is known',
  },
  {
    shape: /^Failed with exception (?=[\w.$]{3,200}Exception:)/,
    why: 'Hive on its command line: that it failed is known',
  },
  { shape: /^Exception in thread "[^"\n]{0,100}"\s{0,4}(?=\S)/, why: 'which thread it was' },
  {
    shape: /^\[?(?:task|job|attempt|partition)[ #_-]?\d{1,20}\]?\s?[:：-]?\s{0,4}(?=\S)/i,
    why: 'which task it was',
  },
];

export function withoutPrefixes(text: string): string {
  let rest = text;
  for (let round = 0; round < 4; round += 1) {
    const shorter = prefixes.reduce(
      (left, { shape }) => left.replace(shape, ''),
      withoutLogPrefix(rest),
    );
    if (shorter === rest || shorter.trim() === '') break;
    rest = shorter;
  }
  return rest;
}
