import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';

const keyOf = (text: string): string => causeOf(text).fingerprint;

/** Pairs that differ in the one piece that tells what to do. */
const lookAlikes: readonly (readonly [string, string])[] = [
  // A failure that is known by its wording has fellows that read nearly alike.
  [
    'SafeModeException: Cannot create directory /a. Name node is in safe mode.\nThe reported blocks 4 needs additional 8 blocks to reach the threshold 0.9990 of total blocks 12.',
    'SafeModeException: Cannot create directory /a. Name node is in safe mode.\nResources are low on NN. Please add or free up more resources then turn off safe mode manually.',
  ],
  [
    'x509: certificate signed by unknown authority',
    'x509: certificate has expired or is not yet valid',
  ],
  [
    'Permission bigquery.jobs.create denied on project p1 (or it may not exist)',
    'Permission bigquery.tables.get denied on project p1 (or it may not exist)',
  ],
  [
    'ODPS-0130131:[1,15] Table not found - table p.t cannot be resolved',
    'ODPS-0130131:[1,15] Function not found - function p.t cannot be resolved',
  ],
  [
    'com.aliyun.oss.OSSException: The specified bucket does not exist.\n[ErrorCode]: NoSuchBucket',
    'com.google.cloud.storage.StorageException: The specified bucket does not exist.',
  ],
  [
    'Caused by: java.net.ConnectException: Connection refused\n\tat com.mysql.cj.protocol.StandardSocketFactory.connect(StandardSocketFactory.java:155)',
    'Caused by: java.net.ConnectException: Connection refused\n\tat org.postgresql.core.PGStream.createSocket(PGStream.java:231)',
  ],
  [
    "ODPS-0420095: Access Denied - Authorization Failed [4019], You have NO privilege 'odps:Select' on {acs:odps:*:projects/p1/tables/t1}.",
    "ODPS-0420095: Access Denied - The project 'p1' has been frozen or is not in available status",
  ],
  // A statement never swallows the error that follows it.
  [
    '执行的SQL为: select a,b from db1.t1 where (1=1)  具体错误信息为：Connection reset',
    "执行的SQL为: select a,b from db1.t1 where (1=1)  具体错误信息为：Unknown column 'zz' in 'field list'",
  ],
  [
    '执行SQL：insert overwrite table dw.t partition(dt) select * from s，失败原因：表不存在',
    '执行SQL：insert overwrite table dw.t partition(dt) select * from s，失败原因：权限不足',
  ],
  [
    'Failed to execute [select a from t], error message: connection was closed by the peer',
    'Failed to execute [select a from t], error message: the result set is too large to keep',
  ],
  [
    'query: insert into t select * from s failed because the disk of the sink is full',
    'query: insert into t select * from s failed because a trigger of the sink said no',
  ],
  [
    'Error executing SQL: select 1 from dual; nested exception is java.sql.SQLException: ORA-01555: snapshot too old',
    'Error executing SQL: select 1 from dual; nested exception is java.sql.SQLException: ORA-00942: table or view does not exist',
  ],
  // A run of Chinese is a name beside Latin words, and a sentence where it says something.
  ['Task failed: 表不存在', 'Task failed: 权限不足'],

  [
    'fuxi job failed, caused by: Merge into statement not support update or delete duplicate row',
    'fuxi job failed, caused by: Merge into statement needs a transactional table',
  ],
  [
    'failed: Delete from external tables is refused',
    'failed: Delete from clustered tables is refused',
  ],
  ['failed: Insert into a view is refused', 'failed: Insert into a stream is refused'],
  [
    'unable to allocate bytes of shared memory ("shared pool","unknown object")',
    'unable to allocate bytes of shared memory ("large pool","unknown object")',
  ],
  [
    'FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.tez.TezTask. Vertex failed, vertexName=Map 1, vertexId=vertex_1_2_5_00, diagnostics=[Task failed, taskId=task_1, diagnostics=[TaskAttempt 0 failed, info=[Error: Error while running task ( failure ) : java.lang.OutOfMemoryError: Java heap space',
    'org.apache.spark.SparkException: Job aborted due to stage failure: Task 69 in stage 95.0 failed 4 times, most recent failure: Lost task 69.3 in stage 95.0 (TID 662) (node7 executor 17): java.lang.OutOfMemoryError: Java heap space',
  ],
  [
    'org.apache.hadoop.ipc.RemoteException(org.apache.ranger.authorization.hadoop.exceptions.RangerAccessControlException): Permission denied: user=a, access=READ, inode="/w"',
    'org.apache.hadoop.ipc.RemoteException(org.apache.hadoop.security.AccessControlException): Permission denied: user=a, access=READ, inode="/w":hive:hive:drwx------',
  ],
  [
    '<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>b</BucketName><HostId>aGVsbG8=</HostId></Error>',
    'com.aliyun.oss.OSSException: The specified bucket does not exist\n[ErrorCode]: NoSuchBucket\n[HostId]: b.oss-cn-hangzhou.aliyuncs.com',
  ],
  ['ERROR 1045 (28000): the proxy refused', 'the proxy refused'],
  ['No partition filter is given', 'No partition key is given'],
  [
    'ExecutorLostFailure (executor 3 exited) Reason: Container killed by YARN for exceeding memory limits. 6.1 GB of 6 GB physical memory used.',
    'FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.tez.TezTask. Container [pid=7] is running beyond physical memory limits. 2.1 GB of 2 GB physical memory used.',
  ],
  ['Failed to find data source: delta.', 'Failed to find data source: hudi.'],
  [
    "Access denied for user 'a'@'1.1.1.1' (using password: YES)",
    "Access denied for user 'a'@'1.1.1.1' (using password: NO)",
  ],
  [
    "ERROR 1044 (42000): Access denied for user 'a'@'%' to database 'sales'",
    "ERROR 1045 (28000): Access denied for user 'a'@'%' (using password: YES)",
  ],
  ['HTTP/1.1 403 Forbidden', 'HTTP/1.1 404 Not Found'],
  ['status=403 reason=Forbidden url=http://a/b', 'status=401 reason=Unauthorized url=http://a/b'],
  ['request failed with status 500', 'request failed with status 503'],
  ['curl: (7) Failed to connect to h port 80', 'curl: (28) Failed to connect to h port 80'],
  ['exit code 1', 'exit code 2'],
  ['Command exited with code 13', 'Command exited with code 15'],
  ['Error code: 0x80070005', 'Error code: 0x80070057'],
  [
    'java.net.SocketTimeoutException: Read timed out',
    'java.net.SocketTimeoutException: connect timed out',
  ],
  ['java.io.IOException: Connection reset by peer', 'java.io.IOException: Broken pipe'],
  ['Unable to read source table orders', 'Unable to read destination table orders'],
  ['源端连接失败', '目标端连接失败'],
  ['表 orders 不存在', '分区 orders 不存在'],
  ['Column orders not found', 'Table orders not found'],
  ['Unable to allocate heap memory', 'Unable to allocate direct memory'],
  [
    "no privilege 'odps:Select' on {acs:odps:*:projects/a/tables/b}",
    "no privilege 'odps:CreateTable' on {acs:odps:*:projects/a}",
  ],
  [
    'User does not have SELECT privilege on table a.b',
    'User does not have INSERT privilege on table a.b',
  ],
  ['cannot cast STRING to BIGINT', 'cannot cast STRING to DATE'],
  [
    "Column 'c' type mismatch: expected INT, got STRING",
    "Column 'c' type mismatch: expected BIGINT, got STRING",
  ],
  ['spark.executor.memoryOverhead exceeded', 'spark.driver.memoryOverhead exceeded'],
  ['spark.driver.maxResultSize exceeded', 'spark.rpc.message.maxSize exceeded'],
  ['Requested array size exceeds VM limit', 'GC overhead limit exceeded'],
  ['java.lang.OutOfMemoryError: Java heap space', 'java.lang.OutOfMemoryError: Metaspace'],
  [
    'Quota exceeded for quota metric "Read rows"',
    'Quota exceeded for quota metric "Create session"',
  ],
  ['max number of columns exceeded: 1300 > 1200', 'max number of partitions exceeded: 1300 > 1200'],
  ['timeout waiting for lock on table a', 'timeout waiting for connection from pool'],
  [
    'ClassNotFoundException: com.mysql.jdbc.Driver',
    'ClassNotFoundException: org.postgresql.Driver',
  ],
  [
    'NoSuchMethodError: com.google.common.base.Preconditions.checkArgument',
    'NoSuchMethodError: com.google.common.collect.Lists.of',
  ],
  ['java.lang.NoSuchFieldError: INT_8', 'java.lang.NoSuchFieldError: UTF_8'],
  [
    'java.lang.NoClassDefFoundError: org/apache/hadoop/hive/serde2/SerDe',
    'java.lang.NoClassDefFoundError: org/apache/hadoop/mapred/InputFormat',
  ],
  ['SQLSTATE: 42501', 'SQLSTATE: 42P01'],
  ['ERROR: 42501: permission denied', 'ERROR: 42P01: permission denied'],
  ['[42000][1064] You have an error', '[42000][1142] You have an error'],
  ['Vendor code 17002: IO error', 'Vendor code 17410: IO error'],
  ['(errno: 28 - No space left on device)', '(errno: 13 - Permission denied)'],
  ['Got error 28 from storage engine', 'Got error 122 from storage engine'],
  ['error: 1205', 'error: 1213'],
  ['INVALID_ARGUMENT: bad row', 'FAILED_PRECONDITION: bad row'],
  ['reason: backendError', 'reason: internalError'],
  ['"reason" : "notFound"', '"reason" : "duplicate"'],
  [
    'Compression codec com.hadoop.compression.lzo.LzoCodec not found',
    'Compression codec org.apache.hadoop.io.compress.SnappyCodec not found',
  ],
  ['No FileSystem for scheme: oss', 'No FileSystem for scheme: cosn'],
  ['Unsupported compression: ZSTD', 'Unsupported compression: LZO'],
  ['Unsupported encoding: DELTA_BYTE_ARRAY', 'Unsupported encoding: DELTA_BINARY_PACKED'],
  [
    'Cannot read Delta table: reader version 3 required',
    'Cannot read Delta table: feature deletionVectors required',
  ],
  ['Unsupported table feature: deletionVectors', 'Unsupported table feature: columnMapping'],
  [
    '[DELTA_UNSUPPORTED_FEATURES_FOR_READ] requires features: deletionVectors',
    '[DELTA_UNSUPPORTED_FEATURES_FOR_READ] requires features: v2Checkpoint',
  ],
  ['Cannot list a table of type VIEW', 'Cannot list a table of type EXTERNAL'],
  ['Table a is a VIEW', 'Table a is a MATERIALIZED_VIEW'],
  ['Server time zone value CST is unrecognized', 'Server character set CST is unrecognized'],
  ['TLSv1 is not accepted by client', 'TLSv1.1 is not accepted by client'],
  ['Received fatal alert: handshake_failure', 'Received fatal alert: protocol_version'],
  ['Failed to find any Kerberos tgt', 'Failed to find any Kerberos keytab'],
  [
    'KrbException: Clock skew too great (37)',
    'KrbException: Client not found in Kerberos database (6)',
  ],
  ['GSSException: Message stream modified (41)', 'GSSException: Checksum failed (41)'],
  [
    'ErrorCode=FlowExceeded, ErrorMessage=Your flow quota is exceeded.',
    'ErrorCode=SlotExceeded, ErrorMessage=Your slot quota is exceeded.',
  ],
  [
    'StatusCode=403, ErrorCode=AccessDenied, ErrorMessage=x',
    'StatusCode=404, ErrorCode=NoSuchKey, ErrorMessage=x',
  ],
  [
    'Thrift error: TApplicationException: Invalid method name: get_table_req',
    'Thrift error: TApplicationException: Invalid method name: get_table_meta',
  ],
  ['row count mismatch, source: 10, dest: 9', 'checksum mismatch, source: 10, dest: 9'],
  ['source count: -1, dest count: 10', 'source count: 12, dest count: 10'],
  ['2024-05-06 07:08:09 ERROR Timeout: lock', '2024-05-06 07:08:09 ERROR Denied: lock'],
  [
    '2024-05-06 07:08:09 java.net.ConnectException: refused',
    '2024-05-06 07:08:09 java.net.BindException: refused',
  ],
  ['2024-05-06 07:08:09 ORA-00942: table or view', '2024-05-06 07:08:09 ORA-01031: table or view'],
  ['2024-05-06 07:08:09 [TIMEOUT] table a', '2024-05-06 07:08:09 [DENIED] table a'],
  ['Task 12 failed: killed', 'Task 12 failed: lost'],
  [
    'Lost task 0.0 in stage 1.0 (TID 1): ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: worker lost',
    'Lost task 0.0 in stage 1.0 (TID 1): ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Executor heartbeat timed out after 120000 ms',
  ],
  ['TaskKilled (Stage cancelled)', 'TaskKilled (another attempt succeeded)'],
  [
    "ERROR 2003 (HY000): Can't connect to MySQL server on 'h' (111)",
    "ERROR 2003 (HY000): Can't connect to MySQL server on 'h' (110)",
  ],
  ['Connection to h timed out after 30s', 'Connection to h refused after 30s'],
  [
    "Incorrect datetime value: '0000-00-00' for column 'a'",
    "Incorrect integer value: '0000-00-00' for column 'a'",
  ],
  ['Parquet type not supported: INT32 (UINT_8)', 'Parquet type not supported: INT32 (TIME_MILLIS)'],
  [
    'Illegal Parquet type: INT64 (TIMESTAMP(NANOS,true))',
    'Illegal Parquet type: INT64 (TIMESTAMP(MICROS,true))',
  ],
  ['Illegal Parquet type: FIXED_LEN_BYTE_ARRAY', 'Illegal Parquet type: INT96'],
  ['SQL1224N  The request was refused', 'SQL1040N  The request was refused'],
  // What stands behind the name of a kind of thing is often no name.
  ['Database offline', 'Database online'],
  ['Database busy', 'Database readonly'],
  ['Table empty', 'Table full'],
  ['Table permissions are wrong', 'Table privileges are wrong'],
  ['Table rows are wrong', 'Table records are wrong'],
  ['Column types are wrong', 'Column values are wrong'],
  ['Table keys are wrong', 'Table errors are wrong'],
  ['Database credentials are wrong', 'Database gone'],
  ['No FileSystem for scheme: s3', 'No FileSystem for scheme: s3a'],
  ['The server does not speak TLSv1.2', 'The server does not speak TLSv1.3'],
  ['Nothing is set in hive-site.xml', 'Nothing is set in core-site.xml'],
  ['The file is not in UTF-8', 'The file is not in latin1'],
  // What is no name, though it stands where one could.
  ['The service stopped, reason=lease_gone', 'The service stopped, reason=slot_gone'],
  ['The source leaks', 'The source hangs'],
  ['The value mask overflowed', 'The value range overflowed'],
  ['Table (frozen since May)', 'Table (broken since May)'],
  ['It stopped (the table shrank twice)', 'It stopped (the table shrank again)'],
  ['The tag is wrong (zero)', 'The tag is wrong (negative)'],
  ['red, gone) was refused', 'blue, gone) was refused'],
  ['It changed from draft to final', 'It changed from open to final'],
  ['Nobody may sail to h_1', 'Nobody may fly to h_1'],
  ['The part of red in a_1', 'The part of blue in a_1'],
  ['The lease given was bad', 'The hint given was bad'],
  ["Stopped with 'every index page shrank'", "Stopped with 'every data page shrank'"],
  ['Stopped with “分区 a_1 不存在”', 'Stopped with “分区 a_1 无权限”'],
  ["Nobody reads the users' cells beside 'a_1'", "Nobody reads the users' disks beside 'a_1'"],
];

/** Pairs that differ in nothing but names, places and times. */
const alike: readonly (readonly [string, string])[] = [
  [
    'type VARCHAR(20) is not enabled in current mode',
    'type VARCHAR is not enabled in current mode',
  ],
  [
    "invalid token 'interval', expect one of Identifier",
    "invalid token 'desc', expect one of Identifier",
  ],
  [
    'Failed to find data source: org.a.b.Sheet. Please find it',
    'Failed to find data source: org.c.Page. Please find it',
  ],
  ['sales-src-pool - Connection is not available', 'hr-pool - Connection is not available'],
  [
    'File dbfs:/mnt/a/part-1 referenced in the transaction log cannot be found',
    'File s3://lake/a/part-2 referenced in the transaction log cannot be found',
  ],
  [
    'com.aliyun.odps.tunnel.TunnelException: ErrorMessage=connect timed out\nCaused by: java.net.SocketTimeoutException: connect timed out\nendpoint http://dt.cn-a.maxcompute.aliyun-inc.com',
    'com.aliyun.odps.tunnel.TunnelException: ErrorMessage=connect timed out\nCaused by: java.net.SocketTimeoutException: connect timed out\nendpoint http://dt-ext.nu1.odps.aliyun-inc.com',
  ],
  // Numbers that are no codes, though they stand near to one, or to a word that announces one.
  ['status 500 in row 7', 'status 500 in row 91'],
  ['It is not row 300 of the page', 'It is not row 301 of the page'],
  ['The page met 3 bad rows', 'The page met 17 bad rows'],
  ['404 rows were copied', '512 rows were copied'],
  ['It is larger than 404 MiB', 'It is larger than 97 MiB'],
  ['Import: 104 Rows of one page', 'Import: 107 Rows of one page'],
  ['Stopped (row 42501)', 'Stopped (row 23505)'],
  ['Lost page 17 of 42501', 'Lost page 23 of 42501'],
  ['17 of 42501 pages were lost', '23 of 42501 pages were lost'],
  ['17 (kept) pages were lost', '23 (kept) pages were lost'],
  ['Page 17 (10042 rows) is torn', 'Page 23 (20077 rows) is torn'],
  ['The code was lost on page 17', 'The code was lost on page 30'],
  ['Nobody has driver 4.26 here', 'Nobody has driver 4.27 here'],
  ['Nobody has 订单_2024 here at all', 'Nobody has 客户_2025 here at all'],
  ['The pool is gone, tenant=red', 'The pool is gone, tenant=blue'],
  ['The page of ods_failed_2024 is torn', 'The page of dwd_x is torn'],
  ['Possible columns: red, blue, white', 'Possible columns: tall, wide'],
  ['Schema not found: billing', 'Schema not found: ods'],
  ['Schema not found: marketing', 'Schema not found: ods'],
  ['Schema not found: finance', 'Schema not found: ods'],
  ['a.b.TimeoutException: the timeout of the lock came', 'the timeout of the lock came'],
  ["Table 'sales.orders' doesn't exist", "Table 'bi.user' doesn't exist"],
  ['Unable to read source table orders', 'Unable to read source table customers'],
  ['failed to read partition dt=20240101', "failed to read partition (pt='20240202', hh='03')"],
  [
    'ODPS-0130131:[1,22] Table not found - table p.orders cannot be resolved',
    'ODPS-0130131:[9,1] Table not found - table `p`.`default`.`events` cannot be resolved',
  ],
  ['Import (10042) failed', 'Import (7) failed'],
  ['Import 10042 (partial) failed', 'Import 7004 (partial) failed'],
  ['Read timed out after 60000 ms', 'Read timed out after 60 s'],
  [
    'Timeout of 60000ms expired before the position for partition x-0 could be determined',
    'Timeout of 30000ms expired before the position for partition orders-17 could be determined',
  ],
  [
    '表 sales.orders 分区 dt=20240101 迁移失败：连接超时',
    '表 bi.user_info 分区 ds=20231231/hh=07 迁移失败：连接超时',
  ],
  [
    'Failed to migrate table orders: quota used up',
    'Failed to migrate table user_info: quota used up',
  ],
  [
    'Copy of orders to mc_prod.orders failed: no space',
    'Copy of user_info to mms.user_info failed: no space',
  ],
  [
    'partition dt=20240101 of table a.b has 3 files',
    'partition dt=20240102 of table a.c has 17 files',
  ],
  ['database "sales" does not exist', 'database "events" does not exist'],
  ["Unknown column 'status' in 'field list'", "Unknown column 'user_name' in 'field list'"],
  [
    'column "date" of relation "orders" does not exist',
    'column "amount" of relation "events" does not exist',
  ],
  ['permission denied for table user', 'permission denied for table orders'],
  ['permission denied for schema public', 'permission denied for schema ods'],
  ['Table finance.status not found', 'Table finance.orders not found'],
  ['Object ORDERS does not exist', 'Object USERS does not exist'],
  ['relation "order" does not exist', 'relation "events_2024" does not exist'],
  ['Not found: Table my-proj:sales.orders', 'Not found: Table other-proj-123:bi.user'],
  ["Invalid object name 'dbo.Orders'.", "Invalid object name 'user'."],
  [
    'Could not open client transport with JDBC Uri: jdbc:hive2://h1:10000/default: Connection refused',
    'Could not open client transport with JDBC Uri: jdbc:hive2://emr-header-1:10000/sales;auth=noSasl: Connection refused',
  ],
];

describe('two look-alikes have two causes', () => {
  it.each(lookAlikes)('%j and %j', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

describe('two texts of two tables have one cause', () => {
  it.each(alike)('%j and %j', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });
});

describe('what a log, a retry or a wrapper writes around a failure', () => {
  const failure =
    'ORA-01555: snapshot too old: rollback segment number 17 with name "_SYSSMU17_123$" too small';

  it.each([
    '24/05/06 07:08:09 ERROR ApplicationMaster: User class threw exception: ',
    '[2024-02-22T15:36:25.318+0000] {spark_submit.py:485} INFO - ',
    '15:00:27.164 [main] ERROR c.x.Y - ',
    '2020-10-26 15:00:27.164 ERROR 17526 --- [lerBak_Worker-1] c.aliyun.odps.jdbc.OdpsConnection : ',
    'Mon Jan 01 00:00:00 CST 2024 ',
    '2024-05-06T07:08:09.123Z  WARN [task-1] x.y.Z(123): ',
    '[ERROR] 2024-05-06 07:08:09 - ',
    '2024/05/06 07:08:09.123 ',
    'ERROR: ',
    'Error: ',
    '2024-05-06 07:08:09 UTC ERROR ',
    '2024-05-06 07:08:09 CST ERROR ',
    '2024-05-06 07:08:09 GMT ERROR ',
    '2024-05-06 07:08:09 SEVERE: ',
    '2024-05-06 07:08:09 WARNING: ',
    '2024-05-06 07:08:09 DEBUG: ',
    '2024-05-06 07:08:09 FATAL ',
    '2024-05-06 07:08:09 警告 ',
    '2024-05-06 07:08:09 严重 ',
    '[task-7] WARN a.b.C - ',
    '[pool-3-thread-7] ERROR c.a.m.Copy - ',
    '[main] ERROR o.a.s.Foo: ',
    '任务执行失败：',
    '迁移失败，原因：',
    'Migration task failed: ',
    'Task 123 failed: ',
    'task finance.orders failed, cause: ',
    'Error message: ',
    'Reason: ',
    'errMsg=',
    'java.sql.SQLException: ',
    'java.lang.RuntimeException: java.sql.SQLException: ',
    'org.apache.spark.SparkException: Task failed while writing rows.\nCaused by: java.sql.SQLException: ',
    'org.apache.spark.SparkException: Job aborted.\n\tat a.B.c(B.java:1)\nCaused by: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 4, host1, executor 1): java.sql.SQLException: ',
    'org.apache.spark.SparkException: Exception thrown in awaitResult: \nCaused by: ',
    '重试 3 次后失败：',
    'Retry 3 times, still failed: ',
    'attempt 3/3 failed: ',
    'Failed after 3 retries. Last error: ',
    '[2024-05-06 07:08:09] [ERROR] [thread-1] ',
    '2024-05-06 07:08:09,123 [worker-12] ERROR com.aliyun.mms.Task [traceId=abc123] - ',
    'E0506 07:08:09.123456 1234 x.cc:123] ',
    'com.aliyun.odps.OdpsException: ',
    'Py4JJavaError: An error occurred while calling o133.load.\n: ',
    'Exception in thread "main" ',
    '<13>May  6 07:08:09 host app[123]: ',
    '2024-05-06 07:08:09 +0800 ERROR ',
  ])('before it is no part of its cause: %j', (before) => {
    expect(keyOf(before + failure)).toBe(keyOf(failure));
  });

  it.each([
    ' (after 3 attempts)',
    ' after 3 retries',
    ' [attempt 2 of 5]',
    '. Retries exhausted.',
    '\n\tat a.B.c(B.java:3)',
    ', instanceId: 20240101120000123gabc',
    ' [RequestId: 5C35EC748ED5091138DF58BB]',
    '\nSELECT * FROM a.b WHERE dt=1',
    '; nested exception is java.sql.SQLException: ORA-01555: snapshot too old: rollback segment number 18 with name "_SYSSMU18_9$" too small',
    '\n\nhttps://docs.oracle.com/error-help/db/ora-01555/',
    ' (took 3.2 s)',
    ' elapsed 12345 ms',
    '\nLog view: http://logview.odps.aliyun.com/logview/?h=x&p=y&i=20240101120000123gabc&token=***',
  ])('behind it is no part of its cause: %j', (behind) => {
    expect(keyOf(failure + behind)).toBe(keyOf(failure));
  });
});

describe('a line is parted where whoever wrote it put something around the failure', () => {
  const failure = 'Partition count exceeds the limit of the target table';

  it.each([
    '[MMS] task 812 phase SCHEMA attempt 2 failed: ',
    '作业 sales_17 (表 订单) 终止：',
    '表 crm.客户 未执行，上游返回: ',
    'transfer_err|812|DATA|',
    '┃ task 812 ┃ 创建分区 ┃ ',
    'add partition of shop.orders -> ',
    'create table shop.orders failed >> ',
    'orders => ',
    '提交 orders → ',
    'worker 3 :: ',
    '2024-05-06 07:08:09.123 [0-0-3-writer] ERROR WriterRunner - Writer Runner Received Exceptions:\n',
    '2024-05-06 07:08:09 [mms-3] WARN  TaskLog - id=812 retry=2/3 msg=',
    "BigQuery error in query operation: Error processing job 'p:bqjob_1': ",
    '2024-05-06 07:08:00 INFO heartbeat ok | 2024-05-06 07:08:01 INFO heartbeat ok | 2024-05-06 07:08:09 ERROR ',
    'psql:/tmp/unload_1.sql:7: ',
    'listing dw.orders (try=2): ',
    '卸载表 物料 出错，',
    'JobError{code=403, reason=limit, message=',
    'cron-timer nightly fired at 2024-05-06 07:08:00; create job error: ',
    '[元数据扫描] 库=日志库 表=设备日志 异常=',
    'put: ',
  ])('before it: %j', (before) => {
    expect(keyOf(before + failure)).toBe(keyOf(failure));
  });

  it.each([
    ' | 表 shop.orders | rows so far 812',
    '; 已回滚',
    '，任务已停止',
    '. 第 5 次退避',
    ' [表跳过]',
    ' (instance 20240506070809123gabc)',
    ' [sample 1%]',
    ' :: executor=2',
    '|retryable=true',
    ', see log /tmp/mms/812.log',
  ])('behind it: %j', (behind) => {
    expect(keyOf(failure + behind)).toBe(keyOf(failure));
  });

  it('and a name in quotes may look like a condition', () => {
    expect(keyOf("Nobody may resume it while monitor 'MONTHLY_LIMIT' is used up")).toBe(
      keyOf("Nobody may resume it while monitor 'acct_1' is used up"),
    );
  });

  it('and an error is named beside it or not', () => {
    expect(keyOf(`{"code":"MMS_LIMIT","message":"${failure}"}`)).toBe(keyOf(failure));
  });

  it('but what stands behind the last colon counts, as short as it is', () => {
    const opening = 'Could not open client transport with JDBC Uri: jdbc:hive2://h:10000/ods: ';
    expect(keyOf(`${opening}Error validating the login`)).not.toBe(
      keyOf(`${opening}Unsupported mechanism type PLAIN`),
    );
  });

  it('but an arrow between two types is none', () => {
    expect(keyOf('Nobody can cast a column of type int -> string here')).not.toBe(
      keyOf('Nobody can cast a column of type int -> date here'),
    );
  });

  it('nor is a part of a Chinese sentence', () => {
    expect(keyOf('字段类型不匹配，源端类型 bigint，目标端类型 string')).not.toBe(
      keyOf('字段类型不匹配，源端类型 bigint，目标端类型 date'),
    );
  });
});

describe('what is named in quotes tells causes apart', () => {
  it.each([
    ...['udf', 'option', 'parameter', 'property', 'setting', 'config', 'feature'],
    ...['permission', 'privilege', 'type', 'class', 'format', 'codec', 'keyword', 'operator'],
    ...['command', 'serde', 'protocol', 'algorithm', 'charset', 'encoding', 'method', 'api'],
    ...['library', 'driver', 'module', 'plugin', 'extension', 'metric', 'policy', 'mode'],
    ...['compression', 'engine', 'provider', 'scheme'],
  ])('behind %s', (thing) => {
    expect(keyOf(`Nobody may use the ${thing} 'abc_1' here`)).not.toBe(
      keyOf(`Nobody may use the ${thing} 'abc_2' here`),
    );
  });

  it.each(['udf', 'option', 'parameter', 'property', 'setting', 'operator', 'feature'])(
    'and without quotes behind %s',
    (thing) => {
      expect(keyOf(`Nobody may use the ${thing} abc_x here`)).not.toBe(
        keyOf(`Nobody may use the ${thing} abc_y here`),
      );
    },
  );

  it.each([
    ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'TRUNCATE', 'DESCRIBE'],
    ...['EXECUTE', 'USAGE', 'REFERENCES', 'TRIGGER', 'GRANT', 'REVOKE', 'READ', 'WRITE', 'ALL'],
    ...['SUPER', 'OPERATE', 'OWNERSHIP', 'MONITOR', 'MODIFY', 'SHOW', 'MERGE'],
  ])('where it is %s, which somebody may not do', (privilege) => {
    expect(keyOf(`'${privilege}' is refused to everybody`)).not.toBe(
      keyOf("'abc' is refused to everybody"),
    );
  });
});

describe('what a kind of thing is called is a name', () => {
  it.each([
    ...['table', 'tables', 'view', 'views', 'relation', 'database', 'db'],
    ...['schema', 'catalog', 'project', 'dataset', 'namespace', 'column', 'columns'],
    ...['field', 'partition', 'partitions', 'user', 'role', 'account', 'owner'],
    ...['username', 'bucket', 'instance', 'host', 'server', 'node', 'queue'],
    ...['container', 'application', 'session', 'warehouse', 'cluster', 'index', 'sequence'],
    ...['file', 'files', 'directory', 'folder', 'path', 'region', 'location'],
    ...['resource', 'package', 'snapshot', 'object', 'tablespace', 'segment', 'endpoint'],
    ...['metastore', 'stage', 'executor', 'worker', 'thread', 'inode', 'login'],
    ...['alias', 'label', 'group', 'impersonate', 'quota', 'evaluating'],
  ])('behind %s', (thing) => {
    expect(keyOf(`The ${thing} abc is gone for good`)).toBe(
      keyOf(`The ${thing} xyz is gone for good`),
    );
  });

  it.each([
    ...['object', 'executor', 'worker', 'thread', 'node', 'server', 'stage'],
    ...['container', 'session', 'application', 'cluster', 'instance', 'file', 'files'],
    ...['directory', 'folder', 'path', 'resource', 'package', 'segment'],
    ...['endpoint', 'metastore', 'inode', 'login', 'alias', 'label', 'group'],
    ...['sequence', 'snapshot', 'account', 'partition', 'partitions'],
  ])('but seldom a word behind %s', (thing) => {
    expect(keyOf(`The ${thing} leaks twice a day`)).not.toBe(
      keyOf(`The ${thing} hangs twice a day`),
    );
  });

  it.each([
    ...['a', 'an', 'the', 'this', 'that', 'no', 'not'],
    ...['none', 'and', 'or', 'but', 'if', 'where', 'which'],
    ...['as', 'at', 'by', 'for', 'in', 'of', 'on'],
    ...['out', 'per', 'to', 'with', 'without', 'between', 'only'],
    ...['you', 'we', 'already', 'too', 'there', 'is', 'was'],
    ...['has', 'have', 'does', 'can', 'cannot', "can't", 'could'],
    ...['must', 'would', 'found', 'missing', 'mismatch', 'require', 'required'],
    ...['use', 'used', 'using', 'got', 'created', 'creation', 'update'],
    ...['load', 'read', 'write', 'writing', 'closed', 'connect', 'run'],
    ...['execution', 'failed', 'failure', 'exceeds', 'exceeded', 'reached', 'reference'],
    ...['defined', 'specified', 'expected', 'refused', 'lock', 'killed', 'lost'],
    ...['timeout', 'timed', 'invalid', 'unknown', 'unexpected', 'illegal', 'incorrect'],
    ...['duplicate', 'unsupported', 'unavailable', 'unable', 'null', 'large', 'internal'],
    ...['canceled', 'please', 'check', 'see', 'parse', 'list', 'scan'],
    ...['down', 'deadlock', 'overflow', 'count', 'number', 'size', 'data'],
    ...['metadata', 'row', 'key', 'id', 'version', 'format', 'location'],
    ...[
      'definition',
      'permission',
      'access',
      'authorization',
      'authentication',
      'password',
      'error',
    ],
    ...['exception', 'message', 'reason', 'status', 'state', 'code', 'info'],
    ...['operation', 'type', 'value', 'name', 'job', 'task', 'query'],
    ...['statement', 'service', 'client', 'driver', 'storage', 'memory', 'source'],
    ...['target', 'input', 'buffer', 'delimiter', 'acl', 'order', 'primary'],
    ...['identifier', 'group', 'full', 'empty', 'busy', 'offline', 'online'],
    ...['gone', 'readonly', 'permissions', 'privileges', 'credentials', 'errors', 'types'],
    ...['values', 'records', 'rows', 'keys'],
    ...[
      'function',
      'option',
      'config',
      'permission',
      'privilege',
      'class',
      'command',
      'protocol',
      'encoding',
      'plugin',
      'metric',
      'policy',
      'compression',
      'scheme',
      'type',
      'format',
      'codec',
      'keyword',
      'serde',
      'algorithm',
      'charset',
      'api',
      'library',
      'driver',
      'module',
      'extension',
      'mode',
      'engine',
      'provider',
      'property',
      'feature',
      'method',
      'udf',
      'parameter',
      'setting',
      'operator',
    ],
  ])('nor %s, which is English', (word) => {
    expect(keyOf(`Database ${word} again`)).not.toBe(keyOf('Database abc again'));
  });

  it.each([
    'is',
    'was',
    'are',
    'were',
    'does',
    'do',
    'has',
    'must',
    'can',
    'cannot',
    'could',
    "doesn't",
    'already',
    'exists',
  ])('even a word of English, where the sentence goes on with %s', (verb) => {
    expect(keyOf(`The table description ${verb} seen`)).toBe(
      keyOf(`The table position ${verb} seen`),
    );
  });

  it.each(['quota', 'location', 'queue'])('and a lone word behind %s', (thing) => {
    expect(keyOf(`Nobody has the ${thing} movement here`)).toBe(
      keyOf(`Nobody has the ${thing} capacity here`),
    );
  });
});

describe('what stands behind a key tells causes apart', () => {
  it.each([
    ...['code', 'errorcode', 'error_code', 'errcode', 'error', 'errors', 'errno'],
    ...['errormessage', 'errmsg', 'msg', 'message', 'reason', 'cause', 'status'],
    ...['state', 'sqlstate', 'statuscode', 'description', 'access'],
    ...['permission', 'exception', 'type', 'expected', 'actual', 'found', 'operation'],
    ...['op', 'mode', 'desc'],
  ])('as %s=', (key) => {
    expect(keyOf(`The page is torn (${key}=abc)`)).not.toBe(keyOf(`The page is torn (${key}=xyz)`));
  });
});

describe('what is in quotes is data', () => {
  it.each(['string', 'value', 'parse', 'near', 'date', 'token', 'entry'])('behind %s', (word) => {
    expect(keyOf(`Nobody reads the ${word} 'the index page is full'`)).toBe(
      keyOf(`Nobody reads the ${word} 'the data page is torn'`),
    );
  });
});

describe("a technical term is nobody's name", () => {
  it.each([
    ...['s3', 'utf8', 'latin1', 'tlsv1', 'tlsv1.1'],
    ...['pg_hba.conf', 'read_execute', 'max_allowed_packet', 'wait_timeout', 'sql_mode'],
    ...['i/o', 'and/or', 'tcp/ip', 'read/write', 'handshake_failure'],
    ...['protocol_version', 's3a', 'utf-8', 'tlsv1.2', 'tlsv1.3'],
    ...['hive-site.xml', 'core-site.xml'],
  ])('as %s', (term) => {
    expect(keyOf(`Nobody speaks ${term} here`)).not.toBe(keyOf('Nobody speaks a_1.b here'));
  });
});

describe('the condition that an engine names tells causes apart', () => {
  it.each([
    ...['NOT_READY', 'ROUTE_EXISTS', 'PLAN_INVALID', 'STEP_FAILED', 'DISK_FAILURE', 'PARSE_ERROR'],
    ...['USER_EXCEPTION', 'SIZE_EXCEEDED', 'ROW_LIMIT', 'PERMISSION_CHECK', 'UNSUPPORTED_PLAN'],
    ...['UNRESOLVED_PLAN', 'NODE_UNAVAILABLE', 'MISSING_PLAN', 'STACK_OVERFLOW', 'POOL_EXHAUSTED'],
    ...[
      'AMBIGUOUS_PLAN',
      'INCOMPATIBLE_PLAN',
      'UNABLE_TO_PLAN',
      'SNAPSHOT_ISOLATION',
      'OUT_OF_RANGE',
    ],
    ...[
      'NODE_CRASH',
      'TOO_LARGE',
      'DIVIDE_BY_ZERO',
      'WRONG_ARITY',
      'NOTHING_FOUND',
      'ILLEGAL_PLAN',
    ],
    ...['LOGIN_DENIED', 'SLOT_QUOTA', 'UNAUTHORIZED_CALL', 'HASH_MISMATCH', 'READ_TIMEOUT'],
    ...['JOB_ABORTED', 'JOB_CANCELLED', 'UNKNOWN_PLAN', 'DUPLICATE_PLAN', 'CORRUPT_PAGE'],
    ...['CANNOT_PLAN', 'TOKEN_EXPIRED', 'WRITE_CONFLICT', 'JOB_KILLED', 'BLOCK_LOST'],
    ...['LINK_REFUSED', 'LINK_CLOSED', 'RULE_VIOLATION', 'LOGIN_DISABLED', 'CALL_FORBIDDEN'],
    ...['JOB_REJECTED', 'NODE_UNREACHABLE', 'TASK_KILL'],
    ...['parse_error', 'invalid_plan', 'step_failed', 'disk_failure', 'login_denied'],
    ...['size_exceeded', 'read_timeout', 'token_expired', 'unauthorized_call'],
    ...['unsupported_plan', 'link_refused'],
  ])('where it is %s', (condition) => {
    expect(keyOf(`The query stopped with ${condition} again`)).not.toBe(
      keyOf('The query stopped with abc_1 again'),
    );
  });
});

describe('a column has one cause, whatever it is called', () => {
  it.each([
    ...['id', 'key', 'status', 'code', 'total', 'state', 'version', 'description', 'owner', 'user'],
    ...['date', 'time', 'label', 'account', 'region', 'source', 'target', 'size', 'start', 'end'],
    ...['position', 'type'],
  ])('also %s', (name) => {
    expect(keyOf(`column ${name} cannot be resolved`)).toBe(keyOf('column a_1 cannot be resolved'));
    expect(keyOf(`Nobody knows the column ${name}`)).toBe(keyOf('Nobody knows the column a_1'));
  });
});

describe('what is told by its shape or its place is a name', () => {
  it.each([
    ['a region of China', 'nobody keeps a bucket in *', 'cn-shanghai', 'cn-hangzhou-finance'],
    ['a size', 'the page of the index was too big with *', '10.5GB', '300MB'],
    ['an address in memory', 'the page of the index was lost at *', '0x7f3a', '0xbeef'],
    ...['SPARK', 'HIVE', 'HDFS', 'HADOOP', 'YARN'].map((project) => [
      `an issue of ${project}`,
      'an old calendar is in use, as * tells',
      `${project}-31404`,
      `${project}-3105`,
    ]),
    ['an account', 'nobody knows who it was with *', 'RAM$owner:alice', 'RAM$owner:bob'],
    ...['Name', 'Id', 'Path', 'Key', 'Host', 'User', 'Table', 'Ts'].map((end) => [
      `what a key says that ends with ${end}`,
      `the page of the index was lost (some${end}:*)`,
      'abc',
      'xyz',
    ]),
    ['what dbname says', 'the page of the index was lost (dbname:*)', 'abc', 'xyz'],
    ...['for', 'on', 'in', 'from', 'of', 'into', 'to'].map((before) => [
      `a word of English behind a table, at the end, after ${before}`,
      `Nobody has the right ${before} table *`,
      'user',
      'orders',
    ]),
    ['the same behind a schema', 'Nobody has the right for schema *', 'public', 'ods'],
  ])('%s', (_, text = '', one = '', other = '') => {
    expect(keyOf(text.replace('*', () => one))).toBe(keyOf(text.replace('*', () => other)));
  });

  it.each([
    ...['表', '视图', '作业', '集群', '资源组', '项目', '空间', '字段', '列', '分区', '库', '用户'],
    ...['账号', '角色', '实例', '任务', '值', '节点', '主机', '主键', '文件', '路径', '桶', '模式'],
    ...['数据源', '表名', '列名称', '名为'],
  ])('behind %s', (thing) => {
    expect(keyOf(`${thing} leader 已经下线了`)).toBe(keyOf(`${thing} dn_12 已经下线了`));
  });

  it.each([
    ...['migration', 'permission', 'reading', 'locked', 'movement', 'capacity', 'readable'],
    ...['visible', 'performance', 'presence', 'readiness', 'failure', 'latency', 'badly'],
  ])('but no word of English such as %s', (word) => {
    expect(keyOf(`Database ${word} again`)).not.toBe(keyOf('Database abc again'));
  });

  it.each([
    ...[
      '失败',
      '错误',
      '异常',
      '拒绝',
      '中断',
      '丢失',
      '断开',
      '关闭',
      '重复',
      '冲突',
      '禁止',
      '终止',
    ],
    ...[
      '取消',
      '溢出',
      '权限',
      '配额',
      '限制',
      '连接',
      '不通',
      '没了',
      '被占',
      '超时',
      '将满',
      '缺页',
    ],
  ])('nor a sentence that says %s', (said) => {
    expect(keyOf(`The load of the page met ${said} here`)).not.toBe(
      keyOf('The load of the page met 北京 here'),
    );
  });
});

describe('the status of an answer tells causes apart', () => {
  it.each([
    ...['Bad', 'Unauthorized', 'Forbidden', 'Not', 'Method', 'Conflict', 'Gone', 'Precondition'],
    ...['Too', 'Internal', 'Service', 'Gateway'],
  ])('before %s', (word) => {
    expect(keyOf(`The load of the page met 418 ${word}`)).not.toBe(
      keyOf(`The load of the page met 419 ${word}`),
    );
  });
});

describe('a number behind a word for codes tells causes apart', () => {
  it.each(['is', 'of', 'was', 'value', 'with', 'response', 'number', 'exit', 'no'])(
    'also with %s between',
    (word) => {
      expect(keyOf(`The step stopped, code ${word} 17`)).not.toBe(
        keyOf(`The step stopped, code ${word} 19`),
      );
    },
  );
});

describe('a measure is no part of a cause', () => {
  it.each([
    ...['ms', 'millisecond', 'milliseconds', 's', 'sec', 'secs', 'second', 'seconds', 'min'],
    ...['minute', 'minutes', 'h', 'hour', 'hours', 'day', 'days', 'byte', 'bytes', 'KB', 'MiB'],
    ...['GB', 'TiB'],
  ])('in %s', (unit) => {
    expect(keyOf(`The index page was not there for 10 ${unit}`)).toBe(
      keyOf('The index page was not there for 7'),
    );
  });

  it.each([
    ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    ...['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  ])('nor is the day in a date with %s', (word) => {
    expect(keyOf(`The index page of ${word} 07 was not there`)).toBe(
      keyOf('The index page of 12 was not there'),
    );
  });
});

describe('what comes before or behind the failure in a text is no part of its cause', () => {
  const damaged = 'the index page of this file is damaged';
  const inChinese = '索引页已经损坏，没有人知道是谁做的';

  it.each([
    ...['INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
    ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'OUT_OF_RANGE'],
  ])('a status of gRPC: %s', (status) => {
    expect(keyOf(`The call got ${status}\nIOException: ${damaged}`)).toBe(
      keyOf(`The call got a_1\nIOException: ${damaged}`),
    );
  });

  it.each([
    ...['RuntimeException', 'ExecutionException', 'CompletionException', 'Exception'],
    ...['InvocationTargetException', 'OdpsException', 'UncheckedOdpsException', 'DataXException'],
    ...['SparkException', 'HiveSQLException', 'Py4JJavaError'],
  ])('an exception that says nothing: %s', (exception) => {
    expect(keyOf(`a.b.${exception}: index damaged`)).toBe(keyOf('index damaged'));
  });

  it.each(['query', 'statement', 'executing', 'execute', 'running', 'while'])(
    'a statement announced by %s',
    (word) => {
      expect(keyOf(`Gave up ${word} select a from t_1 where c_1 = 2`)).toBe(
        keyOf(`Gave up ${word} select b, c from t_2`),
      );
    },
  );

  it.each([
    ...['信息', '错误信息', '原因', '消息', '详情', '描述', '错误', '异常', '失败', '出错', '报错'],
    ...['原因是', '错误为'],
  ])('a key: %s', (key) => {
    expect(keyOf(`${key}：${inChinese}`)).toBe(keyOf(inChinese));
  });

  it.each([
    ...[
      '任务处理出错',
      '作业执行异常',
      '数据同步报错',
      '具体原因',
      '详细详情',
      '最终仍失败',
      '仍然失败',
    ],
    ...['数据源读取失败', '数据库写入失败', '该语句操作失败', '分区迁移运行失败', '实例中发生错误'],
    ...[
      '表在第 2 次尝试时失败',
      '重试后出现错误',
      '由于任务失败',
      '您的任务已经失败了',
      '经智能分析',
    ],
    ...['任务和作业失败', '失败的是任务', '任务信息为失败'],
  ])('a wrapper: %s', (wrapper) => {
    expect(keyOf(`${wrapper}。${inChinese}`)).toBe(keyOf(inChinese));
  });

  it.each([
    ...[
      '请',
      '确保',
      '建议',
      '您可',
      '可以',
      '如需',
      '如果',
      '详见',
      '参考',
      '联系',
      '检查',
      '确认',
      '可能',
    ],
  ])('advice that begins with %s', (advice) => {
    expect(keyOf(`${inChinese}。${advice}参照文档里的每一步`)).toBe(keyOf(inChinese));
  });

  it.each([' took 3 s', ' took 4 ms', ' took 5 seconds', ' elapsed 7 s', ' on host h_1'])(
    'where and how long it ran:%s',
    (behind) => {
      expect(keyOf(damaged + behind)).toBe(keyOf(damaged));
    },
  );

  it.each([
    'SLF4J: Actual binding is of type [org.apache.logging.slf4j.Log4jLoggerFactory]',
    'Channel Pipeline: [SslHandler#0, ProtocolNegotiators$ClientTlsHandler#0]',
    '/opt/py3/site-packages/paramiko/pkey.py:59: CryptographyDeprecationWarning: Blowfish has been deprecated',
    '2026-02-03 04:05:06 ERROR JobService - job 41: 7 ok, 2 failed, 19 waiting',
    'task 8: 2 problems',
    '【作业 77】成功 4, 失败 1, 等待 9',
    '共 12 个任务, 已完成 3 个',
    '{"ts":"2026-02-03 04:05:06","lvl":"info","msg":"lease taken","job":4}',
    '2026-02-03 04:05:06 - root - INFO - starts, pid=12',
    '$ kinit -kt /etc/a.keytab mms',
    '++ date +%s',
    'pg> ROLLBACK',
    'mover: rc=3',
    'mover exited with 3',
    'mover: 子进程退出码 4',
    '[mover] child process 12 exited with 3, stderr kept',
    'the task will be retried at the next turn',
    'cleanup of the spool',
    '任务 12 已停止',
    '2026-02-03 04:05:06 ERROR [w-4] Runner - 作业失败，重试次数已用完',
    '2026-02-03 04:05:06 ERROR [w-4] Runner - task 12 failed, maximum retry attempts (4) reached',
    'Runner: job aborted; no more retries left',
    'max retries exceeded',
    '任务耗时 12 秒',
    '将于下一轮调度重试',
    '建立会话耗时 12 毫秒',
  ])('a line that tells of no failure: %s', (line) => {
    expect(keyOf(`${line}\n索引页损坏\n${line}`)).toBe(keyOf('索引页损坏'));
  });

  it('nor is a line that names the run, below a long one', () => {
    const long = 'The index page of this file of the table in this map is damaged';
    expect(keyOf(`${long}\nodps instance 20260203040506abc1`)).toBe(keyOf(long));
  });

  it('nor is the answer that a client quotes', () => {
    const answer = '{"error_code":"INVALID_STATE","message":"Pool a_1 is gone"}';
    expect(keyOf(`PoolApi HTTP 400 ${answer}`)).toBe(keyOf(answer));
  });

  it('nor is the connection of nginx', () => {
    const at = (connection: number, client: string): string =>
      `*${connection} upstream sent too big header, client: ${client}, server: mms.lan, request: "GET /api/x"`;
    expect(causeOf(at(12, '10.0.0.7')).reason).toBe('upstream sent too big header');
  });

  it('nor is a statement that copies', () => {
    expect(keyOf('COPY INTO @s/a/ FROM (SELECT * FROM a_1);\n索引页损坏')).toBe(
      keyOf('索引页损坏'),
    );
  });

  it('nor is the node', () => {
    expect(keyOf(`${damaged} on node: worker`)).toBe(keyOf(damaged));
  });

  it.each(['[Simba][ODBC] (11560) ', '[Microsoft][SQL Driver 17][SQL Server]', '[JDBC Driver]'])(
    'whose driver it is: %s',
    (driver) => {
      expect(keyOf(`${driver}${damaged}`)).toBe(keyOf(`${driver.replace(/\[.*\]/, '')}${damaged}`));
    },
  );
});

describe('a condition that the class of an exception names tells causes apart', () => {
  it.each([
    ...['NotFound', 'Missing', 'Denied', 'Timeout', 'Standby', 'Concurrent', 'Closed'],
    ...['EOF', 'Expired', 'Ranger', 'Memory', 'Interrupted'],
  ])('as %s', (condition) => {
    expect(keyOf(`a.b.${condition}Exception: It was lost`)).not.toBe(
      keyOf('a.b.Exception: It was lost'),
    );
  });
});

describe('what an operating system says is one condition in the words of each', () => {
  it.each([
    [
      'Connection refused',
      'ECONNREFUSED',
      '拒绝连接',
      '连接被拒绝',
      '拒绝连接 (Connection refused)',
    ],
    ['Connection timed out', 'connect timed out', 'ETIMEDOUT', '连接超时', 'connection timeout'],
    ['Read timed out', 'Socket read timed out', '读取超时', 'Read timeout'],
    [
      'Connection reset',
      'Connection reset by peer',
      'ECONNRESET',
      '连接被对方重设',
      '连接被对端重置',
    ],
    [
      'Connection reset',
      'An existing connection was forcibly closed by the remote host',
      '远程主机强迫关闭了一个现有的连接',
      '连接重置',
    ],
    [
      'db_1: Name or service not known',
      'db_2: Temporary failure in name resolution',
      'nodename nor servname provided, or not known',
      'db_1: 未知的名称或服务',
      'db_1: 域名解析暂时失败',
      '域名解析错误',
    ],
    ['Permission denied: no further information', '/a/b: 权限不够'],
    ['Broken pipe', '断开的管道'],
    ['No route to host', '没有到主机的路由', 'No route to host (Host unreachable)'],
    ['No space left on device', '/a/b: 设备上没有空间', '/c: No space left on device'],
    ['Too many open files', '/a/b: 打开的文件过多', '/c: Too many open files'],
  ])('%s', (...texts) => {
    const keys = texts.map((text) => keyOf(`Nobody could read the index page\n${text}`));
    expect([...new Set(keys)]).toEqual([keys[0]]);
  });

  it.each([
    'Socket closed',
    'Stream is closed',
    'null',
    'unknown',
    'none',
    'error',
    'internal error',
  ])('and %s says nothing of itself', (text) => {
    expect(causeOf(`Nobody could read the index page\n${text}`).reason).toContain('index page');
  });
});

describe('a setting, a class and a privilege tell causes apart', () => {
  it.each([
    ...['sql', 'exec', 'metastore', 'server2', 'merge', 'optimize', 'security', 'support', 'tez']
      .map((part) => `hive.${part}`)
      .concat(['odps.isv', 'odps.task', 'odps.namespace', 'spark.a', 'mapreduce.a', 'yarn.a'])
      .concat(['dfs.a', 'fs.a', 'tez.a', 'parquet.a'])
      .map((part) => [`${part}.page.size`, `${part}.page.limit`]),
    ...['com', 'org', 'net', 'io', 'java', 'javax', 'scala', 'cn', 'oracle'].map((part) => [
      `${part}.a.Page`,
      `${part}.a.Index`,
    ]),
    ...['odps', 'oss', 'ram', 'mms', 's3', 'glue', 'dlf', 'kms', 'sts', 'iam', 'lakeformation']
      .concat(['athena', 'redshift', 'dataworks', 'bigquery'])
      .map((service) => [`${service}:ReadPage`, `${service}:ReadIndex`]),
    ...[
      'bigquery',
      'storage',
      'resourcemanager',
      'datacatalog',
      'cloudkms',
      'iam',
      'serviceusage',
    ].map((service) => [`${service}.pages.get`, `${service}.pages.list`]),
    ...['tables', 'schemas', 'instances', 'functions', 'resources', 'volumes', 'packages', 'quotas']
      .concat(['jobs', 'roles', 'users'])
      .map((kind) => [`acs:odps:*:projects/a/${kind}/b`, 'acs:odps:*:projects/a']),
  ])('%s and %s', (one = '', other = '') => {
    expect(keyOf(`Nobody has found ${one} here`)).not.toBe(keyOf(`Nobody has found ${other} here`));
  });

  it.each(['memory', 'vcores', 'line', 'size', 'count', 'limit', 'code', 'row'])(
    'and so does what is measured, as %s:1024',
    (measure) => {
      expect(keyOf(`Nobody has found ${measure}:1024 here`)).not.toBe(
        keyOf('Nobody has found host:1024 here'),
      );
    },
  );
});

describe('a statement is no part of a cause', () => {
  it.each([
    ['SELECT a FROM t_1 WHERE b = 1', 'SELECT c, d FROM t_2'],
    ['SELECT *', 'SELECT * FROM t_2'],
    ['SELECT COUNT(1)', 'SELECT COUNT(a) FROM t_2'],
    ['INSERT OVERWRITE TABLE t_1 PARTITION (a) SELECT 1', 'INSERT OVERWRITE TABLE t_2 VALUES (1)'],
    ['INSERT INTO t_1 (a, b) VALUES (1, 2)', 'INSERT INTO x.t_2 SELECT b'],
    ['INSERT INTO t_1', 'INSERT INTO t_2'],
    ['INSERT INTO t_1 WITH a AS (SELECT 1)', 'INSERT INTO t_2 FROM b'],
    ['CREATE TABLE IF NOT EXISTS t_1', 'CREATE TABLE t_2 (a INT)'],
    ['CREATE OR REPLACE VIEW t_1 AS SELECT 1', 'CREATE VIEW t_2 (b)'],
    ['CREATE EXTERNAL TABLE t_1 (b INT)', 'CREATE TEMP TABLE t_2 (c INT)'],
    ['ALTER TABLE t_1 ADD COLUMNS (a INT)', 'ALTER TABLE t_2 DROP PARTITION (b)'],
    ['ALTER TABLE t_1 RENAME TO b', 'ALTER TABLE t_2 CHANGE c d INT'],
    ['ALTER TABLE t_1 PARTITION (a) SET b', 'ALTER TABLE t_2 SET d'],
    ['DROP TABLE IF EXISTS t_1', 'DROP TABLE IF EXISTS t_2'],
    ['DROP VIEW IF EXISTS t_1', 'DROP VIEW IF EXISTS t_2'],
    ['TRUNCATE TABLE t_1', 'TRUNCATE TABLE t_2 PARTITION (a)'],
    ['WITH a AS (SELECT 1) SELECT 2', 'WITH bb AS (SELECT c FROM t_2) SELECT 3'],
    ['MERGE INTO t_1 USING b ON c', 'MERGE INTO t_2 AS x USING d ON e'],
    ['MERGE INTO t_1', 'MERGE INTO t_2'],
    ['DELETE FROM t_1 WHERE a = 1', 'DELETE FROM t_2'],
    ['DELETE FROM t_1 USING b', 'DELETE FROM t_2;'],
    ['UPDATE t_1 SET a = 1', 'UPDATE t_2 SET c = d, e = f'],
  ])('%s', (one, other) => {
    const said = 'The index page was lost behind: ';
    expect(keyOf(said + one)).toBe(keyOf(said + other));
    expect(causeOf(said + one).reason).not.toContain('t_1');
  });

  it.each([
    ...['; SQL state 42000, disk gone', '; SQLState: disk gone', '; nested exception is disk gone'],
    ...['; error code [17] disk gone', ', instanceId: 7, disk gone', ', reason: disk gone'],
    ...[
      ', error: disk gone',
      ', cause: disk gone',
      ', exception: disk gone',
      ', message: disk gone',
    ],
    ...[' failed: disk gone', ' failed with disk gone', ' failure, disk gone', ' error: disk gone'],
    ...[' failed because the disk is gone', ' failed due to disk gone', ' failed on a disk'],
    ...[' failed in the disk', ' failed while a disk was full', ' errors: disk gone'],
    ...[
      ' due to a disk that is gone',
      ' because the disk is gone',
      ' caused by a disk that is gone',
    ],
    ...[' returned 17 from the disk', ' returned no disk', ' returned more than the disk'],
    ...[' ODPS-0130131: disk gone', ' ORA-01555: disk gone', ' a.BException: disk gone'],
    ...[' a.BError: disk gone', ' 错误：磁盘坏了', ' 异常信息：磁盘坏了', ' 报错，磁盘坏了'],
    ...[' 失败原因为：磁盘坏了', ' 出错消息：磁盘坏了', ' 具体原因：磁盘坏了'],
  ])('and never swallows what follows it:%s', (ending) => {
    const { reason } = causeOf(`Could not run: select a, b from t_1 where c = 1${ending}`);
    expect(reason).toMatch(/disk|磁盘/);
  });

  it.each([' timed out', ' failed', ' differs', ' was lost'])(
    'nor what became of it behind its brackets:%s',
    (ending) => {
      expect(keyOf(`Verifying: select count(*) from t_1 where f(a)${ending}`)).not.toBe(
        keyOf('Verifying: select count(*) from t_1 where f(a)'),
      );
    },
  );
});

describe('what follows a statement of several lines is told', () => {
  it.each([
    ...['Caused by: disk gone', 'FAILED: disk gone', 'ERROR: disk gone', 'Error: disk gone'],
    ...['Reason: disk gone', 'Message: disk gone', 'ORA-01555: disk gone', '错误：磁盘坏了'],
    ...[
      '异常：磁盘坏了',
      '报错：磁盘坏了',
      '失败：磁盘坏了',
      '原因：磁盘坏了',
      'a.BException: disk gone',
    ],
    ...['There is no disk any more', 'a.BError: disk gone', '; nested exception: disk gone'],
  ])('%s', (ending) => {
    expect(causeOf(`Ran this:\nselect *,\n  b\nfrom t_1\n${ending}`).reason).toMatch(/disk|磁盘/);
  });
});

describe('what a driver advises is no part of a cause', () => {
  it.each([
    ...['Please', 'Rerun', 'Retrying', 'Consider', 'Verify', 'Make sure', 'Ensure', 'Note that'],
    ...['Contact', 'See', 'Refer', 'Perhaps', 'Maybe', 'Increase', 'Did you mean', 'Alternatively'],
    ...[
      'Most likely',
      'Try again',
      'Try to',
      'Try the',
      'Try using',
      'Try setting',
      'Try increasing',
    ],
    ...['Is the server running', 'If', 'Use the', 'Use a', 'Use an', 'Use another', 'Set the'],
    ...[
      'Check that',
      'Check the',
      'Check your',
      'Check if',
      'Check whether',
      'Check for',
      'You can',
    ],
    ...['You may', 'You might', 'You could', 'You should', 'You must', 'You need', 'You have to'],
    ...['You will', 'To enable', 'To tolerate', 'To avoid', 'To fix', 'To resolve', 'To bypass'],
    ...['To ignore', 'To disable', 'To allow', 'To use', 'To see', 'To return', 'To list'],
    ...['To continue', 'To turn', 'For more', 'For further', 'For details', 'It is possible'],
    ...[
      'It is recommended',
      'It is likely',
      'This may',
      'This can',
      'This could',
      'This is usually',
    ],
    ...['This is often', 'This timeout is controlled', 'And make sure', 'Or check that'],
    ...[
      'Also see',
      'Then retrying',
      'Otherwise please',
      'Instead use the',
      'But note that',
      'Job ID',
    ],
  ])('%s …', (advice) => {
    const damaged = 'The index page of this file is damaged.';
    expect(keyOf(`${damaged} ${advice} shown by every page of this manual`)).toBe(keyOf(damaged));
  });
});
