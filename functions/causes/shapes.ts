import { dataTypes, errorParts, smallErrorParts, technical } from './vocabulary.ts';

/** What a run of characters without spaces, quotes or brackets is, told by its shape alone. */
type Shape = Readonly<{
  is: 'kept' | 'name' | 'number' | 'gone';
  shape: RegExp;
  /** Why, for whoever adds a row. */
  why: string;
  /** What is kept of it, where that is not all. */
  as?: (text: string) => string;
}>;

const services = [
  'odps|oss|ram|mms|s3|s3express|glue|dlf|kms|sts|iam|lakeformation|athena|redshift|redshift-data|hologres|ots|fc|emr',
  '|dataworks|bigquery|log|dynamodb|ec2',
].join('');
const googleServices =
  'bigquery|storage|resourcemanager|datacatalog|cloudkms|iam|compute|serviceusage|monitoring|logging|dataproc|biglake';
const settings =
  'mapreduce|mapred|yarn|dfs|fs|hadoop|tez|parquet|orc|javax\\.jdo|datanucleus|mma|jdbc';
const measures =
  'memory|vcores|cores|cpu|line|size|max|min|total|count|limit|index|length|offset|code|pid|row|rows';
/** Kinds of things in the name of a resource of Alibaba Cloud: `acs:odps:*:projects/p/tables/t`. */
const resourceKind = new RegExp(
  `(${[
    'projects|tables|schemas|instances|functions|resources|volumes|packages|offlinemodels|quotas|jobs|roles|users',
  ].join('')})/[^/]*$`,
);
const packages =
  'com|org|net|io|java|javax|jdk|sun|scala|cn|oracle|ru|shade|shaded|akka|kafka|parquet|breeze';
const hiveSettings = [
  'exec|metastore|server2|support|security|optimize|merge|vectorized|auto|mapred|input|tez|compactor|txn',
  '|stats|strict|cli|enforce|fetch|groupby|llap|limit|query|repl|zookeeper|users|conf|default|map|cbo',
  '|execution|spark|files|lock|archive|orc|parquet',
].join('');
const sparkSettings = [
  'sql|driver|executor|yarn|hadoop|dynamicAllocation|shuffle|memory|network|rpc|speculation|kryoserializer',
  '|task|storage|io|broadcast|ui|eventLog|app|default|serializer|local|master|submit|kubernetes|databricks',
  '|rdd|cores|stage|scheduler|files|authenticate',
].join('');
const odpsSettings = [
  'sql|table|task|isv|idata|instance|namespace|schema|stage|output|security|external|federation|text|tunnel',
  '|function|pypy|service|properties|optimizer|storage|mcqa|joblauncher|merge|acid|compiler|timemachine',
  '|catalog|query|forbid|compat|default|quota|oss',
].join('');

/** A class that was put under another package, so that two versions of it can live side by side. */
const relocated =
  /^[\w.]{1,200}\.(?:shaded|shade|relocated|repackaged|thirdparty|relocation)\.(?=(?:com|org|io|net)\.)/;

/**
 * The first row that fits decides. Every expression is tried on the whole of a text of 300
 * characters at most.
 */
export const shapes: readonly Shape[] = [
  { is: 'kept', shape: /^ODPS-\d{7}$/i, why: 'MaxCompute: one code, one general description' },
  {
    is: 'name',
    shape: /^(?:node|worker|host|srv|server|vm|pc|executor|job|task|id|req|reg|pod|emr|ecs)-?\d+$/i,
    why: 'a machine or a task',
  },
  {
    is: 'kept',
    shape: /^[A-Z]{2,12}-\d{3,7}$/,
    why: 'ORA-00942, TNS-12541, HIVE-24247: codes of vendors',
  },
  {
    is: 'kept',
    shape:
      /^[A-Za-z]{2,40}(?:Reader|Writer|ErrorCode|ErrCode|Error|Framework|Common|Transformer|Core|Plugin|Split|Util)-\d{2}$/i,
    why: 'DataX: DBUtilErrorCode-06, HdfsReader-12',
  },
  { is: 'kept', shape: /^(?:Framework|Common|Plugin|Core)-\d{2}$/, why: 'DataX: Framework-03' },
  {
    is: 'kept',
    shape: /^00\d\d-\d{8}$/,
    why: 'OSS: EC 0003-00000801 says which of the reasons of AccessDenied',
  },
  { is: 'kept', shape: /^SQL\d{4,5}[A-Z]$/, why: 'DB2: SQL0204N' },
  {
    is: 'kept',
    shape: new RegExp(`^(?:${services}):[A-Z*][A-Za-z*]*$`),
    why: 'a privilege: another one is another grant',
  },
  {
    is: 'kept',
    shape: new RegExp(`^(?:${googleServices})\\.[a-z][A-Za-z]+\\.[a-z][A-Za-z]+$`),
    why: 'a permission of Google Cloud',
  },
  {
    is: 'kept',
    shape: /^acs:[a-z]+:[^\s]*$/,
    why: 'a resource of Alibaba Cloud: which kind of thing counts, not which one',
    as: (text) => `acs:${text.split(':')[1] ?? ''}:…${resourceKind.exec(text)?.[1] ?? ''}`,
  },
  { is: 'name', shape: /^arn:/, why: 'a resource of AWS' },
  { is: 'name', shape: /^(?:ALIYUN|RAM|STS|role\/v4)\$/i, why: 'an account of Alibaba Cloud' },
  { is: 'name', shape: /^[a-z][a-z0-9+.-]{1,30}:\/{2,3}/i, why: 'a URL' },
  {
    is: 'kept',
    shape: /^jdbc:[a-z]/i,
    why: 'the URL of a database: of which kind counts (`No suitable driver found for jdbc:oracle:…`)',
    as: (text) => text.split(':').slice(0, 2).join(':'),
  },
  { is: 'name', shape: /^file:\//i, why: 'a file' },
  {
    is: 'name',
    shape: /^[\w.+-]+@[\w.-]+$/,
    why: 'a mail address, or a Java object by its identity',
  },
  {
    is: 'kept',
    shape: /^-1$/,
    why: 'what stands where a number could not be had: a count of -1 is no count',
  },
  {
    is: 'kept',
    shape: /^HTTP\/\d(?:\.\d)?$/i,
    why: 'the protocol; the status comes next',
    as: () => 'HTTP',
  },
  {
    is: 'gone',
    shape:
      /^[\w$/.-]+\.(?:(?:java|scala|kt|cpp|hpp)(?::\d+)*|(?:cc|c|h|go|py|js|rs|cs)(?::\d+)+)$/i,
    why: 'a place in a program: another release, another line',
  },
  {
    is: 'kept',
    shape: new RegExp(`^(?:${packages})(?:\\.[a-z_][\\w$]*)*\\.[A-Z][\\w$.<>-]*$`),
    why: 'a class',
    as: (text) =>
      text
        .replace(/\$+(?:anon(?:fun)?\$?[\w$]*|\d+|\$[\w$]*|Lambda\$?[\w/]*)/g, '')
        .replace(relocated, '')
        .replace(/^com\.mysql\.cj\.jdbc\.exceptions\./, 'com.mysql.jdbc.exceptions.')
        .replace('.exceptions.jdbc4.', '.exceptions.'),
  },
  {
    is: 'kept',
    shape: new RegExp(`^(?:${packages})(?:/[a-z_][\\w$]*)*/[A-Z][\\w$]*$`),
    why: 'a class, as NoClassDefFoundError writes it',
  },
  {
    is: 'kept',
    shape: /^(?:[a-z_][\w$]*\.)*[A-Z][\w$]*(?:Exception|Error|Throwable|Failure)$/,
    why: 'a class of exceptions',
  },
  {
    is: 'kept',
    shape: new RegExp(
      `^(?:odps\\.(?:${odpsSettings})|spark\\.(?:${sparkSettings})|hive\\.(?:${hiveSettings}))\\.[a-z][\\w.-]*$`,
    ),
    why: 'a setting: what has to be changed',
  },
  {
    is: 'kept',
    shape:
      /^(?:spark|hive)\.(?:driver|executor|sql|yarn|exec|metastore|server2)\.?[a-zA-Z][\w.-]*$/,
    why: 'a setting',
  },
  {
    is: 'kept',
    shape: new RegExp(`^(?:${settings})\\.[a-z][\\w-]*(?:\\.[\\w-]+)+$`),
    why: 'a setting',
  },
  { is: 'number', shape: /^[-+±~<>≈]*\d[\d,_]*(?:\.\d+)?%?$/, why: 'a number' },
  {
    is: 'number',
    shape:
      /^\d+(?:\.\d+)?(?:ns|us|µs|ms|s|sec|secs|m|min|mins|h|hr|hrs|d|k|kb|mb|gb|tb|pb|kib|mib|gib|tib|b|bytes|x|g|t|rows?)$/i,
    why: 'a duration or a size',
  },
  { is: 'number', shape: /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T_].*)?$/, why: 'a date' },
  {
    is: 'number',
    shape: /^\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/,
    why: 'a time',
  },
  { is: 'number', shape: /^P(?:\d+[YMWD])*T?(?:\d+(?:\.\d+)?[HMS])+$/, why: 'a duration' },
  { is: 'name', shape: /^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?$/, why: 'an address' },
  {
    is: 'number',
    shape: /^0x[0-9a-f]+$/i,
    why: 'an address in memory, or a code behind a word that says so',
  },
  {
    is: 'name',
    shape: /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i,
    why: 'a UUID',
  },
  { is: 'name', shape: /^(?=[0-9a-f]*\d)[0-9a-f]{8,}$/i, why: 'an id or a hash' },
  {
    is: 'name',
    shape:
      /^(?:cn|ap|us|eu|me|sa|ca|af|asia|europe|northamerica|southamerica|australia)-[a-z]+(?:-[a-z]+)?(?:-?\d)?(?:-[a-z])?$/,
    why: 'a region',
  },
  { is: 'name', shape: /^\/[^/].*$/, why: 'a path' },
  { is: 'name', shape: /^\/$/, why: 'the root' },
  {
    is: 'name',
    shape: /^\w{1,100}=[^\s/,=]{1,100}(?:\/\w{1,100}=[^\s/,=]{1,100})+\/?$/,
    why: 'a partition of several levels',
  },
  { is: 'name', shape: /^n\/a$/i, why: 'no value' },
  { is: 'name', shape: /^[\w.-]+(?:\/[\w.=%*-]+){2,}\/?$/, why: 'a path' },
  { is: 'name', shape: /^(?:\*|…)+$/, why: 'what was masked or left out' },
  {
    is: 'name',
    shape: new RegExp(`^(?!(?:${measures}):)[A-Za-z][\\w-]*:\\d{2,5}$`, 'i'),
    why: 'a host and its port',
  },
];

/**
 * What an identifier is, when no row above fits: plain letters are a word, anything else somebody's
 * name.
 */
export function identifierIs(text: string): 'kept' | 'word' | 'name' {
  const lower = text.toLowerCase();
  if (technical.has(lower)) return 'kept';
  if (dataTypes.has(lower) && /[\d_]/.test(text)) return 'kept';
  if (/^[A-Z][A-Z0-9]*(?:[_.][A-Z0-9]+)+$/.test(text)) {
    return lower.split(/[_.]/).some((part) => errorParts.has(part)) ? 'kept' : 'name';
  }
  if (
    /^[a-z]+(?:_[a-z]+)+$/.test(text) &&
    lower.split('_').some((part) => smallErrorParts.has(part))
  )
    return 'kept';
  return /^[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*$/u.test(text) ? 'word' : 'name';
}
