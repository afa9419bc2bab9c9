import type { Token } from './token.ts';
import { dataTypes, verbs } from './vocabulary.ts';

/**
 * What tells these pieces from others: the words in their order, with one `…` for whatever is a
 * name or a number. `1 row` and `3 rows` are one, and so are `cannot` and `unable to`.
 */
export function canonicalOf(tokens: readonly Token[]): string {
  let text = '';
  let counted = false;
  for (const { kind, said } of tokens) {
    if (kind === 'name' || kind === 'number') {
      if (!text.endsWith('…')) text += ' …';
    } else if (kind !== 'mark') {
      const many = counted && /[^su]s$/.test(said) && !verbs.has(said);
      text += ` ${many ? said.slice(0, -1) : said}`;
    }
    counted = kind === 'number';
  }
  return text
    .trimStart()
    .replace(/\b(?:can not|can't|could not|unable to|failed to)(?= )/g, 'cannot')
    .replace(/n't\b/g, ' not')
    .replace(/^… (?=.)|(?<=.) …$/g, '');
}

/**
 * Codes of which a vendor says one sentence each, in the language of the server: the sentence adds
 * nothing. Those that carry another failure, or speak for a program, are not among them.
 * https://docs.oracle.com/en/error-help/db/
 */
const oneSentence =
  /^(?:ODPS-01301[34]1|ORA-(?!00600|00604|03135|04031|07445|12801|17\d\d\d|2[029]\d\d\d|06512)\d{5})$/;

/** The same without codes, which count wherever they stand. */
export function withoutCodes(tokens: readonly Token[]): string {
  if (tokens.some(({ text }) => oneSentence.test(text))) return '';
  return canonicalOf(tokens.filter(({ kind }) => kind !== 'code' && kind !== 'condition'));
}

/** `decimal(18,2)`. */
const isSized = ({ kind, said }: Token): boolean => kind === 'type' && said.includes('(');

/**
 * Two types that do not fit are two columns to map, so a type tells causes apart. Where what has to
 * be done is the same whatever the type is, it goes: a switch turns it on, or a column has it.
 * Precision and scale count beside another decimal only.
 */
export function typesApart(tokens: readonly Token[]): readonly Token[] {
  // `map` is a verb as well.
  const [one, two] = tokens.filter(
    (token) => isSized(token) || (dataTypes.has(token.said) && token.said !== 'map'),
  );
  if (one !== undefined && two !== undefined && isSized(one) !== isSized(two))
    return tokens.map((token) =>
      isSized(token) ? { ...token, said: token.said.replace(/\(.*/, '') } : token,
    );
  const [only, other] = tokens.filter(({ said }) => dataTypes.has(said));
  if (only === undefined || other !== undefined) return tokens;
  const at = tokens.indexOf(only);
  const words = tokens.map(({ said }) => said);
  const enabled = words[at + 1] === 'type';
  const owned = words[at - 1] === 'type' && words[at - 2] === 'has';
  return enabled || owned ? tokens.filter((token) => token !== only) : tokens;
}

/**
 * What databases say in Chinese, and the same in English, as their message catalogues have both.
 * https://github.com/postgres/postgres/blob/master/src/backend/po/zh_CN.po
 */
const translations = Object.entries({
  // PostgreSQL
  '关系 … 不存在': 'relation … does not exist',
  '(?:字段|列) … 不存在': 'column … does not exist',
  '数据库 … 不存在': 'database … does not exist',
  '对表 … 权限不够': 'permission denied for table',
  '对模式 … 权限不够': 'permission denied for schema',
  '用户 … (?:password |密码)认证失败': 'password authentication failed for user',
  '对不起 已经有太多的客户': 'sorry too many clients already',
  '由于语句执行超时 正在取消查询命令': 'canceling statement due to statement timeout',
  检测到死锁: 'deadlock detected',
  '连[线接]被拒(?: 请检查主机名称和.{1,60})?': 'connection to … refused',
  // SQL Server
  '对象名 … 无效': 'invalid object name',
  '列名 … 无效': 'invalid column name',
  '用户 … 登录失败': 'login failed for user',
  登录失败: 'the login failed',
  无法打开登录所请求的数据库: 'cannot open database … requested by the login',
  '拒绝了对对象 … 数据库 … 架构 … 的 (\\S+) 权限':
    'the $1 permission was denied on the object … database … schema',
  '通过端口 … 连接到主机 … 的 tcp/ip 连接失败':
    'the tcp/ip connection to the host … port … has failed',
  '事务 进程 id … 与另一个进程被死锁在 锁 资源上 并且已被选作死锁牺牲品':
    'transaction process id … was deadlocked on lock resources with another process and has been chosen as the deadlock victim',
  '在?将 (\\S+) 值 … 转换成数据类型 (\\S+) 时失败':
    'conversion failed when converting the $1 value … to data type $2',
  将截断字符串或二进制数据: 'string or binary data would be truncated',
}).map(([zh, en]) => ({ shape: new RegExp(`^${zh}(?: …)?$`), en }));

/** A sentence in English, where it is one of these in Chinese. */
export function inEnglish(canonical: string): string {
  const known = translations.find(({ shape }) => shape.test(canonical));
  return known === undefined ? canonical : canonical.replace(known.shape, known.en);
}
