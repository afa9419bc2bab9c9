import type { CauseFamily } from './families.ts';

export type Sign = Readonly<{
  family: CauseFamily | undefined;
  /** Whole words, as regular expressions. */
  words: readonly string[];
  /** What may stand within a word, too. */
  parts: readonly string[];
  why: string;
}>;

const thing = '(?:table|view|partition|database|schema|project|dataset|relation|bucket|object|catalog|instance)';

/**
 * Looked for in the canonical text (small letters, no punctuation, `…` for names and numbers); the first row that is
 * found decides, so a row stands above those that it is told apart from.
 */
export const signs: readonly Sign[] = [
  {
    family: undefined,
    words: [
      'must be addressed using the specified endpoint', String.raw`http response code 4(?:0[03-9]|[1-9]\d)`,
      'function or view … cannot be resolved', 'serdeexception java.lang.classcastexception', 'invalidobjectstate', 'namespace quota', 'no filter', 'partition filter',
      'cannot open database … requested by the login', '(?:role|queue) … does not exist', 'unknown queue',
      'ip white list', 'is frozen', 'request has expired', 'clock skew too great', 'server not found in kerberos database',
      'out of shared memory', 'ora-00604 error occurred at recursive sql level …$',
    ],
    parts: ['sslhandshake', 'sslexception', 'pkix path', 'secure connection to sql server', 'accessdenied.{0,200}must be addressed'],
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
      String.raw`^(?:\S+ ){1,2}count … (?:\S+ ){1,2}count …$`, String.raw`\bsource count … (?:dest|destination|target) count …`, '行数(?:不一致|不匹配|不相等)', '数据量不一致', '条数不一致',
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
    parts: ['ratelimit', 'throttl', 'slow down', 'qpslimitexceeded', 'flowexceeded', 'slotexceeded', '流控', '限流'],
    why: 'more at a time than the service takes: above no-privilege, since BigQuery answers 403',
  },
  {
    family: 'disk',
    words: ['no space left', 'disk(?: is)? full', 'diskspace quota of', 'ora-0165[2-5]', 'ora-30036'],
    parts: [String.raw`\bunable to extend (?:temp )?(?:segment|table|index|lob)`, '磁盘空间不足'],
    why: 'above quota, since HDFS counts space as one',
  },
  {
    family: 'out-of-memory',
    words: [
      'java heap space', 'gc overhead limit', 'exceeding memory limits', 'exit (?:code|status)(?: is)? 137',
      '(?:physical|virtual) memory used', 'malloc memory failed', String.raw`spark\.driver\.maxresultsize`,
      'cannot allocate memory', 'allotted memory', 'alloc too large size', 'memory used for current process exceeds', 'memory limit (?:for query |total )?exceeded', 'ora-0403[01]', 'unable to acquire … of memory',
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
      'access key id you provided', 'logon denied', 'ora-(?:01017|2800[01])', 'gss initiate failed', 'jwt token is invalid',
      'no valid credentials provided', 'errorcode unauthorized', 'authorization header is invalid',
      String.raw`token (?:\S+ ){0,4}expired`, 'account has been (?:temporarily )?locked', 'new login required', String.raw`no pg_hba\.conf entry`, '390100', 'odps-04100[0-9]{2}',
      '(?:status|code|http) 401', 'login failed for user', 'invalid_grant',
    ],
    parts: ['invalidaccesskeyid', 'signaturedoesnotmatch', 'expiredtoken', 'loginexception'],
    why: 'it was not known who asked: above no-privilege, which is about what he may do',
  },
  {
    family: 'unsupported',
    words: [
      'type is not enabled', 'is not supported for non-transactional', 'is not enabled in current', 'not allowed in project config', 'unsupported type',
      String.raw`type (?:\S+ ){0,3}(?:is )?not supported`, 'format that is not supported',
      'cannot list a table of type', 'requires reader table feature', 'invalid method name',
      'storage read api to be enabled', 'no filesystem for scheme',
    ],
    parts: [String.raw`\bunsupported (?:data )?type`, String.raw`\bunsupported (?:delta|feature)`, '不支持'],
    why: 'a type or a feature that one side does not have',
  },
  {
    family: 'bad-value',
    words: [
      'cast_(?:invalid_input|overflow)', 'out of range value for column', 'data overflow value', 'numeric_value_out_of_range',
      'invalid dynamic partition value', 'cannot be casted from', 'invalid input syntax for type', 'numeric (?:field |value )?overflow',
      'ora-(?:01722|0184[0-9]|01858|01861|01438)', 'conversion failed when converting', 'arithmetic overflow error',
      'incorrect (?:datetime|date|time|timestamp|integer|decimal|double|string) value', 'zero date value prohibited',
      '(?:numeric value|date|timestamp|boolean value) … is not recognized', 'value out of range', 'malformed number',
    ],
    parts: ['脏数据', '无法转换为'],
    why: 'the types agree and one value does not fit: above schema-mismatch, which speaks of casts too',
  },
  {
    family: 'schema-mismatch',
    words: [
      'column (?:reference )?… cannot be resolved', 'cannot be cast', 'cannot (?:safely )?cast',
      'incompatible_data_for_table', '(?:implicit |explicit )?type cast', 'incompatible type', 'cannot be converted',
      'column number types', 'columns? but query has', 'wrong columns count',
      'number of input partition columns', 'column repeated', 'invalid argument type',
      'unresolved_column', 'unknown column', 'invalid (?:table alias or )?column reference', 'ora-00904', 'ora-01400',
      'invalid identifier', 'schema mismatch', 'column … (?:of relation … )?does not exist', 'data too long for column', 'value too (?:long|large) for (?:type|column)',
      'invalid column name', 'violates not-null constraint', 'cannot insert (?:the value )?null into',
      'column cannot be converted in file', '(?:var)?char length … should be in range', 'decimal precision … exceeds? max precision',
      'unrecognized name',
    ],
    parts: [String.raw`\btype mismatch`, String.raw`_type_mismatch\b`, '字段数 … 与', '类型不匹配', '类型不一致'],
    why: 'source and destination do not agree on columns or types: above not-found, which a column is not',
  },
  {
    family: 'too-many-partitions',
    words: [
      'maximum … partitions? allowed', 'to more than … partitions?', 'too many (?:dynamic )?partitions',
      'maximum number of dynamic partitions', 'number of dynamic partitions .{0,60}exceed(?:s|ed)?',
    ],
    parts: [],
    why: 'above quota: neither waiting nor fewer tasks mend it',
  },
  {
    family: 'quota',
    words: [
      'quota exceeded', 'exceeded (?:its |your )?quota', 'exceeds? (?:the )?quota',
      'quota (?:of )?… is exceeded', String.raw`run out of (?:\S+ ){0,2}quota`, 'resource revoke',
      'too many (?:connections|clients)', 'connection slots are reserved', 'already has more than … active connections', 'exceeded the … resource', 'insufficient (?:cu|memory requested)',
      'cannot accept submission of application', 'ora-(?:01000|00020|00018|02391)', 'exceeded limit for bytes billed',
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
      'not found (?:table|dataset)', 'odps-0130131', 'ora-00942', 'invalid object name', 'schema_not_found', 'no such (?:bucket|key|table)', 'there is no database named',
      'specified (?:key|bucket|table|partition|project)(?: name)? does not exist',
    ],
    parts: ['(?:表|分区|项目|库)(?: …)? ?不存在'],
    why: 'what should be read or written is not there',
  },
  {
    family: 'source-unreachable',
    words: ['the tcp/ip connection to the host'],
    parts: [],
    why: 'SQL Server quotes what the network said, even `Permission denied`',
  },
  {
    family: 'no-privilege',
    words: [
      'no privilege', String.raw`you need \S+ privilege`, "you don't exist in project", 'access ?denied',
      'permission denied', 'permission_denied', 'insufficient privileges?', 'insufficient_permissions',
      'permission was denied on', 'has no privileges on it', 'is not assigned to the executing user', 'no right to access', 'not authorized to perform',
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
      'in state standby', 'http response code 50[234]', 'connection to (?:… )?refused', '50[24] (?:bad gateway|gateway time-out)',
      'i/o error occurred while sending to the backend', 'socket is closed by peer', 'connection failed retries exceeded', 'unavailable io exception', 'sqlstate 08s01', 'name or service not known',
    ],
    parts: ['sockettimeoutexception', 'connecttimeout', 'connectiontimeout', 'unknownhost', '连接失败', '无法连接'],
    why: 'the other side did not answer: the last row, since a wrapper often says so above a plainer cause',
  },
];
