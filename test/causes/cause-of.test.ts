import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { showExcerpt } from '../../functions/untrusted-text/excerpt.ts';

const keyOf = (text: string): string => causeOf(text).fingerprint;
const trace =
  '\n\tat com.aliyun.mms.Copy.run(Copy.java:41)\n\tat java.lang.Thread.run(Thread.java:750)';

const longName = 'leads_of_all_regions_by_channel_'.repeat(8);

describe('two texts have one cause', () => {
  it.each([
    [
      'of two tables and two statements',
      'ODPS-0130131:[1,22] Table not found - table mms_prod.orders cannot be resolved',
      'FAILED: ODPS-0130131:[14,3] Table not found - table finance_dw.default.dim_day cannot be resolved',
    ],
    [
      'of one column or of several',
      'ODPS-0130071:[2,45] Semantic analysis exception - column a1 cannot be resolved',
      'ODPS-0130071:[2,45] Semantic analysis exception - column rn cannot be resolved\nODPS-0130071:[8,7] Semantic analysis exception - column x_y cannot be resolved',
    ],
    [
      'with and without the exception that carries it',
      'com.aliyun.odps.OdpsException: ODPS-0123031:Partition exception - maximum 60000 partitions allowed',
      'ODPS-0123031:Partition exception - maximum 60000 partitions allowed',
    ],
    [
      'with its cause told once or twice',
      'java.lang.RuntimeException: java.sql.SQLException: ORA-01031: insufficient privileges',
      `java.lang.RuntimeException: java.sql.SQLException: ORA-01031: insufficient privileges${trace}\nCaused by: java.sql.SQLException: ORA-01031: insufficient privileges${trace}`,
    ],
    [
      'behind the time and the place of a log line',
      'Disk quota reached for the whole cluster',
      '2026-11-22 14:03:07,123 ERROR [pool-3-thread-7] c.a.m.Copy - Disk quota reached for the whole cluster',
    ],
    [
      'with another statement behind it',
      'Query ran into a wall\nSELECT `id`, `amount` FROM finance.orders',
      'Query ran into a wall\nINSERT OVERWRITE TABLE mms_prod.orders PARTITION (dt)\nSELECT *\nFROM x',
    ],
    [
      'with another request',
      'AmazonS3Exception: Slow Down (Service: Amazon S3; Status Code: 503; Error Code: SlowDown; Request ID: 8SV7S6VZ; Proxy: null)',
      'AmazonS3Exception: Slow Down (Service: Amazon S3; Status Code: 503; Error Code: SlowDown; Request ID: X1JWQ70J; Proxy: null), S3 Extended Request ID: aB/c+==',
    ],
    [
      'in a trace of several lines or written in one',
      `HiveException: Unable to fetch table t1${trace}\nCaused by: MetaException: no such catalog hive_2`,
      'HiveException: Unable to fetch table t9 at com.aliyun.mms.Copy.run(Copy.java:7) Caused by: MetaException: no such catalog hive_3',
    ],
    ['of one row or three', 'Skipped 1 row of the batch', 'Skipped 3 rows of the batch'],
    [
      'of a longer text column',
      'value too long for type character varying(64)',
      'value too long for type character varying(255)',
    ],
    [
      'of structs with other fields',
      "cannot cast 'struct<a:int,b:string>' to 'string'",
      "cannot cast 'struct<price:int,currency:string>' to 'string'",
    ],
    [
      'of the partitions that the keys of another table name',
      'Partition spec {dt=20240101, hh=03} could not be added',
      'Partition spec {event_day=2023-12-01} could not be added',
    ],
    [
      'through one driver or another, where the sentence says it all',
      'Access Denied: Table p-1:sales.orders: User does not have permission to query table p-1:sales.orders',
      'com.google.cloud.bigquery.BigQueryException: Access Denied: Table acme:crm.T_CUSTOMER: User does not have permission to query table acme:crm.T_CUSTOMER',
    ],
    [
      'raised here or on the other side',
      'org.apache.hadoop.security.AccessControlException: Permission denied: user=mma, access=WRITE, inode="/w/a.db/t":hive:hive:drwxr-xr-x',
      'org.apache.hadoop.ipc.RemoteException(org.apache.hadoop.security.AccessControlException): Permission denied: user=etl, access=WRITE, inode="/w/b.db":hdfs:hadoop:drwxr-x---',
    ],
    [
      'in an exception whose condition the sentence names',
      'io.delta.exceptions.ConcurrentAppendException: Files were added to the root of the table by a concurrent update',
      'Files were added to the root of the table by a concurrent update',
    ],
    [
      'in an exception that an engine gives a name to',
      "org.apache.spark.SparkSecurityException: [INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have SELECT on Table 'a.b'",
      "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have SELECT on Table 'c.d'",
    ],
    [
      "with the wrapper's line above it or without",
      'org.apache.thrift.transport.TTransportException: GSS initiate failed\nCaused by: javax.security.sasl.SaslException: GSS initiate failed [Caused by GSSException: No valid credentials provided (Mechanism level: Clock skew too great)]',
      'GSSException: No valid credentials provided (Mechanism level: Clock skew too great)',
    ],
    [
      'whose wrapper repeats it in another class',
      'FetchFailedException: Failed to connect to worker-1:7337\nCaused by: java.io.IOException: Failed to connect to worker-1:7337',
      'FetchFailedException: Failed to connect to worker-2:7337',
    ],
    [
      'said once or twice by Java',
      'java.net.ConnectException: Connection refused',
      'java.net.ConnectException: Connection refused (Connection refused)',
    ],
    ['in Chinese', '源表 orders 不存在', '源表 dim_customer 不存在'],
    [
      'of a resource with a short name and a long one',
      "You have NO privilege 'odps:Alter' on {acs:odps:*:projects/crm/tables/leads}",
      `You have NO privilege 'odps:Alter' on {acs:odps:*:projects/crm/tables/${longName}}`,
    ],
    [
      'of a key before a short name and a long one',
      'cannot lock table=leads of the catalog',
      `cannot lock table=${longName} of the catalog`,
    ],
    [
      'of a database with a short address and a long one',
      'No suitable driver found for jdbc:hive2://h1:10000/a',
      `No suitable driver found for jdbc:hive2://h1:10000/${longName}`,
    ],
    [
      'of two values that cannot be cast',
      'in function cast, value seven cannot be casted from String to Bigint',
      'in function cast, value 7x cannot be casted from String to Bigint',
    ],
    [
      'of two tables that nobody granted',
      'Insufficient permission(s): Required Select on leads',
      'Insufficient permission(s): Required Select on crm_2024',
    ],
    ['of two nodes, in Chinese', '节点 leader 磁盘空间不足', '节点 dn-12 磁盘空间不足'],
    [
      'with another exception that was suppressed',
      `java.io.IOException: the index page is damaged${trace}`,
      `java.io.IOException: the index page is damaged${trace}\n\tSuppressed: java.io.IOException: could not close the file\n\t\tat a.b.C.close(C.java:1)`,
    ],
    [
      'in a trace whose line breaks were escaped',
      `IllegalStateException: the index page is damaged${trace}`,
      `IllegalStateException: the index page is damaged${trace.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}`,
    ],
    [
      'below frames of Python',
      'Traceback (most recent call last):\n  File "/app/copy.py", line 41, in run\n    self.step(table)\nRuntimeError: the index page is damaged',
      'RuntimeError: the index page is damaged',
    ],
    [
      'with a link to its LogView that was taken out',
      'the index page is damaged\n[LogView link removed, instance 20240101120000123gabc]',
      'the index page is damaged\n[LogView 链接已移除]',
    ],
    [
      'beside lines of which a part was left out',
      'the index page of this file is damaged\nthen the scheduler gave up on the remai\n… 12 lines, 900 characters left out …\nder of the eighth attempt it was all over',
      'the index page of this file is damaged\nthen the sched\n… 9 lines, 700 characters left out …\nit was all over',
    ],
    [
      'of two dates',
      'the snapshot of Mon Jan 01 2024 is gone for good',
      'the snapshot of Tue, 13 Feb 2025 is gone for good',
    ],
    [
      'behind two statements in quotes',
      'Running "select a from t_1 where c_1 = 2" was refused',
      'Running "select b, c from t_2" was refused',
    ],
    [
      'of columns of two types, where the type is not to blame',
      'partition column dt has type DATE in the source',
      'partition column hh has type BIGINT in the source',
    ],
    [
      'with a line of progress behind it or without',
      'ERROR : The index page of the map is torn\nINFO  : Completed the command in 1800.3 seconds of time',
      'ERROR : The index page of the map is torn',
    ],
    [
      'of two buckets whose names have letters only',
      '您没有该 Bucket 的访问权限：lake-eu',
      '您没有该 Bucket 的访问权限：archive-cn-north',
    ],
    [
      'of two counts of one verification',
      'verification failed: select count(*) returned 12 from the source and 11 from the destination',
      'verification failed: select count(*) returned 90 from the source and 7 from the destination',
    ],
  ])('%s', (_, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });
});

describe('two texts have two causes', () => {
  it.each([
    [
      'by what happened to a statement in quotes',
      'Running "select a from t_1" was refused',
      'Running "select a from t_1" never came back',
    ],
    [
      'by the sentence behind a statement that ends',
      'Error while executing SELECT a FROM t_1;\nThere is no space left for its rows',
      'Error while executing SELECT a FROM t_1;\nThere is no session left for its rows',
    ],
    [
      'by what is behind the key',
      '导出数据库 Sql 失败, 请检查您的账号. 执行的SQL为: select x from leads 具体错误信息为：Broken pipe',
      '导出数据库 Sql 失败, 请检查您的账号. 执行的SQL为: select x from leads 具体错误信息为：Connection reset',
    ],
    ['by what is to be checked', '登录源库失败，请检查密码', '登录源库失败，请检查网络'],
    [
      'by what a verification met',
      'verification failed: select count(*) returned no rows',
      'verification failed: select count(*) timed out at the destination',
    ],
    [
      'by the privilege',
      "no privilege 'odps:Select' on {acs:odps:*:projects/a/tables/b}",
      "no privilege 'odps:Describe' on {acs:odps:*:projects/a/tables/b}",
    ],
    [
      'by the kind of thing that the privilege is for',
      "no privilege 'odps:List' on {acs:odps:*:projects/a/tables/b}",
      "no privilege 'odps:List' on {acs:odps:*:projects/a/functions/b}",
    ],
    [
      'by the number that stands for the reason',
      'Authorization Failed [4019], You have NO privilege',
      'Authorization Failed [4021], You have NO privilege',
    ],
    [
      'by the data type',
      "Unsupported type 'map<string,binary>' of column c",
      "Unsupported type 'map<string,string>' of column c",
    ],
    [
      'by precision and scale where two types do not fit',
      'column c1 has type decimal(38,18), expected decimal(18,2)',
      'column c1 has type decimal(38,18), expected decimal(20,2)',
    ],
    [
      'by the HTTP status',
      'Failed to connect to server. HTTP Response code: 403',
      'Failed to connect to server. HTTP Response code: 503',
    ],
    ['by the SQLSTATE', 'SQL Error [42501]: request refused', 'SQL Error [42P01]: request refused'],
    [
      'by the exit code',
      'Container exited with a non-zero exit code 137',
      'Container exited with a non-zero exit code 143',
    ],
    [
      'by the operation above a cause that happens anywhere',
      'IOException: Failed to flush block\nCaused by: java.io.IOException: Broken pipe',
      'TunnelException: Failed to write record\nCaused by: java.io.IOException: Broken pipe',
    ],
    [
      'by the cause below one operation',
      'HiveException: Unable to fetch table t\nCaused by: java.net.SocketTimeoutException: Read timed out',
      'HiveException: Unable to fetch table t\nCaused by: java.net.ConnectException: Connection refused',
    ],
    [
      'by where an exception without a word was raised',
      `java.lang.NullPointerException${trace}`,
      `java.lang.NullPointerException${trace.replace('Copy.run', 'Verify.run')}`,
    ],
    [
      'by where, though another exception carries it',
      `java.lang.RuntimeException: java.lang.NullPointerException${trace}\nCaused by: java.lang.NullPointerException\n\tat a.B.c(B.java:1)`,
      `java.lang.RuntimeException: java.lang.NullPointerException${trace}\nCaused by: java.lang.NullPointerException\n\tat a.B.d(B.java:1)`,
    ],
    [
      'by the condition that only the class names',
      'NotFoundException: Failed to open input stream for file: /a/b',
      'RuntimeIOException: Failed to open input stream for file: /a/b',
    ],
    [
      'by the driver, where another one has the same few words',
      'org.postgresql.util.PSQLException: ERROR: permission denied for relation orders',
      'com.amazon.redshift.util.RedshiftException: ERROR: permission denied for relation orders',
    ],
    [
      'by whose connection it was',
      'com.microsoft.sqlserver.jdbc.SQLServerException: Read timed out',
      'java.net.SocketTimeoutException: Read timed out',
    ],
    [
      'by the class that is missing',
      'ClassNotFoundException: Class org.openx.data.jsonserde.JsonSerDe not found',
      'ClassNotFoundException: Class org.apache.hive.hcatalog.data.JsonSerDe not found',
    ],
    [
      'by the setting',
      'Please set odps.sql.type.system.odps2=true to use it.',
      'Please set odps.sql.allow.fullscan=true to use it.',
    ],
    [
      'by the keyword in quotes',
      "Unknown column 'a' in 'field list'",
      "Unknown column 'a' in 'where clause'",
    ],
    [
      'by the condition of the engine',
      '[DIVIDE_BY_ZERO] Use another function.',
      '[ARITHMETIC_OVERFLOW] Use another function.',
    ],
    [
      'by the data type in double quotes',
      'Invalid value: cannot cast "MAP<STRING, BINARY>"',
      'Invalid value: cannot cast "MAP<STRING, STRING>"',
    ],
    [
      'by what a sentence says that begins like a statement',
      'Insert overwrite x_1 failed, reason: disk went away',
      'Insert overwrite x_1 failed, reason: nobody was asked',
    ],
    [
      'by the kind of memory',
      "running beyond the 'PHYSICAL' memory limit",
      "running beyond the 'VIRTUAL' memory limit",
    ],
    [
      'by the kind of database',
      'No suitable driver found for jdbc:mysql://h:3306/a',
      'No suitable driver found for jdbc:oracle:thin:@h:1521/a',
    ],
    [
      'by a count that could not be had',
      'hive Count: 10, odps Count: 9',
      'hive Count: 10, odps Count: -1',
    ],
  ])('%s', (_, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

it('tells whose connection was reset, though the middle of the trace is left out', () => {
  const reset = (by: string): string => {
    const javas = Array.from(
      { length: 6 },
      (_, at) => `\tat java.net.SocketInputStream.read(SocketInputStream.java:${at})`,
    );
    const own = Array.from({ length: 80 }, (_, at) => `\tat ${by}.step${at}(Step.java:${at})`);
    return showExcerpt(
      untrustedText(
        [
          'java.net.SocketException: Connection reset',
          ...javas,
          ...own,
          '\tat java.lang.Thread.run(Thread.java:750)',
        ].join('\n'),
        1_500,
      ),
    );
  };
  expect(reset('com.mysql.cj.protocol.ReadAheadInputStream')).toMatch(/stack frames left out/);
  expect(keyOf(reset('com.mysql.cj.protocol.ReadAheadInputStream'))).not.toBe(
    keyOf(reset('com.aliyun.odps.tunnel.io.TunnelRecordReader')),
  );
});

describe('the reason', () => {
  it.each([
    [
      "FAILED: ODPS-0130013:Authorization exception - Authorization Failed [4019], You have NO privilege 'odps:Select' on {acs:odps:*:projects/mms_prod/tables/orders}. Context ID:9639d82c-4cc6-451f-af60-afa4c645ba2f.",
      "ODPS-0130013… Authorization Failed [4019], You have NO privilege 'odps:Select' on {acs:odps:*:projects/mms_prod/tables/orders}",
    ],
    [
      'org.apache.hadoop.hive.ql.metadata.HiveException: Unable to fetch table orders\nCaused by: java.net.SocketTimeoutException: Read timed out',
      'Unable to fetch table orders… Read timed out',
    ],
    [
      `java.lang.RuntimeException: Job 87 failed${trace}\nCaused by: org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme "s3"`,
      'No FileSystem for scheme "s3"',
    ],
    [
      "002003 (42S02): SQL compilation error:\nObject 'SALES.PUBLIC.ORDERS' does not exist or not authorized.",
      "Object 'SALES.PUBLIC.ORDERS' does not exist or not authorized",
    ],
    [
      '{ "code" : 403,\n"errors" : [ {\n"message" : "Exceeded rate limits: too many api requests",\n"reason" : "rateLimitExceeded"\n} ],\n"status" : "PERMISSION_DENIED" }',
      'Exceeded rate limits: too many api requests',
    ],
    [
      '字段 amount 类型不匹配，源端类型 map<string,binary>，目标端类型 string',
      '字段 amount 类型不匹配，源端类型 map<string,binary>，目标端类型 string',
    ],
    [
      'FAILED: ODPS-0130071:[1,24] Semantic analysis exception - column amount in source has incompatible type DECIMAL(38,18) with destination column total, which has type DECIMAL(18,2)',
      'ODPS-0130071… column amount in source has incompatible type DECIMAL(38,18) with destination column total, which has type DECIMAL(18,2)',
    ],
    [
      'org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times, most recent failure: Lost task 3.3 in stage 1.0 (TID 17) (10.0.0.3 executor 2): java.sql.SQLException: ORA-01555: snapshot too old: rollback segment number 17 with name "S1" too small\n\tat a.b.C.d(C.java:1)\n\nDriver stacktrace:',
      'ORA-01555: snapshot too old: rollback segment number 17 with name "S1" too small',
    ],
    [
      'Container exited with a non-zero exit code 143.\nKilled by external signal',
      'Container exited with a non-zero exit code 143',
    ],
    [
      'com.aliyun.oss.ClientException: Read timed out\n[ErrorCode]: SocketTimeout\n[RequestId]: Unknown',
      'Read timed out',
    ],
    [
      'com.aliyun.odps.OdpsException: <html> <head><title>502 Bad Gateway</title></head> <body> <center><h1>502 Bad Gateway</h1></center> </body> </html>',
      '502 Bad Gateway',
    ],
    [
      'com.microsoft.sqlserver.jdbc.SQLServerException: The TCP/IP connection to the host db, port 1433 has failed. Error: "connect timed out. Verify the connection properties. Make sure that an instance of SQL Server is running on the host and accepting TCP/IP connections at the port."',
      'The TCP/IP connection to the host db, port 1433 has failed. Error: "connect timed out',
    ],
    [
      'java.lang.RuntimeException: copy failed\nCaused by: com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\nCaused by: java.net.SocketTimeoutException: connect timed out',
      'CommunicationsException: Communications link failure… connect timed out',
    ],
    [
      "000904 (42000): SQL compilation error: error line 3 at position 22\ninvalid identifier 'USER_NAME'",
      "SQL compilation error:… invalid identifier 'USER_NAME'",
    ],
    [
      'ERROR: canceling statement due to conflict with recovery\n  Detail: User query might have needed to see row versions that must be removed.',
      'canceling statement due to conflict with recovery',
    ],
    [
      'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. MetaException(message:Got exception: org.apache.hadoop.security.AccessControlException Permission denied: user=mma, access=WRITE, inode="/w":hive:hive:drwxr-xr-x)',
      'Permission denied: user=mma, access=WRITE, inode="/w"',
    ],
    [
      'MetaException(message:Could not connect to meta store using any of the URIs provided. Most recent failure: org.apache.thrift.transport.TTransportException: java.net.ConnectException: Connection refused\n\tat org.apache.thrift.transport.TSocket.open(TSocket.java:226)\n)',
      'Could not connect to meta store using any of the URIs provided… Connection refused',
    ],
    [
      'FAILED: ODPS-0130071:[1,1] Semantic analysis exception - external table checking failure, error message: {"RequestId":"0B0F8DE7","HostId":"sts.aliyuncs.com","Code":"EntityNotExist.Role","Message":"The role not exists: acs:ram::1877037622533:role/aliyunodpsdefaultrole."}',
      'The role not exists: acs:ram::1877037622533:role/aliyunodpsdefaultrole.',
    ],
    [
      '<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist.</Message><HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>',
      'The specified bucket does not exist',
    ],
    ['a.b.CopyException: page torn\n\t... 38 common frames omitted', 'CopyException: page torn'],
    [
      "Failing this attempt.Diagnostics: [2026-01-02 03:04:05.678]Container [pid=7,containerID=container_1_2_3_4] is running 12B beyond the 'PHYSICAL' memory limit. Killing container.",
      "Container [pid=7,containerID=container_1_2_3_4] is running 12B beyond the 'PHYSICAL' memory limit. Killing container",
    ],
    [
      'info=[Container container_7 finished with diagnostics set to [Container failed, exitCode=-104. Container [pid=7] is running beyond physical memory limits',
      'Container [pid=7] is running beyond physical memory limits',
    ],
    [
      'S3ServiceException:The bucket is of another region,Status 301,Error PermanentRedirect,Rid A1-B2,ExtRid c/d=,CanRetry 1',
      'The bucket is of another region,Status 301,Error PermanentRedirect',
    ],
    [
      'a.b.ReadException: Parquet column cannot be converted in file hdfs://nn1/warehouse/finance.db/orders/dt=20260102/part-00005.parquet. Column: [amount], Expected: bigint, Found: BINARY',
      'Parquet column cannot be converted in file…/part-00005.parquet. Column: [amount], Expected: bigint, Found: BINARY',
    ],
    [
      'Call From h1/10.0.0.1 to h2:8020 failed on connection exception: java.net.ConnectException: Connection timed out\nCaused by: java.net.ConnectException: Connection timed out',
      'Call From h1/10.0.0.1 to h2:8020 failed on connection exception:… Connection timed out',
    ],
    [
      'java.net.UnknownHostException: db7.internal: Name or service not known',
      'db7.internal: Name or service not known',
    ],
    [
      'DataXException: Code:[HdfsReader-02], Description:[您填写的参数值不合法.].  - 您配置的path: [/a/b] 不存在',
      '您配置的path: [/a/b] 不存在',
    ],
    [
      'Error during import: No primary key could be found for table orders',
      'No primary key could be found for table orders',
    ],
    [
      '+ copy --from a --to b --with all of its rows\nThe page of this index is torn',
      'The page of this index is torn',
    ],
    ['', ''],
  ])('of %j', (text, reason) => {
    expect(causeOf(text).reason).toBe(reason);
  });

  it('is one line of bounded length, whatever the text', () => {
    const { reason } = causeOf(`Something ${'very '.repeat(400)}long\nhappened`);
    expect(Array.from(reason).length).toBeLessThanOrEqual(140);
    expect(reason).not.toContain('\n');
  });
});

describe('a line tells of a failure, and is quoted before what is being done, by', () => {
  it.each([
    ...['no', 'not', 'none', 'never', 'cannot', 'without', 'failing', 'errors', 'unreadable'],
    ...['invalid', 'incorrectly', 'insufficient', 'incompatible', 'inconsistent', 'insecure'],
    ...[
      'mismatched',
      'disabled',
      'disallowed',
      'disconnected',
      'illegal',
      'malformed',
      'corrupted',
    ],
    ...['denied', 'refused', 'rejected', 'forbidden', 'prohibited', 'excess', 'exceeds', 'expired'],
    ...[
      'timed',
      'timeout',
      'too',
      'beyond',
      'only',
      'must',
      'already',
      'duplicated',
      'conflicting',
    ],
    ...[
      'violates',
      'overflow',
      'deadlocked',
      'truncated',
      'cancelled',
      'canceled',
      'lost',
      'reset',
    ],
    ...['closed', 'broken', 'aborted', 'killed', 'bad', 'wrong', 'full', 'out of', 'limits', 'low'],
    ...['lacks', 'requires', 'needs', '不', '未', '失败', '超'],
  ])('%s', (word) => {
    const told = `The zork ${word} the gronk of this step`;
    expect(causeOf(`${told}\n\nThe writer goes on with its own map`).reason).toBe(told);
    expect(causeOf(`The writer goes on with its own map\n\n${told}`).reason).toBe(told);
  });
});

describe('the line that a person would quote', () => {
  it.each([
    [
      'behind what only points to a log',
      'cur.execute failed\npsycopg2.errors.FeatureNotSupported: UNLOAD does not support a column of type interval\nUnloadError: unload failed for table ods.evt, see log',
      'UNLOAD does not support a column of type interval',
    ],
    [
      'in a field of JSON',
      '{"exception":"字段 [birthday] 的值 [1900-02-29] 不是合法的日期","record":[{"index":0}]}\n读写失败总数                  :                   1',
      '字段 [birthday] 的值 [1900-02-29] 不是合法的日期',
    ],
    [
      'from its count on, where it begins with one',
      'a.b.MemoryExhaustionException: Processing rows: 1900000 Hashtable size: 1899999',
      'Processing rows: 1900000 Hashtable size: 1899999',
    ],
    [
      'behind the key of an error',
      'CupidException: subprocess exit: 512\nodps.cupid.error: jar resource runner.jar not found in project mc_1',
      'jar resource runner.jar not found in project mc_1',
    ],
  ])('stands %s', (_, text, line) => {
    expect(causeOf(text).reason).toContain(line);
  });

  it.each([
    [
      'is the detail of an error that is only a number',
      'com.amazon.redshift.util.RedshiftException: ERROR: 1023\n  Detail: Serializable isolation violation on table - 77, transactions forming the cycle are: 8, 9 (pid:3)\n\tat com.amazon.redshift.core.v3.QueryExecutorImpl.receiveErrorResponse(QueryExecutorImpl.java:2627)\ntask 4: FAILED in step `mark it`',
      'Serializable isolation violation on table - 77',
    ],
    [
      'is no task that has stopped, below an answer in XML',
      '2026-04-02 01:02:03 INFO  HTTP/1.1 401 Unauthorized\n<Error>\n\t<Code>ODPS-0410051</Code>\n\t<Message><![CDATA[ODPS-0410051:Invalid credentials - no such key]]></Message>\n</Error>\n2026-04-02 01:02:03 ERROR 任务 77 失败，已停止',
      'ODPS-0410051:Invalid credentials - no such key',
    ],
    [
      'is no exit code of a launcher, named in Chinese',
      'Exception in thread "main" org.apache.spark.SparkException: Application app_7 finished with failed status\n\tat org.apache.spark.deploy.yarn.Client.run(Client.scala:1269)\n2026-04-02 01:02:03 ERROR spark-submit 退出码: 1',
      'finished with failed status',
    ],
    [
      'is what ended a thread, and not that it was interrupted',
      '2026-04-02 01:02:03 ERROR 任务 77 执行超时: 超过最大执行时间 900 秒, 已被系统终止\njava.lang.InterruptedException: sleep interrupted\n\tat java.lang.Thread.sleep(Native Method)',
      '超过最大执行时间 900 秒',
    ],
    [
      'is the sentence in Chinese above an exception of a few words',
      '2026-02-03 04:05:06 ERROR [s-1] 表 crm.lead 没有分区字段，不能按分区迁移\njava.lang.IllegalStateException: partition key required\n\tat a.b.C.d(C.java:1)',
      '没有分区字段，不能按分区迁移',
    ],
    [
      'is of the first item of a list',
      '校验 schema 发现 2 个错误:\n  1. 分区列 dt 类型不一致：源端 DATE，目标端 BIGINT\n  2. 未执行 DDL，因为存在上述错误',
      '分区列 dt 类型不一致：源端 DATE，目标端 BIGINT',
    ],
    [
      'is of the first item of a list, and of none that was skipped for it',
      '3 errors occurred while migrating database legacy_ops:\n1) table ops_ticket: the statement was cancelled after 1800 s\n2) table ops_hist: skipped, depends on (1)\n3) view v_ops: skipped, views are not migrated',
      'the statement was cancelled after 1800 s',
    ],
    [
      'is what a line announces',
      '2026-01-02 03:04:05 ERROR Writer - Runner met exceptions:\nThe index page of the map is torn',
      'The index page of the map is torn',
    ],
    [
      'is no line of the program that Node quotes',
      'node:internal/process/promises:288\n            triggerUncaughtException(err, true /* fromPromise */);\n            ^\n\nError: the reader of the pool is gone\n    at Pool.take (file:///opt/mms/pool.mjs:12:9)',
      'the reader of the pool is gone',
    ],
    [
      'is the status of the page of a proxy, and nothing that the proxy says of itself',
      'error: POST https://login.example.com/token: 407 Proxy Authentication Required\n<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<html><head>\n<style type="text/css">body { color: red }</style></head><body>\n<p>Sorry, you are not allowed to request login.example.com:443 from this cache until you have authenticated yourself.</p>\n<address>Generated by px02.corp.lan, which is not a name (squid/4.15)</address>\n</body></html>',
      '407 Proxy Authentication Required',
    ],
    [
      'is the class of an exception that has only a name to say',
      '2026-01-02 03:04:05 ERROR Runner - Execution Error, return code -101 from the function task of this query\njava.lang.NoClassDefFoundError: com/aliyun/odps/tunnel/TableTunnel\n\tat a.b.C.d(C.java:1)',
      'NoClassDefFoundError: com/aliyun/odps/tunnel/TableTunnel',
    ],
    [
      'is that of a method that is missing, and not of the thread that ended with it',
      "25/05/19 19:30:09 ERROR Executor: Exception in task 0.0 in stage 0.0 (TID 0)\njava.lang.NoSuchMethodError: 'void a.b.C.d(int)'\n\tat a.b.E.f(E.java:1)\n25/05/19 19:30:09 ERROR Handler: Uncaught exception in thread Thread[Executor task launch worker for task 0.0 in stage 0.0 (TID 0),5,main]",
      "NoSuchMethodError: 'void a.b.C.d(int)",
    ],
    [
      'tells of a failure, and not of what is being done',
      'Must specify a destination with --target-dir\nTry --help for usage instructions\nlist exported files of the last step',
      'Must specify a destination with --target-dir',
    ],
    [
      'is of the worker that failed first, whatever it tried next',
      '[task 7731] 2024-12-19 21:08:33 connected, session id 5519833217\n[task 7731] 2024-12-19 21:08:34 a.b.SqlException: SQL compilation error:\nObject EVT does not exist or not authorized.\n\tat a.b.C.d(C.java:1)\n[task 7731] 2024-12-19 21:08:34 falling back to the list of tables\n[task 7731] 2024-12-19 21:08:35 The object is not there, or it cannot be listed',
      'Object EVT does not exist or not authorized',
    ],
    [
      'stands behind a level, a time and a place of the program',
      'ERROR 2025-04-21 16:40:03 (HiveFileTask.java:92) The table needs compaction before it can be read',
      'The table needs compaction before it can be read',
    ],
    [
      'stands behind what a step is called',
      '【校验】任务 10452 开始\n【校验】任务 10452 失败: 两端的主键不唯一，无法逐行比较',
      '两端的主键不唯一，无法逐行比较',
    ],
    [
      'is read to its end, however many lines stand around it',
      `${'INFO  : Session is already open\n'.repeat(20)}ERROR : Vertex failed, vertexName=Map 1, diagnostics=[Task failed, ${'taskId=task_1722211034_11802_1_00_000044, '.repeat(6)}diagnostics=[TaskAttempt 3 failed, info=[The container is running beyond physical memory limits]]]`,
      'The container is running beyond physical memory limits',
    ],
    [
      'may stand in a line of information, where an exception is told in brackets',
      '25/02/27 18:00:20 INFO TaskSetManager: Lost task 44.1 in stage 9.0 (TID 590) on dn-77, executor 8: a.b.BlockMissingException (Could not obtain any copy of the block)\n25/02/27 18:00:21 ERROR TaskSetManager: Task 44 in stage 9.0 failed 4 times; aborting job',
      'Could not obtain any copy of the block',
    ],
    [
      'stands behind any key that ends in message',
      '{"state":{"result_state":"FAILED","state_message":"The cluster cannot be started by this account"}}',
      'The cluster cannot be started by this account',
    ],
    [
      'is what went wrong while a file was written',
      "cp: error writing '/data/mms/stage/part-0007.parquet': the volume was taken offline by its owner",
      'the volume was taken offline by its owner',
    ],
    [
      'is below what only says that an error was hit',
      '2024-02-19 11:27:39,884 ERROR [main] a.b.Mapper: Hit error while closing operators\n2024-02-19 11:27:39,901 WARN [main] a.b.Child: Exception running child : java.io.IOException: The block was on no node that lives',
      'The block was on no node that lives',
    ],
    [
      'is no line of the plan of a query',
      "org.apache.spark.sql.AnalysisException: The column that was asked for is nowhere;\n'Project ['amt]\n+- 'UnresolvedRelation [dw, orders], [], false",
      'The column that was asked for is nowhere',
    ],
    [
      'is of the failure that came first, and not of what follows from it',
      'java.lang.OutOfMemoryError: Java heap space\n\tat a.b.C.d(C.java:1)\na.b.LeaseException: No lease is held on this file by anyone at all\n\tat a.b.L.e(L.java:2)',
      'Java heap space',
    ],
    [
      'is of the line of a log that came first',
      '2026-01-02 03:04:05 ERROR a.b.C - a.b.LoginException: The account of the reader is locked\n2026-01-02 03:04:06 ERROR a.b.D - a.b.PoolException: waited 30 seconds for a reader of the pool',
      'The account of the reader is locked',
    ],
    [
      'is of what stopped the program, and not of what it warned of',
      '2026-01-02 03:04:05 WARN a.b.C - a.b.PoolException: The pool of idle readers is half empty\n2026-01-02 03:04:06 ERROR a.b.D - a.b.CopyException: The index page of the map is torn',
      'The index page of the map is torn',
    ],
    [
      'is of the last try',
      '2026-01-02 03:04:05 ERROR a.b.C - a.b.CopyException: The page is busy for now, 即将尝试执行第1次重试\n2026-01-02 03:04:06 ERROR a.b.D - a.b.CopyException: The index page of the map is torn',
      'The index page of the map is torn',
    ],
    [
      'is of what was thrown, and not only told as an error',
      '2026-01-02 03:04:05 ERROR a.b.C - Lost one of the workers of this pool\n2026-01-02 03:04:06 ERROR a.b.D - a.b.CopyException: The index page of the map is torn',
      'The index page of the map is torn',
    ],
    [
      'is told as an error, where nothing was thrown',
      '2026-01-02 03:04:05 ERROR a.b.C - page 7: torn index page\n2026-01-02 03:04:06 WARN a.b.D - The runner of this job goes home early today',
      'torn index page',
    ],
    [
      'is more than that something failed',
      'java.lang.RuntimeException: footer torn\nFAILED: the generation of splits for this source table failed',
      'footer torn',
    ],
    [
      'is short, and told as an error',
      'a.b.MemoryException: Java heap space\nThe number of reducers of this query is set to three',
      'Java heap space',
    ],
    [
      'stands in the line of a log below a statement',
      '2026-01-02 03:04:05 INFO a.b.C - Executing SQL statement: SELECT a FROM b\n2026-01-02 03:04:06 ERROR a.b.D - Import failed: a.b.DirException: Output directory /x/y already exists',
      'Output directory /x/y already exists',
    ],
    [
      'stands behind the keys of a line of a log',
      'time="2026-01-02T03:04:05Z" level=info msg="the reader of the index has come up"\ntime="2026-01-02T03:04:06Z" level=error part=7 msg="the index page is torn"',
      'the index page is torn',
    ],
    [
      'stands behind the level and the logger of Python',
      'a.b.CopyException: The index page of the map is torn\n\tat a.b.C.d(C.java:1)\nERROR:root:Exception of the reader while it sent a command\na.b.ReaderError: Answer from the reader is empty',
      'The index page of the map is torn',
    ],
    [
      'stands in the body of an answer, below its status',
      "Error: 403 Client Error: Forbidden for url: https://a.example.com/run\nResponse from server:\n{ 'error_code': '403', 'message': 'Token of another workspace'}",
      'Token of another workspace',
    ],
    [
      'stands behind what gRPC calls its description',
      'rpc error: code = Unavailable desc = reader gone away\nThe copy of this table now comes to its end',
      'reader gone away',
    ],
    [
      'stands in brackets behind the end of a sentence',
      'a.b.ReadException: Error while reading file part-7. [FILE_NOT_FOUND] File part-7 of the log is gone',
      'File part-7 of the log is gone',
    ],
    [
      'is none that a log tells as progress',
      'INFO  : Session is ready for queries\nERROR : The index page of the map is torn\nINFO  : Completed the command in 1800.3 seconds of time',
      'The index page of the map is torn',
    ],
    [
      'is none that the next program tells as progress',
      '2024-05-06 07:08:09 ERROR a.b.C - The index page of the map is torn\n2024-05-06 07:08:10 INFO a.b.D - The runner of this job went home with return code 1',
      'The index page of the map is torn',
    ],
    [
      'may be told as progress by a program that only starts another',
      '[2024-05-06, 07:08:09 UTC] {subprocess.py:93} INFO - ODPS-0130131:[2,7] Table not found - table a.b cannot be resolved\n[2024-05-06, 07:08:10 UTC] {taskinstance.py:1935} ERROR - Bash command failed. The command returned a non-zero exit code 2.',
      'ODPS-0130131:[2,7] Table not found - table a.b cannot be resolved',
    ],
    [
      'stands above what says only that it was given up',
      'java.io.IOException: No space left on device\n\tat java.io.FileOutputStream.writeBytes(Native Method)\n26/01/02 03:04:05 ERROR TaskSetManager: Task 7 in stage 3.0 failed 4 times; aborting job',
      'No space left on device',
    ],
    [
      'stands above the exit code of a shell',
      'ERROR: Permission denied: user=etl, access=WRITE, inode="/data/a"\nCommand failed, exit code 255',
      'Permission denied: user=etl, access=WRITE, inode="/data/a"',
    ],
    [
      'stands below the trace of a function of the user',
      'ODPS-0123055:User script exception - Traceback (most recent call last):\n  File "/home/admin/f.py", line 7, in evaluate\n    return float(s)\nValueError: could not convert string to float: \'n/a\'',
      "could not convert string to float: 'n/a'",
    ],
    [
      'is told as an error, and is not just printed below it',
      'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [shop.v1]\nThe reader of this topic now closes and leaves its group',
      'Not authorized to access topics: [shop.v1]',
    ],
    [
      'stands above the command that met it',
      'Error: org.apache.thrift.transport.TTransportException: java.net.SocketTimeoutException: Read timed out\ncommand failed: beeline -u jdbc:hive2://h2:10000/default -f /tmp/a.sql, exit code 2',
      'Read timed out',
    ],
    [
      'stands above the totals of MapReduce',
      'Diagnostic Messages for this Task:\nError: java.lang.RuntimeException: Error in configuring object\nCaused by: java.lang.ClassNotFoundException: Class com.example.PriceUdf not found\n\tat a.b.C.d(C.java:7)\nMapReduce Jobs Launched:\nStage-Stage-1: Map: 3   HDFS Read: 0 HDFS Write: 0 FAIL',
      'Class com.example.PriceUdf not found',
    ],
    [
      'stands above the processes of the container',
      'Container [pid=77,containerID=container_1_2_3_4] is running beyond physical memory limits. Current usage: 2.1 GB of 2 GB physical memory used; 4 GB of 5 GB virtual memory used. Killing container.\nDump of the process-tree for container_1_2_3_4 :\n\t|- PID PPID PGRPID SESSID CMD_NAME USER_MODE_TIME(MILLIS) SYSTEM_TIME(MILLIS)\n\t|- 78 77 77 77 (java) 812 33 /bin/java -Xmx2g a.b.Child',
      'Container [pid=77,containerID=container_1_2_3_4] is running beyond physical memory limits',
    ],
    [
      'stands above how often it was tried, and that it was given up',
      'FAILED: ODPS-0130131:[1,9] Table not found - table p.t cannot be resolved\n[task 7] retry 3/3 exhausted, marking FAILED',
      'ODPS-0130131:[1,9] Table not found - table p.t cannot be resolved',
    ],
    [
      'stands above how long an old MySQL driver had heard nothing',
      'com.mysql.jdbc.exceptions.jdbc4.CommunicationsException: Communications link failure\n\nLast packet sent to the server was 3 ms ago.',
      'Communications link failure',
    ],
    ['is no OK', 'OK', ''],
    [
      'stands above the exception of what started the program',
      'java.io.IOException: The page of this index is torn\nairflow.exceptions.AirflowException: Bash command failed. The command returned a non-zero exit code 2.',
      'The page of this index is torn',
    ],
    [
      'stands above what a shell says of its script',
      'java.io.IOException: The page of this index is torn\na.b.RunException: shell script exited nonzero, command failed, shell script exited',
      'The page of this index is torn',
    ],
    [
      'stands above a trace that is only announced',
      'java.io.IOException: The page of this index is torn\na.b.RunException: script failed, shell traceback, most recent call last',
      'The page of this index is torn',
    ],
    [
      'stands below what announces the lines of a log',
      '[run 12] the copy ended badly, its last lines are:\n24/01/02 03:04:05 WARN TaskSetManager: Lost task 1.0: ExecutorLostFailure (executor 2 exited) Reason: Container killed by YARN for exceeding memory limits.\n24/01/02 03:04:05 ERROR TaskSetManager: Task 1 in stage 3.0 failed 4 times; aborting job',
      'Container killed by YARN for exceeding memory limits',
    ],
    [
      'stands above what Kerberos adds about the shape of its answer',
      "GSSException: No valid credentials provided\nCaused by: KrbException: Server not found in Kerberos database (7)\nCaused by: KrbException: Identifier doesn't match expected value (906)",
      'Server not found in Kerberos database (7)',
    ],
    [
      'of an attempt that failed goes on in its cause',
      'These parts failed: [copy: ok] [count: failed]\norg.postgresql.util.PSQLException: The connection attempt failed.\n\tat a.b.C.d(C.java:1)\nCaused by: java.net.UnknownHostException: pg-7.corp.local',
      'The connection attempt failed…UnknownHostException: pg-7.corp.local',
    ],
    [
      'is no count of tasks, though it counts',
      'The insert has 5 columns, 4 values\nthe job was ended by hand',
      'The insert has 5 columns, 4 values',
    ],
    [
      'is no last try, though it is of a maximum',
      'Pool: max connections exceeded\nthe job was ended by hand',
      'max connections exceeded… the job was ended by hand',
    ],
    ['is no null', 'null', ''],
    ['is no success', 'success', ''],
    ['is no none', 'none', ''],
    ['is no announcement of a cause', 'Caused by:', ''],
    [
      'stands beside its level, above what is printed',
      'ERROR a.b.C - The index page of the map is torn\nThe runner of this job went home early today',
      'The index page of the map is torn',
    ],
    [
      'stands beside the gravest level, above what is printed',
      '2024-05-06 07:08:09 FATAL a.b.C - The index page of the map is torn\nThe runner of this job went home early today',
      'The index page of the map is torn',
    ],
    [
      'follows the name of the scan that failed',
      "ERROR: Spectrum Scan Error. File 'https://s3.eu-west-1.amazonaws.com/b/part-0.parquet' has an incompatible Parquet schema for column 's3://b/t.price'. Column type: DECIMAL(10, 2), Parquet schema: optional double",
      "File 'https://s3.eu-west-1.amazonaws.com/b/part-0.parquet' has an incompatible Parquet schema for column 's3://b/t.price'",
    ],
    [
      'is not where a client of Hive goes',
      'java.lang.OutOfMemoryError: Direct buffer memory\nClosing: 0: jdbc:hive2://h1:10000/default',
      'Direct buffer memory',
    ],
    [
      'stands above how often it was tried',
      'java.net.SocketException: Connection reset\npage 12 retry 3/3',
      'Connection reset',
    ],
    [
      'stands above what a writer of DataX says last',
      'WARN  a.b.C - 回滚此次写入. 因为:the index page of the table is torn for good\nERROR a.b.D - Code:[DBUtilErrorCode-05], Description:[往您配置的写入表中写入数据时失败.].',
      'the index page of the table is torn for good',
    ],
    [
      'stands below a stage that failed too often',
      'SparkException: Job aborted due to stage failure: ShuffleMapStage 3 (save at Copy.scala:41) has failed the maximum allowable number of times: 4.\nCaused by: java.io.IOException: No space left on device',
      'No space left on device',
    ],
    [
      'stands where both counts stand, and not at the statement',
      "[VERIFICATION_FAILED] select count(1) from a.b where dt='20240101';\n数据校验失败：源表 a.c 行数 12，目标表 a.b 行数 11\n任务将在 3 次重试后停止",
      '源表 a.c 行数 12，目标表 a.b 行数 11',
    ],
    [
      'stands below what announces details',
      '任务执行失败，详细信息如下：\na.b.CopyException: 分区 dt=20240101 在源表中不存在\n请检查分区是否已被删除，或重新扫描元数据',
      '分区 dt=20240101 在源表中不存在',
    ],
    [
      'is the whole detail of Redshift where its code says nothing',
      'ERROR: 1023\nDETAIL: Serializable isolation violation on table - 17, transactions of the cycle are: 7, 9',
      'Serializable isolation violation on table',
    ],
    [
      'ends before what a driver adds to each batch',
      'a.BException: Batch entry 0 was aborted: ERROR: value too wide for the page of this index  Call getNextException to see other errors in the batch.',
      'value too wide for the page of this index',
    ],
    [
      'stands behind the statement',
      "Code:[DBUtilErrorCode-06], Description:[执行数据库 Sql 失败].  - 执行的SQL为: select a,b from db2.t2 where (1=1)  具体错误信息为：Unknown column 'zz' in 'field list'",
      "Unknown column 'zz' in 'field list'",
    ],
    [
      'stands below its exception and above the advice',
      "java.io.FileNotFoundException: \nFile s3a://lake/a/part-0.parquet does not exist\n\nIt is possible the underlying files have been updated. You can explicitly invalidate\nthe cache in Spark by running 'REFRESH TABLE tableName' command in SQL or by\nrecreating the Dataset/DataFrame involved.",
      'File s3a://lake/a/part-0.parquet does not exist',
    ],
    [
      'stands below the status of an answer',
      'com.google.api.client.auth.oauth2.TokenResponseException: 400 Bad Request\n{\n  "error" : "invalid_grant",\n  "error_description" : "Invalid JWT Signature."\n}',
      'Invalid JWT Signature.',
    ],
    [
      'follows the words of the driver',
      'net.snowflake.client.jdbc.SnowflakeSQLException: JDBC driver encountered communication error. Message: Exception encountered for HTTP request: Connect to acme.snowflakecomputing.com:443 failed: connect timed out.',
      'Connect to acme.snowflakecomputing.com:443 failed: connect timed out',
    ],
    [
      'is what the network said where nothing else is told',
      'INFO HiveMetaStoreClient: Trying to connect to metastore with URI thrift://emr-header-1:9083\njava.net.ConnectException: Connection refused',
      'Connection refused',
    ],
    [
      'stands on the line below a statement',
      'Error while executing INSERT OVERWRITE TABLE a.b SELECT * FROM c.d\nPartition column is not the last of the list',
      'Partition column is not the last of the list',
    ],
    [
      'stands behind the key, and not behind a wrapper that advises',
      '导出数据库 Sql 失败, 请检查您的账号或者向管理员寻求帮助. 执行的SQL为: select x from crm.leads where id > 7 具体错误信息为：Broken pipe',
      'Broken pipe',
    ],
    [
      'stands behind the last key of a driver',
      '[Databricks][JDBCDriver](500593) Communication link failure. Failed to connect to server. Reason: HTTP Response code: 400, Error message: Malformed session handle.',
      'Malformed session handle',
    ],
    [
      'stands behind a key, where there is no room for what stands before it',
      `Moving the ${'very '.repeat(25)}long list of exported files into the bucket was given up half way, reason: Connection reset by peer`,
      'Connection reset by peer',
    ],
    [
      'stands before what advises to retry',
      '500 Error encountered during the execution. Retrying the job may help.; reason: backendError',
      'Error encountered during the execution',
    ],
    [
      'stands before a comma behind which somebody is asked for something',
      'Tunnel service internal error, please retry after a while',
      'Tunnel service internal error',
    ],
    ['stands before the same in Chinese', '配额服务内部错误，请稍后再试', '配额服务内部错误'],
    [
      'is not the row that Hive had before it',
      'HiveException: Hive Runtime Error while processing row {"id":3}\nCaused by: java.lang.ArithmeticException: integer overflow',
      'ArithmeticException: integer overflow',
    ],
    [
      'is not how Tez counts tasks',
      'Vertex failed, diagnostics=[Task failed, info=[Error: java.io.FileNotFoundException: File does not exist: /w/a.db/b/000007_0\n]], Vertex did not succeed due to OWN_TASK_FAILURE, failedTasks:1 killedTasks:9, Vertex vertex_17_0042_1_00 [Map 4] killed/failed due to:OWN_TASK_FAILURE]',
      'File does not exist',
    ],
    [
      'stands within one object of an answer',
      '{"error":"invalid_request","error_description":"No such service account known"}, iss: etl@acme.example.com',
      'No such service account known',
    ],
    [
      'stands above the details that Redshift wrote in one line',
      'ERROR: Cannot seek in spooled file  Detail: ----------------------------------------------- error: Cannot seek in spooled file code: 1031 context: node: 7 query: 9921 location: spool.cpp:88',
      'Cannot seek in spooled file',
    ],
    [
      'is what Spark says that an executor was lost for',
      'ExecutorLostFailure (executor 5 exited unrelated to the running tasks) Reason: Container was preempted by the scheduler',
      'Container was preempted by the scheduler',
    ],
    [
      'stands behind what Spark says of every date',
      '[INCONSISTENT_BEHAVIOR_CROSS_VERSION.X] You may get a different result due to the upgrading to Spark >= 3.0: Fail to format 31/12/24 in the new formatter',
      'Fail to format 31/12/24 in the new formatter',
    ],
    [
      'has all of a type',
      '字段 tags 的类型 MAP<STRING,ARRAY<INT>> 暂不支持迁移',
      '字段 tags 的类型 MAP<STRING,ARRAY<INT>> 暂不支持迁移',
    ],
    [
      'is no table that it advises to look into',
      "Load into table 'leads' failed.  Check 'sys_load_history' for the rows",
      "Load into table 'leads' failed",
    ],
    [
      'goes on behind the statement of a verification',
      'verification failed: select count(*) returned no rows at the destination',
      'verification failed: select count(*) returned no rows at the destination',
    ],
  ])('%s', (_, text, reason) => {
    expect(causeOf(text).reason).toContain(reason);
    expect(causeOf(text).reason).not.toMatch(/getNextException/);
    expect(causeOf(text).reason).not.toMatch(/(?:please|retry|advis)|请(?!求)|寻求/i);
    expect(text).toContain(causeOf(text).reason.split('…')[0]);
  });
});

describe('a key tells what stands behind it', () => {
  it.each([
    ...['message', 'errorMessage', 'error_description', 'errmsg', 'msg', 'reason', 'cause'],
    ...['description', 'diagnostics', 'info', 'desc'],
  ])('%s: the failure', (key) => {
    const text = `The mover has stopped. ${key}: the index page of it is damaged`;
    expect(causeOf(text).reason).toBe('the index page of it is damaged');
  });

  it.each([...['code', 'errorCode', 'errcode', 'status', 'statusCode', 'sqlcode', 'state', 'ec']])(
    '%s: a code',
    (key) => {
      expect(causeOf(`The mover stopped (${key}: gone; x: 1)`).reason).toBe('The mover stopped');
    },
  );

  it.each(['detail', 'details', 'hint', 'where', 'location', 'service', 'proxy'])(
    '%s: what only adds to the failure',
    (key) => {
      const text = `The page is damaged\n${key}: the index of it has a page too many`;
      expect(causeOf(text).reason).toBe('The page is damaged');
    },
  );
});

it('takes names that the caller knows for names, wherever they stand', () => {
  expect(keyOf('gave up on orders half way')).not.toBe(keyOf('gave up on customers half way'));
  expect(causeOf('gave up on orders half way', ['sales.orders'])).toEqual(
    causeOf('gave up on customers half way', ['sales.customers']),
  );
});

it('takes no word of English for a name, though a table is called so, and nothing for one', () => {
  const text = 'Nobody could read the key: it is torn';
  expect(causeOf(text, ['sales.read', 'sales.', ''])).toEqual(causeOf(text));
});

it('tells a text without words by its names, and no text by itself', () => {
  expect(keyOf('orders_2024')).not.toBe(keyOf('customers_v2'));
  expect(causeOf('')).toEqual({
    fingerprint: 'unstated',
    reason: '',
    category: undefined,
    detail: undefined,
  });
});
