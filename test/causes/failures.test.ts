import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';

/** One failure in the words of each driver and language that it has words in. */
const failures: Readonly<Record<string, readonly string[]>> = {
  'an expired certificate': [
    'x509: certificate has expired or is not yet valid',
    'java.security.cert.CertificateExpiredException: NotAfter: Tue Mar 03 2026',
    '证书已过期',
  ],
  'Kerberos is not switched on': [
    'org.apache.hadoop.security.AccessControlException: SIMPLE authentication is not enabled.  Available:[TOKEN, KERBEROS]',
    'java.io.IOException: org.apache.hadoop.security.AccessControlException: Client cannot authenticate via:[TOKEN, KERBEROS]',
  ],
  'Kerberos: no ticket': [
    'GSSException: No valid credentials provided (Mechanism level: Failed to find any Kerberos tgt)',
    "kerberos.GSSError: (('Unspecified GSS failure.  Minor code may provide more information', 851968), ('No Kerberos credentials available (default cache: FILE:/tmp/krb5cc_77)', -1765328243))",
  ],
  'Kerberos: no such principal': [
    'javax.security.auth.login.LoginException: Client not found in Kerberos database (6) - CLIENT_NOT_FOUND',
    "kinit: Client 'mover@CORP.CN' not found in Kerberos database while getting initial credentials",
  ],
  'Kerberos: a wrong key': [
    'KrbException: Pre-authentication information was invalid (24) - PREAUTH_FAILED',
    'kinit: Preauthentication failed while getting initial credentials',
  ],
  'Kerberos: no key': [
    'javax.security.auth.login.LoginException: Unable to obtain password from user',
    'kinit: Keytab contains no suitable keys for mover@CORP.CN while getting initial credentials',
  ],
  'Kerberos: clocks': [
    'javax.security.auth.login.LoginException: Clock skew too great (37) - PREAUTH_FAILED',
    'kinit: Clock skew too great while getting initial credentials',
  ],
  'Kerberos: no realm': [
    'KrbException: Cannot locate KDC',
    'kinit: Cannot find KDC for realm "CORP.CN" while getting initial credentials',
  ],
  'a session of TLS that the server is too old for': [
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: protocol_version',
    '{"level":"error","msg":"probe failed","err":"javax.net.ssl.SSLHandshakeException: Received fatal alert: protocol_version"}',
  ],
  'Databricks: a token': [
    'java.sql.SQLException: [Databricks][DatabricksJDBCDriver](500593) Communication link failure. Failed to connect to server. Reason: HTTP Response code: 403, Error message: Invalid access token.',
    'HTTP 403 from https://adb-1.2.azuredatabricks.net/api/2.1/unity-catalog/tables: Invalid access token.',
    'list schemas failed: Databricks 个人访问令牌(PAT)无效或已过期，请重新配置 token',
    'HTTP 401: Credential was not sent or was of an unsupported type for this API.',
  ],
  'an access key that nobody has': [
    'ODPS-0410051:Invalid credentials - accessKeyId not found',
    'com.aliyun.tea.TeaException: InvalidAccessKeyId.NotFound: code: 404, Specified access key is not found. request id: 0B0F',
  ],
  'MySQL: a password': [
    "java.sql.SQLException: Access denied for user 'ro'@'10.1.1.1' (using password: YES)",
    'com.alibaba.datax.common.exception.DataXException: Code:[MYSQLErrCode-02], Description:[数据库服务的IP地址或者Port错误].  - 该数据库用户名或者密码错误，请检查填写的用户名 [etl] 和密码',
  ],
  'SQL Server: a password': [
    "pyodbc.InterfaceError: ('28000', \"[28000] [Microsoft][ODBC Driver 17 for SQL Server][SQL Server]Login failed for user 'ro'. (18456) (SQLDriverConnect)\")",
    "com.microsoft.sqlserver.jdbc.SQLServerException: 用户 'etl' 登录失败。",
  ],
  'Kafka: a password': [
    'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-256',
    '%3|1690001122.870|FAIL|rdkafka#producer-2| [thrd:sasl_ssl://b:9094/bootstrap]: SASL authentication error: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512 (after 312ms in state AUTH_REQ)',
  ],
  'PostgreSQL: a host without an entry': [
    'FATAL: no pg_hba.conf entry for host "10.1.1.1", user "ro", database "dw", SSL off',
    '致命错误: 没有用于主机 "10.2.2.2", 用户 "etl", 数据库 "ods", SSL 关闭 的 pg_hba.conf 记录',
  ],
  'BigQuery: a table that may not be read': [
    'com.google.cloud.bigquery.BigQueryException: Access Denied: Table p-1:a.b: User does not have permission to query table p-1:a.b, or perhaps it does not exist.',
    'io.grpc.StatusRuntimeException: PERMISSION_DENIED: Permission bigquery.tables.getData denied on table p-2:c.d (or it may not exist).',
  ],
  'S3: access denied': [
    'com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: A1)',
    'software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403, Request ID: B2)',
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
  ],
  'MaxCompute: a table that may not be made': [
    "ODPS-0420095: Access Denied - Authorization Failed [4019], You have NO privilege 'odps:CreateTable' on {acs:odps:*:projects/mc_a}.",
    '建表失败：当前账号 RAM$ops@corp.com:mms 没有项目 mc_b 的建表(CreateTable)权限，请联系项目管理员授权',
  ],
  'Snowflake: a table that is not there, or not for this role': [
    "Object 'RAW.EVENTS.PV' does not exist or not authorized.",
    "SQL compilation error: Table 'DW.PUBLIC.DIM' does not exist or not authorized.",
  ],
  'Hive: no table': [
    "FAILED: SemanticException [Error 10001]: Line 1:21 Table not found 'hourly'",
    'NoSuchObjectException(message:hive.ods.minute table not found)',
    'org.apache.spark.sql.AnalysisException: Table or view not found: dwd.pay; line 1 pos 21',
    '[TABLE_OR_VIEW_NOT_FOUND] The table or view `ads`.`rank` cannot be found. Verify the spelling and correctness of the schema and catalog.',
  ],
  'MaxCompute: no table': [
    'FAILED: ODPS-0130131:[1,15] Table not found - table p.sms cannot be resolved',
    'com.aliyun.odps.tunnel.TunnelException: RequestId=2024, ErrorCode=NoSuchTable, ErrorMessage=The specified table name does not exist.',
    'Code:[OdpsReader-08], Description:[您配置的表不存在.]. - 您所配置的表不存在. 您的表是：[orders].',
  ],
  'MaxCompute: no partition': [
    'com.aliyun.odps.tunnel.TunnelException: RequestId=2025, ErrorCode=NoSuchPartition, ErrorMessage=The specified partition does not exist.',
    'Code:[OdpsReader-09], Description:[源头表的分区配置错误]. - 您配置的源头表的分区不存在: ds=20250107, 表: dw.s. 请检查分区配置.',
    '目标表 dw.orders 的分区 dt=20250101 不存在',
  ],
  'MaxCompute: no column': [
    'ODPS-0130071:[1,56] Semantic analysis exception - column level cannot be resolved',
    'com.alibaba.datax.common.exception.DataXException: Code:[OdpsWriter-01], Description:[您配置的值不合法.].  - 您的 ODPS 写入列配置有误，目的表 mc_crm.m 中不存在列 [channel]，请检查您配置的 column.',
  ],
  'PostgreSQL: no relation': [
    'org.postgresql.util.PSQLException: ERROR: relation "public.bill" does not exist',
    'org.postgresql.util.PSQLException: 错误: 关系 "ods.addr" 不存在',
  ],
  'Redshift: no relation': [
    '[Amazon](500310) Invalid operation: relation "stage.camp" does not exist;',
    "redshift_connector.error.ProgrammingError: {'S': 'ERROR', 'C': '42P01', 'M': 'relation \"mart.user_d\" does not exist'}",
  ],
  'BigQuery: no table, by the client of Java and of Python': [
    'com.google.api.gax.rpc.NotFoundException: io.grpc.StatusRuntimeException: NOT_FOUND: Table is not found: projects/eu/datasets/core/tables/fx',
    'google.api_core.exceptions.NotFound: 404 Not found: Table us:core.fx was not found in location US',
  ],
  'Databricks: no table': [
    '[Databricks][JDBCDriver](500051) ERROR processing query/statement. Error message from Server: [TABLE_OR_VIEW_NOT_FOUND] The table or view `m`.`o`.`t1` cannot be found.',
    'GET /api/2.1/unity-catalog/tables/main.o.t -> 404 {"error_code":"TABLE_DOES_NOT_EXIST","message":"Table \'main.o.t\' does not exist."}',
  ],
  'MySQL: no table': [
    "com.mysql.jdbc.exceptions.jdbc4.MySQLSyntaxErrorException: Table 'mall.refund' doesn't exist",
    "pymysql.err.ProgrammingError: (1146, \"Table 'mall.item' doesn't exist\")",
  ],
  'MySQL: no database': [
    "Failed to initialize pool: Unknown database 'crm'\nCaused by: java.sql.SQLSyntaxErrorException: Unknown database 'crm'\n\tat com.mysql.cj.jdbc.exceptions.SQLError.createSQLException(SQLError.java:120)",
    'Code:[MYSQLErrCode-03], Description:[数据库名称错误]. - 该数据库名称错误，请检查填写的数据库名称 [arch]',
  ],
  'HDFS: no path': [
    'org.apache.spark.sql.AnalysisException: Path does not exist: hdfs://ha/dw/lead/dt=20230401',
    'org.apache.hadoop.mapred.InvalidInputException: Input path does not exist: hdfs://nn/data/chat',
  ],
  'HDFS: no block': [
    'org.apache.hadoop.hdfs.BlockMissingException: Could not obtain block: BP-1-10.1.1.1-1:blk_1_1 file=/warehouse/log.db/pv/0',
    'Caused by: java.io.IOException: Could not obtain block: blk_2_2 of /warehouse/log.db/pv/1',
    '读取Orcfile文件[hdfs://ns1/warehouse/pay.db/flow/0]时出错, 文件块丢失, 所有副本均不可用',
  ],
  'YARN: no queue': [
    'Failed to submit application_1_0417 to YARN : Application application_1_0417 submitted by user mms to unknown queue: root.mig',
    "ERROR : Job Submission failed with exception 'java.io.IOException(org.apache.hadoop.yarn.exceptions.YarnException: Failed to submit application_2_12 to YARN : Application application_2_12 submitted by user hive to unknown queue: etl)'",
  ],
  'Kafka: no topic': [
    'org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server does not host this topic-partition.',
    '%3|1717000012.441|ERROR|mms-incr#consumer-1| [thrd:app]: Subscribed topic not available: ods.pay: Broker: Unknown topic or partition',
  ],
  'Oracle: no service': [
    'ORA-12514, TNS:listener does not currently know of service requested in connect descriptor',
    'oracledb.exceptions.OperationalError: DPY-6001: cannot connect to database. Service "BI" is not registered with the listener at host "10.80.1.4" port 1521. (Similar to ORA-12514)',
  ],
  'Google: no bucket': [
    'BucketNotFoundException: 404 gs://bq-tmp bucket does not exist.',
    '{"error":{"code":404,"message":"The specified bucket does not exist.","errors":[{"message":"The specified bucket does not exist.","domain":"global","reason":"notFound"}]}}',
  ],
  'S3: no bucket': [
    'botocore.exceptions.ClientError: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist',
    '<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>b</BucketName><RequestId>M2</RequestId><HostId>u0Ck+1w=</HostId></Error>',
  ],
  'PostgreSQL: a key twice': [
    'ERROR: duplicate key value violates unique constraint "a_pkey"',
    '错误: 重复键违反唯一约束"b_pkey"',
  ],
  'PostgreSQL: nothing in a column': [
    'ERROR: null value in column "a" of relation "t" violates not-null constraint',
    '错误: 在字段 "b" 中空值违反了非空约束',
  ],
  'SQL Server: nothing in a column': [
    "Cannot insert the value NULL into column 'a', table 'dw.dbo.t'; column does not allow nulls.",
    "不能将值 NULL 插入列 'b'，表 'dw.dbo.u'；列不允许有 Null 值。",
  ],
  'SQL Server: a key twice': [
    "Violation of PRIMARY KEY constraint 'pk_a'. Cannot insert duplicate key in object 'dbo.t'.",
    '违反了 PRIMARY KEY 约束“pk_b”。不能在对象“dbo.u”中插入重复键。',
  ],
  'PostgreSQL: too long': [
    'ERROR: value too long for type character varying(64)',
    '错误: 对于可变字符类型来说，值太长了(32)',
  ],
  'SQL Server: a deadlock': [
    'Transaction (Process ID 73) was deadlocked on lock resources with another process and has been chosen as the deadlock victim.',
    'Transaction (Process ID 118) was deadlocked on lock | communication buffer resources with another process and has been chosen as the deadlock victim.',
  ],
  'SQL Server: its log is full': [
    "The transaction log for database 'stg' is full due to 'LOG_BACKUP'.",
    "数据库 'ods' 的事务日志已满，原因为“LOG_BACKUP”。",
  ],
  'SQL Server: too little memory': [
    "There is insufficient system memory in resource pool 'default' to run this query.",
    "资源池 'internal' 没有足够的系统内存来运行此查询。",
  ],
  'SQL Server: a query that takes too long': [
    'com.microsoft.sqlserver.jdbc.SQLServerException: The query has timed out.',
    "('HYT00', '[HYT00] [Microsoft][ODBC Driver 17 for SQL Server]Query timeout expired (0) (SQLExecDirectW)')",
    'com.microsoft.sqlserver.jdbc.SQLServerException: 查询超时。',
  ],
  'SQL Server: a lock': ['Lock request time out period exceeded.', '已超过了锁请求超时时段。'],
  'PostgreSQL: its administrator': [
    'FATAL: terminating connection due to administrator command',
    '致命错误: 由于管理员命令中断联接',
  ],
  'PostgreSQL: cancelled': [
    'ERROR: canceling statement due to user request',
    '错误: 由于用户请求而正在取消查询',
  ],
  'Oracle: a closed connection': [
    'java.sql.SQLException: Closed Connection',
    'java.sql.SQLException: 关闭的连接',
  ],
  'too little memory for a container': [
    'State: Terminated, Reason: OOMKilled, Exit Code: 137 (pod mms-1, container agent)',
    '[4821193.120551] Memory cgroup out of memory: Killed process 30217 (java) total-vm:18422304kB, anon-rss:8385120kB',
  ],
  'YARN: a container over its memory': [
    'Container [pid=21933,containerID=container_e31_1_04] is running beyond physical memory limits. Current usage: 4.1 GB of 4 GB physical memory used; 6.0 GB of 8.4 GB virtual memory used. Killing container.',
    "Container [pid=30114,containerID=container_e71_1_14] is running 211288064B beyond the 'PHYSICAL' memory limit. Current usage: 6.2 GB of 6 GB physical memory used; 9.0 GB of 12.6 GB virtual memory used. Killing container.",
    'Container killed by YARN for exceeding memory limits.  9.1 GB of 9 GB physical memory used.',
  ],
  'a token of S3 that has expired': [
    'ExpiredToken: The provided token has expired. (Service: Amazon S3; Status Code: 400; Request ID: QW8)',
    'com.amazonaws.services.s3.model.AmazonS3Exception: The provided token has expired. (Service: Amazon S3; Status Code: 400; Error Code: ExpiredToken; Request ID: ZZ8)',
  ],
  'SQL Server does not answer': [
    'com.microsoft.sqlserver.jdbc.SQLServerException: The TCP/IP connection to the host 10.1.1.1, port 1433 has failed. Error: "connect timed out. Verify the connection properties.".',
    "pyodbc.OperationalError: ('HYT00', '[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired (0) (SQLDriverConnect)')\nTCP Provider: Timeout error [258].  A network-related or instance-specific error has occurred while establishing a connection to 10.1.1.2.",
  ],
  'Kafka does not listen': [
    'WARN org.apache.kafka.clients.NetworkClient - [AdminClient clientId=a-4] Connection to node -1 (k/10.1.1.9:9092) could not be established. Broker may not be available.',
    '%3|1712300045.007|FAIL|rdkafka#consumer-1| [thrd:10.1.1.2:9092/bootstrap]: 10.1.1.2:9092/bootstrap: Connect to ipv4#10.1.1.2:9092 failed: Connection refused (after 0ms in state CONNECT)',
  ],
  'OSS: no bucket': [
    '[ErrorCode]: NoSuchBucket\n[RequestId]: 63C0\ncom.aliyun.oss.OSSException: The specified bucket does not exist.',
    'Error: oss: service returned error: StatusCode=404, ErrorCode=NoSuchBucket, ErrorMessage="The specified bucket does not exist.", RequestId=65A1, Bucket=b',
  ],
  "Java's heap": ['java.lang.OutOfMemoryError: Java heap space', 'JVM 堆内存不足, 请调大 -Xmx'],
  'the metastore does not listen': [
    'MetaException(message:Could not connect to meta store using any of the URIs provided. Most recent failure: org.apache.thrift.transport.TTransportException: java.net.ConnectException: Connection refused (Connection refused)',
    "thrift.transport.TTransport.TTransportException: Could not connect to any of [('10.1.1.1', 9083)]",
  ],
  'the metastore takes too long': [
    'HiveLoader list partitions of a.b failed\norg.apache.thrift.transport.TTransportException: java.net.SocketTimeoutException: Read timed out\n\tat org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore$Client.recv_get_partitions(ThriftHiveMetastore.java:2534)',
    'mms: update meta failed: c.d\norg.apache.thrift.transport.TTransportException: java.net.SocketTimeoutException: Read timed out\n\tat org.apache.hadoop.hive.metastore.HiveMetaStoreClient.getTable(HiveMetaStoreClient.java:1350)',
  ],
  'MaxCompute has no address': [
    'java.net.UnknownHostException: service.cn-hangzhou-vpc.maxcompute.aliyun-inc.com\n\tat com.aliyun.odps.commons.transport.DefaultTransport.connect(DefaultTransport.java:44)',
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='service.cn-beijing-vpc.maxcompute.aliyun-inc.com', port=80): Max retries exceeded with url: /api (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f2b1c0d3a90>: Failed to establish a new connection: [Errno -2] Name or service not known'))",
  ],
  'Redshift takes too long to answer': [
    '[Amazon](500150) Error setting/closing connection: Connection timed out.',
    'psycopg2.OperationalError: connection to server at "dw.c1.us-east-1.redshift.amazonaws.com" (54.1.1.7), port 5439 failed: Connection timed out',
  ],
  'MySQL does not listen': [
    "ERROR 2003 (HY000): Can't connect to MySQL server on '10.0.1.5:3306' (111)",
    "pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on '10.0.1.5' ([Errno 111] Connection refused)\")",
  ],
  'MySQL has too many clients': [
    'java.sql.SQLNonTransientConnectionException: Data source rejected establishment of connection,  message from server: "Too many connections"',
    "pymysql.err.OperationalError: (1040, 'Too many connections')",
  ],
};

const keyOf = (text: string): string => causeOf(text).fingerprint;

describe('a failure has one cause in the words of each driver and language', () => {
  it.each(Object.entries(failures))('%s', (_, [one = '', ...others]) => {
    for (const other of others) expect(keyOf(other), other).toBe(keyOf(one));
  });

  it('and no two failures have one', () => {
    const keys = Object.values(failures).map(([one = '']) => keyOf(one));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('what was asked tells two failures apart', () => {
  it.each([
    [
      'a file of the program and one of the table',
      'java.io.FileNotFoundException: File does not exist: hdfs://nn/user/mms/lib/mover-1.4.jar',
      'java.io.FileNotFoundException: File does not exist: hdfs://nn/warehouse/a.db/b/000000_0',
    ],
    [
      'a table of Unity Catalog and one of Hive',
      '[TABLE_OR_VIEW_NOT_FOUND] The table or view `main`.`dw`.`a` cannot be found.',
      '[TABLE_OR_VIEW_NOT_FOUND] The table or view `spark_catalog`.`dw`.`a` cannot be found.',
    ],
    [
      'a file that is too short and one of another format',
      'java.lang.RuntimeException: hdfs://nn/w/a is not a Parquet file (too small length: 0)',
      'java.lang.RuntimeException: hdfs://nn/w/a is not a Parquet file. expected magic number at tail [80, 65, 82, 49] but found [1, 2, 3, 4]',
    ],
    [
      'the heap of an executor and that of the driver',
      '24/05/06 07:08:09 ERROR Executor: Exception in task 3.0 in stage 2.0 (TID 9)\njava.lang.OutOfMemoryError: Java heap space',
      '24/05/06 07:08:09 ERROR ApplicationMaster: User class threw exception: java.lang.OutOfMemoryError: Java heap space',
    ],
    [
      'the name of a cluster and an address of MaxCompute',
      'java.net.UnknownHostException: nameservice1\n\tat org.apache.hadoop.hdfs.NameNodeProxies.createProxy(NameNodeProxies.java:1)',
      'java.net.UnknownHostException: service.cn-hangzhou.maxcompute.aliyun.com\n\tat com.aliyun.odps.rest.RestClient.request(RestClient.java:531)',
    ],
    [
      'a table of the source and one of MaxCompute',
      "SemanticException [Error 10001]: Line 1:14 Table not found 'a'",
      'ODPS-0130131:[1,15] Table not found - table p.a cannot be resolved',
    ],
    [
      'a project that may not be read and a table',
      "ODPS-0420095: Access Denied - Authorization Failed [4019], You have NO privilege 'odps:List' on {acs:odps:*:projects/p}.",
      "ODPS-0420095: Access Denied - Authorization Failed [4019], You have NO privilege 'odps:List' on {acs:odps:*:projects/p/tables/t}.",
    ],
    [
      'a view whose table is gone and a table',
      "SemanticException Line 1:14 Table not found 'a' in definition of VIEW b",
      "SemanticException [Error 10001]: Line 1:14 Table not found 'a'",
    ],
    [
      'the heap of a step of Tez and of another program',
      'Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.tez.TezTask. Vertex failed: java.lang.OutOfMemoryError: Java heap space',
      'java.lang.OutOfMemoryError: Java heap space',
    ],
  ])('%s', (_, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

describe('what is put around a failure is no part of it', () => {
  it.each([
    [
      'Public Key Retrieval is not allowed',
      'Failed to initialize pool: Public Key Retrieval is not allowed',
    ],
    [
      'Operation category READ is not supported in state standby.',
      'Operation category READ is not supported in state standby. （namenode: hdfs://nn:8020, table: a.b, attempt=4）',
    ],
    [
      'Fetch position FetchPosition{offset=8, epoch=Optional[1], leader=Leader{node=Optional[k:9092 (id: 3 rack: null)], epoch=1}} is out of range for partition a-4',
      'Fetch position FetchPosition{offset=17, epoch=Optional.empty, leader=Leader{node=Optional[k (id: 1 rack: az-b)], epoch=0}} is out of range for partition b-31',
    ],
    [
      'java.lang.OutOfMemoryError: GC overhead limit exceeded',
      'Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread "s-1"\njava.lang.OutOfMemoryError: GC overhead limit exceeded',
    ],
    [
      'ErrorCode=FlowExceeded, ErrorMessage=Your flow quota is exceeded.',
      '2024-09-09 01:00:43.310  WARN 7 --- [t-4] c.a.Up : 上传失败，第5次重试\ncom.aliyun.odps.tunnel.TunnelException: ErrorCode=FlowExceeded, ErrorMessage=Your flow quota is exceeded.\n2024-09-09 01:00:43.311 ERROR 7 --- [t-4] c.a.Up : give up partition hh=23',
    ],
    [
      'net.snowflake.client.jdbc.SnowflakeSQLException: JWT token is invalid.',
      'snowflake.connector.errors.DatabaseError: 250001 (08001): None: Failed to connect to DB: a.snowflakecomputing.com:443. JWT token is invalid.',
    ],
  ])('%s', (bare, wrapped) => {
    expect(keyOf(wrapped)).toBe(keyOf(bare));
  });
});
