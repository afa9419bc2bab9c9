/** What an error text carries that says nothing about its cause, and may be there or not. */
export type Noise = Readonly<{ shape: RegExp; why: string; instead?: string }>;

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
const id = '["\'\\[]?[\\w/+=.:$@*…-]{0,200}["\'\\]]?';

const tries = '(?:attempts?|tries|times|retries|retry)';

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
    shape: /<\?xml[^>]{0,80}\?>|<\/[A-Z][A-Za-z]{0,40}>|(?<!\w)<[A-Z][A-Za-z]{0,40}>/g,
    why: 'the tags around the fields that count',
    instead: ' ',
  },
  { shape: /\b(jdbc:[a-z\d]{1,20}:[^\s;?]{0,300})[;?][\w=;&%.@/-]{0,500}/gi, why: 'how a database is connected to', instead: '$1' },
  { shape: /\[?\bHostId\]?:\s?[\w.*-]{0,200}/g, why: 'OSS: the host' },
  { shape: /\[ResponseError\]:/g, why: 'OSS: what it says once more, as XML' },
  { shape: /\bErrorCode=\w{1,60}, ?ErrorMessage=(?=ODPS-\d{7})/g, why: 'MaxCompute through its tunnel: the code says more' },
  { shape: /(?:-{2,4}> ?)?Tips: ?CMD:[^\n]{0,400}/g, why: 'MaxCompute: a command that it advises' },
  { shape: /\borg\.apache\.hadoop\.ipc\.RemoteException\(([\w.$]{3,200})\): /g, why: 'Hadoop: raised on the other side', instead: '$1: ' },
  {
    shape: /\[(?:Amazon|AWS Redshift|Redshift)\](?:\[JDBC Driver\])? ?\(500310\) Invalid operation: (?=\D)/g,
    why: 'Redshift: its older drivers call any answer of the server so',
    instead: 'com.amazon.redshift.util.RedshiftException: ERROR: ',
  },
  {
    shape: /(?<=\S )(?:java\.io\.IOException|java\.lang\.(?:Runtime)?Exception): ?(?:RequestId=\w{1,60})?\s*$/g,
    why: 'MaxCompute through its tunnel: an exception that carries no more than the id of the request',
  },
  { shape: /(?<=expected magic number at tail),? ?\[[\d, -]{1,60}\]/gi, why: 'Parquet: what it always expects' },
  { shape: /\bMetaException\(message:Got exception: ([\w.]{3,200}Exception):? (?=\S)/g, why: 'Hive: what its metastore carries', instead: '$1: ' },
  { shape: /\bMetaException\(message:(?:Got exception: )?(?=\S)/g, why: 'Hive: what its metastore carries' },
  { shape: /:[\w.-]{1,60}:[\w.-]{1,60}:[-dl][-rwxsStT]{9}\+?/g, why: 'HDFS: whose it is, and who may' },
  { shape: /\b((?:Connection refused|No route to host|Broken pipe|Connection reset)) \((?:Connection refused|Host unreachable|Write failed|Read failed)\)/g, why: 'Java 8 and later say it twice', instead: '$1' },
  { shape: /(?<=UnknownHostException: \S{1,200}): (?:Name or service not known|Temporary failure in name resolution|nodename nor servname provided, or not known|unknown error)\b/g, why: 'how the system calls a host that is unknown' },
  { shape: /\bGSS initiate failed \[Caused by (?=GSSException)/g, why: 'Kerberos: what carries it' },
  { shape: /\bsun\.security\.validator\.ValidatorException: (?=PKIX)/g, why: 'Java: what checks certificates' },
  { shape: /(?<=\b(?:Table|table|Dataset|dataset|View|view|Project|project) )[a-z][a-z\d-]{1,62}:(?=[A-Za-z_]\w{0,200}(?:[\s.:,)]|$))/g, why: 'BigQuery: the project before the dataset' },
  { shape: /(?<=\b[Pp]roject )[a-z][a-z\d]{0,30}(?:-[a-z\d]{1,30}){1,8}(?=[:.,;)]|$)/g, why: 'Google Cloud: a project whose name is of words', instead: 'p_1' },
  { shape: /^\s*Location: [\w-]{2,40}\s*$/g, why: 'BigQuery from Python: where it ran' },
  { shape: /^\(([\w.]{3,200}(?:Error|Exception))\) (?=\S)/g, why: 'SQLAlchemy: the exception of its driver', instead: '$1: ' },
  { shape: /(?<=['"]projects\/)[\w.:-]{1,100}(?=['"])/g, why: 'Google Cloud: the project', instead: 'p_1' },
  { shape: /,?\s?\bProxy: (?:null|[\w.:-]{1,100})/g, why: 'S3: the way there' },
  { shape: /\b(?:CurrentProject|Pricipal|Principal) ?:\s?[^;,\s]{0,200}[;,]?/g, why: 'MaxCompute: who asked where' },
  { shape: /-{2,3}> ?Tips:?\s{0,2}/g, why: 'MaxCompute: what it writes before who asked' },
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
  {
    shape: /\bFetchFailed\((?:BlockManagerId\([^()\n]{0,200}\)|null)(?:, \w{1,20}=-?\d{1,20}){0,5}, message=/g,
    why: 'Spark: which part of a shuffle',
  },
  { shape: /\b(Hive Runtime Error while processing (?:row|key|writable|vector(?:ized)? row)(?: ?\(tag=\d\))?) ?(?:\{|\[(?!Error))[^\n]{0,4000}/g, why: 'Hive: the row', instead: '$1' },
  { shape: /(?<=[. :])java\.lang\.RuntimeException: (?=[\w.$]{3,200}(?:Exception|Error): )/g, why: 'an exception that says no more than the one behind it' },
  { shape: /\bVertex failed, vertexName=[^,\n]{1,100}, vertexId=\w{1,80}, diagnostics=\[/g, why: 'Tez: which vertex of which run' },
  { shape: /\bTask failed, ?(?:taskId=\w{1,80},)? ?diagnostics=\[/g, why: 'Tez: which task of it' },
  { shape: /\bTaskAttempt \d{1,4} failed, info=\[/g, why: 'Tez: which try' },
  { shape: /\b(?:Error: )?(?:Error|Failure) while running task ?(?:\( ?failure ?\) )?: ?(?:attempt_\w{1,80}:)?/g, why: 'Tez: that it failed is known' },
  {
    shape: /\]{0,4},? ?Vertex did not succeed due to OWN_TASK_FAILURE, failedTasks:\d{1,9} killedTasks:\d{1,9},? ?(?:Vertex \w{1,80} \[[^\]\n]{1,100}\] killed\/failed due to:OWN_TASK_FAILURE\]?)?/g,
    why: 'Tez: how many tasks failed with it',
  },
  { shape: /\bDAG did not succeed due to VERTEX_FAILURE\. failedVertices:\d{1,9} killedVertices:\d{1,9}/g, why: 'Tez: the same of vertices' },
  { shape: / No live nodes contain(?<=Could not obtain block: [^\n]{1,600}) [^\n]{0,4000}/g, why: 'HDFS: on which nodes it was' },
  { shape: /(?<=ORA-00942: table or view )"[^"\n]{1,130}"(?:\."[^"\n]{1,130}")? /g, why: 'Oracle: named by later releases only' },
  { shape: /;? ?\breason: [A-Za-z]{1,60}, (?:location: [\w.]{1,60}, )?message: [^\n]{0,1500}/g, why: 'Google Cloud from Python: the same once more' },
  { shape: /[,;]? (?:job)?(?:rateLimit|quota)Exceeded$(?<=exceeded [^\n]{1,300}Exceeded)/gi, why: 'Google Cloud from Go: its words say so' },
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
  { shape: /(?<=: )error line \d{1,9} at position \d{1,9}(?=\s*$)/g, why: 'Snowflake: the place in the statement, before what is wrong there' },
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
  { shape: /\bKey \([^()\n]{0,300}\)=\([^()\n]{0,300}\)/g, why: 'PostgreSQL: the row of a conflict', instead: 'Key' },
  { shape: /\bFailing row contains \([^\n]{0,3000}\)/g, why: 'PostgreSQL: the row', instead: 'Failing row' },
  { shape: /(?<=\w)\((?:s|es|ies)\)/g, why: 'one or many' },
  {
    shape: new RegExp(`,? ?[([]?\\b(?:after|retried|in|attempt|retry|attempts?:) \\d{1,4}(?:(?: of |/)\\d{1,4})?(?: (?:failed )?${tries})[)\\]]?`, 'gi'),
    why: 'after how many tries',
  },
  { shape: /[,;.] (?:retries exhausted|giving up|no more retries)\b\.?/gi, why: 'after how many tries' },
  { shape: /,? ?\bretry \d{1,4}\/\d{1,4}/gi, why: 'after how many tries' },
  { shape: /[ (,]{0,2}\b(?:took|elapsed|cost|耗时)[: ]{1,2}\d[\d.,]{0,12} ?(?:ms|s|sec|seconds|milliseconds|毫秒|秒)\b\)?/gi, why: 'how long it took' },
  { shape: /\bError: \d{1,20}(?=; reason: \w)/g, why: 'BigQuery: the id of one failure', instead: 'Error' },
  { shape: /(?<=\bin location )(?:US|EU|us|eu)\b/g, why: 'BigQuery: two of the regions are words', instead: 'us-east1' },
  { shape: /\.\.\. \[truncated\] \.\.\.|<truncated>/g, why: 'what was left out' },
];
