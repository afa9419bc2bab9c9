import { describe, expect, it } from 'vitest';
import { causeCategories, remedies } from '../../functions/causes/remedies/remedies.ts';
import { causeOf } from '../../functions/causes/cause-of.ts';

describe('a remedy', () => {
  it.each(causeCategories)('for %s is one line in each language', (category) => {
    const { advice, label, link } = remedies[category];
    expect(advice.en).toMatch(/^[A-Z][^\n]{20,118}\.$/);
    expect(advice.zh).toMatch(/^\S[^\n]{10,60}。$/u);
    expect(advice.zh).toMatch(/\p{Script=Han}/u);
    for (const told of [label.en, label.zh]) {
      expect(told(undefined)).toMatch(/^\S[^\n]{2,39}$/u);
      expect(told(undefined)).not.toContain('undefined');
    }
    if (link === undefined) return;
    expect(link.zh).toMatch(/^https:\/\/help\.aliyun\.com\/zh\/maxcompute\/\S+$/);
    expect(link.en).toMatch(
      /^https:\/\/(?:help\.aliyun\.com|www\.alibabacloud\.com\/help)\/en\/maxcompute\/\S+$/,
    );
  });

  it.each([
    [
      "You have NO privilege 'odps:Select' on {acs:odps:*:projects/p/tables/t}",
      'no privilege odps:Select',
      '缺少 odps:Select 权限',
    ],
    [
      'java.sql.SQLException: Could not open client transport with JDBC Uri: jdbc:hive2://hs2-01:10000/default: java.net.ConnectException: Connection refused',
      'connection failed (hs2-01:10000)',
      '连接失败（hs2-01:10000）',
    ],
    ['Unsupported type GEOGRAPHY of column geo', 'GEOGRAPHY not supported', '不支持 GEOGRAPHY'],
    ['java.lang.OutOfMemoryError: Java heap space', 'out of memory', '内存不足'],
    ["Login failed for user 'etl'.", 'login rejected (etl)', '登录被拒绝（etl）'],
    ['Table not found: dw.orders', 'Table not found', 'Table 不存在'],
    [`Login failed for user '${'etl_'.repeat(20)}'.`, 'login rejected', '登录被拒绝'],
    ["Cannot connect to server '/var/run/db'", 'connection failed', '连接失败'],
    ['User etl has no privilege to SELECT', 'no privilege SELECT', '缺少 SELECT 权限'],
  ])('of %j says in a headline: %s', (text, en, zh) => {
    const { category, detail } = causeOf(text);
    const remedy = causeCategories.find((known) => known === category);
    expect(remedy && remedies[remedy].label.en(detail)).toBe(en);
    expect(remedy && remedies[remedy].label.zh(detail)).toBe(zh);
  });
});

describe('a type that is not supported is named', () => {
  it.each(
    (
      'TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT FLOAT DOUBLE REAL DECIMAL NUMERIC NUMBER ' +
      'STRING VARCHAR VARCHAR2 NVARCHAR NVARCHAR2 CHAR NCHAR TEXT CLOB BLOB BINARY VARBINARY ' +
      'BYTEA BYTES RAW BOOLEAN BOOL DATE DATETIME DATETIME2 TIME TIMESTAMP TIMESTAMPTZ ' +
      'TIMESTAMP_NTZ TIMESTAMP_LTZ TIMESTAMP_TZ INTERVAL ARRAY MAP STRUCT ROW RECORD UNION JSON ' +
      'JSONB VARIANT GEOGRAPHY GEOMETRY SUPER HLLSKETCH UUID XML INT4 INT32 INT64 INT96 FLOAT4 ' +
      'FLOAT8 BYTE LONG ENUM SERIAL NESTED FIXED_LEN_BYTE_ARRAY'
    ).split(' '),
  )('%s', (type) => {
    expect(causeOf(`Unsupported type ${type} of column c`)).toMatchObject({
      category: 'unsupported',
      detail: type,
    });
  });
});

describe('no remedy is told', () => {
  it.each([
    'java.lang.NullPointerException',
    'Access Denied: Billing has not been enabled for this project',
    'HTTP Response code: 503, Error message: Warehouse 0a1b is stopped.',
    'java.io.EOFException: Reached the end of stream with 88 bytes left to read',
    'column note has no counterpart in the destination table',
    'InternalServerError: only a select task has a result to download',
    'The marker of an older run is in the way. Please retry after deleting it',
    'The answer is odd. Please try again',
    'The value is odd. Please check the mapping and try again',
    'The value is odd. Please check whether the table does not exist',
    'Executor heartbeat timed out after 278220 ms',
    "ODPS-0130161:[1,10] Parse exception - invalid token 'as'",
    'The bucket you are attempting to access must be addressed using the specified endpoint. AccessDenied',
    'hive Count: 10, odps Count: -1',
    'be stopped',
    'Operation failed: "This request is not authorized to perform this operation.", 403, HEAD',
    'Communications link failure\nCaused by: javax.net.ssl.SSLHandshakeException: No appropriate protocol',
    'PKIX path building failed: unable to find valid certification path to requested target',
    'The NameSpace quota (directories and files) of directory /user/etl is exceeded: quota=1000000 file count=1000001',
    'ORA-12514, TNS:listener does not currently know of service requested in connect descriptor',
    'FATAL: role "etl" does not exist',
    'Cannot open database "sales" requested by the login. The login failed.',
    "Warehouse 'ETL_WH' was suspended immediate by resource monitor 'RM1', statement aborted.",
    'MetaException(message:SerDeException java.lang.ClassCastException: org.apache.hadoop.hive.contrib.serde2.RegexSerDe cannot be cast to org.apache.hadoop.hive.serde2.Deserializer)',
    'Public Key Retrieval is not allowed',
    "Cannot query over table 'a.b' without a filter over column(s) 'dt' that can be used for partition elimination",
    'AlreadyExistsException(message:Table a.b already exists)',
    'UPDATE or DELETE statement over table a.b would affect rows in the streaming buffer',
    'Job group not found',
    'Unsupported major.minor version 52.0',
    'The specified InstanceType is not available in quota group',
    'SocketException: Too many open files',
    'column order differs from the last run',
    "ODPS-0410051: Access denied by project ip white list: sourceIP:'100.64.21.7' is not in white list. project: dw",
    'com.aliyun.oss.OSSException: Request has expired.\n[ErrorCode]: AccessDenied\n[RequestId]: 5\n[HostId]: b.oss-cn-hangzhou.aliyuncs.com',
    'ODPS-0420095: Access Denied - The project dw_prod is frozen because of arrears',
    'GSSException: No valid credentials provided (Mechanism level: Clock skew too great (37))',
    'GSSException: No valid credentials provided (Mechanism level: Server not found in Kerberos database (7) - LOOKING_UP_SERVER)',
    'org.postgresql.util.PSQLException: FATAL: no pg_hba.conf entry for host "10.0.0.5", user "etl", database "dw", SSL off',
    'com.aliyun.oss.OSSException: The difference between the request time and the current time is too large.\n[ErrorCode]: RequestTimeTooSkewed',
    'org.apache.thrift.transport.TTransportException: MaxMessageSize reached',
    'org.apache.kyuubi.KyuubiSQLException: Communication link failure. Invalid access to a Virtual Cluster',
    'Communications link failure\nCaused by: javax.net.ssl.SSLException: Unsupported or unrecognized SSL message',
    'The driver could not establish a secure connection to SQL Server by using Secure Sockets Layer (SSL) encryption. Error: "Connection reset".',
    'Access denied: the request time and that of the server differ',
    'TTransportException: Message size exceeds limit, connection closed',
    'Access denied: your address is on no allow list of the account',
    'Cannot connect: the authentication mechanism of both sides differs',
    'Communication link failure. Error message: the authentication mode of client and server do not match',
    '',
  ])('for %j', (text) => {
    expect(causeOf(text).category).toBeUndefined();
  });
});

describe('few words are enough', () => {
  it.each([
    [
      'no-privilege',
      'This request is not authorized to perform this operation using this permission',
    ],
    ['too-many-partitions', 'Number of partitions exceeds what is allowed'],
    ['credentials', 'The client secret of the app has expired'],
    ['credentials', 'The password of the user has expired'],
    ['schema-mismatch', 'The column has type INT, while the target has another one'],
    ['schema-mismatch', 'The column has type INT but STRING was expected'],
    ['conflict', '事务 A 与 B 发生死锁'],
    ['conflict', 'ORA-00060: deadlock'],
    ['conflict', "ORA-08177: can't serialize"],
    ['conflict', 'The job cannot acquire a lock on the catalog'],
    ['conflict', 'The partition is locked by job 17'],
    ['conflict', 'Snapshot isolation transaction failed because of another change'],
    ['conflict', 'The cluster is being restarted'],
    ['conflict', 'The session has been killed'],
    ['throttled', 'HTTP 429'],
    ['throttled', 'Too many requests at this moment'],
    ['throttled', 'ThrottlingException: come back'],
    ['throttled', 'The project has too many concurrent uploads'],
    ['throttled', '请求被流控'],
    ['throttled', '请求过于频繁'],
    ['timeout', 'Query execution was interrupted, maximum statement execution time exceeded'],
    ['timeout', 'The query exceeded the maximum execution time limit'],
    ['timeout', '作业运行超时'],
    ['timeout', 'ORA-02393: exceeded call limit on CPU usage'],
    ['out-of-memory', 'Cannot allocate memory'],
    ['out-of-memory', 'Reducer 内存不足'],
    ['out-of-memory', '进程内存超限'],
    ['disk', '磁盘已写满'],
    ['disk', 'ORA-01688: unable to extend'],
    ['credentials', '源库登录认证失败'],
    ['credentials', 'Invalid credentials for the account'],
    ['credentials', 'error: invalid_client'],
    ['credentials', 'The api gave an answer: invalid api key'],
    ['credentials', '访问密钥已过期'],
    ['credentials', '口令无效'],
    ['credentials', '密码无效'],
    ['credentials', 'Wrong user name or password'],
    ['bad-value', 'ORA-01858: a non-numeric character was found'],
    ['bad-value', 'ORA-01438: value larger than specified precision'],
    ['bad-value', 'integer out of range'],
    ['bad-value', 'bigint out of range'],
    ['bad-value', '日期格式不正确'],
    ['bad-value', "Incorrect decimal value: 'abc' for column 'c'"],
    ['bad-value', 'Invalid date format in the file'],
    ['bad-value', '值 abc 不是有效的数字'],
    ['schema-mismatch', 'ORA-00913: too many values'],
    ['schema-mismatch', 'ORA-00947: not enough values'],
    ['schema-mismatch', "Column 'c' cannot be null"],
    ['schema-mismatch', '源端和目标端的类型不匹配'],
    ['schema-mismatch', 'undefined column c'],
    ['unsupported', 'Unknown data type 77'],
    ['unsupported', 'Unsupported codec lzo'],
    ['quota', 'ORA-12519, TNS:no appropriate service handler found'],
    ['quota', 'ORA-12516, TNS:listener could not find available handler'],
    ['quota', 'ORA-12520, TNS:listener could not find available handler'],
    ['quota', 'Too many sessions of this user'],
    ['quota', 'Too many running jobs'],
    ['not-found', '找不到目标项目'],
    ['not-found', '未找到源表'],
    ['not-found', '文件 abc 不存在'],
    ['not-found', '路径 /a/b 不存在'],
    ['not-found', '项目 abc 不存在'],
    ['not-found', '库 abc 不存在'],
    ['not-found', '[PATH_NOT_FOUND] look again'],
    ['not-found', 'No endpoint found for it'],
    ['no-privilege', '无权读取该表'],
    ['no-privilege', '该账号权限不够'],
    ['no-privilege', 'This requires SELECT privilege'],
    ['source-unreachable', '源库连接超时'],
    ['source-unreachable', '对端拒绝连接'],
    ['source-unreachable', 'connect: network is unreachable'],
    ['source-unreachable', 'lookup db1: no such host is known'],
    ['source-unreachable', 'ORA-12170: TNS'],
    ['source-unreachable', 'ORA-12537: TNS'],
    ['source-unreachable', 'ORA-03135: connection lost contact'],
    ['source-unreachable', '502 Bad Gateway'],
    ['source-unreachable', 'Response code 504'],
    ['source-unreachable', 'The socket timed out, then the socket timeout was doubled'],
    ['source-unreachable', 'The connection was lost'],
    ['transient', 'The service is temporarily unavailable'],
    ['transient', '系统内部错误'],
    ['transient', '系统繁忙'],
    ['transient', '元数据服务暂不可用'],
    ['transient', 'A transient error of the backend'],
    ['transient', 'The export met an odd answer. Retry after a while'],
    ['transient', 'The export met an odd answer. Please retry the export later'],
    ['transient', 'The export met an odd answer. Please try it again in 20 seconds'],
    ['transient', 'The export met an odd answer. Retrying may help'],
    ['transient', 'The export met an odd answer. Retrying the export may help'],
    ['transient', '导出时遇到了意外的答复，请稍后再试'],
    ['transient', '导出时遇到了意外的答复，请稍后重试'],
    ['conflict', 'ERROR: 17\nDETAIL: Serializable isolation violation on table - 9'],
    ['no-privilege', "User does not have MODIFY on Table 'a.b'"],
    ['row-counts', '源端与目标端行数不一致'],
    ['row-counts', '校验未通过：数据量不匹配'],
  ])('%s: %s', (category, text) => {
    expect(causeOf(text).category).toBe(category);
  });
});

describe('the plainer cause decides', () => {
  it.each([
    ['throttled', 'Exceeded rate limits, PERMISSION_DENIED, code 403'],
    ['credentials', "Access denied for user 'etl'@'10.0.0.1' (using password: YES)"],
    ['no-privilege', "Access denied for user 'etl'@'%' to database 'sales'"],
    ['disk', 'The DiskSpace quota of /user/etl is exceeded'],
    ['schema-mismatch', 'ERROR: column "amt" does not exist'],
    ['not-found', 'ERROR: relation "public.orders" does not exist'],
    ['unsupported', 'TIMESTAMP type is not enabled in current mode'],
    ['out-of-memory', 'Container killed on request. Exit code is 137'],
    ['row-counts', '校验失败：源表行数 1000，目标表行数 998'],
    ['source-unreachable', 'java.net.NoRouteToHostException: No route to host'],
    ['too-many-partitions', 'ODPS-0123031:Partition exception - maximum 60000 partitions allowed'],
    ['bad-value', 'ORA-01722: invalid number'],
    [
      'bad-value',
      '[CAST_INVALID_INPUT] The value \'a\' of the type "STRING" cannot be cast to "INT" because it is malformed',
    ],
    [
      'source-unreachable',
      'The TCP/IP connection to the host h1, port 1433 has failed. Error: "Permission denied: no further information"',
    ],
    ['row-counts', 'verification failed: source count 1204331, dest count 1204298'],
    [
      'schema-mismatch',
      "SQL compilation error: error line 1 at position 7\ninvalid identifier 'AMOUNT'",
    ],
    [
      'schema-mismatch',
      'A schema mismatch detected when writing to the Delta table (Table ID: 8f3c1c1e-1c1a-4b0a-9c0a-0d5a3a1e7f11).',
    ],
    [
      'out-of-memory',
      'ODPS-0010000:System internal error - fuxi job failed, caused by: memory used for current process exceeds limit: 2048 MB',
    ],
    [
      'out-of-memory',
      'Code: 241. DB::Exception: Memory limit (for query) exceeded: would use 9.32 GiB',
    ],
    ['quota', "User etl already has more than 'max_user_connections' active connections"],
    ['quota', 'Quota exceeded: Your project exceeded quota for free query bytes scanned.'],
    ['conflict', 'Lock wait timeout exceeded; try restarting transaction'],
    ['conflict', 'SimpleLock conflict failure, add partition is already on-going'],
    ['conflict', 'Partition table metadata is locked by another job'],
    [
      'conflict',
      'io.delta.exceptions.ConcurrentAppendException: Files were added to the root of the table by a concurrent update.',
    ],
    ['conflict', 'The specified table is under replication'],
    ['conflict', 'ERROR: Cluster is being resized, the query was cancelled during resize'],
    ['conflict', 'Session no longer exists. New session must be opened.'],
    [
      'transient',
      'The export met an unexpected fault of the backend. Please try again in 20 seconds.',
    ],
    ['transient', 'We encountered an internal error. Please try again.'],
    ['transient', '元数据服务内部错误，请稍后重试'],
    ['credentials', 'Incorrect username or password. Please try again later.'],
    ['row-counts', 'verification failed: select count(*) from a.b returned 17, expected 19'],
    ['unsupported', 'type GEOMETRY of column area has no counterpart in MaxCompute'],
    ['out-of-memory', 'kInstanceMonitorTimeout, instance mem usage 3072MB is beyond its plan'],
    ['quota', 'Submit failed: too many running instances in project crm'],
    ['source-unreachable', '[Databricks][JDBCDriver](700100) Connection timeout expired.'],
    ['bad-value', "写入失败：字段 born 的值 '0000-00-00' 不是合法的日期"],
    ['schema-mismatch', '字段类型与目标表不一致'],
    ['timeout', 'ERROR: canceling statement due to statement timeout'],
    ['timeout', 'Statement reached its statement or warehouse timeout of 60 second(s)'],
    ['no-privilege', 'User etl cannot submit applications to queue root.etl'],
    ['no-privilege', 'ODPS-0420095: Access Denied - package pkg is not allowed in project p'],
    ['no-privilege', 'ERROR: must be owner of table orders'],
    ['no-privilege', "Location 's3://b/x' is not allowed by integration 'S3_INT'"],
    ['credentials', 'GSSException: Failure unspecified (Mechanism level: Checksum failed)'],
    [
      'credentials',
      'User temporarily locked: the account is temporarily locked due to failed logins',
    ],
    ['not-found', "No warehouse found: warehouse 'ETL_WH' does not exist or not authorized"],
    ['not-found', 'RESOURCE_DOES_NOT_EXIST: cluster 0101-abc does not exist'],
    ['schema-mismatch', 'ERROR: value too long for type character varying(64)'],
    ['schema-mismatch', "Column count doesn't match value count at row 1"],
    [
      'source-unreachable',
      'could not translate host name "db1" to address: Name or service not known',
    ],
    ['source-unreachable', 'getaddrinfo ENOTFOUND db1.internal'],
    [
      'unsupported',
      'org.apache.spark.sql.AnalysisException: Illegal Parquet type: INT64 (TIMESTAMP(NANOS,true))',
    ],
  ])('%s: %s', (category, text) => {
    expect(causeOf(text).category).toBe(category);
  });
});
