/**
 * Words by what they say about the word beside them; each list has its reason. All in lower case.
 */
const listed = (...lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.join(' ').split(/\s+/));

/** What follows one of these is somebody's name for a thing, and differs from table to table. */
export const thingsWithNames = listed(
  'table tables view views relation database databases db schema schemas catalog project projects dataset',
  'keyspace namespace column columns field fields col partition partitions user users role account principal',
  'owner username bucket instance host hosts server node broker queue container application session warehouse',
  'cluster index sequence topic file files directory folder path region location resource volume package snapshot',
  'evaluating object tablespace segment endpoint metastore stage executor worker thread inode login alias label tenant group impersonate',
);

/**
 * Of these, what a plain word rarely names: `Executor heartbeat timed out`, `container exited`,
 * `worker node`.
 */
export const seldomNamedByWords = listed(
  'object',
  'executor worker thread node server broker stage container session application cluster instance file files',
  'directory folder path location resource volume package segment endpoint metastore inode login alias label',
  'tenant group sequence index region snapshot account principal partition partitions',
);

/** What follows one of these says what has to be changed, so it stays: no table is called so. */
export const thingsWithMeaning = listed(
  'function functions udf option parameter parameters property setting config configuration feature permission',
  'permissions privilege privileges type types class format codec keyword operator clause statement command',
  'action scope serde protocol algorithm charset encoding collation method api library driver module plugin',
  'extension reason metric policy header attribute flag mode hint access handler compression engine provider',
  'inputformat datatype scheme',
);

/** A bare identifier after one of these stays too: `argument 1 for function all_match`. */
export const thingsCalledByMeaning = listed(
  'function functions udf option parameter property setting config configuration keyword operator feature method',
);

/** Before the name of a thing: `database named sales`, `column name: amount`. */
export const naming = listed('named called name names');

/**
 * English that may follow the name of a kind of thing (`table not found`, `column count`) and is
 * nobody's name.
 */
export const prose = listed(
  // Small words.
  'a an the ip acl this that these those it its their his our your my no not none nothing and or but nor xor if then',
  'else when while where which who whose whom what why how as at by for from in into of off on onto out over per',
  'to under up upon with within without after before during until since because than via between among against',
  'about across also only you we i he she they me us them just still yet already again once twice both either',
  'neither each every any all some most more less many much few other another such same so too very ever never',
  'always now here there one two first last next',
  // Verbs that a sentence about a thing goes on with.
  "is are was were be been being am has have had having do does did done doing can cannot can't could may might",
  "must shall should will would won't isn't aren't wasn't doesn't don't didn't hasn't couldn't exist exists",
  'existed existing exits find found missing match matches matched matching mismatch mismatches need needs needed require requires',
  'required want wants use uses used using contain contains contained containing include includes allow allows',
  'allowed support supports supported get gets got set sets make made take took taken give given create creates',
  'created creating creation drop drops dropped delete deleted deletion remove removed rename renamed add added',
  'adding alter altered update updated updates updating change changed changes insert inserted inserting load',
  'loaded loading read reads reading write writes writing written writer reader open opened opening close closed',
  'closing connect connected connecting connection connections start started starting stop stopped run runs',
  'running execute executed executing execution fail fails failed failing failure failures exceed exceeds',
  'exceeded exceeding reach reached return returned returns resolve resolved resolving refer refers reference',
  'referenced references belong belongs declared defined undefined specify specified specifies provide provided',
  'expect expected grant granted deny denied refuse refused reject rejected lock locked locking kill killed lost',
  'lose timeout timed expire expired invalid valid unknown unexpected illegal incorrect wrong bad ambiguous',
  'duplicate duplicated different differ differs unsupported unavailable available unable able empty null full',
  'large small long short big too incompatible compatible corrupt corrupted inconsistent consistent mandatory',
  'optional external internal managed temporary partitioned local remote abort aborted aborting cancelled',
  'canceled skip skipped ignore ignored try tried retry retrying please check see convert converted converting',
  'cast parse parsed parsing truncate truncated compare compared verify verified verification appear appears',
  'appeared repeat repeated repeats scan scanned list listed listing select selected lacks lack scanning process',
  'processed processing transfer transferred copy copied copying commit committed',
  'filter filters pool pools shared heap system overflow overflows underflow deadlock deadlocks frozen offline online busy dead stale down gone idle hung stuck dirty',
  'broken crash crashes clash conflict conflicts overlap overlaps collision loop cycle lag skew drift shutdown failover',
  'standby primary-key read-only readonly inactive active alive absent present redundant forbidden restricted private',
  'protected secure insecure open-files backup restore recovery upgrade downgrade maintenance rebalance compaction',
  // What a thing has: its kinds, its parts and its measures.
  'name names type types value values count counts number numbers size sizes length width depth limit limits',
  'quota quotas data metadata meta record records row rows key keys id ids version versions format formats schema',
  'schemas column columns table tables field fields partition partitions database databases view views file files',
  'directory path paths location locations property properties parameter parameters definition definitions',
  'statistics stats owner owners permission permissions privilege privileges access authorization authentication',
  'credentials password error errors exception exceptions message messages reason cause status state code codes',
  'info information detail details description operation operations operator function functions expression',
  'expressions predicate predicates clause condition conditions statement statements query queries job jobs task',
  'tasks instance instances session sessions stage container cluster service services server servers client',
  'driver storage store disk memory space capacity resource resources source sources target targets destination',
  'dest input output result results mapping mappings conversion cache buffer block blocks split splits level',
  'levels mode scope group list set order index constraint constraints primary foreign unique lifecycle evolution',
  'change request response reply policy policies whitelist project projects account accounts user users role',
  'roles timeout attempt attempts identifier identifiers spec specs specification ddl dml sql hive spark odps',
  'maxcompute mysql oracle postgres postgresql snowflake bigquery redshift databricks hdfs s3 oss jdbc http https',
  'tcp thrift hms glue yarn parquet orc avro json csv text string cannot nullability precision scale name-mapping',
  "updates-operations full-scan vcores cores cpu cpus offset max min total line lines aliases alias's directories",
  'warehouse catalog namespace endpoint region file-system filesystem end start script scripts diagnostics',
);

/** What follows a name and no adjective. */
export const verbs = listed(
  "is was are were does do has had will should must can can't cannot could doesn't don't isn't already exists",
  'contains lacks',
);

/** Names that end like a word of English: people call projects and tables so. */
export const namesLikeWords = listed(
  'finance balance balances insurance billing marketing shipping pricing accounting advertising staging landing',
);

/** Accounts that are called like what they run. */
export const serviceAccounts = listed(
  'hive spark yarn hdfs hadoop oracle mysql postgres root admin',
);

/** Words of English that people call columns. */
export const columnNames = listed(
  'id key status code total state level text version reason path message description owner user date time label',
  'account region source target result group size memory start end position line',
);

/**
 * Before a colon these announce that what is missing is named next: `Table or view not found:
 * orders`.
 */
export const announcing = listed(
  'found exist exists unknown missing creation duplicate duplicated repeated resolved resolve ambiguous such',
  'named name',
);

/**
 * After one of these, a text in quotes is a piece of somebody's data or of a statement, whatever it
 * reads like.
 */
export const beforeData = listed(
  'string value values input cast parse parsing convert near literal text date datetime timestamp content line',
  'token start record',
);

/**
 * Columns and keys whose value tells causes apart: `"reason": "quotaExceeded"`, `access=WRITE`,
 * `ErrorCode=…`.
 */
export const tellingKeys = listed(
  'code errorcode error_code errcode error errors errno errormessage error_message errormsg errmsg err_msg msg',
  'message reason cause status state sqlstate statuscode status_code httpcode detail details description access',
  'action permission privilege exception javaclassname type expected actual found operation op mode desc title',
);

export const dataTypes = listed(
  'tinyint smallint mediumint int integer bigint float double real decimal numeric number bignumeric bigdecimal',
  'money string varchar varchar2 nvarchar nvarchar2 char nchar bpchar text tinytext mediumtext longtext clob',
  'nclob blob tinyblob mediumblob longblob binary varbinary bytea bytes raw boolean bool bit date datetime',
  'datetime2 time timetz timestamp timestamptz timestamp_ntz timestamp_ltz timestamp_tz timestamp_millis',
  'timestamp_micros smalldatetime interval interval_day_time interval_year_month year array map struct row record',
  'uniontype union tuple json jsonb variant object geography geometry super hllsketch uuid xml int2 int4 int8',
  'int16 int32 int64 int96 int128 int256 uint8 uint16 uint32 uint64 int_8 int_16 int_32 int_64 float4 float8',
  'float16 float32 float64 byte short long fixed_len_byte_array fixed void null any unknown enum serial bigserial',
  'smallserial rowid roaringbitmap inet oid decimal128 decimal256 utf8 list nested lowcardinality nullable',
);

/** Words with digits or underscores that are nobody's names: `No FileSystem for scheme: s3`. */
export const technical = listed(
  's3 s3a s3n hive2 utf8 utf-8 utf8mb4 gbk latin1 base64 md5 sha1 sha256 sha-256 crc32 crc64 ipv4 ipv6 http2',
  'tls1.2 tls1.3 tlsv1 tlsv1.1 tlsv1.2 tlsv1.3 sslv3 ssl3 x509 x.509 pkcs8 pkcs12 python2 python3 odps2 hs2 log4j',
  'pg_hba.conf hive-site.xml core-site.xml hdfs-site.xml yarn-site.xml krb5.conf information_schema pg_catalog',
  'sys_schema read_only read_write read_execute write_execute full_control virtual_view managed_table',
  'external_table materialized_view max_connections max_allowed_packet wait_timeout innodb sql_mode',
  'secure_file_priv local_infile pt1 i/o and/or tcp/ip read/write e.g i.e vs. w/o input/output client/server',
  'source/target source/dest upload/download object/array int/bigint handshake_failure protocol_version',
  'certificate_unknown bad_certificate unrecognized_name unknown_ca decrypt_error varbinary(max) wal_level max_pt',
  'vector::_m_range_insert',
);

/** A name in capitals with one of these in it is an error condition (`TABLE_OR_VIEW_NOT_FOUND`). */
export const errorParts = listed(
  'not found exists exist invalid illegal failed failure fail error err exception exceeded exceed limit quota',
  'denied permission unauthorized unauthenticated unsupported unresolved unavailable mismatch missing timeout',
  'timed overflow argument precondition exhausted aborted cancelled canceled internal unknown duplicate ambiguous',
  'incompatible corrupt corrupted cannot unable conversion expired conflict kill killed lost refused closed reset',
  'violation wrong disabled forbidden rejected unreachable na isolation rate range loss crash too zero overlap',
  'unimplemented arity',
);

/** The same in small letters, where more of it could be the name of a table: `invalid_grant`. */
export const smallErrorParts = listed(
  'failed failure error invalid denied exceeded timeout expired unauthorized unsupported refused mismatch',
  'violation',
);

/** What SQL and its privileges are written with; in quotes these are no names either. */
export const sqlWords = listed(
  'select insert update delete merge create drop alter truncate describe show load unload read write download',
  'usage execute all super references trigger index view from where group order by having limit join on union',
  'with as and or not in is null like between case when then else end distinct table partition values into',
  'overwrite set using tablesample primary foreign unique default true false list own ownership operate monitor',
  'modify cluster sort distribute lateral explode window over rows range unpivot pivot qualify grant revoke',
  'replace analyze explain add physical virtual',
);
