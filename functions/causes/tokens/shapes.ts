import type { TokenKind } from './token.ts';

/** What a run of characters is by its shape alone. */
type Shape = Readonly<{
  is: TokenKind;
  shape: RegExp;
  /** What of it tells causes apart. */
  says?: (text: string) => string;
}>;

const services =
  'odps|oss|ram|mms|s3|glue|dlf|kms|sts|iam|lakeformation|athena|redshift|dataworks|bigquery';
const googleServices = 'bigquery|storage|resourcemanager|datacatalog|cloudkms|iam|serviceusage';
const settings =
  'sql|exec|metastore|server2|merge|optimize|security|support|tez|isv|task|namespace';
const packages = 'com|org|net|io|java|javax|scala|cn|oracle';
const resourceKinds =
  'tables|schemas|instances|functions|resources|volumes|packages|quotas|jobs|roles|users';
const resourceKind = new RegExp(`.*\\b(${resourceKinds})\\/`);
const measures = 'memory|vcores|line|size|count|limit|row';

/** The first row that fits decides. */
export const shapes: readonly Shape[] = [
  // a part of the program, and no data
  { is: 'term', shape: /\.jar$/, says: () => '.jar' },
  {
    // an issue of Apache
    is: 'name',
    shape: /^(?:SPARK|HIVE|HADOOP|HDFS|YARN)-\d+$/,
  },
  {
    // ORA-00942, DataX's DBUtilErrorCode-06, the EC of OSS, DB2's SQL0204N
    is: 'code',
    shape: /^(?:[A-Z]{2,12}-\d{3,7}|[A-Za-z]*Code-\d{2}|00\d\d-\d{8}|SQL\d{4,5}[A-Z])$/,
  },
  {
    is: 'privilege',
    shape: new RegExp(
      `^(?:(?:${services}):[A-Z*][A-Za-z*]*|(?:${googleServices})\\.[a-z][A-Za-z]+\\.[a-z][A-Za-z]+)$`,
    ),
  },
  {
    // which kind of thing counts
    is: 'term',
    shape: /^acs:[a-z]+:[^\s]*$/,
    says: (text) => `acs:${text.split(':')[1] ?? ''}:…${resourceKind.exec(text)?.[1] ?? ''}`,
  },
  {
    is: 'name',
    shape: /^(?:arn:|[a-z][a-z0-9+.-]{1,30}:\/{2,3}|(?:dbfs|file):\/)/i,
  },
  {
    // a database: of which kind counts
    is: 'term',
    shape: /^jdbc:[a-z]/i,
    says: (text) => text.toLowerCase().split(':').slice(0, 2).join(':'),
  },
  // stands where a number could not be had
  { is: 'term', shape: /^-1$/ },
  {
    // by its simple name
    is: 'class',
    shape:
      /^(?:[a-z_][\w$]*\.)*(?:[A-Z][\w$]*(?:Exception|Error)|(?:exceptions?|errors?)(?:\.[a-z]\w*)?\.[A-Z]\w*|SecretManager\$InvalidToken)$/,
    says: (text) =>
      text.slice(Math.max(text.lastIndexOf('.'), text.lastIndexOf('$')) + 1).toLowerCase(),
  },
  {
    // a class that is missing, or does not fit
    is: 'term',
    shape: new RegExp(`^(?:${packages})(?:[./][a-z_][\\w$]*)*[./][A-Z][\\w$.<>-]*$`),
  },
  {
    is: 'setting',
    shape: new RegExp(
      `^(?:(?:odps|hive)\\.(?:${settings})|(?:spark|mapreduce|yarn|dfs|fs|tez|parquet)\\.[a-z][\\w-]*)(?:\\.[\\w-]+)+$`,
    ),
  },
  {
    // a number, a size, a duration
    is: 'number',
    shape: /^(?:[-+~]*\d[\d,_]*(?:\.\d+)?(?:%|[a-z]{1,5})?)$/i,
  },
  // an address
  {
    is: 'name',
    shape: /^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?$/,
  },
  {
    is: 'name',
    shape: /^cn-[a-z-]+$/,
  },
  // a path, no value
  { is: 'name', shape: /^\/(?:[^/]|$)|^n\/a$/i },
  {
    // a path
    is: 'name',
    shape: /^[\w.-]+(?:\/[\w.=%*-]+){2,}\/?$/,
  },
  {
    // a host and its port
    is: 'name',
    shape: new RegExp(`^(?!(?:${measures}):)[A-Za-z][\\w-]*:\\d{2,5}$`, 'i'),
  },
];
