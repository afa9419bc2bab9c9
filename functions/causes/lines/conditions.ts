import type { Token } from '../tokens/token.ts';

/** What a system or a network says of whatever it was asked for. */
const conditions = Object.entries({
  'connection refused':
    'connection refused|econnrefused|dial tcp (?:… )?(?:connect )?connection refused|(?:拒绝连接|连接被拒绝)(?: connection refused)?',
  'connect timed out':
    '(?:connect to … failed )?connect(?:ion)? time(?:d )?out|dial tcp (?:… )?i/o timeout|etimedout|连接超时(?: connection timed out)?',
  'read timed out': '(?:socket )?read time(?:d )?out|读取超时',
  'timed out': 'futures timed out after(?: …)?',
  'connection reset':
    'connection reset(?: by peer)?|econnreset|连接(?:被对[方端])?重[置设]|远程主机强迫关闭了一个现有的连接|an existing connection was forcibly closed by the remote host',
  'unknown host':
    'dial tcp lookup (?:… on )?(?:… )?no such host|getaddrinfo enotfound|cannot resolve host.{0,60}|无法解析主机名?(?: …)?|(?:\\S+ )?(?:name or service not known(?: host)?|temporary failure in name resolution|nodename nor servname provided or not known|未知的名称或服务|域名解析.{0,6}(?:失败|错误))',
  'permission denied': 'permission denied no further information|(?:… )?权限不够',
  'broken pipe': 'broken pipe|断开的管道',
  'no route to host': 'no route to host(?: host unreachable)?|没有到主机的路由',
  'no space left on device': '(?:… )?(?:no space left on device|设备上没有空间)',
  'too many open files': '(?:… )?(?:too many open files|打开的文件过多)',
}).map(([is, said]) => ({ is, shape: new RegExp(`^(?:${said})$`) }));

/** Said of anything, and no more. */
const empty =
  /^(?:(?:\w+ (?:is )?)?closed|null|unknown|none|(?:internal )?error|…|received fatal alert \S+)$/;

const ofNetwork = /^(?:java\.net|javax\.net|sun\.security)\./;

/** What programs say around it. */
const around =
  /^(?:errno -?\d+|(?:cannot connect to|connection to) … port …|recv failure|(?:read|write|dial) tcp … (?:read|write|connect)) |(?<=.) (?:no further information|connect)$/g;

export function conditionOf(said: string, exception: Token | undefined): string | undefined {
  const canonical = said.replace(around, '');
  if (exception?.said === 'unknownhostexception') return 'unknown host';
  const known = conditions.find(({ shape }) => shape.test(canonical) || shape.test(said));
  if (known !== undefined) return known.is;
  if (empty.test(canonical)) return canonical;
  return exception !== undefined && ofNetwork.test(exception.text)
    ? `${exception.said} ${canonical}`
    : undefined;
}

/** Parts of a class's name that say what went wrong. */
const telling =
  /^(?:meta|not|found|missing|denied|timeout|standby|concurrent|closed|eof|expired|ranger|memory|interrupted)$/;

export function conditionsIn(name: string): readonly string[] {
  const simple = name.slice(name.lastIndexOf('.') + 1);
  return simple
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .map((part) => part.toLowerCase())
    .filter((part) => telling.test(part));
}
