import type { Line } from './lines/lines-of.ts';
import type { Reading } from './lines/read-text.ts';
import type { Sentence } from './lines/sentences.ts';
import { serviceIn, systemIn } from './lines/systems.ts';
import type { CauseCategory } from './remedies/remedies.ts';

/**
 * A failure that drivers, releases and languages word in ways of their own. It is here only where
 * one act mends it and no other failure says the same.
 */
type Failure = Readonly<{
  /** Whose it is, before a colon: a system's own, or that of the `service` that was asked. */
  is: string;
  category: CauseCategory | undefined;
  /** In what `canonicalOf` leaves of a text; what is captured is a part of the failure. */
  said: RegExp;
}>;

/** A table of `failure = wording|wording`; a longer row goes on in lines that begin with `|`. */
const failuresOf = (category: CauseCategory | undefined, table: string): readonly Failure[] =>
  table
    .trim()
    .split(/\n {4}(?! )/)
    .map((row) => {
      const [is = '', wordings = ''] = row.replace(/\n */g, '').split(' = ', 2);
      return { is, category, said: new RegExp(`(?<![a-z\\d])(?:${wordings})(?![a-z\\d])`) };
    });

/** The first that fits decides. */
// prettier-ignore
const failures: readonly Failure[] = [
  ...failuresOf(undefined, String.raw`
    expired certificate = certificate has expired|certificateexpiredexception|证书已?过期
    untrusted certificate = cannot find valid certification path
      |cannot get (?:local )?issuer certificate|self signed certificate
      |signed by unknown authority
    certificate of another host = no subject alternative|subject alternative names
      |certificate is valid for
    proxy wants a login = proxy authentication required
    tls: protocol version = received fatal alert protocol_version
    sqlserver: no database = cannot open database … requested by the login|无法打开登录所请求的数据库
    hadoop: kerberos is not switched on = simple authentication is not enabled
      |client cannot authenticate via
    kerberos: no answer = loginexception receive timed out
    kerberos: encryption type = kdc has no support for encryption type
    kerberos: clock = clock skew too great
    kerberos: no principal = client (?:… )?not found in kerberos database
    kerberos: no realm = cannot (?:find|locate) kdc
    postgresql: no entry for this host, without ssl = no pg_hba\.conf entry .{0,80}ssl off
      |ssl 关闭 的 pg_hba\.conf 记录
    snowflake: no database or no right to it = database … does not exist or not authorized
      |数据库 … 不存在 或者角色没有访问权限
    hdfs: missing block = cannot obtain block|blockmissingexception|文件块丢失
    spark: no data source = cannot find (?:the )?data source(?: (?!please|caused)(\w+))?
    yarn: no such queue = to unknown queue|队列 (?:… )?不存在
    kafka: no such topic = does not host this topic-partition|unknown topic or partition
    oracle: no such service = ora-12514
    postgresql: duplicate key = violates unique constraint|违反唯一约束
    sqlserver: duplicate key = cannot insert duplicate key|插入重复键
    mysql: duplicate key = duplicate entry … for key
    maxcompute: a partition that exists = already exists partition|分区 … 已存在
    maxcompute: a table that exists = table or view with given name already exists|表 … 已存在
    not a parquet file = is not a parquet file(?! (?:too small )?length)|不是(?:有效)?的? ?parquet 文件
    not an avro file = not an avro data file|is it an avro file|不是(?:有效)?的? ?avro 文件
    postgresql: foreign key = violates foreign key constraint|违反外键约束
    hdfs: too many files = the namespace quota directories and files|文件数已超过 hdfs 名字空间配额
    postgresql: cancelled = canceling statement due to user|由于用户请求而正在取消查询
    oracle: closed connection = sqlexception closed connection|关闭的连接
    hdfs: safe mode = name node is in safe mode(?!.{0,300}resources are low)|处于安全模式
    hdfs: closed in use = filesystem closed
    system: bucket of another endpoint = must be addressed using the specified endpoint
  `),
  ...failuresOf('credentials', String.raw`
    google: invalid jwt signature = invalid jwt signature
    databricks: invalid token = invalid access token|pat 无效
      |credential was not sent or was of an unsupported type
    alibaba cloud: no such access key = accesskeyid not found|specified access key is not found
    kerberos: no ticket = cannot find any kerberos tgt|no kerberos credentials available
    kerberos: wrong key = pre-?authentication (?:failed|information)
    kerberos: no key = cannot obtain password from user|keytab contains no suitable keys
    wrong signature = signaturedoesnotmatch
    token has expired = expiredtoken|provided token has expired
    mysql: wrong password = access denied for user (?:… )?using password yes|该数据库用户名或者密码错误
    postgresql: wrong password = password authentication failed|(?:password|密码) ?认证失败
    sqlserver: wrong password = login failed for user|用户 … 登录失败
    kafka: wrong password = invalid credentials with sasl mechanism
    snowflake: wrong password = incorrect username or password|snowflake .{0,60}用户名或密码错误
  `),
  ...failuresOf('no-privilege', String.raw`
    google: no permission = does not have ((?:bigquery|storage)\.[\w.]+) (?:permission|access)
      |permission ((?:bigquery|storage)\.[\w.]+) denied
      |user does not have permission to (query table)(?!.{0,99}in location)
    databricks: may not use a warehouse = do not have permission to use the sql warehouse
      |没有 sql warehouse … 的使用权限
    databricks: no privilege = user does not have ((?:use|select|modify)[a-z ]*) on (catalog|schema|table)
    oss: a bucket that refuses = no right to access this object bucket acl|没有访问 oss bucket … 的权限
    system: access denied = (?:amazon)?s3exception access denied 403(?: accessdenied)*$
      |clienterror(?: accessdenied)+ access denied
    maxcompute: not in a project = do not exist in project(?!.{0,300}privilege on one of)|没有被添加到项目
    maxcompute: no privilege = authorization failed 4019 you have no privilege odps:(\w+) on acs:odps:…(\w*)
      |没有项目 .{0,40}(建表)
    postgresql: not its owner = must be owner of
    no right to a table = 没有表 … 的(查询)权限|缺少对 … 的 (\w+) 权限
    sqlserver: no permission = the (\S+) permission was denied on the object
      |拒绝了对对象 … 数据库 … 架构 … 的 (\S+) 权限
    mysql: no right to a database = access denied for user (?:… )?to database
    no permission = permission denied for (table|schema|relation)|对(表|模式) … 权限不够
  `),
  ...failuresOf('not-found', String.raw`
    snowflake: no table or no right to it = (?:object|table) … does not exist or not
    hive: no partition = partition not found for table|源表 … 的分区 … 不存在
    hdfs: no path = input path does not exist|path_not_found|analysisexception path does not exist
    system: no such key = nosuchkey
    system: no such bucket = nosuchbucket|bucketnotfoundexception|the specified bucket does not exist
    system: no such table = (?<!ora-00942 (?:table or )?)(?:table|relation|object) (?:or view )?(?:… )?(?:is |was )?(?:not found|cannot be found|does not exist)(?! or|(?: …)? in definition)
      |not found table|invalid object name|the specified table name does not exist
      |(?<!目标)(?:表|关系) ?(?:… )?不存在|对象名 … 无效|table_or_view_not_found
    system: no such partition = partition (?:… )?(?:not found|does not exist)|no_?such_?partition
      |分区 ?(?:… )?(?:在目标表 … 中)?不存在
    system: no such database = database (?:… )?(?:not found|does not exist)|unknown database
      |该数据库名称错误|schema_not_found|库 … 不存在
      |nosuchobjectexception (?:message )?(?:there is no )?database
    system: no such schema = schema (?:… )?(?:not found|does not exist)
    system: no such project = project not found|nosuchproject|项目 … 不存在
  `),
  ...failuresOf('schema-mismatch', String.raw`
    system: no such column = column (?:reference )?(?:… )?(?:was )?(?:not found|cannot be resolved|does not exist)
      |unknown column(?: … in (where clause))?|invalid column name(?!.{0,40}contain)|unrecognized name
      |(?<!队)(?:列|字段)名? … (?:不存在|无效)|不存在(?:列|字段)|ora-00904
    postgresql: null = violates not-null constraint|违反了?非空约束
    sqlserver: null = cannot insert the value null into column|不能将值 … 插入列
    postgresql: value too long = value too long for type(?<!metaexception.{0,60})|字符类型来说 ?值太长
    sqlserver: value too long = string or binary data would be truncated|将截断字符串或二进制数据
    mysql: value too long = data too long for column
    maxcompute: types differ = type (\S+) of column … not matched (\S+)
      |的类型不匹配 源端为 (\S+) 目标表定义为 (\S+)
    columns differ = 源表字段数 … 与目标表字段数|列数不一致
  `),
  ...failuresOf('conflict', String.raw`
    postgresql: deadlock = deadlock detected|检测到死锁
    mysql: deadlock = deadlock found when trying to get lock
    sqlserver: deadlock = was deadlocked on lock .{0,30}resources|被死锁在 锁 资源上
    postgresql: stopped by its administrator = terminating connection due to administrator command
      |由于管理员命令中断联接
    sqlserver: lock timeout = lock request time out period exceeded|已超过了锁请求超时时段
  `),
  ...failuresOf('timeout', String.raw`
    postgresql: statement timeout = canceling statement due to statement timeout|由于语句执行超时 正在取消查询命令
    sqlserver: query timeout = the query has timed out|query timeout expired|查询已?超时
  `),
  ...failuresOf('bad-value', String.raw`
    no value of its type = 的值 … (?:无法|不能)转换为 (\S+)
    sqlserver: conversion = conversion failed when converting the (\S+) value … to data type (\S+)
      |将 (\S+) 值 … 转换成数据类型 (\S+) 时失败
    postgresql: enum = invalid input value for enum|对于枚举 … 的输入值无效
  `),
  ...failuresOf('disk', String.raw`
    no space left on a disk = no space left on device|磁盘空间不足
    sqlserver: log full = the transaction log for database … is full|的事务日志已满
  `),
  ...failuresOf('out-of-memory', String.raw`
    sqlserver: memory = insufficient system memory in resource pool|没有足够的系统内存
    killed for its memory = exit (?:code|status) 137|memory cgroup out of memory
    heap: heap space = java heap space(?<!(?:kinstancemonitortimeout|teztask).{0,400})
      |堆内存不足
    heap: gc overhead = gc overhead limit exceeded
    container: physical memory = for exceeding (?:physical )?memory limits .{0,20}physical memory used
      |beyond (?:the )?physical memory limits?
    bigquery: too little memory = the query cannot be executed in the allotted memory
  `),
  ...failuresOf('quota', String.raw`
    bigquery: custom quota of a day = the custom quota for queryusageperday
      |bigquery 每日查询用量已超出管理员设置的自定义配额
    postgresql: too many clients = sorry too many clients already|对不起 已经有太多的客户
    service: too many connections = too many connections
  `),
  ...failuresOf('throttled', String.raw`
    bigquery: too many updates of a table = too many table update operations for this table
      |对表 … 的更新操作过于频繁
    maxcompute: slots in use = slot quota is exceeded|slot 配额已用满
    system: slow down = slowdown
  `),
  ...failuresOf('source-unreachable', String.raw`
    service: connection refused = connection (?:to … )?refused|连[线接]被拒(?!.{0,200}exception)|cannot connect to any of
      |ora-12541|connection to node -1 … cannot be established
      |cannot connect to mysql server on … 111
    service: connect timed out = connect(?:ion)? timed out|tcp provider timeout error
      |cannot connect to mysql server on … 110
    service: read timed out = read timed out
    service: connection reset = connection reset
    service: unknown host = unknown host|cannot translate host name|unknown mysql server host
  `),
];

/** Captured words of one meaning. */
const meanings: Readonly<Record<string, string>> = {
  建表: 'createtable',
  查询: 'select',
  表: 'table',
  模式: 'schema',
  'query table': 'bigquery.tables.getdata',
};

/** Spark's driver has a heap of its own. */
const ofDriver = /ApplicationMaster: User class|executeCollect|dag-scheduler|spark\.driver\.memory/;

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
    .flatMap(({ exception, canonical, codes }) => [exception?.said, codes.join(' '), canonical])
    .filter(Boolean)
    .join(' ')
    .slice(0, longest);
  const line = sentences[0]?.line;
  for (const { is, category, said } of failures) {
    const found = said.exec(text);
    if (found === null) continue;
    const captured = found.slice(1).map((part) => meanings[part] ?? part);
    const owner = ownerOf(is, message, line) ?? product;
    if (owner === '' && is.startsWith('service: ')) continue;
    return { key: [owner, is, ...captured].filter(Boolean).join(' '), category };
  }
  return undefined;
}

/** Whose a failure is, told by its line before what is behind; `undefined` where no row says. */
function ownerOf(is: string, message: string, line: Line | undefined): string | undefined {
  const [owner, named] = is.split(': ', 2);
  if (named === undefined) return undefined;
  if (owner === 'heap') return ofDriver.test(message) ? 'driver' : '';
  if (owner === 'container') return /\btez/i.test(message) ? 'tez' : '';
  const at = line === undefined ? 0 : line.at + line.prefix;
  const said = message.slice(at, line === undefined ? 0 : line.at + line.text.length);
  const behind = message.slice(at);
  if (owner === 'service') return serviceIn(said) || serviceIn(behind);
  return owner === 'system' ? systemIn(said) || systemIn(behind) : owner;
}
