import type { TokenKind } from './token.ts';

/** What a run of characters without spaces, quotes or brackets is, told by its shape alone. */
type Shape = Readonly<{
  /** `gone`: it is left out altogether. */
  is: TokenKind | 'gone';
  shape: RegExp;
  why: string;
  /** What of it tells causes apart, where that is not all. */
  says?: (text: string) => string;
}>;

const services =
  'odps|oss|ram|mms|s3|glue|dlf|kms|sts|iam|lakeformation|athena|redshift|dataworks|bigquery';
const googleServices = 'bigquery|storage|resourcemanager|datacatalog|cloudkms|iam|serviceusage';
/** The second part of a setting, so that `hive.sales.orders` stays a table. */
const settings =
  'sql|exec|metastore|server2|driver|executor|yarn|hadoop|memory|network|rpc|shuffle|stats|merge' +
  '|optimize|security|support|tez|table|isv|task|tunnel|namespace|output|kryoserializer|default|databricks';
const packages =
  'com|org|net|io|java|javax|jdk|sun|scala|cn|oracle|ru|shade|shaded|software|parquet';
const resourceKind =
  /(projects|tables|schemas|instances|functions|resources|volumes|packages|quotas|jobs|roles|users)\/(?!.*(?:tables|schemas|instances|functions|resources|volumes|packages|quotas|jobs|roles|users)\/)/;
/** Put under another package, so that two versions of it can live side by side. */
const relocated =
  /^[\w.]{1,200}\.(?:shaded|shade|relocated|repackaged|thirdparty)\.(?=(?:com|org|io|net)\.)/;
/** Numbers with one of these before the colon are measures, no hosts with ports. */
const measures =
  'memory|vcores|cores|cpu|line|size|max|min|total|count|limit|index|length|offset|code|pid|row|rows';
const identifier = '[\\w$*-]+';

export const exceptionName = /(?:Exception|Error|Throwable|Failure)$/;

/** The first row that fits decides; each is tried on the whole of a short run. */
export const shapes: readonly Shape[] = [
  { is: 'code', shape: /^ODPS-\d{7}$/i, why: 'MaxCompute' },
  {
    is: 'name',
    shape:
      /^(?:(?:node|worker|host|srv|server|vm|pc|executor|job|task|id|req|reg|pod|emr|ecs)-?|(?:SPARK|HIVE|HADOOP|HDFS|YARN|TEZ|PARQUET)-)\d+$/i,
    why: 'a machine, a task, an issue of Apache',
  },
  { is: 'code', shape: /^[A-Z]{2,12}-\d{3,7}$/, why: 'ORA-00942, TNS-12541' },
  {
    is: 'code',
    shape: /^[A-Za-z]*(?:Reader|Writer|ErrorCode|ErrCode|Error|Framework|Common|Plugin)-\d{2}$/,
    why: 'DataX: DBUtilErrorCode-06, HdfsReader-12, Framework-03',
  },
  { is: 'code', shape: /^00\d\d-\d{8}$/, why: 'OSS: EC 0003-00000801, a reason of AccessDenied' },
  { is: 'code', shape: /^SQL\d{4,5}[A-Z]$/, why: 'DB2: SQL0204N' },
  {
    is: 'privilege',
    shape: new RegExp(`^(?:${services}):[A-Z*][A-Za-z*]*$`),
    why: 'another one is another grant',
  },
  {
    is: 'privilege',
    shape: new RegExp(`^(?:${googleServices})\\.[a-z][A-Za-z]+\\.[a-z][A-Za-z]+$`),
    why: 'a permission of Google Cloud',
  },
  {
    is: 'term',
    shape: /^acs:[a-z]+:[^\s]*$/,
    why: 'a resource of Alibaba Cloud: which kind of thing counts, not which one',
    says: (text) => `acs:${text.split(':')[1] ?? ''}:…${resourceKind.exec(text)?.[1] ?? ''}`,
  },
  {
    is: 'name',
    shape: /^(?:arn:|(?:ALIYUN|RAM|STS|role\/v4)\$|[a-z][a-z0-9+.-]{1,30}:\/{2,3}|file:\/)/i,
    why: 'a resource of AWS, an account of Alibaba Cloud, a URL',
  },
  {
    is: 'term',
    shape: /^jdbc:[a-z]/i,
    why: 'the URL of a database: of which kind counts',
    says: (text) => text.toLowerCase().split(':').slice(0, 2).join(':'),
  },
  {
    is: 'name',
    shape: /^[\w.+-]+@[\w.-]+$/,
    why: 'a mail address, or a Java object by its identity',
  },
  { is: 'term', shape: /^-1$/, why: 'stands where a number could not be had' },
  { is: 'term', shape: /^HTTP\/\d(?:\.\d)?$/i, why: 'the protocol', says: () => 'http' },
  {
    is: 'gone',
    shape:
      /^[\w$/.-]+\.(?:(?:java|scala|kt|cpp|hpp)(?::\d+)*|(?:cc|c|h|go|py|js|rs|cs)(?::\d+)+)$/i,
    why: 'a place in a program: another release, another line',
  },
  {
    is: 'class',
    shape:
      /^(?:[a-z_][\w$]*\.)*(?:[A-Z][\w$]*(?:Exception|Error|Throwable|Failure|Truncation)|(?:exceptions?|errors?)(?:\.[a-z]\w*)?\.[A-Z]\w*|SecretManager\$InvalidToken)$/,
    why: 'the class of an exception is its simple name: packages come and go with releases',
    says: (text) =>
      text.slice(Math.max(text.lastIndexOf('.'), text.lastIndexOf('$')) + 1).toLowerCase(),
  },
  {
    is: 'term',
    shape: new RegExp(`^(?:${packages})(?:[./][a-z_][\\w$]*)*[./][A-Z][\\w$.<>-]*$`),
    why: 'a class that is missing, or does not fit',
    says: (text) =>
      text
        .replace(/\$+(?:anon(?:fun)?\$?[\w$]*|\d+|\$[\w$]*|Lambda\$?[\w/]*)/g, '')
        .replace(relocated, '')
        .toLowerCase(),
  },
  {
    is: 'setting',
    shape: new RegExp(
      `^(?:(?:odps|spark|hive)\\.(?:${settings})|(?:mapreduce|yarn|dfs|fs|tez|javax\\.jdo|parquet)\\.[a-z][\\w-]*)(?:\\.[\\w-]+)+$`,
    ),
    why: 'what has to be changed',
  },
  { is: 'number', shape: /^[-+±~<>≈]*\d[\d,_]*(?:\.\d+)?%?$/, why: 'a number' },
  {
    is: 'number',
    shape: /^\d+(?:\.\d+)?(?:ns|us|µs|ms|s|secs?|m|mins?|h|hrs?|d|[kmgtp]i?b?|b|bytes|x|rows?)$/i,
    why: 'a duration or a size',
  },
  {
    is: 'number',
    shape:
      /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T_].*)?$|^\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/,
    why: 'a date or a time',
  },
  { is: 'number', shape: /^P(?:\d+[YMWD])*T?(?:\d+(?:\.\d+)?[HMS])+$/, why: 'a duration' },
  { is: 'name', shape: /^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?$/, why: 'an address' },
  { is: 'number', shape: /^0x[0-9a-f]+$/i, why: 'a code, or an address in memory' },
  { is: 'name', shape: /^(?=[0-9a-f{-]*\d)\{?[0-9a-f-]{8,}\}?$/i, why: 'an id or a hash' },
  {
    is: 'name',
    shape:
      /^(?:cn|ap|us|eu|me|sa|ca|af|asia|europe|northamerica|southamerica|australia)-[a-z]+(?:-[a-z]+)?(?:-?\d)?(?:-[a-z])?$/,
    why: 'a region',
  },
  { is: 'name', shape: /^\/$|^\/[^/]|^n\/a$|^(?:\*|…)+$/i, why: 'a path, no value, a mask' },
  {
    is: 'name',
    shape:
      /^\w{1,100}=[^\s/,=]{1,100}(?:\/\w{1,100}=[^\s/,=]{1,100})+\/?$|^[\w.-]+(?:\/[\w.=%*-]+){2,}\/?$/,
    why: 'a partition of several levels, a path',
  },
  {
    is: 'name',
    shape: new RegExp(
      `^(?!(?:${measures}):)[A-Za-z][\\w-]*:\\d{2,5}$|^(?!.*(?:Exception|Error)$)${identifier}:${identifier}(?:\\.${identifier})+$`,
      'i',
    ),
    why: 'a host and its port; a table of BigQuery after its project',
  },
];
