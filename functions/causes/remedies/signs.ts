import type { CauseCategory } from './remedies.ts';

/** How a category is known; `undefined` for what reads like one and has another remedy, or none. */
type Sign = Readonly<{ category: CauseCategory | undefined; said: RegExp }>;

/** `said`: parts of a text in small letters, without punctuation, `…` for names and numbers. */
const sign = (category: CauseCategory | undefined, ...said: readonly string[]): Sign => ({
  category,
  said: new RegExp(`(?<![a-z\\d])(?:${said.join('|')})(?![a-z\\d])`),
});

const thing =
  '(?:table|view|partition|database|schema|project|dataset|bucket|object|catalog|instance|warehouse|cluster|volume|stage)';
const missing =
  "(?:was |is |are )?(?:not found|cannot be (?:found|resolved)|does not exist|doesn't exist|no longer exists)";

/** The first row that is found decides, so a row stands above those that it is told apart from. */
const signs: readonly Sign[] = [
  // told behind the status of an answer
  sign('credentials', 'invalid access token'),
  // reads like one of these, and no general advice is true of it
  sign(
    undefined,
    'must be addressed using the specified endpoint|(?:http )?response code 4(?:0[03-9]|[1-9]\\d)',
    'function or view … cannot be resolved|[\\w.]*serde cannot be cast to|no lease on|invalidobjectstate|namespace quota',
    'partition filter|no partition predicate|without a filter over|out of shared memory|ora-00604',
    'cannot open database … requested by the login|(?:role|queue|login) … does not exist|unknown queue',
    '(?:ip )?white ?list|allow ?list|is not allowed to (?:connect to this|access snowflake)|is blocked because of many connection errors|no pg_hba\\.conf entry',
    'is frozen|is disabled because|billing (?:has not been|is not|is) (?:enabled|disabled)|overdue|prohibited by organization|multi-factor|is not registered with the listener',
    'request (?:has )?expired|clock skew|time skew|requesttimetooskewed|request time and the (?:current|server) time|server not found in kerberos database',
    'sslhandshake\\w*|ssl ?exception|pkix path|secure connection to sql server|(?:no )?appropriate protocol|handshake_failure|secure sockets layer ssl|ssl encryption',
    '(?:maxmessagesize|message size|frame size|array length) .{0,40}(?:reached|larger|exceed\\w*|limit)',
    'virtual cluster|warehouse (?:… )?is stopped|authmech|authentication (?:mechanism|mode|method|type)|character set|字符集|版本过低',
    'reached (?:the )?end of stream with|metaexception (?:… )?value too long|streaming buffer',
  ),
  // the check after the copy counted both sides
  sign(
    'row-counts',
    '(?:row|record) ?(?:count|number)s? (?:not matched|differs?|mismatch|does not match|do not match|not match|are different|inconsistent)|counts? (?:mismatch|not equal)',
    'verif\\w* failed select returned … (?:\\S+ ){0,6}(?:expected|and|but|from)',
    'dest lacks partition|(?:row|record) count (?:… )?(?:\\S+ ){0,6}(?:row|record) count',
    '^(?:\\S+ ){1,2}count … (?:\\S+ ){1,2}count$|source count … (?:dest|destination|target) count',
    '(?:行数|数据量|条数)(?:不一致|不匹配|不相等|不相符)|源表行数 … 目标表行数',
  ),
  // somebody else holds or changed it, or the session went away: above timeouts
  sign(
    'conflict',
    '(?:lock wait|lock request|lock acquisition) .{0,80}(?:time ?out|timed out)|deadlock(?:ed)?|死锁|锁超时|获取.{0,12}锁',
    'ora-(?:00060|00054|08177|04020|04021|00028)|sqlcode -91[13]|(?:invalid operation|redshiftexception) 1023|1023 code xx000',
    'cannot (?:acquire|obtain) (?:the |a )?locks?|cannot be acquired|error in acquiring locks|lock conflict|simplelock conflict',
    '(?:is|are) (?:being )?locked by|already locked|(?:metadata|table) is locked|表 .{0,60}被锁定|被其他作业写入',
    'serialize access|serializable isolation violation|snapshot isolation|transaction aborted|try restarting transaction',
    'concurrent(?:append|delete\\w*|write|modification|transaction)\\w*exception|concurrent (?:update|modification|transaction)s?|commit conflict|updated by another transaction',
    'conflict with recovery|conflicting (?:operation|command|concurrent)|statusconflict|base metadata location … is not same|under replication',
    'cluster (?:is |was )?(?:being )?(?:resiz\\w*|restart\\w*)|during (?:a )?resize|resize (?:is )?in progress',
    'session (?:is gone|no longer exists|does not exist or has expired|expired|has been killed)|administrator command|idle-in-transaction timeout|cached plan must not change',
  ),
  // a statement's own limit
  sign(
    'timeout',
    'statement[ _]timeout|maximum statement execution time|(?:query|statement) (?:has )?timed out|query ?timeout\\w*|cancelled due to timeout',
    'statement or warehouse timeout|reached its statement|sqltimeoutexception|jobrunningtimeout|cannot complete before timeout',
    'exceeded (?:the )?(?:maximum|max)? ?(?:execution |run ?|query )?time limit|execution time (?:limit )?exceeded|ora-(?:00040|02393)|operation timed out after … hours?',
    '(?:语句|查询|作业|sql) ?(?:执行|运行)?超时|执行超时',
  ),
  // more at a time than the service takes: above no-privilege, since BigQuery answers 403
  sign(
    'throttled',
    '\\w*rate ?limits?\\w*|too many requests|slow ?down|reduce your request rate|rate exceeded|requests per minute|\\w*throttl\\w*|too many concurrent',
    'flow quota|slot quota|flowexceeded|slotexceeded|\\w*qps\\w*exceeded|(?:status|code|http|statuscode) 429|流控|限流|过于频繁',
  ),
  // above quota, since HDFS counts space as one
  sign(
    'disk',
    'no space left|disk(?: is)? full|diskspace quota of|ora-(?:0165[2-5]|30036|01688)|unable to extend|cannot extend (?:\\S+ )?(?:segment|table|index|lob)',
    '空间不足|cannot allocate space for|filegroup is full|log .{0,40}is full|日志已满|磁盘.{0,4}满',
  ),
  sign(
    'out-of-memory',
    'mem(?:ory)? usage (?:\\S+ ){0,3}(?:exceed(?:s|ed)?|is too high|is over|beyond|above)|instance mem usage|java heap space|gc overhead limit|exceeding (?:physical |virtual )?memory limits?|(?:physical|virtual) memory used|\\w*out ?of ?memory\\w*|\\b(?:caused by )?oom',
    'exit ?code (?:status )?(?:is )?137|exit status 137|with exitcode 137|malloc memory failed|cannot allocate memory|allotted memory|alloc too large size|insufficient system memory',
    'spark\\.driver\\.maxresultsize|memory used for current process exceeds|memory limit (?:for query |total )?exceeded|exceeded (?:\\S+ ){0,3}memory limit|cannot acquire … of memory',
    'ora-0403[016]|out of sort memory|内存(?:不足|溢出|超限|用尽)|没有足够的.{0,6}内存',
  ),
  // it was not known who asked: above no-privilege, which is about what he may do
  sign(
    'credentials',
    'access denied for user (?:… )?(?:from )?using password|1045 28000|authentication failed (?:for user|$)|password authentication failed|认证失败|login failed for user|用户 … 登录失败',
    '(?:incorrect|bad|wrong|invalid) (?:username|user ?name|user|login)(?: or |/| )password',
    'invalid (?:username|user name|credentials?|signature value|access ?token|accesskeyid|access key|api key|client secret)|access key id you provided|invalidaccesskeyid|signaturedoesnotmatch|signature you provided',
    'logon denied|ora-(?:01017|2800[01])|new login required|390100|odps-04100[0-9]{2}|(?:status|code|http) 401|error validating the login|exception authenticating',
    'cannot obtain password from user|checksum failed|preauthentication failed|gss initiate failed|no valid credentials provided|no rules applied to',
    'jwt token is invalid|invalid[_ ]grant|invalid_client|errorcode unauthorized|authorization header is invalid|cannot (?:load|locate) (?:aws )?credentials|no aws credentials',
    'token (?:\\S+ ){0,4}(?:expired|cannot be found in cache)|expiredtoken|(?:令牌|密钥).{0,6}过期',
    '(?:account|user) (?:\\S+ ){0,3}(?:is|has been|was) (?:temporarily )?(?:locked|blocked)',
    '密码.{0,6}(?:错误|不正确|无效|有误)|口令无效',
  ),
  // a type or a feature that one side does not have
  sign(
    'unsupported',
    'type is not enabled|is not supported for non-transactional|is not enabled in current|not allowed in project config|qualified name (?:… )?is not supported|不支持|not implemented',
    `(?:types? (?:\\S+ ){0,4}|(?:geography|geometry|variant|hllsketch|super|interval|json|object|range) (?:\\S+ ){0,3})has no (?:counterpart|equivalent(?: type)?)(?! (?:column|field)| in the (?:destination|target) table)`,
    'unsupported (?:\\S+ ){0,2}types?|illegal parquet type|unrecognized (?:sql |data )?type|unknown (?:data )?type|type \\S+ is not allowed|types? (?:\\S+ ){0,3}(?:is |are )?not (?:yet )?supported',
    'unsupported (?:delta|feature|table|column|encoding|compression|codec|\\S+ feature)\\w*|format that is not supported|table features?|storage read api to be enabled',
    'cannot list a table of type|is of type view|does not support these operations|invalid method name|no (?:filesystem|jindo store) for scheme|(?:one and only one|only able) .{0,30}(?:type|native)',
  ),
  // the types agree and one value does not fit: above schema-mismatch, which speaks of casts too
  sign(
    'bad-value',
    'cast_(?:invalid_input|overflow)|out of range value for column|(?:value|timestamp|date|integer|bigint|smallint|numeric) out of range|numeric_value_out_of_range|out of valid \\w+ range',
    'data overflow value|numeric (?:field |value )?overflow|arithmetic overflow error|is overflow|division by zero|violates check constraint|invalid dynamic partition value',
    'cannot be casted from|conversion failed when converting|has no equivalent in encoding|invalid byte sequence for encoding|ora-(?:01722|0184\\d|01858|01861|01438|0186\\d)',
    'incorrect (?:datetime|date|time|timestamp|integer|decimal|double|string) value|zero date value prohibited|(?:numeric value|date|timestamp|boolean value) (?:… )?is not recognized',
    'malformed number|invalid (?:date|timestamp|number) (?:format|literal|value)|numberformatexception|bad value for type|invalid input (?:value|syntax for)|format must be',
    '脏数据|无法转换为|不能转换为|不是(?:合法|有效)的.{0,8}(?:日期|时间|数字|数值|格式)|(?:日期|时间)(?:格式|值)?(?:不正确|不合法|非法|无效)',
  ),
  // both sides do not agree on columns or types: above not-found, which a column is not
  sign(
    'schema-mismatch',
    'column (?:reference )?(?:… )?(?:cannot be (?:resolved|found)|not found|already exists)|column (?:… )?(?:of relation (?:… )?)?does not exist|(?:specified )?columns? is not valid|invalidcolumnspec',
    'unresolved_column|(?:unknown|undefined|duplicate) columns?|unrecognized name|invalid (?:table alias or )?column (?:reference|name)|invalid identifier|cannot resolve .{0,60}(?:columns|input)|resolved attribute',
    'cannot be cast|cannot (?:safely )?cast|cannot be converted|type cast|incompatible_data_for_table|schemacolumnconvertnotsupportedexception|incompatible (?:\\S+ ){0,2}(?:types?|schema)|types incompatible with',
    'column number types?|column counts? (?:does not|do not|mismatch\\w*|differs?)|wrong columns? count|columns? but query has|more expressions than target columns|number of (?:input partition |target )?columns|not enough values|value list does not match|column_arity_mismatch',
    'column repeated|invalid argument type|expect partition columns|ora-(?:00904|01400|12899|00913|00947)|sqlcode -206|\\w*(?:schema|type)[ _]?mismatch\\w*|data type mismatches',
    'data too long for column|value too (?:long|large) for|would be truncated|(?:var)?char length (?:… )?should be in range|length limitation|decimal precision (?:… )?exceeds? max precision',
    'violates not-null constraint|cannot insert (?:the value )?null into|cannot be null|non-nullable|(?:missing|not) in destination|schema has been modified',
    '字段数 … 与|(?:类型|结构|字段|列数).{0,12}(?:不匹配|不一致)|长度.{0,12}超过|(?:字段|列)(?: .{0,30})?不存在|插入列',
  ),
  // above quota: neither waiting nor fewer tasks mend it
  sign(
    'too-many-partitions',
    'maximum … partitions? allowed|to more than … partitions?|too many (?:dynamic )?partitions|maximum number of dynamic partitions',
    'number of dynamic partitions .{0,60}exceed(?:s|ed)?|partitions scanned .{0,40}exceeds|分区数 .{0,20}(?:超过|上限)',
  ),
  // a limit of the account, the project or the server
  sign(
    'quota',
    '\\w*quota ?exceeded|exceeded (?:its |your )?quota|exceeds? (?:the )?quota|quota .{0,60}exceeded|quota (?:… )?is not found or not permitted|配额',
    'run out of (?:\\S+ ){0,2}quota|resource in quota|resource revoke|allornothingresourcewaittimeout|insufficient (?:cu|memory requested)|exceeded the (?:… )?resource',
    'too many (?:running (?:instances|jobs|tasks|queries)|connections|clients|sessions|parts)|connection slots are reserved|slots are in use|already has more than … active connections|max_user_connections|connection limit (?:per user )?reached',
    'cannot accept submission of application|ora-(?:01000|00020|00018|02391|12516|12519|12520)|exceeded limit for bytes billed|exceeded memory limitation|limit .{0,40}has been reached',
    'limit available for shuffle|greater than maximum allowed allocation|above the max threshold|max_\\w+_(?:count|limit)',
  ),
  // what should be read or written is not there
  sign(
    'not-found',
    `${thing}(?: or view)?(?: …)? ${missing}|(?:not found|no such) ${thing}|nosuch(?:table|partition|project|bucket|key|schema|object|volume)(?:exception)?|unknown (?:table|database|schema)`,
    '(?:table_or_view|path|schema)_not_found|(?:input )?path(?: …)? does not exist|file(?: …)? does not exist|filenotfoundexception|entity ?not ?found\\w*|no (?:cluster|warehouse|endpoint) found|resource_does_not_exist',
    'odps-0130131|ora-00942|sqlcode -204|invalid object name|relation (?:… )?does not exist|there is no database named|no such index|index_not_found\\w*',
    'specified (?:key|bucket|table|partition|project)(?: name)? does not exist',
    '(?:表|分区|项目|库|桶|文件|路径|对象|path)(?: .{0,30})?(?:不存在|未找到)|未能找到|找不到',
  ),
  // SQL Server quotes what the network said, even `Permission denied`
  sign('source-unreachable', 'the tcp/ip connection to the host'),
  // known, and not allowed
  sign(
    'no-privilege',
    "no privileges?|you need \\S+ privilege|requires \\S+ privilege|does not have (?:\\S+ ){0,4}(?:permissions?|privileges?|access|use schema|use catalog)|(?:don't|do not) exist in project",
    'access ?denied\\w*|permission[_ ]?denied|insufficient (?:access )?privileges?|insufficient_permissions|insufficient lake formation permission|permission was denied on|command denied to user|must be owner',
    'is not assigned to the executing user|no right to access|not authorized to|not allowed by integration|package (?:… )?(?:is )?not allowed|is not allowed to impersonate|should be writable',
    'cannot submit applications? to queue|to submit (?:applications? )?to queue|queue acl\\w*|acl\\w* (?:check|denied)|403 forbidden|\\w*s3exception forbidden|42501|ora-01031',
    '(?:没有|缺少).{0,60}权限|权限(?:不足|不够)|无权|未被?授权',
  ),
  // the other side did not answer: last, since a wrapper often says so above a plainer cause
  sign(
    'source-unreachable',
    '(?:read|connect|connection|socket|request) timed out|connection timeout expired|(?:socket|connect|connection)timeout\\w*|connection (?:to (?:… )?)?(?:refused|reset|closed|timed out)|communications link failure|login timeout expired',
    'no route to host|(?:network|host) (?:is )?unreachable|cannot (?:connect|open (?:client transport|connection))|network adapter cannot|no listener|broken pipe|ttransportexception$|connection attempt failed',
    'writing request body to server|session with tunnel endpoint|in state standby|(?:response|status|http) code 50[234]|50[24] (?:bad gateway|gateway time-out)|bad gateway|gateway time-out',
    'i/o error occurred while sending to the backend|socket is closed by peer|connection failed retries exceeded|unavailable io exception|sqlstate 08s01|ora-(?:12541|12170|12543|03113|03135|12537)',
    'connection (?:is|was|has been) (?:unexpectedly )?(?:closed|lost)|unexpectedly lost|lost connection to|cannot read response from server|server has gone away|reached end of stream|eofexception',
    'unknown (?:\\S+ ){0,2}host|unknownhost\\w*|cannot translate host name|getaddrinfo|no such host is known|cannot resolve host',
    '连接失败|无法连接|连不上|连接超时|拒绝连接|连通性.{0,4}失败',
  ),
  // the service's own fault, which passes
  sign(
    'transient',
    'internal error (?:occurred|during)|encountered an internal error|service internal error|backenderror|transient (?:issue|error|failure)',
    '(?:service|server) (?:is )?(?:currently |temporarily )?unavailable|系统内部错误|服务内部错误|系统繁忙|服务.{0,4}不可用',
  ),
];

/** Characters of what is told that signs are looked for in. */
const longest = 2_000;

/** The first sign in a text, which may say that no category is true of it. */
export const signIn = (text: string): Sign | undefined => {
  const read = text.slice(0, longest);
  return signs.find(({ said }) => said.test(read));
};
