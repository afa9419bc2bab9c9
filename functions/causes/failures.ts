import type { Reading } from './lines/read-text.ts';
import type { Sentence } from './lines/sentences.ts';
import type { CauseCategory } from './remedies/remedies.ts';

/**
 * Failures that drivers, releases and languages word in ways of their own. A failure is here only
 * where one act mends it and none of its wordings is said of another one. What a wording captures
 * is a part of the failure.
 */
type Failure = Readonly<{
  /** A system before a colon is the only one that has the failure. */
  is: string;
  category: CauseCategory | undefined;
  /** It is another failure for each service that was asked, and unknown where that is unknown. */
  whose: string;
  said: RegExp;
}>;

const failure = (
  is: string,
  category: CauseCategory | undefined,
  ...wordings: readonly string[]
): Failure => ({
  is,
  category,
  whose: /^(?:service|system)(?=: )/.exec(is)?.[0] ?? '',
  said: new RegExp(`(?<![a-z\\d])(?:${wordings.join('|')})(?![a-z\\d])`),
});

/** In what `canonicalOf` leaves of a text; the first row that fits decides. */
const failures: readonly Failure[] = [
  // certificates and proxies
  failure(
    'expired certificate',
    undefined,
    'certificate has expired|certificateexpiredexception|证书已?过期',
  ),
  failure(
    'untrusted certificate',
    undefined,
    'cannot find valid certification path|cannot get (?:local )?issuer certificate',
    'self signed certificate|signed by unknown authority',
  ),
  failure(
    'certificate of another host',
    undefined,
    'no subject alternative|subject alternative names|certificate is valid for',
  ),
  failure('proxy wants a login', undefined, 'proxy authentication required'),
  failure('tls: protocol version', undefined, 'received fatal alert protocol_version'),
  // logins
  failure(
    'sqlserver: no database',
    undefined,
    'cannot open database … requested by the login|无法打开登录所请求的数据库',
  ),
  failure('google: invalid jwt signature', 'credentials', 'invalid jwt signature'),
  failure(
    'databricks: invalid token',
    'credentials',
    'invalid access token|pat (?:无效|已?过期)',
    'credential was not sent or was of an unsupported type',
  ),
  failure(
    'alibaba cloud: no such access key',
    'credentials',
    'accesskeyid not found|specified access key is not found',
  ),
  failure(
    'hadoop: kerberos is not switched on',
    undefined,
    'simple authentication is not enabled|client cannot authenticate via',
  ),
  failure('kerberos: no answer', undefined, 'loginexception receive timed out'),
  failure('kerberos: encryption type', undefined, 'kdc has no support for encryption type'),
  failure(
    'kerberos: no ticket',
    'credentials',
    'cannot find any kerberos tgt|no kerberos credentials available',
  ),
  failure('kerberos: clock', undefined, 'clock skew too great'),
  failure('kerberos: no principal', undefined, 'client (?:… )?not found in kerberos database'),
  failure(
    'kerberos: wrong key',
    'credentials',
    'pre-?authentication (?:failed|information was invalid)|preauth_failed',
  ),
  failure(
    'kerberos: no key',
    'credentials',
    'cannot obtain password from user|keytab contains no suitable keys',
  ),
  failure('kerberos: no realm', undefined, 'cannot (?:find|locate) kdc'),
  failure('no such access key', 'credentials', 'invalidaccesskeyid (?!.{0,200}disabled)'),
  failure('wrong signature', 'credentials', 'signaturedoesnotmatch'),
  failure('token has expired', 'credentials', 'expiredtoken|provided token has expired'),
  failure(
    'postgresql: no entry for this host, without ssl',
    undefined,
    'no pg_hba\\.conf entry .{0,80}ssl off|ssl 关闭 的 pg_hba\\.conf 记录',
  ),
  // privileges
  failure(
    'google: no permission',
    'no-privilege',
    'does not have ((?:bigquery|storage)\\.[\\w.]+) (?:permission|access)|permission ((?:bigquery|storage)\\.[\\w.]+) denied',
    'user does not have permission to (query table)(?!.{0,99}in location)',
  ),
  failure(
    'databricks: may not use a warehouse',
    'no-privilege',
    'do not have permission to use the sql warehouse|没有 sql warehouse … 的使用权限',
  ),
  failure(
    'databricks: no privilege',
    'no-privilege',
    'user does not have ((?:use|read|write|select|modify|manage)[a-z ]*) on (catalog|schema|table)',
  ),
  failure(
    'oss: a bucket that refuses',
    'no-privilege',
    'no right to access this object bucket acl|没有访问 oss bucket … 的权限',
  ),
  failure(
    's3: access denied',
    'no-privilege',
    's3exception access denied 403(?: accessdenied)*$|clienterror accessdenied access denied',
  ),
  failure(
    'maxcompute: not in a project',
    'no-privilege',
    'do not exist in project(?!.{0,300}privilege on one of)|没有被添加到项目',
  ),
  failure(
    'maxcompute: no privilege',
    'no-privilege',
    'authorization failed 4019 you have no privilege odps:(\\w+) on',
    '(?:没有|缺少) ?odps:(\\w+) ?权限|没有项目 .{0,40}(建表|创建实例)',
  ),
  failure('postgresql: not its owner', 'no-privilege', 'must be owner of'),
  failure(
    'no right to a table',
    'no-privilege',
    '没有表 … 的(查询|读|写入?)权限|缺少对 … 的 (\\w+) 权限',
  ),
  failure(
    'sqlserver: no permission',
    'no-privilege',
    'the (\\S+) permission was denied on the object|拒绝了对对象 … 数据库 … 架构 … 的 (\\S+) 权限',
  ),
  failure(
    'snowflake: no database or no right to it',
    undefined,
    'database … does not exist or not authorized|数据库 … 不存在 或者角色没有访问权限',
  ),
  failure(
    'snowflake: no table or no right to it',
    undefined,
    '(?:object|table|view) … does not exist or not',
  ),
  // what is not there
  failure(
    'hive: no partition',
    'not-found',
    'partition not found for table|源表 … 的分区 … 不存在',
  ),
  failure(
    'hdfs: no path',
    'not-found',
    'input path does not exist|path_not_found|analysisexception path does not exist',
  ),
  failure('hdfs: missing block', undefined, 'cannot obtain block|blockmissingexception|文件块丢失'),
  failure('object storage: no such key', 'not-found', 'nosuchkey'),
  failure('object storage: no such bucket', 'not-found', 'nosuchbucket'),
  failure(
    'google: no such bucket',
    'not-found',
    'bucketnotfoundexception|the specified bucket does not exist',
  ),
  failure('spark: no data source', undefined, 'cannot find (?:the )?data source (\\w+)'),
  // what databases and engines say of themselves
  failure(
    'system: no such table',
    'not-found',
    '(?<!ora-00942 (?:table or )?)(?:table|view|relation|object) (?:or view )?(?:… )?(?:is |was )?(?:not found|cannot be found|does not exist)(?! or|(?: …)? in definition)',
    '(?:not found|no such) table|invalid object name|the specified table name does not exist|nosuchtable',
    '(?<!目标)(?:表|关系) ?(?:… )?不存在|对象名 … 无效|table_or_view_not_found',
  ),
  failure(
    'system: no such column',
    'schema-mismatch',
    'column (?:reference )?(?:… )?(?:was )?(?:not found|cannot be resolved|does not exist)',
    'unknown column(?: … in (where clause|on clause))?|invalid column name|unrecognized name',
    '(?<!队)(?:列|字段)名? … (?:不存在|无效)|不存在(?:列|字段)|ora-00904',
  ),
  failure(
    'system: no such partition',
    'not-found',
    'partition (?:… )?(?:not found|does not exist)|no_?such_?partition',
    '分区 ?(?:… )?(?:在目标表 … 中)?不存在',
  ),
  failure(
    'system: no such database',
    'not-found',
    'database (?:… )?(?:not found|does not exist)|unknown database|该数据库名称错误|schema_not_found',
    '(?:数据库|库) … 不存在|nosuchobjectexception (?:message )?(?:there is no )?database',
  ),
  failure('system: no such schema', 'not-found', 'schema (?:… )?(?:not found|does not exist)'),
  failure('system: no such project', 'not-found', 'project not found|nosuchproject|项目 … 不存在'),
  failure('yarn: no such queue', undefined, 'to unknown queue|队列 (?:… )?不存在'),
  failure(
    'kafka: no such topic',
    undefined,
    'does not host this topic-partition|unknown topic or partition',
  ),
  failure('oracle: no such service', undefined, 'ora-12514'),
  failure(
    'mysql: no right to a database',
    'no-privilege',
    'access denied for user (?:… )?to database',
  ),
  failure(
    'mysql: wrong password',
    'credentials',
    'access denied for user (?:… )?using password yes|该数据库用户名或者密码错误',
  ),
  failure(
    'postgresql: wrong password',
    'credentials',
    'password authentication failed|(?:password|密码) ?认证失败',
  ),
  failure('sqlserver: wrong password', 'credentials', 'login failed for user|用户 … 登录失败'),
  failure('kafka: wrong password', 'credentials', 'invalid credentials with sasl mechanism'),
  failure(
    'snowflake: wrong password',
    'credentials',
    'incorrect username or password|snowflake .{0,60}用户名或密码错误',
  ),
  failure('postgresql: null', 'schema-mismatch', 'violates not-null constraint|违反了?非空约束'),
  failure(
    'sqlserver: null',
    'schema-mismatch',
    'cannot insert the value null into column|不能将值 … 插入列',
  ),
  failure('postgresql: duplicate key', undefined, 'violates unique constraint|违反唯一约束'),
  failure('sqlserver: duplicate key', undefined, 'cannot insert duplicate key|插入重复键'),
  failure('mysql: duplicate key', undefined, 'duplicate entry … for key'),
  failure(
    'postgresql: value too long',
    'schema-mismatch',
    '(?<!metaexception .{0,20})value too long for type|字符类型来说 ?值太长',
  ),
  failure(
    'sqlserver: value too long',
    'schema-mismatch',
    'string or binary data would be truncated|将截断字符串或二进制数据',
  ),
  failure('mysql: value too long', 'schema-mismatch', 'data too long for column'),
  failure('postgresql: deadlock', 'conflict', 'deadlock detected|检测到死锁'),
  failure('mysql: deadlock', 'conflict', 'deadlock found when trying to get lock'),
  failure(
    'sqlserver: deadlock',
    'conflict',
    'was deadlocked on lock .{0,30}resources|被死锁在 锁 资源上',
  ),
  failure(
    'postgresql: statement timeout',
    'timeout',
    'canceling statement due to statement timeout|由于语句执行超时 正在取消查询命令',
  ),
  failure(
    'sqlserver: query timeout',
    'timeout',
    'the query has timed out|query timeout expired|查询已?超时',
  ),
  failure(
    'no permission',
    'no-privilege',
    'permission denied for (table|schema|relation)|对(表|模式) … 权限不够',
  ),
  // what is there already; MMS makes tables at the destination only
  failure(
    'maxcompute: a partition that exists',
    undefined,
    'already exists partition|分区 … 已存在',
  ),
  failure(
    'maxcompute: a table that exists',
    undefined,
    'table or view with given name already exists|表 … 已存在',
  ),
  // files
  failure(
    'not a parquet file',
    undefined,
    'is not a parquet file|parquet magic bytes not found|不是(?:有效|合法)?的? ?parquet 文件',
  ),
  failure(
    'not an avro file',
    undefined,
    'not an avro data file|is it an avro file|不是(?:有效|合法)?的? ?avro 文件',
  ),
  // types and values
  failure(
    'maxcompute: types differ',
    'schema-mismatch',
    'type (\\S+) of column … not matched (\\S+)|的类型不匹配 源端为 (\\S+) 目标表定义为 (\\S+)',
  ),
  failure('no value of its type', 'bad-value', '的值 … (?:无法|不能)转换为 (\\S+)'),
  failure(
    'sqlserver: conversion',
    'bad-value',
    'conversion failed when converting the (\\S+) value … to data type (\\S+)|将 (\\S+) 值 … 转换成数据类型 (\\S+) 时失败',
  ),
  failure('postgresql: foreign key', undefined, 'violates foreign key constraint|违反外键约束'),
  failure('postgresql: enum', 'bad-value', 'invalid input value for enum|对于枚举 … 的输入值无效'),
  failure('columns differ', 'schema-mismatch', '源表字段数 … 与目标表字段数|列数不一致'),
  // space and memory
  failure('no space left on a disk', 'disk', 'no space left on device|磁盘空间不足'),
  failure(
    'sqlserver: log full',
    'disk',
    'the transaction log for database … is full|的事务日志已满',
  ),
  failure(
    'sqlserver: memory',
    'out-of-memory',
    'insufficient system memory in resource pool|没有足够的系统内存',
  ),
  failure(
    'hdfs: too many files',
    undefined,
    'the namespace quota directories and files|文件数已超过 hdfs 名字空间配额',
  ),
  failure(
    'killed for its memory',
    'out-of-memory',
    'exit (?:code|status) 137|memory cgroup out of memory',
  ),
  failure(
    'java: heap space',
    'out-of-memory',
    '(?<!kinstancemonitortimeout )java heap space|堆内存(?:不足|溢出)',
  ),
  failure('java: gc overhead', 'out-of-memory', 'gc overhead limit exceeded'),
  failure(
    'yarn: physical memory',
    'out-of-memory',
    'for exceeding (?:physical )?memory limits .{0,20}physical memory used|beyond (?:the )?physical memory limits?',
  ),
  failure(
    'bigquery: too little memory',
    'out-of-memory',
    'the query cannot be executed in the allotted memory',
  ),
  // limits
  failure(
    'bigquery: custom quota of a day',
    'quota',
    'the custom quota for queryusageperday|bigquery 每日查询用量已超出管理员设置的自定义配额',
  ),
  failure(
    'bigquery: too many updates of a table',
    'throttled',
    'too many table update operations for this table|对表 … 的更新操作过于频繁',
  ),
  failure('maxcompute: slots in use', 'throttled', 'slot quota is exceeded|slot 配额已用满'),
  failure(
    'postgresql: too many clients',
    'quota',
    'sorry too many clients already|对不起 已经有太多的客户',
  ),
  failure('s3: slow down', 'throttled', 'slowdown'),
  // locks and time
  failure(
    'postgresql: stopped by its administrator',
    'conflict',
    'terminating connection due to administrator command|由于管理员命令中断联接',
  ),
  failure(
    'postgresql: cancelled',
    undefined,
    'canceling statement due to user request|由于用户请求而正在取消查询',
  ),
  failure(
    'sqlserver: lock timeout',
    'conflict',
    'lock request time out period exceeded|已超过了锁请求超时时段',
  ),
  failure('oracle: closed connection', undefined, 'sqlexception closed connection|关闭的连接'),
  failure(
    'hdfs: safe mode',
    undefined,
    'name node is in safe mode(?!.{0,300}resources are low)|处于安全模式',
  ),
  failure('hdfs: closed in use', undefined, 'filesystem closed'),
  // what the network says
  failure(
    'service: connection refused',
    'source-unreachable',
    'connection (?:to … )?refused|连[线接]被拒|cannot connect to any of',
    'ora-12541|connection to node -1 … cannot be established|cannot connect to mysql server on … 111',
  ),
  failure(
    'service: connect timed out',
    'source-unreachable',
    'connect(?:ion)? timed out|tcp provider timeout error|cannot connect to mysql server on … 110',
  ),
  failure('service: read timed out', 'source-unreachable', 'read timed out'),
  failure('service: connection reset', 'source-unreachable', 'connection reset'),
  failure(
    'service: unknown host',
    'source-unreachable',
    'unknown host|cannot translate host name|unknown mysql server host',
  ),
  failure('service: too many connections', 'quota', 'too many connections'),
];

/** How a text shows which service was asked; `a/b` is a part of `a`, or speaks as it does. */
const services: readonly (readonly [string, RegExp])[] = [
  [
    'metastore',
    /\bMetaException\(|HiveMetaStore|HiveMetastore|\bthrift:\/\/|TTransportException: [^\n]{1,200}\b9083\b/,
  ],
  ['hiveserver', /jdbc:hive2:|org\.apache\.hive\.(?:jdbc|service)/],
  ['hdfs', /org\.apache\.hadoop\.(?:hdfs|ipc)\b/],
  ['maxcompute/tunnel', /\bodps[./]tunnel\b|\/\/dt\.[\w.-]*(?:maxcompute|odps)/],
  [
    'maxcompute',
    /service\.[\w.-]*(?:maxcompute|odps)\.aliyun|aliyun\.odps\.(?:rest|commons)|\bODPS-\d{7}/,
  ],
  ['oss', /aliyun\.oss|\boss-cn-[\w.-]+\.aliyuncs|\boss2\./],
  ['bigquery', /bigquery/i],
  ['databricks', /databricks/i],
  ['snowflake', /snowflake/i],
  ['postgresql/redshift', /redshift|\[Amazon\]\(\d{6}\)/i],
  ['postgresql', /org\.postgresql|psycopg|\bpsql: /],
  [
    'mysql',
    /com\.mysql|pymysql|mysql\.connector|MySQLdb|MYSQLErrCode|Communications link failure|\bMySQL server\b|Data source rejected/,
  ],
  ['sqlserver', /com\.microsoft\.sqlserver|for SQL Server\]|\[SQL Server\]/],
  ['kafka', /kafka|\bclientId=/i],
  ['oracle', /\boracle\.(?:jdbc|net)|\bORA-\d{5}|cx_Oracle/],
];

/** The service that a text tells of, where it is one only. */
function serviceIn(text: string): string {
  const found = services.filter(([, shape]) => shape.test(text)).map(([name]) => name);
  const [only, other] = found.filter((name) => !found.some((one) => one.startsWith(`${name}/`)));
  return only === undefined || other !== undefined ? '' : only;
}

/** The same for what is said of tables and statements; the first that fits. */
const systems: readonly (readonly [string, RegExp])[] = [
  [
    'maxcompute',
    /\bODPS-\d{7}|TunnelException|odps\.(?:errors|rest|tunnel|Instance)|NoSuch(?:Table|Partition|Project)\b|Odps(?:Reader|Writer)|目标表|目的表/,
  ],
  ['redshift', /redshift|\[Amazon\]\(\d{6}\)/i],
  [
    'postgresql',
    /org\.postgresql|psycopg|\bpsql: |relation|关系|^LINE \d+: |violates|违反|模式|ERROR: {2}|ERROR: column|CONTEXT: |错误: /m,
  ],
  [
    'mysql',
    /mysql|\bERROR \d{4} \(|\(1\d{3}, |SQLSyntaxErrorException: (?:Table|Unknown)|Duplicate entry|using password/i,
  ],
  ['sqlserver', /sqlserver|SQL Server|\bMsg \d|Invalid (?:object|column) name|对象名 |列名 /],
  ['oracle', /\boracle\.|\bORA-\d{5}|cx_Oracle/],
  ['snowflake', /snowflake|SQL compilation error/i],
  ['databricks', /databricks|unity-catalog/i],
  ['google', /bigquery|google|in location/i],
  ['glue', /glue/i],
  ['iceberg', /iceberg/],
  ['hudi', /hudi/i],
  [
    'hive',
    /SemanticException|NoSuchObjectException|MetaException|(?:TABLE_OR_VIEW|SCHEMA)_NOT_FOUND|AnalysisException|hive|spark\.sql/i,
  ],
];

const systemIn = (text: string): string => systems.find(([, shape]) => shape.test(text))?.[0] ?? '';

/** What a word in Chinese that is a part of a failure is in English. */
const inEnglish: Readonly<Record<string, string>> = {
  建表: 'createtable',
  创建实例: 'createinstance',
  查询: 'select',
  'query table': 'bigquery.tables.getdata',
  表: 'table',
  模式: 'schema',
};

/** Characters of what is told that are looked at. */
const longest = 2_000;

export type Known = Readonly<{ key: string; category: CauseCategory | undefined }>;

/** The failure that a text tells of, where its words leave no doubt. */
export function knownFailure(reading: Reading): Known | undefined {
  const { sentences, told } = reading;
  const line = sentences[told]?.line;
  const from = sentences.findIndex((one) => one.line === line);
  return knownIn(reading, sentences.slice(Math.max(0, from))) ?? knownIn(reading, sentences);
}

function knownIn({ product, message }: Reading, sentences: readonly Sentence[]): Known | undefined {
  const text = sentences
    .filter(({ role }, at) => at === 0 || role !== 'advises')
    .flatMap(({ exception, canonical, codes }) => [
      exception?.said ?? '',
      codes.join(' '),
      canonical,
    ])
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, longest);
  const [first] = sentences;
  for (const { is, category, whose: by, said } of failures) {
    const found = said.exec(text);
    if (found === null) continue;
    const near = message.slice(first === undefined ? 0 : first.line.at + first.line.prefix);
    const service = by === 'service' ? serviceIn(near) : by === 'system' ? systemIn(near) : '';
    if (by === 'service' && service === '') continue;
    const whose = is.includes(':') ? service : product;
    return {
      key: [whose, is, ...found.slice(1).map((part) => inEnglish[part] ?? part)]
        .filter(Boolean)
        .join(' '),
      category,
    };
  }
  return undefined;
}
