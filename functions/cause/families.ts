/** Causes by what mends them. A cause that is in none is unknown, and nothing is advised. */
export const causeFamilies = [
  'row-counts', 'throttled', 'out-of-memory', 'disk', 'credentials', 'unsupported', 'schema-mismatch', 'quota',
  'not-found', 'no-privilege', 'source-unreachable',
] as const;
export type CauseFamily = (typeof causeFamilies)[number];

type Sign = Readonly<{
  family: CauseFamily | undefined;
  /** Whole words, as regular expressions. */
  words: readonly string[];
  /** What may stand within a word, too. */
  parts: readonly string[];
  why: string;
}>;

const thing = '(?:table|view|partition|database|schema|project|dataset|relation|bucket|object|catalog)';

/**
 * Looked for in the canonical text (small letters, no punctuation, `…` for names and numbers); the first row that is
 * found decides, so a row stands above those that it is told apart from.
 */
const signs: readonly Sign[] = [
  {
    family: undefined,
    words: [
      'must be addressed using the specified endpoint', String.raw`http response code 4(?:0[03-9]|[1-9]\d)`,
      'function or view … cannot be resolved', 'invalidobjectstate',
    ],
    parts: [],
    why: 'reads like one of these and is another thing, of which no general advice is true',
  },
  {
    family: 'row-counts',
    words: [
      'record (?:number|count)s? not matched',
      'row ?counts? (?:differs?|mismatch|do not match|does not match|not match|are different|inconsistent)',
      'counts? (?:mismatch|not equal)', 'dest lacks partition',
    ],
    parts: [
      String.raw`\b(?:row|record) count … (?:\S+ ){0,6}(?:row|record) count …`,
      String.raw`^(?:\S+ ){1,2}count … (?:\S+ ){1,2}count …$`, '行数(?:不一致|不匹配|不相等)', '数据量不一致', '条数不一致',
      '源表行数 … 目标表行数',
    ],
    why: 'the check after the copy counted both sides',
  },
  {
    family: 'throttled',
    words: [
      'rate ?limits?', 'too many requests', 'slowdown', 'reduce your request rate', 'flow quota', 'slot quota',
      'rate exceeded', '(?:status|code|http) 429', 'too many concurrent', 'requests per minute',
    ],
    parts: ['ratelimit', 'throttl', 'qpslimitexceeded', 'flowexceeded', 'slotexceeded', '流控', '限流'],
    why: 'more at a time than the service takes: above no-privilege, since BigQuery answers 403',
  },
  {
    family: 'disk',
    words: ['no space left', 'disk(?: is)? full', '(?:diskspace|namespace) quota of', 'ora-0165[2-5]'],
    parts: [String.raw`\bunable to extend (?:temp )?(?:segment|table|index|lob)`, '磁盘空间不足'],
    why: 'above quota, since HDFS counts space as one',
  },
  {
    family: 'out-of-memory',
    words: [
      'java heap space', 'gc overhead limit', 'exceeding memory limits', 'exit (?:code|status)(?: is)? 137',
      '(?:physical|virtual) memory used', 'malloc memory failed', String.raw`spark\.driver\.maxresultsize`,
      'cannot allocate memory', 'allotted memory',
    ],
    parts: [String.raw`\bout ?of ?memory`, 'outofmemory', '内存不足', '内存溢出'],
    why: 'the engine had too little memory for the data',
  },
  {
    family: 'credentials',
    words: [
      'access denied for user … (?:… )?using password', '1045 28000', 'password authentication failed',
      'incorrect (?:username|user name) or password',
      'invalid (?:username|user name|credentials|signature value|access token|accesskeyid|access key)',
      'access key id you provided', 'logon denied', 'ora-(?:01017|28000)', 'gss initiate failed',
      'no valid credentials provided', 'errorcode unauthorized', 'authorization header is invalid',
      'token (?:has |is )?expired', String.raw`no pg_hba\.conf entry`, '390100', 'odps-04100[0-9]{2}',
      '(?:status|code|http) 401', 'login failed for user', 'invalid_grant',
    ],
    parts: ['invalidaccesskeyid', 'signaturedoesnotmatch', 'expiredtoken', 'loginexception'],
    why: 'it was not known who asked: above no-privilege, which is about what he may do',
  },
  {
    family: 'unsupported',
    words: [
      'type is not enabled', 'is not enabled in current', 'not allowed in project config', 'unsupported type',
      String.raw`type (?:\S+ ){0,3}(?:is )?not supported`, 'format that is not supported',
      'cannot list a table of type', 'requires reader table feature', 'invalid method name',
      'storage read api to be enabled', 'no filesystem for scheme',
    ],
    parts: [String.raw`\bunsupported (?:data )?type`, String.raw`\bunsupported (?:delta|feature)`, '不支持'],
    why: 'a type or a feature that one side does not have',
  },
  {
    family: 'schema-mismatch',
    words: [
      'column (?:reference )?… cannot be resolved', 'cannot be cast', 'cannot (?:safely )?cast',
      'incompatible_data_for_table', '(?:implicit |explicit )?type cast', 'incompatible type', 'cannot be converted',
      'invalid argument type', 'column number types', 'columns? but query has', 'wrong columns count',
      'number of input partition columns', 'column repeated', 'invalid dynamic partition value',
      'unresolved_column', 'unknown column', 'invalid (?:table alias or )?column reference', 'ora-00904',
      'column … does not exist', 'cast_(?:invalid_input|overflow)', 'data too long for column',
      'value too long for type', 'out of range value for column', 'data overflow value',
    ],
    parts: [String.raw`\btype mismatch`, String.raw`_type_mismatch\b`, '字段数 … 与', '类型不匹配', '类型不一致'],
    why: 'source and destination do not agree on columns or types: above not-found, which a column is not',
  },
  {
    family: 'quota',
    words: [
      'quota exceeded', 'exceeded (?:its |your )?quota', 'exceeds? (?:the )?quota',
      'quota (?:of )?… is exceeded', String.raw`run out of (?:\S+ ){0,2}quota`, 'maximum … partitions? allowed',
      'to more than … partitions?', 'resource revoke', 'too many (?:connections|clients)',
      'connection slots are reserved',
    ],
    parts: [String.raw`\bquotaexceeded`, 'allornothingresourcewaittimeout', '配额'],
    why: 'a limit of the account, the project or the server',
  },
  {
    family: 'not-found',
    words: [
      `${thing}(?: or view)?(?: …)? (?:was )?(?:not found|does not exist|doesn't exist|cannot be (?:found|resolved))`,
      'nosuch(?:table|partition|project|bucket|key|schema|objectexception)', 'unknown (?:table|database)',
      'table_or_view_not_found', 'path(?:_not_found| does not exist)', 'entity not found',
      'not found (?:table|dataset)', 'odps-0130131', 'ora-00942',
      'specified (?:key|bucket|table|partition|project)(?: name)? does not exist',
    ],
    parts: ['(?:表|分区|项目|库)(?: …)? ?不存在'],
    why: 'what should be read or written is not there',
  },
  {
    family: 'no-privilege',
    words: [
      'no privilege', String.raw`you need \S+ privilege`, "you don't exist in project", 'access ?denied',
      'permission denied', 'insufficient privileges?', 'insufficient_permissions', 'not authorized to perform',
      String.raw`does not have (?:\S+ ){0,3}permission`, 'no right to access', '403 forbidden', '42501',
      'ora-01031', 'command denied to user', String.raw`requires \S+ privilege`,
    ],
    parts: ['accessdenied', 'permissiondenied', '没有.{0,60}权限', '权限不足'],
    why: 'known, and not allowed',
  },
  {
    family: 'source-unreachable',
    words: [
      '(?:read|connect|connection|socket) timed out', 'connection (?:refused|reset|closed|timed out)',
      'communications? link failure', 'no route to host', '(?:could not|failed to|unable to|cannot) connect to',
      'network adapter could not', 'no listener', 'broken pipe', 'network is unreachable', 'ttransportexception',
      'connection attempt failed', 'writing request body to server', 'session with tunnel endpoint',
      'in state standby', 'http response code 50[234]',
    ],
    parts: ['sockettimeoutexception', 'connecttimeout', 'connectiontimeout', 'unknownhost', '连接失败', '无法连接'],
    why: 'the other side did not answer: the last row, since a wrapper often says so above a plainer cause',
  },
];

const says = signs.map(({ words, parts }) =>
  new RegExp([...(words.length > 0 ? [`\\b(?:${words.join('|')})\\b`] : []), ...parts].join('|')));

/** A count of -1 says that there is no count, so that nothing was compared. */
const uncounted = /(?:^| )-1(?: |$)/;

export function familyOf(canonical: string): CauseFamily | undefined {
  const family = signs[says.findIndex((shape) => shape.test(canonical))]?.family;
  return family === 'row-counts' && uncounted.test(canonical) ? undefined : family;
}
