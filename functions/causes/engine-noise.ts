import type { Noise } from './noise.ts';

const answerFields = [
  'RequestId|HostId|OSSAccessKeyId|AWSAccessKeyId|SignatureProvided|StringToSign(?:Bytes)?|RecommendDoc|BucketName',
  '|Bucket|Key|Resource|AccessKeyId|ServerTime|RequestTime|Endpoint',
].join('');

/**
 * What single services, engines and drivers write around what went wrong. Tried before the rest, in
 * this order, with the same care: fixed words first, and each repetition bounded.
 */
export const engineNoise: readonly Noise[] = [
  // MaxCompute
  {
    shape: /\bErrorCode=\w{1,60}, ?ErrorMessage=(?=ODPS-\d{7})/g,
    why: 'MaxCompute through its tunnel: the code says more',
  },
  {
    shape:
      /(?<=\S )(?:java\.io\.IOException|java\.lang\.(?:Runtime)?Exception): ?(?:RequestId=\w{1,60})?\s*$/g,
    why: 'MaxCompute through its tunnel: an exception that carries no more than the id of the request',
  },
  { shape: /(?:-{2,4}> ?)?Tips: ?CMD:[^\n]{0,400}/g, why: 'MaxCompute: a command that it advises' },
  {
    shape: /\b(?:CurrentProject|Pricipal|Principal) ?:\s?[^;,\s]{0,200}[;,]?/g,
    why: 'MaxCompute: who asked where',
  },
  { shape: /-{2,3}> ?Tips:?\s{0,2}/g, why: 'MaxCompute: what it writes before who asked' },
  {
    shape: /(ODPS-\d{7}) ?:? ?\[ ?-?\d{1,12} ?, ?-?\d{1,12} ?\]/gi,
    why: 'MaxCompute: the place in the statement',
    instead: '$1:',
  },
  { shape: /- \[\d{1,12},\d{1,12}\]/g, why: 'MaxCompute: the place in a view', instead: '- ' },

  // OSS and S3
  {
    shape: new RegExp(`<(${answerFields})>[^<]{0,3000}</\\1>`, 'g'),
    why: 'fields of an answer of OSS or S3 that differ each time',
  },
  { shape: /\[?\bHostId\]?:\s?[\w.*-]{0,200}/g, why: 'OSS: the host' },
  { shape: /\[ResponseError\]:/g, why: 'OSS: what it says once more, as XML' },
  { shape: /,?\s?\bProxy: (?:null|[\w.:-]{1,100})/g, why: 'S3: the way there' },

  // Hadoop, Hive and Tez
  {
    shape: /\borg\.apache\.hadoop\.ipc\.RemoteException\(([\w.$]{3,200})\): /g,
    why: 'Hadoop: raised on the other side',
    instead: '$1: ',
  },
  {
    shape: /:[\w.-]{1,60}:[\w.-]{1,60}:[-dl][-rwxsStT]{9}\+?/g,
    why: 'HDFS: whose it is, and who may',
  },
  {
    shape: / No live nodes contain(?<=Could not obtain block: [^\n]{1,600}) [^\n]{0,4000}/g,
    why: 'HDFS: on which nodes it was',
  },
  {
    shape: /\bMetaException\(message:Got exception: ([\w.]{3,200}Exception):? (?=\S)/g,
    why: 'Hive: what its metastore carries',
    instead: '$1: ',
  },
  {
    shape: /\bMetaException\(message:(?:Got exception: )?(?=\S)/g,
    why: 'Hive: what its metastore carries',
  },
  {
    shape:
      /\b(Hive Runtime Error while processing (?:row|key|writable|vector(?:ized)? row)(?: ?\(tag=\d\))?) ?(?:\{|\[(?!Error))[^\n]{0,4000}/g,
    why: 'Hive: the row',
    instead: '$1',
  },
  {
    shape:
      /(\[Error \d{1,6}\]|return code \d{1,6})([^\n]{0,2000}?) \(state=[0-9A-Z]{5},code=\d{1,6}\)/g,
    why: 'beeline: the code once more',
    instead: '$1$2',
  },
  {
    shape: /\bVertex failed, vertexName=[^,\n]{1,100}, vertexId=\w{1,80}, diagnostics=\[/g,
    why: 'Tez: which vertex of which run',
  },
  { shape: /\bTask failed, ?(?:taskId=\w{1,80},)? ?diagnostics=\[/g, why: 'Tez: which task of it' },
  { shape: /\bTaskAttempt \d{1,4} failed, info=\[/g, why: 'Tez: which try' },
  {
    shape:
      /\b(?:Error: )?(?:Error|Failure) while running task ?(?:\( ?failure ?\) )?: ?(?:attempt_\w{1,80}:)?/g,
    why: 'Tez: that it failed is known',
  },
  {
    shape:
      /\]{0,4},? ?Vertex did not succeed due to OWN_TASK_FAILURE, failedTasks:\d{1,9} killedTasks:\d{1,9},? ?(?:Vertex \w{1,80} \[[^\]\n]{1,100}\] killed\/failed due to:OWN_TASK_FAILURE\]?)?/g,
    why: 'Tez: how many tasks failed with it',
  },
  {
    shape:
      /\bDAG did not succeed due to VERTEX_FAILURE\. failedVertices:\d{1,9} killedVertices:\d{1,9}/g,
    why: 'Tez: the same of vertices',
  },
  {
    shape: /\bGSS initiate failed \[Caused by (?=GSSException)/g,
    why: 'Kerberos: what carries it',
  },

  // Spark and Parquet
  {
    shape:
      /\((?:TID|tid) \d{1,12}(?:,[^()\n]{0,120})?\)(?: \([^()\n]{1,120} executor [^()\n]{1,40}\))?/g,
    why: 'Spark: which try of which task, where',
  },
  {
    shape:
      /\bFetchFailed\((?:BlockManagerId\([^()\n]{0,200}\)|null)(?:, \w{1,20}=-?\d{1,20}){0,5}, message=/g,
    why: 'Spark: which part of a shuffle',
  },
  { shape: /\((?:[\w.-]{1,120} )?executor \w{1,20}\)/g, why: 'Spark: where it ran' },
  {
    shape: /(?<=expected magic number at tail),? ?\[[\d, -]{1,60}\]/gi,
    why: 'Parquet: what it always expects',
  },

  // Google Cloud
  {
    shape:
      /(?<=\b(?:Table|table|Dataset|dataset|View|view|Project|project) )[a-z][a-z\d-]{1,62}:(?=[A-Za-z_]\w{0,200}(?:[\s.:,)]|$))/g,
    why: 'BigQuery: the project before the dataset',
  },
  {
    shape: /(?<=\b[Pp]roject )[a-z][a-z\d]{0,30}(?:-[a-z\d]{1,30}){1,8}(?=[:.,;)]|$)/g,
    why: 'Google Cloud: a project whose name is of words',
    instead: 'p_1',
  },
  {
    shape: /(?<=['"]projects\/)[\w.:-]{1,100}(?=['"])/g,
    why: 'Google Cloud: the project',
    instead: 'p_1',
  },
  { shape: /^\s*Location: [\w-]{2,40}\s*$/g, why: 'BigQuery from Python: where it ran' },
  {
    shape: /;? ?\breason: [A-Za-z]{1,60}, (?:location: [\w.]{1,60}, )?message: [^\n]{0,1500}/g,
    why: 'Google Cloud from Python: the same once more',
  },
  {
    shape: /[,;]? (?:job)?(?:rateLimit|quota)Exceeded$(?<=exceeded [^\n]{1,300}Exceeded)/gi,
    why: 'Google Cloud from Go: its words say so',
  },
  { shape: / ?\bat \[\d{1,12}:\d{1,12}\]/g, why: 'BigQuery: the place in the statement' },
  {
    shape: /\bError: \d{1,20}(?=; reason: \w)/g,
    why: 'BigQuery: the id of one failure',
    instead: 'Error',
  },
  {
    shape: /(?<=\bin location )(?:US|EU|us|eu)\b/g,
    why: 'BigQuery: two of the regions are words',
    instead: 'us-east1',
  },

  // databases and their drivers
  {
    shape:
      /\[(?:Amazon|AWS Redshift|Redshift)\](?:\[JDBC Driver\])? ?\(500310\) Invalid operation: (?=\D)/g,
    why: 'Redshift: its older drivers call any answer of the server so',
    instead: 'com.amazon.redshift.util.RedshiftException: ERROR: ',
  },
  {
    shape: /(?<=ORA-00942: table or view )"[^"\n]{1,130}"(?:\."[^"\n]{1,130}")? /g,
    why: 'Oracle: named by later releases only',
  },
  {
    shape: /(?<=: )error line \d{1,9} at position \d{1,9}(?=\s*$)/g,
    why: 'Snowflake: the place in the statement, before what is wrong there',
  },
  {
    shape: /\bKey \([^()\n]{0,300}\)=\([^()\n]{0,300}\)/g,
    why: 'PostgreSQL: the row of a conflict',
    instead: 'Key',
  },
  {
    shape: /\bFailing row contains \([^\n]{0,3000}\)/g,
    why: 'PostgreSQL: the row',
    instead: 'Failing row',
  },
  {
    shape: /^\(([\w.]{3,200}(?:Error|Exception))\) (?=\S)/g,
    why: 'SQLAlchemy: the exception of its driver',
    instead: '$1: ',
  },
];
