/** Words by what they say about the word beside them, in small letters. */
export const listed = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** A plain word rarely names one of these: `container exited`. */
export const seldomNamedByWords = listed(`
  object executor worker thread node server stage container session application cluster instance
  file files directory folder path resource package segment endpoint metastore inode login alias
  label group sequence snapshot account partition partitions
`);

/** What follows is somebody's name for a thing. */
export const thingsWithNames: ReadonlySet<string> = new Set([
  ...seldomNamedByWords,
  ...listed(`
  table tables view views relation database db schema catalog project dataset namespace column
  columns field user role owner username bucket host queue warehouse index region location
  tablespace impersonate function quota evaluating topic
`),
]);

/** Here even a word of English is a name: `in queue batch`. */
export const namedByAnyWord = listed(`
  quota location queue
`);

/** What follows says what has to be changed. */
export const thingsWithMeaning = listed(`
  option config permission privilege class command protocol encoding plugin metric policy
  compression scheme type format codec keyword serde algorithm charset api library driver module
  extension mode engine provider property feature method udf parameter setting operator
`);

/** What may follow the name of a thing (`table not found`). */
export const prose = listed(`
  a an the this that no none and but if where which as at by for in of out per to with without
  between you we already too there is was has have does can cannot can't could must would found
  mismatch require use got load connect run exceeds exceeded lock lost timeout invalid illegal
  incorrect duplicate null large internal please check see parse list scan down deadlock overflow
  count size data metadata key id access password error message reason status state code info value
  job task query service client storage memory source target input buffer delimiter acl identifier
  full empty busy offline online gone permissions privileges credentials errors types values records
  rows keys
`);

/** What follows a name and no adjective. */
export const verbs = listed(`
  is was are were does do has must can cannot could doesn't already exists expected found but
  contains
`);

/** Names that end like a word of English. */
export const namesLikeWords = listed(`
  finance billing marketing
`);

export const columnNames = listed(`
  id status type key code state version description owner user date time label account region
  source target size position
`);

/** Before a colon, what is missing is named next. */
export const announcing = listed(`
  found exist repeated name
`);

/** What follows in quotes is somebody's data. */
export const beforeData = listed(`
  string value parse near date token entry
`);

export const dataTypes = listed(`
  tinyint smallint mediumint int integer bigint float double real decimal numeric number string
  varchar varchar2 nvarchar nvarchar2 char nchar text clob blob binary varbinary bytea bytes raw
  boolean bool date datetime datetime2 time timestamp timestamptz timestamp_ntz timestamp_ltz
  timestamp_tz interval array map struct row record union json jsonb variant geography geometry
  super hllsketch uuid xml int4 int32 int64 int96 float4 float8 byte long fixed_len_byte_array
  unknown enum serial nested
`);

/** Nobody's names, though they have digits or marks. */
export const technical = listed(`
  s3 utf8 latin1 tlsv1 tlsv1.1 pg_hba.conf read_execute max_allowed_packet sql_mode tcp/ip
  read/write protocol_version s3a utf-8 tlsv1.2 tlsv1.3 hive-site.xml core-site.xml
`);

/** A name in capitals with one of these is a condition. */
export const errorParts = listed(`
  not exists invalid failed failure error exception exceeded limit permission unsupported unresolved
  unavailable missing overflow exhausted ambiguous incompatible unable kill isolation range crash
  too zero arity found illegal denied quota unauthorized mismatch timeout aborted cancelled unknown
  duplicate corrupt cannot expired conflict killed lost refused closed violation disabled forbidden
  rejected unreachable
`);

/** The same in small letters: `invalid_grant`. */
export const smallErrorParts = listed(`
  error invalid failed failure denied exceeded timeout expired unauthorized unsupported refused
`);

/** In quotes these are no names either. */
export const sqlWords = listed(`
  select insert delete merge create drop show execute all super view order on or not primary true
  operate update alter truncate describe usage references trigger grant revoke read write ownership
  monitor modify physical
`);

export const messageKeys = listed(`
  message errormessage errordescription errmsg msg error reason cause description diagnostics info
  fatal desc err
`);

/** Behind these a program quotes the failure below it. */
export const quotingKeys = listed('message error reason');

/** Keys behind which a code stands. */
export const codeKeys = listed(`
  code errorcode errcode status statuscode sqlcode sqlstate state errno ec
`);

/** Their values tell causes apart: `access=WRITE`. */
export const tellingKeys: ReadonlySet<string> = new Set([
  ...messageKeys,
  ...codeKeys,
  ...listed(`
    error_code errors access permission exception type expected actual found operation op mode
  `),
]);

/** At the beginning of a line they add to what was said. */
export const adviceKeys = listed(`
  detail details hint context where location service proxy
`);
/** What a sentence about a failure has, and the name of a table does not. */
const telling =
  /[不无未没被满缺超将]|(?<!通)过|已(?!完成|提交|启动|开始)|失败|错误|异常|拒绝|中断|丢失|断开|关闭|重复|冲突|禁止|终止|取消|溢出|权限|配额|限制|连接/;

export const isHanSentence = (text: string): boolean => telling.test(text);
