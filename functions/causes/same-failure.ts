import type { Reading } from './lines/read-text.ts';

/**
 * Failures that drivers, releases and languages word in ways of their own, each by all of its
 * wordings, in what `canonicalOf` leaves of them. Only what no other failure says stands here, and
 * what one act mends. A product before a colon is the only one that has the failure; another
 * failure stays apart for each product that is known.
 */
const failures = Object.entries({
  'expired certificate': 'certificate has expired|certificateexpiredexception',
  'untrusted certificate':
    'cannot find valid certification path|cannot get (?:local )?issuer certificate|self signed certificate|signed by unknown authority',
  'certificate of another host':
    'no subject alternative|subject alternative names|certificate is valid for',
  'proxy wants a login': 'proxy authentication required',
  'not a parquet file':
    'is not a parquet file|parquet magic bytes not found|不是(?:有效|合法)?的? ?parquet 文件',
  'invalid jwt signature': 'invalid jwt signature',
  'hdfs safe mode': 'name node is in safe mode(?!.{0,300}resources are low)|处于安全模式',
  'mysql: wrong password': 'access denied for user (?:… )?using password yes',
  'postgresql: wrong password': '(?:password|密码) ?(?:authentication failed|认证失败)',
  'google: no permission':
    'does not have ((?:bigquery|storage)\\.[\\w.]+) (?:permission|access)|permission ((?:bigquery|storage)\\.[\\w.]+) denied',
  'hive: no database': 'schema_not_found|nosuchobjectexception (?:message )?database',
  'yarn: no queue': 'to unknown queue|yarn 队列 (?:… )?不存在',
  'no space left on a disk': 'no space left on device',
  'killed for its memory': 'exit (?:code|status) 137',
  'snowflake: no database or no right to it':
    'database … does not exist or not authorized|数据库 … 不存在 或者角色没有访问权限',
  'hive: no partition': 'partition not found for table|源表 … 的分区 … 不存在',
  // MMS makes tables at the destination only.
  'maxcompute: a partition that exists': 'already exists partition|分区 … 已存在',
  'maxcompute: a table that exists': 'table or view with given name already exists|表 … 已存在',
  'hdfs: too many files':
    'the namespace quota directories and files|文件数已超过 hdfs 名字空间配额',
  'hdfs: closed in use': 'filesystem closed',
  'kerberos: no answer': 'loginexception receive timed out',
  'kerberos: encryption type': 'kdc has no support for encryption type',
  'bigquery: too little memory': 'the query cannot be executed in the allotted memory',
  'bigquery: custom quota of a day':
    'the custom quota for queryusageperday|bigquery 每日查询用量已超出管理员设置的自定义配额',
  'bigquery: too many updates of a table':
    'too many table update operations for this table|对表 … 的更新操作过于频繁',
  'databricks: no right to use a warehouse':
    'do not have permission to use the sql warehouse|没有 sql warehouse … 的使用权限',
  'not an avro file': 'not an avro data file|is it an avro file|不是(?:有效|合法)?的? ?avro 文件',
  'oss: a bucket that refuses':
    'no right to access this object bucket acl|没有访问 oss bucket … 的权限',
  'maxcompute: not in a project':
    'do not exist in project(?!.{0,300}privilege on one of)|没有被添加到项目',
  'maxcompute: types differ':
    'type (\\S+) of column … not matched (\\S+)|的类型不匹配 源端为 (\\S+) 目标表定义为 (\\S+)',
  'spark: no data source': 'cannot find (?:the )?data source (\\w+)',
  'maxcompute: slots in use': 'slot quota is exceeded|slot 配额已用满',
  'maxcompute: no table': 'odps-0130131 table|the specified table name does not exist',
}).map(([is, said]) => ({ is, said: new RegExp(`(?<![a-z\\d])(?:${said})(?![a-z\\d])`) }));

/** What a database's own network says, where it is known whose it is. */
const ofProduct = Object.entries({
  'wrong password': 'incorrect username or password|用户名或密码错误',
  'connection refused': 'connection refused',
  'connect timed out': 'connect(?:ion)? timed out',
  'read timed out': '^(?!tunnel).*read timed out',
  'connection reset': 'connection reset',
  'unknown host': 'unknown host',
  'too many connections': 'too many connections',
}).map(([is, said]) => ({ is, said: new RegExp(said) }));

/** The same of services whose clients say what the system said, and no more. */
const clients: readonly (readonly [string, RegExp])[] = [
  ['tunnel', /\bodps[./]tunnel\b/],
  ['metastore', /\bMetaException\(message:Got exception: /],
];

/** Characters of what is told that are looked at. */
const longest = 2_000;

/** The failure that a text tells of, where its words leave no doubt; `''` where it is none. */
export function sameFailure({ sentences, told, product, message }: Reading): string {
  const said = sentences
    .slice(Math.max(0, told))
    .flatMap(({ exception, canonical, codes }) => [
      exception?.said ?? '',
      codes.join(' '),
      canonical,
    ]);
  const text = said
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, longest);
  for (const { is, said: wording } of failures) {
    const found = wording.exec(text);
    if (found !== null)
      return [is.includes(':') ? '' : product, is, ...found.slice(1)].filter(Boolean).join(' ');
  }
  const owner = product || (clients.find(([, shape]) => shape.test(message))?.[0] ?? '');
  const known =
    owner === ''
      ? undefined
      : ofProduct.find(({ said: wording }) => wording.test(`${owner} ${text}`));
  return known === undefined ? '' : `${owner} ${known.is}`;
}
