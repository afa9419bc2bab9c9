import type { CauseCategory } from './remedies.ts';

/** `undefined` for what reads like a category and has another remedy, or none. */
type Sign = Readonly<{ category: CauseCategory | undefined; said: RegExp }>;

const sign = (category: CauseCategory | undefined, said: string): Sign => ({
  category,
  said: new RegExp(`(?<![a-z\\d])(?:${said.replace(/\s*\n\s*/g, '')})(?![a-z\\d])`),
});

const thing =
  '(?:table|view|partition|database|schema|project|dataset|bucket|object|catalog|instance|warehouse|cluster|volume|stage)';
const missing = '(?:was |is |are )?(?:not found|cannot be (?:found|resolved)|does not exist)';

/** The first row that is found decides. */
// prettier-ignore
const signs: readonly Sign[] = [
  // no general advice is true of it
  sign(undefined, String.raw`
    must be addressed using the specified endpoint|request is not authorized to perform this operation(?! using)|(?:http )?response code 40[03-9]
    |function or view … cannot be resolved|[\w.]*serde cannot be cast to|no lease on|invalidobjectstate
    |no partition predicate|without a filter over|out of shared memory
    |role … does not exist
    |white ?list|allow ?list|is not allowed to (?:connect to this|access snowflake)|no pg_hba\.conf entry
    |is frozen|(?:billing|api) has not been (?:enabled|used)|overdue|prohibited by organization|multi-factor
    |request (?:has )?expired|request time and|server not found in kerberos database
    |sslhandshake\w*|sslexception|handshake_failure|ssl encryption
    |(?:maxmessagesize|message size|frame size) .{0,40}(?:reached|larger|exceeds)
    |virtual cluster|warehouse (?:… )?is stopped|authentication (?:mechanism|mode|type)|character set|字符集|版本过低
    |reached (?:the )?end of stream with|metaexception (?:… )?value too long|streaming buffer
  `),
  // the check after the copy counted both sides
  sign('row-counts', String.raw`
    (?:row|record) ?(?:count|number)s? (?:not matched|mismatch)
    |verif\w* failed select returned … (?:\S+ ){0,6}(?:expected|and)
    |dest lacks partition|row count (?:… )?(?:\S+ ){0,6}row count
    |^(?:\S+ ){1,2}count … (?:\S+ ){1,2}count$|source count … dest count
    |(?:行数|数据量)(?:不一致|不匹配)|源表行数 … 目标表行数
  `),
  // above timeouts
  sign('conflict', String.raw`
    lock (?:request|acquisition) .{0,80}(?:timed out)|deadlock(?:ed)?|死锁
    |ora-(?:00054|08177|00028)|sqlcode -91[13]|invalid operation 1023|1023 code xx000
    |cannot acquire (?:a )?locks?|error in acquiring locks|simplelock conflict
    |is (?:being )?locked by|表 .{0,60}被锁定|被其他作业写入
    |serialize access|serializable isolation violation|snapshot isolation|transaction aborted|try restarting transaction
    |concurrent updates?|commit conflict
    |conflict with recovery|statusconflict|base metadata location … is not same|under replication
    |cluster (?:is )?(?:being )?(?:resiz\w*|restart\w*)
    |session (?:no longer exists|expired|has been killed)|idle-in-transaction timeout|cached plan must not change
  `),
  // a statement's own limit
  sign('timeout', String.raw`
    statement[ _]timeout|cancelled due to timeout
    |reached its statement|sqltimeoutexception|jobrunningtimeout|cannot complete before timeout
    |exceeded (?:the )?(?:maximum )?(?:execution )?time limit|execution time (?:limit )?exceeded|ora-02393
    |(?:作业|sql) ?(?:执行|运行)?超时
  `),
  // above no-privilege: BigQuery answers 403
  sign('throttled', String.raw`
    \w*rate ?limits?\w*|too many requests|slow ?down|reduce your request rate|rate exceeded|requests per minute|\w*throttl\w*|too many concurrent
    |flow quota|\w*qps\w*exceeded|http 429|流控|过于频繁
  `),
  // above quota, since HDFS counts space as one
  sign('disk', String.raw`
    no space left|disk(?: is)? full|diskspace quota of|ora-(?:0165[2-5]|30036|01688)
    |filegroup is full|磁盘.{0,4}满
  `),
  sign('out-of-memory', String.raw`
    instance mem usage|java heap space|(?:virtual) memory used|\w*out ?of ?memory\w*|\b(?:caused by )?oom
    |exit ?code (?:status )?(?:is )?137|cannot allocate memory|alloc too large size
    |spark\.driver\.maxresultsize|memory used for current process exceeds|memory limit (?:for query )?exceeded
    |ora-0403[016]|out of sort memory|内存(?:不足|溢出|超限)
  `),
  // above no-privilege
  sign('credentials', String.raw`
    access denied for user (?:… )?(?:from )?using password|1045 28000|authentication failed(?:$)|认证失败
    |(?:wrong) user ?name or password
    |invalid (?:credentials?|signature value|api key)|access key id you provided
    |ora-(?:01017|2800[01])|odps-04100[0-9]{2}|code 401|error validating the login|exception authenticating
    |checksum failed|gss initiate failed|no valid credentials provided
    |jwt token is invalid|invalid_client|errorcode unauthorized|cannot (?:load|locate) (?:aws )?credentials
    |(?:token|secret|password) (?:\S+ ){0,6}(?:expired|cannot be found in cache)|(?:令牌|密钥).{0,6}过期
    |account (?:\S+ ){0,3}(?:is|has been) (?:temporarily )?locked
    |密码.{0,6}(?:错误|不正确|无效)|口令无效
  `),
  // a type or a feature that one side does not have
  sign('unsupported', String.raw`
    is not supported for non-transactional|is not enabled in current|not allowed in project config|qualified name (?:… )?is not supported|不支持|not implemented
    |types? (?:\S+ ){0,4}has no counterpart(?! (?:field)| in the (?:target) table)
    |unsupported (?:\S+ ){0,2}types?|illegal parquet type|unrecognized (?:sql )?type|unknown (?:data )?type|type \S+ is not allowed|types? (?:\S+ ){0,3}(?:is )?not (?:yet )?supported
    |unsupported (?:encoding|compression|codec)\w*|format that is not supported|table features?|storage read api to be enabled
    |cannot list a table of type|does not support these operations|invalid method name|no (?:filesystem|jindo store) for scheme|(?:one and only one|only able) .{0,30}(?:type|native)
  `),
  // above schema-mismatch, which speaks of casts too
  sign('bad-value', String.raw`
    cast_(?:invalid_input|overflow)|out of range value for column|(?:value|timestamp|integer|bigint) out of range|numeric_value_out_of_range|out of valid \w+ range
    |numeric (?:field )?overflow|arithmetic overflow error|is overflow|division by zero|violates check constraint|invalid dynamic partition value
    |cannot be casted from|conversion failed when converting|has no equivalent in encoding|invalid byte sequence for encoding|ora-(?:01722|0184\d|01858|01861|01438)
    |incorrect (?:datetime|integer|decimal|string) value|zero date value prohibited|(?:numeric value|date) (?:… )?is not recognized
    |invalid date format|numberformatexception|bad value for type|invalid input (?:syntax for)|format must be
    |脏数据|无法转换为|不是(?:合法|有效)的.{0,8}(?:日期|数字)|日期(?:格式)?不正确
  `),
  // above not-found, which a column is not
  sign('schema-mismatch', String.raw`
    column (?:reference )?(?:… )?(?:already exists)|invalidcolumnspec
    |unresolved_column|(?:undefined|duplicate) columns?|invalid (?:table alias or )?column (?:reference)|invalid identifier|cannot resolve .{0,60}columns|resolved attribute
    |cannot be cast|cannot (?:safely )?cast|cannot be converted|incompatible_data_for_table|schemacolumnconvertnotsupportedexception|incompatible (?:\S+ ){0,2}(?:types?|schema)|types incompatible with
    |column number types?|column counts? does not|wrong columns? count|number of (?:input partition )?columns|value list does not match|column_arity_mismatch|has type (?:\S+ )?(?:while|but)
    |column repeated|invalid argument type|expect partition columns|ora-(?:01400|12899|00913|00947)|sqlcode -206|\w*(?:schema|type)[ _]?mismatch\w*
    |would be truncated|(?:var)?char length (?:… )?should be in range|length limitation|decimal precision (?:… )?exceeds? max precision
    |cannot be null|non-nullable|(?:missing|not) in destination|schema has been modified
    |字段数 … 与|(?:类型|结构).{0,12}(?:不匹配|不一致)|长度.{0,12}超过|字段(?: .{0,30})?不存在
  `),
  // above quota
  sign('too-many-partitions', String.raw`
    maximum … partitions? allowed|to more than … partitions?|too many (?:dynamic )?partitions|number of partitions exceeds
    |partitions scanned .{0,40}exceeds|分区数 .{0,20}上限
  `),
  // a limit of the account, the project or the server
  sign('quota', String.raw`
    exceeded (?:its )?quota|quota .{0,60}exceeded|quota (?:… )?is not found or not permitted|配额
    |run out of (?:\S+ ){0,2}quota|resource in quota|resource revoke|allornothingresourcewaittimeout|insufficient (?:cu|memory requested)|exceeded the (?:… )?resource
    |too many (?:running (?:instances|jobs)|connections|sessions|parts)|connection slots are reserved|slots are in use|already has more than … active connections|connection limit (?:per user )?reached
    |cannot accept submission of application|ora-(?:01000|00020|00018|02391|12516|12519|12520)|exceeded limit for bytes billed|exceeded memory limitation|limit .{0,40}has been reached
    |limit available for shuffle|greater than maximum allowed allocation|above the max threshold
  `),
  // what should be read or written is not there
  sign('not-found', String.raw`
    ${thing}(?: or view)?(?: …)? ${missing}|(?:not found|no such) ${thing}|nosuch(?:table|partition|project|bucket|key|schema|object|volume)(?:exception)?|unknown (?:table|database|schema)
    |file(?: …)? does not exist|filenotfoundexception|entity ?not ?found\w*|no (?:cluster|endpoint) found
    |odps-0130131|ora-00942|sqlcode -204|no such index
    |(?:表|分区|文件|路径|path)(?: .{0,30})?不存在|未能?找到|找不到
  `),
  // SQL Server quotes what the network said, even `Permission denied`
  sign('source-unreachable', 'the tcp/ip connection to the host'),
  // known, and not allowed
  sign('no-privilege', String.raw`
    no privileges?|you need \S+ privilege|requires \S+ privilege|does not have (?:\S+ ){0,4}(?:permissions?|privileges?|on (?:catalog))
    |access ?denied\w*|permission[_ ]?denied|insufficient (?:access )?privileges?|insufficient lake formation permission|permission was denied on|command denied to user
    |not authorized to|not allowed by integration|is not allowed to impersonate|should be writable
    |cannot submit applications? to queue|403 forbidden|\w*s3exception forbidden|42501|ora-01031
    |(?:没有).{0,60}权限|权限(?:不足|不够)|无权|未被?授权
  `),
  // last, since a wrapper often says so above a plainer cause
  sign('source-unreachable', String.raw`
    (?:read|connect|socket|request) timed out|connection timeout expired|connectiontimeout\w*|connection (?:to (?:… )?)?(?:refused|reset|closed)|communications link failure|login timeout expired
    |no route to host|network (?:is )?unreachable|cannot connect|network adapter cannot|broken pipe|ttransportexception$
    |writing request body to server|session with tunnel endpoint|in state standby|response code 50[234]|bad gateway|gateway time-out
    |socket is closed by peer|connection failed retries exceeded|unavailable io exception|ora-(?:12170|03113|03135|12537)
    |connection (?:is|was) (?:unexpectedly )?(?:closed|lost)|lost connection to|server has gone away|eofexception
    |unknown (?:\S+ ){0,2}host|unknownhost\w*|cannot translate host name|no such host is known|cannot resolve host
    |连接失败|无法连接|连接超时|拒绝连接|连通性.{0,4}失败
  `),
  // the service's own fault, which passes
  sign('transient', String.raw`
    internal error occurred|encountered an internal error|service internal error|backenderror|transient error
    |service (?:is )?(?:temporarily )?unavailable|系统内部错误|服务内部错误|系统繁忙|服务.{0,4}不可用
  `),
];

const longest = 2_000;

/** It may say that no category is true of a text. */
export const signIn = (text: string): Sign | undefined => {
  const read = text.slice(0, longest);
  return signs.find(({ said }) => said.test(read));
};
