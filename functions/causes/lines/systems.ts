/**
 * How a text shows whose failure it is, or whose service did not answer: `system/part`. Names of
 * tables may hold the name of any system, so a shape is what its programs print.
 */
const systems: readonly (readonly [string, RegExp])[] = [
  ['maxcompute/tunnel', /\bodps[./]tunnel\b|TunnelException|\bdt[\w.-]*(?:maxcompute|odps)/],
  [
    'maxcompute',
    /\bODPS-\d{7}|odps\.(?:errors|rest|commons|Instance)|service\.[\w.-]*(?:maxcompute|odps)\.aliyun|NoSuch(?:Table|Partition|Project)\b|Odps(?:Reader|Writer)|目标表|目的表/,
  ],
  ['redshift', /(?<![\w-])redshift(?![a-z])|Redshift|\[Amazon\]\(\d{6}\)|^ {1,4}context: {2,}/m],
  [
    'mysql',
    /com\.mysql|pymysql|mysql\.connector|MySQL|MYSQLErrCode|\bErrcode: \d|Communications link failure|\bERROR \d{4} \(|\(1\d{3}, |SQLSyntaxErrorException: (?:Table|Unknown)|Data source rejected/,
  ],
  ['sqlserver', /sqlserver|SQL Server\]|\bMsg \d|Invalid (?:object|column) name|对象名 |列名 /],
  ['oracle', /\boracle\.(?:jdbc|net)|\bORA-\d{5}|cx_Oracle|SQLRecoverableException/],
  [
    'snowflake',
    /net\.snowflake|snowflake\.(?:connector|client)|\bSnowflake(?:SQL|\b)|snowflakecomputing|SQL compilation error|雪花/,
  ],
  [
    'databricks',
    /databricks\.|Databricks|unity-catalog|UnityCatalog|The table or view `(?!spark_catalog)[^`\n]+`\.`[^`\n]+`\.`/,
  ],
  [
    'bigquery',
    /bigquery\.|BigQuery|google\.(?:api|cloud)|googleapis|in location|\/datasets\/|gs:\/\/|"domain" ?: ?"global"|\bTable [\w-]+:\w+\.\w/,
  ],
  ['kafka', /kafka|\bclientId=/],
  ['oss', /aliyun\.oss|\boss-cn-[\w.-]+\.aliyuncs|\boss2\.|\boss: |\bOSS\b/],
  [
    's3',
    /services\.s3|S3Exception|Amazon ?S3|Service: S3|<HostId>[^<\n]{0,200}=<|\bcalling the \w{0,40}(?:Object|Bucket|Upload)\w{0,40} operation/,
  ],
  ['glue', /AWSGlue|glue\./],
  ['iceberg', /iceberg\./],
  ['hudi', /hudi\.|Hoodie/],
  [
    'postgresql',
    /org\.postgresql|psycopg|\bpsql: |relation |关系|^LINE \d+: |ERROR: {2}|ERROR: column|(?<!IO )错误: |CONTEXT: /m,
  ],
  [
    'hive/metastore',
    /MetaException\b|[Mm]eta[Ss]tore|\bthrift:\/\/|TTransportException: [^\n]{1,200}\b9083\b/,
  ],
  ['hive/server', /jdbc:hive2:|org\.apache\.hive\.(?:jdbc|service)/],
  ['hive/hdfs', /org\.apache\.hadoop\.(?:hdfs|ipc|security)\b/],
  [
    'hive',
    /SemanticException|NoSuchObjectException|(?:TABLE_OR_VIEW|SCHEMA)_NOT_FOUND|AnalysisException|hive\.|Hive|spark\.sql/,
  ],
];

/** Whose table or statement it was: the first that fits. */
export const systemIn = (text: string): string =>
  systems.find(([, shape]) => shape.test(text))?.[0].replace(/\/.*/, '') ?? '';

/** Which service did not answer: the first that fits. */
export const serviceIn = (text: string): string =>
  systems.find(([name, shape]) => name !== 'hive' && shape.test(text))?.[0] ?? '';

/** They word their errors alike in few words. */
const alike = /^(?:redshift|postgresql|mysql|sqlserver|snowflake|s3)$/;

/** Which of them a text tells of, where it is one only. */
export function productOf(text: string): string {
  const [found, other] = systems.filter(([name, shape]) => alike.test(name) && shape.test(text));
  return found === undefined || other !== undefined ? '' : found[0];
}
