/**
 * What databases say in Chinese, and the same in English, as their message catalogues have both.
 * https://github.com/postgres/postgres/blob/master/src/backend/po/zh_CN.po
 */
const pairs: readonly (readonly [zh: string, en: string])[] = [
  // PostgreSQL
  ['关系 … 不存在', 'relation … does not exist'],
  ['(?:字段|列) … 不存在', 'column … does not exist'],
  ['数据库 … 不存在', 'database … does not exist'],
  ['对(?:表|关系) … 权限不够', 'permission denied for table'],
  ['用户 … password 认证失败', 'password authentication failed for user'],
  ['对不起 已经有太多的客户', 'sorry too many clients already'],
  ['由于语句执行超时 正在取消查询命令', 'canceling statement due to statement timeout'],
  ['检测到死锁', 'deadlock detected'],
  ['无效的类型 (\\S+) 输入语法', 'invalid input syntax for type $1'],
  ['重复键违反唯一约束', 'duplicate key value violates unique constraint'],
  ['连[线接]被拒 请检查主机名称和.{1,60}', 'connection to … refused'],
  ['对模式 … 权限不够', 'permission denied for schema'],
  // SQL Server
  ['对象名 … 无效', 'invalid object name'],
  ['列名 … 无效', 'invalid column name'],
  ['用户 … 登录失败', 'login failed for user'],
  ['无法打开登录所请求的数据库', 'cannot open database … requested by the login'],
  [
    '拒绝了对对象 … 数据库 … 架构 … 的 (\\S+) 权限',
    'the $1 permission was denied on the object … database … schema',
  ],
  [
    '通过端口 … 连接到主机 … 的 tcp/ip 连接失败',
    'the tcp/ip connection to the host … port … has failed',
  ],
  ['登录失败', 'the login failed'],
  [
    '事务 进程 id … 与另一个进程被死锁在 锁 资源上 并且已被选作死锁牺牲品',
    'transaction process id … was deadlocked on lock resources with another process and has been chosen as the deadlock victim',
  ],
  [
    '在?将 (\\S+) 值 … 转换成数据类型 (\\S+) 时失败',
    'conversion failed when converting the $1 value … to data type $2',
  ],
  ['将截断字符串或二进制数据', 'string or binary data would be truncated'],
];
const shapes = pairs.map(([zh, en]) => ({ shape: new RegExp(`^${zh}(?: …)?$`), en }));

/** A sentence in English, where it is one of these in Chinese. */
export function inEnglish(canonical: string): string {
  if (!/\p{Script=Han}/u.test(canonical)) return canonical;
  const known = shapes.find(({ shape }) => shape.test(canonical));
  return known === undefined ? canonical : canonical.replace(known.shape, known.en);
}
