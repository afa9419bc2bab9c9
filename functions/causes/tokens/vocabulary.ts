/**
 * Words by what they say about the word beside them; each list has its reason. In small letters.
 */
export const listed = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** What follows one of these is somebody's name for a thing, and differs from table to table. */
export const thingsWithNames = listed(`
  table tables view views relation database databases db schema schemas catalog project
  projects dataset keyspace namespace column columns field fields col partition partitions user
  users role account principal owner username bucket instance host hosts server node broker
  queue container application session warehouse cluster index sequence topic file files
  directory folder path region location resource volume package snapshot object tablespace
  segment endpoint metastore stage executor worker thread inode login alias label tenant group
  impersonate quota evaluating
`);

/** Of these, what a plain word rarely names: `Executor heartbeat timed out`, `container exited`. */
export const seldomNamedByWords = listed(`
  object executor worker thread node server broker stage container session application cluster
  instance file files directory folder path location resource volume package segment endpoint
  metastore inode login alias label tenant group sequence index snapshot account principal
  partition partitions quota
`);

/** After one of these even a word of English that stands alone is a name: `in region shanghai`. */
export const namedByAnyWord = listed(`
  tablespace quota region location queue
`);

/** What follows one of these says what has to be changed, so it stays: no table is called so. */
export const thingsWithMeaning = listed(`
  function functions udf option parameter parameters property setting config configuration
  feature permission permissions privilege privileges type types class format codec keyword
  operator clause statement command action scope serde protocol algorithm charset encoding
  collation method api library driver module plugin extension reason metric policy header
  attribute flag mode hint access handler compression engine provider inputformat datatype
  scheme
`);

/** A bare identifier after one of these stays too: `argument 1 for function all_match`. */
export const thingsCalledByMeaning = listed(`
  function functions udf option parameter property setting operator feature method
`);

/** Before the name of a thing: `database named sales`, `column name: amount`. */
export const naming = listed(`
  named called name names
`);

/** English that may follow the name of a kind of thing (`table not found`) and is nobody's name. */
export const prose = listed(`
  a an the this that it its no not none nothing and or but if then when while where which who
  as at by for from in into of off on onto out over per to under upon with within without after
  before during until since via between against about also only you we already again other
  another same so too always now here there is was were be been being has have had do does did
  can cannot can't could may might must shall should will would won't isn't aren't wasn't
  doesn't don't didn't hasn't exist exists found missing mismatch need needs require requires
  required want use used using contain allow support get got set make take created creation
  update load read reading write writing closed connect run execution fail failed failure
  exceeds exceeded reached reference defined specified expected refused locked lock killed lost
  timeout timed expire invalid valid unknown unexpected illegal incorrect wrong duplicate
  different unsupported unavailable available unable empty null full large incompatible
  external internal managed canceled please check see parse list scan offline online busy down
  gone deadlock overflow readonly count number size data metadata records row rows key keys id
  ids version format location definition permission permissions privileges access authorization
  authentication credentials password error errors exception message reason status state code
  info details operation type types value values name names job task query statement service
  client driver storage memory source target input buffer delimiter acl order primary
  identifier group
`);

/** What follows a name and no adjective. */
export const verbs = listed(`
  is was are were does do has had will should must can can't cannot could doesn't don't isn't
  already exists contains lacks
`);

/** Names that end like a word of English: people call projects and tables so. */
export const namesLikeWords = listed(`
  finance balance balances insurance billing marketing shipping pricing accounting advertising
  staging landing
`);

/** Accounts that are called like what they run. */
export const serviceAccounts = listed(`
  hive spark yarn hdfs hadoop oracle mysql root admin
`);

/** Words of English that people call columns. */
export const columnNames = listed(`
  id key status code total state version description owner user date time label account region
  source target size start end position type name
`);

/** Before a colon these announce that what is missing is named next: `not found: orders`. */
export const announcing = listed(`
  found exist exists unknown missing creation duplicate duplicated repeated resolved resolve
  ambiguous such named name
`);

/** After one of these, a text in quotes is a piece of somebody's data, whatever it reads like. */
export const beforeData = listed(`
  string value values input cast parse parsing convert near literal text date datetime
  timestamp content line token start record entry
`);

/** Keys whose value tells causes apart: `"reason": "quotaExceeded"`, `access=WRITE`. */
export const tellingKeys = listed(`
  code errorcode error_code errcode error errors errno errormessage error_message errormsg
  errmsg err_msg msg message reason cause status state sqlstate statuscode status_code httpcode
  detail details description access action permission privilege exception javaclassname type
  expected actual found operation op mode desc title
`);

export const dataTypes = listed(`
  tinyint smallint mediumint int integer bigint float double real decimal numeric number string
  varchar varchar2 nvarchar nvarchar2 char nchar text longtext clob blob binary varbinary bytea
  bytes raw boolean bool bit date datetime datetime2 time timestamp timestamptz timestamp_ntz
  timestamp_ltz timestamp_tz interval year array map struct row record union tuple json jsonb
  variant object geography geometry super hllsketch uuid xml int2 int4 int8 int16 int32 int64
  int96 uint8 uint16 uint32 uint64 int_8 float4 float8 float32 float64 byte short long
  fixed_len_byte_array null any unknown enum serial decimal128 decimal256 utf8 list nested
  nullable
`);

/** Words with digits or marks that are nobody's names: `No FileSystem for scheme: s3`. */
export const technical = listed(`
  s3 s3a utf8 utf-8 gbk latin1 base64 md5 sha256 crc32 ipv4 ipv6 http2 tls1.2 tls1.3 tlsv1
  tlsv1.1 tlsv1.2 tlsv1.3 x509 pg_hba.conf hive-site.xml core-site.xml hdfs-site.xml krb5.conf
  information_schema pg_catalog read_only read_write read_execute full_control managed_table
  external_table materialized_view max_connections max_allowed_packet wait_timeout innodb
  sql_mode i/o and/or tcp/ip read/write e.g i.e client/server source/target upload/download
  handshake_failure protocol_version max_pt user/password username/password
`);

/** A name in capitals with one of these in it is a condition (`TABLE_OR_VIEW_NOT_FOUND`). */
export const errorParts = listed(`
  not found exists exist invalid illegal failed failure fail error exception exceeded exceed
  limit quota denied permission unauthorized unauthenticated unsupported unresolved unavailable
  mismatch missing timeout overflow argument exhausted aborted cancelled internal unknown
  duplicate ambiguous incompatible corrupt cannot unable conversion expired conflict kill
  killed lost refused closed reset violation disabled forbidden rejected unreachable isolation
  range crash too zero arity
`);

/** The same in small letters, where more of it could be the name of a table: `invalid_grant`. */
export const smallErrorParts = listed(`
  failed failure error invalid denied exceeded timeout expired unauthorized unsupported refused
  mismatch violation
`);

/** What SQL and its privileges are written with; in quotes these are no names either. */
export const sqlWords = listed(`
  select insert update delete merge create drop alter truncate describe show load unload read
  write download usage execute all super references trigger index view from where group order
  by having limit join on union with as and or not in is null like between case when then else
  end distinct table partition values into overwrite set using primary foreign unique default
  true false list own ownership operate monitor modify cluster sort window over rows range
  grant revoke explain add physical virtual
`);

/** With these a sentence begins that was written right behind the last one: `exceeded.Please`. */
export const sentenceStarts = listed(`
  please if the check use see you this make set verify ensure try
`);

/** Keys, without `_` and `-`, behind which the text says what happened. */
export const messageKeys = listed(`
  message errormessage errordescription errmsg msg error reason cause exception description
  diagnostics info failure failed fatal desc
`);

/** Keys behind which a code stands. */
export const codeKeys = listed(`
  code errorcode errcode status statuscode httpcode httpstatus sqlcode sqlstate state errno ec
  vendorcode domain
`);

/** Keys at the beginning of a line that add to what was said: who mends it reads on. */
export const adviceKeys = listed(`
  detail details hint context where position statement query location process line domain
  locationtype help service proxy
`);
/** Characters that a Chinese sentence about a failure has, and the name of a table does not. */
const telling =
  /[不无未没被已过满缺超请应须为是但可将]|失败|错误|异常|拒绝|中断|丢失|断开|关闭|重复|冲突|禁止|终止|取消|溢出|存在|找到|支持|匹配|一致|权限|配额|限制|重试|执行|连接/;

/** Whether a run of Chinese says something, rather than naming a table or being a value. */
export const isHanSentence = (text: string): boolean => telling.test(text);
