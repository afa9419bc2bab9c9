import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';

/**
 * One failure as its clients, drivers and releases write it down; with the page where some of it
 * was read.
 */
const wordings: Readonly<Record<string, readonly [source: string, ...texts: string[]]>> = {
  'OSS: an access key that does not exist': [
    'https://github.com/aliyun/ossutil/issues/161',
    'com.aliyun.oss.OSSException: The OSS Access Key Id you provided does not exist in our records.\n[ErrorCode]: InvalidAccessKeyId\n[RequestId]: 5A603C11F1C42E8EF6CE2631\n[HostId]: b.oss-cn-shanghai.aliyuncs.com\n[ResponseError]:\n<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>InvalidAccessKeyId</Code>\n  <Message>The OSS Access Key Id you provided does not exist in our records.</Message>\n  <HostId>b.oss-cn-shanghai.aliyuncs.com</HostId>\n</Error>',
    '<Error>\n  <Code>InvalidAccessKeyId</Code>\n  <Message>The OSS Access Key Id you provided does not exist in our records.</Message>\n  <RequestId>5A603C11F1C42E8EF6CE2631</RequestId>\n  <HostId>evcard.oss-cn-shanghai.aliyuncs.com</HostId>\n  <OSSAccessKeyId>LTAI5t…</OSSAccessKeyId>\n</Error>',
    'Error: oss: service returned error: StatusCode=403, ErrorCode=InvalidAccessKeyId, ErrorMessage="The OSS Access Key Id you provided does not exist in our records.", RequestId=6151AF527801BE3632D9C20B',
    "{'status': 403, 'x-oss-request-id': '6151AF52', 'details': {'Code': 'InvalidAccessKeyId', 'Message': 'The OSS Access Key Id you provided does not exist in our records.', 'RequestId': '6151AF52', 'HostId': 'b.oss-cn-beijing.aliyuncs.com'}}",
  ],
  'OSS: an access key that is disabled': [
    'https://github.com/1Panel-dev/1Panel/issues/12223',
    'oss: service returned error: StatusCode=403, ErrorCode=InvalidAccessKeyId, ErrorMessage="The OSS Access Key Id you provided is disabled.", RequestId=61',
    'com.aliyun.oss.OSSException: The OSS Access Key Id you provided is disabled.\n[ErrorCode]: InvalidAccessKeyId\n[RequestId]: 5A60\n[HostId]: b.oss-cn-shanghai.aliyuncs.com',
  ],
  'OSS: a bucket that refuses': [
    'https://www.alibabacloud.com/help/oss/user-guide/error-codes',
    'com.aliyun.oss.OSSException: You have no right to access this object because of bucket acl.\n[ErrorCode]: AccessDenied\n[RequestId]: 589A\n[HostId]: ws.oss-cn-hangzhou.aliyuncs.com',
    'oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="You have no right to access this object because of bucket acl.", RequestId=6151AF527801BE3632D9C20B',
    '没有访问 OSS Bucket lake-2 的权限',
  ],
  'OSS: an object that is not there': [
    'https://www.alibabacloud.com/help/oss/user-guide/error-codes',
    "oss2.exceptions.NoSuchKey: {'status': 404, 'x-oss-request-id': '5E9', 'details': {'Code': 'NoSuchKey', 'Message': 'The specified key does not exist.', 'RequestId': '5E9', 'HostId': 'b.oss-cn-beijing.aliyuncs.com', 'Key': 'a/b'}}",
    'com.aliyun.oss.OSSException: The specified key does not exist.\n[ErrorCode]: NoSuchKey\n[RequestId]: 5E9\n[HostId]: b.oss-cn-beijing.aliyuncs.com',
  ],
  'BigQuery: a table that may not be read': [
    'https://github.com/GoogleCloudDataproc/spark-bigquery-connector/issues/478',
    'com.google.cloud.spark.bigquery.repackaged.com.google.cloud.bigquery.BigQueryException: Access Denied: Table project.dataset.table: Permission bigquery.tables.get denied on table project.dataset.table (or it may not exist).\n\tat com.google.cloud.bigquery.spi.v2.HttpBigQueryRpc.translate(HttpBigQueryRpc.java:115)',
    'com.google.cloud.bigquery.BigQueryException: Access Denied: Table acme-prod:dw.orders: Permission bigquery.tables.get denied on table acme-prod:dw.orders (or it may not exist).',
    '403 Access Denied: Table other:dw2.orders: Permission bigquery.tables.get denied on table other:dw2.orders (or it may not exist).\n\nLocation: europe-west4\nJob ID: 6aced216-fd5c-48ce-9fb6-07b1578efdee',
    'com.google.cloud.bigquery.BigQueryException: Access Denied: Table acme-prod:dw.orders: Permission bigquery.tables.get denied on table acme-prod:dw.orders (or it may not exist).\nCaused by: com.google.api.client.googleapis.json.GoogleJsonResponseException: 403 Forbidden\nGET https://bigquery.googleapis.com/bigquery/v2/projects/acme-prod/datasets/dw/tables/orders?prettyPrint=false\n{\n  "code": 403,\n  "errors": [\n    {\n      "domain": "global",\n      "message": "Access Denied: Table acme-prod:dw.orders: Permission bigquery.tables.get denied on table acme-prod:dw.orders (or it may not exist).",\n      "reason": "accessDenied"\n    }\n  ],\n  "message": "Access Denied: Table acme-prod:dw.orders: Permission bigquery.tables.get denied on table acme-prod:dw.orders (or it may not exist).",\n  "status": "PERMISSION_DENIED"\n}',
  ],
  'BigQuery: a table that may not be dropped': [
    'https://github.com/objectiv/objectiv-analytics/issues/949',
    '(google.cloud.bigquery.dbapi.exceptions.DatabaseError) 403 Access Denied: Table acme-production:dw.t1: Permission bigquery.tables.delete denied on table acme-production:dw.t1 (or it may not exist).\n\nLocation: europe-west4\nJob ID: 59f7ef5e-617d-4e76-b24a-917f09dc9c63\n\n[SQL: DROP TABLE IF EXISTS `t1`]\n(Background on this error at: https://sqlalche.me/e/14/4xp6)',
    '(google.cloud.bigquery.dbapi.exceptions.DatabaseError) 403 Access Denied: Table acme:dw.t2: Permission bigquery.tables.delete denied on table acme:dw.t2 (or it may not exist).\n\nLocation: US\nJob ID: 6aced216-fd5c-48ce-9fb6-07b1578efdee\n\n[SQL: DROP TABLE IF EXISTS `t2`]\n(Background on this error at: https://sqlalche.me/e/14/4xp6)',
  ],
  'BigQuery: who may run no job': [
    'https://github.com/GoogleCloudPlatform/vertex-ai-samples/issues/174',
    'google.api_core.exceptions.Forbidden: 403 POST https://bigquery.googleapis.com/bigquery/v2/projects/vf64cb108/jobs?prettyPrint=false: Access Denied: Project vf64cb108: User does not have bigquery.jobs.create permission in project vf64cb108.',
    '403 POST https://bigquery.googleapis.com/bigquery/v2/projects/acme-shared/jobs?prettyPrint=false: Access Denied: Project acme-shared: User does not have bigquery.jobs.create permission in project acme-shared.',
    'Access Denied: Project githubarchive: User does not have bigquery.jobs.create permission in project githubarchive.',
  ],
  'BigQuery: too many updates of a table': [
    'https://github.com/fhoffa/code_snippets/issues/4',
    'Exceeded rate limits: too many table update operations for this table. For more information, see https://cloud.google.com/bigquery/troubleshooting-errors at [1063:3]',
    'com.google.cloud.bigquery.BigQueryException: Exceeded rate limits: too many table update operations for this table. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
    'google.api_core.exceptions.Forbidden: 403 Exceeded rate limits: too many table update operations for this table. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas; reason: rateLimitExceeded, location: table.write, message: Exceeded rate limits: too many table update operations for this table. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
    '对表 a.b.c 的更新操作过于频繁, 超出速率限制, 将在 30 秒后重试',
  ],
  'BigQuery: too many queries at once': [
    'https://github.com/DataBiosphere/azul/issues/3348',
    'google.api_core.exceptions.Forbidden: 403 Exceeded rate limits: too many concurrent queries for this project_and_region. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas\n\n(job ID: 742747a1-23f4-4053-8d2b-6aa577ffc041)\n\n          -----Query Job SQL Follows-----\n\n    |    .    |\n   1:\n   2: SELECT a\n   3: FROM `x.y`',
    'Exceeded rate limits: too many concurrent queries for this project_and_region. For more information, see https://cloud.google.com/bigquery/troubleshooting-errors',
  ],
  'BigQuery: the quota of jobs for queries': [
    'https://github.com/googleapis/google-cloud-go/issues/3795',
    'googleapi: Error 400: Job exceeded rate limits: Your project_and_region exceeded quota for concurrent queries. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas, jobRateLimitExceeded',
    'com.google.cloud.bigquery.BigQueryException: Job exceeded rate limits: Your project_and_region exceeded quota for concurrent queries. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
  ],
  'BigQuery: the quota of jobs for a table': [
    'https://github.com/googleapis/java-bigquery/issues/1498',
    '{\n  "code" : 400,\n  "errors" : [ {\n    "domain" : "global",\n    "message" : "Job exceeded rate limits: Your table exceeded quota for table update operations. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas",\n    "reason" : "jobRateLimitExceeded"\n  } ],\n  "message" : "Job exceeded rate limits: Your table exceeded quota for table update operations. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas",\n  "status" : "INVALID_ARGUMENT"\n}',
    'com.google.cloud.bigquery.BigQueryException: Job exceeded rate limits: Your table exceeded quota for table update operations. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
  ],
  'Tez: no heap': [
    'https://github.com/hdinsight/tpcds-hdinsight/issues/12',
    'ERROR : FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.tez.TezTask. Vertex failed, vertexName=Map 1, vertexId=vertex_1556442545309_0012_5_00, diagnostics=[Task failed, taskId=task_1556442545309_0012_5_00_000216, diagnostics=[TaskAttempt 0 failed, info=[Error: Error while running task ( failure ) : java.lang.OutOfMemoryError: Java heap space\n',
    'Error while processing statement: FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.tez.TezTask. Vertex failed, vertexName=Map 1, vertexId=vertex_1463660952972_0037_1_00, diagnostics=[Task failed, taskId=task_1463660952972_0037_1_00_000004, diagnostics=[TaskAttempt 0 failed, info=[Error: Failure while running task:java.lang.RuntimeException: java.lang.OutOfMemoryError: Java heap space\n    at org.apache.hadoop.hive.ql.exec.tez.TezProcessor.initializeAndRunProcessor(TezProcessor.java:159)',
    'FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.tez.TezTask. Vertex failed, vertexName=Reducer 2, vertexId=vertex_1463660952972_0038_1_01, diagnostics=[Task failed, taskId=task_1463660952972_0038_1_01_000001, diagnostics=[TaskAttempt 0 failed, info=[Error: Error while running task ( failure ) : attempt_1463660952972_0038_1_01_000001_0:java.lang.OutOfMemoryError: Java heap space\n    at a.b.C.d(C.java:1)\n], TaskAttempt 1 failed, info=[Error: Error while running task ( failure ) : attempt_1463660952972_0038_1_01_000001_1:java.lang.OutOfMemoryError: Java heap space\n    at a.b.C.d(C.java:1)\n]], Vertex did not succeed due to OWN_TASK_FAILURE, failedTasks:1 killedTasks:14, Vertex vertex_1463660952972_0038_1_01 [Reducer 2] killed/failed due to:OWN_TASK_FAILURE]DAG did not succeed due to VERTEX_FAILURE. failedVertices:1 killedVertices:0',
  ],
  'Hive: a metastore that cannot be made': [
    'https://github.com/apache/linkis/issues/978',
    'FAILED: HiveException java.lang.RuntimeException: Unable to instantiate org.apache.hadoop.hive.ql.metadata.SessionHiveMetaStoreClient',
    'org.apache.hadoop.hive.ql.metadata.HiveException: java.lang.RuntimeException: Unable to instantiate org.apache.hadoop.hive.ql.metadata.SessionHiveMetaStoreClient',
    'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. java.lang.RuntimeException: Unable to instantiate org.apache.hadoop.hive.ql.metadata.SessionHiveMetaStoreClient',
  ],
  'HDFS: who may not write': [
    'https://cwiki.apache.org/confluence/display/Hive/Storage+Based+Authorization+in+the+Metastore+Server',
    'org.apache.hadoop.security.AccessControlException: Permission denied: user=mma, access=WRITE, inode="/user/hive/warehouse/dw.db/orders":hive:hive:drwxr-xr-x',
    'Caused by: org.apache.hadoop.ipc.RemoteException(org.apache.hadoop.security.AccessControlException): Permission denied: user=etl01, access=WRITE, inode="/warehouse/tablespace/managed/hive/bi.db":hdfs:hadoop:drwxr-x---\n\tat org.apache.hadoop.hdfs.server.namenode.FSPermissionChecker.check(FSPermissionChecker.java:399)',
    'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. MetaException(message:Got exception: org.apache.hadoop.security.AccessControlException Permission denied: user=anonymous, access=WRITE, inode="/user/hive/warehouse":hive:supergroup:drwxrwxr-x)',
  ],
  'HDFS: a block that is on no node': [
    'https://github.com/apache/iceberg/issues/8399',
    'org.apache.hadoop.hdfs.BlockMissingException: Could not obtain block: BP-381122457-10.0.3.5-1645669748740:blk_2547725467_1475400647 file=/tmp/logs/a/part-0',
    'py4j.protocol.Py4JJavaError: An error occurred while calling o104.sql.\n: org.apache.spark.SparkException: Job aborted due to stage failure: Task 113 in stage 3.0 failed 4 times, most recent failure: Lost task 113.3 in stage 3.0 (TID 662) (node7 executor 17): org.apache.hadoop.hdfs.BlockMissingException: Could not obtain block: BP-177356802-10.28.113.126-1620307273641:blk_-9223372036848879072_382398 file=/warehouse/core_page_view/eventdate=20210421/000005_0\n        at org.apache.hadoop.hdfs.DFSInputStream.chooseDataNode(DFSInputStream.java:976)',
    'org.apache.hadoop.hdfs.BlockMissingException: Could not obtain block: BP-381122457-10.0.3.5-1645669748740:blk_2547725467_1475400647 file=/tmp/logs/a/part-0 No live nodes contain current block Block locations: DatanodeInfoWithStorage[10.0.3.6:10040,DS-d1d6d359-3b9a-46a8-83d4-cae4d17c94fb,DISK] Dead nodes:  DatanodeInfoWithStorage[10.0.3.7:10040,DS-7b9f2b30-498a-4e14-abab-f321b61be13a,DISK]',
  ],
  'Spark: a shuffle that lost its output': [
    'https://github.com/dmlc/xgboost/issues/2311',
    'org.apache.spark.SparkException: Job aborted due to stage failure: ResultStage 5 (collect at X.scala:12) has failed the maximum allowable number of times: 4. Most recent failure reason: org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 15',
    'org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 3\n\tat org.apache.spark.MapOutputTracker$.convertMapStatuses(MapOutputTracker.scala:867)',
    'FetchFailed(null, shuffleId=3, mapId=-1, reduceId=12, message=\norg.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 3\n\tat org.apache.spark.MapOutputTracker$.convertMapStatuses(MapOutputTracker.scala:867)\n)',
  ],
  'Snowflake: an object that is not there': [
    'https://github.com/snowflakedb/dplyr-snowflakedb/issues/37',
    "002003 (42S02): SQL compilation error:\nObject 'DB1.PUBLIC.FOO' does not exist or not authorized.",
    'JDBC ERROR: SQL compilation error:\nObject \'"OCR_DATA.PUBLIC.FCED"\' does not exist or not authorized.',
    "net.snowflake.client.jdbc.SnowflakeSQLException: SQL compilation error:\nObject 'DB.S.T' does not exist or not authorized.\n\tat net.snowflake.client.jdbc.SnowflakeUtil.checkErrorAndThrowException(SnowflakeUtil.java:124)",
  ],
  'Snowflake: an object, or what is done to it': [
    'https://github.com/dbt-labs/dbt-core/issues/621',
    '002043 (02000): SQL compilation error:\nObject does not exist, or operation cannot be performed.',
    'net.snowflake.client.jdbc.SnowflakeSQLException: SQL compilation error:\nObject does not exist, or operation cannot be performed.',
    'Snowflake error: 002043 (02000): SQL compilation error:\nObject does not exist, or operation cannot be performed.',
  ],
  'Oracle: a table that is not there': [
    'https://github.com/dbeaver/dbeaver/issues/3142',
    'java.sql.SQLSyntaxErrorException: ORA-00942: table or view does not exist\n\n\tat oracle.jdbc.driver.T4CTTIoer11.processError(T4CTTIoer11.java:509)',
    'java.sql.BatchUpdateException: error occurred during batching: ORA-00942: table or view does not exist\n',
    'org.jkiss.dbeaver.model.exec.DBCException: SQL Error [942] [42000]: ORA-00942: table or view does not exist\n',
    'ORA-00942: table or view "APP"."ORDERS" does not exist\n\nhttps://docs.oracle.com/error-help/db/ora-00942/',
  ],
  'MySQL: who may not connect': [
    'https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html',
    "ERROR 1045 (28000): Access denied for user 'etl'@'10.0.3.5' (using password: YES)",
    "java.sql.SQLException: Access denied for user 'mms'@'10.0.3.6' (using password: YES)\n\tat com.mysql.cj.jdbc.exceptions.SQLError.createSQLException(SQLError.java:129)",
    "SQL Error [1045] [28000]: Access denied for user 'mms'@'10.0.3.6' (using password: YES)",
  ],
  'Redshift: who may not read': [
    'https://github.com/airbytehq/airbyte/issues/48533',
    '[Amazon](500310) Invalid operation: permission denied for relation orders;',
    'com.amazon.redshift.util.RedshiftException: ERROR: permission denied for relation user_events',
  ],
  'PostgreSQL: too many clients': [
    'https://github.com/metabase/metabase/issues/8679',
    '2020-10-14 04:24:09.577 UTC [400] analysis@merged-watchdog FATAL:  sorry, too many clients already',
    'FATAL:  sorry, too many clients already',
  ],
  'MySQL: a server that never answered': [
    'https://github.com/influxdata/influxdb-java/issues/490',
    'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\n\nThe last packet sent successfully to the server was 0 milliseconds ago. The driver has not received any packets from the server.',
    'com.mysql.jdbc.exceptions.jdbc4.CommunicationsException: Communications link failure\n\nThe last packet sent successfully to the server was 0 milliseconds ago. The driver has not received any packets from the server.\n\tat com.mysql.jdbc.Util.handleNewInstance(Util.java:425)',
    'Communications link failure The last packet sent successfully to the server was 0 milliseconds ago. The driver has not received any packets from the server.',
  ],
  'Databricks: who may not use a schema': [
    'https://github.com/ibis-project/ibis/issues/9038',
    "com.databricks.sql.managedcatalog.acl.UnauthorizedAccessException: PERMISSION_DENIED: User does not have USE SCHEMA on Schema 'comms_media_dev.default'.",
    "PERMISSION_DENIED: User does not have USE SCHEMA on Schema 'main.sales'.",
  ],
  'Hive: a type that is no other': [
    'https://github.com/rcongiu/Hive-JSON-Serde/issues/105',
    'Failed with exception java.io.IOException:org.apache.hadoop.hive.ql.metadata.HiveException: java.lang.ClassCastException: java.lang.String cannot be cast to org.apache.hadoop.hive.common.type.HiveVarchar',
    'java.io.IOException: org.apache.hadoop.hive.ql.metadata.HiveException: java.lang.ClassCastException: java.lang.String cannot be cast to org.apache.hadoop.hive.common.type.HiveVarchar\n\tat org.apache.hadoop.hive.ql.exec.FetchTask.fetch(FetchTask.java:152)',
  ],
  'Hive: a row': [
    'https://github.com/rcongiu/Hive-JSON-Serde/issues/103',
    'org.apache.hadoop.hive.ql.metadata.HiveException: Hive Runtime Error while processing row {"id":12,"name":"Ann","amount":null}\n\tat org.apache.hadoop.hive.ql.exec.MapOperator.process(MapOperator.java:562)\nCaused by: java.lang.NullPointerException\n\tat org.apache.hadoop.hive.ql.exec.X.y(X.java:1)',
    'org.apache.hadoop.hive.ql.metadata.HiveException: Hive Runtime Error while processing row {"user_id":999,"city":"Oslo or so","d":"2020-01-01"}\n\tat org.apache.hadoop.hive.ql.exec.MapOperator.process(MapOperator.java:562)\nCaused by: java.lang.NullPointerException\n\tat org.apache.hadoop.hive.ql.exec.X.y(X.java:1)',
  ],
  'MaxCompute through its tunnel: a store that fails': [
    'https://www.alibabacloud.com/help/en/maxcompute/user-guide/common-tunnel-errors',
    'com.aliyun.odps.tunnel.TunnelException: RequestId=2026020212abcd, ErrorCode=DataStoreError, ErrorMessage=DataStoreError',
    'RequestId=2026030312abcd, ErrorCode=DataStoreError, ErrorMessage=DataStoreError',
  ],
  'MaxCompute: a table that is not there': [
    'https://github.com/apache/seatunnel/issues/10052',
    "com.aliyun.odps.NoSuchObjectException: ODPS-0130131:Table not found - 'a_test.p_std_qz' table not found\n\tat com.aliyun.odps.rest.RestClient.handleErrorResponse(RestClient.java:376) ~[odps-sdk-core-0.32.5-public-shaded.jar!/:0.32.5-public]",
    "Caused by: java.lang.RuntimeException: java.util.concurrent.ExecutionException: com.aliyun.odps.UncheckedOdpsException: ODPS-0130131:Table not found - 'bi.payments' table not found, requestId: null\n        at org.apache.seatunnel.api.sink.multitablesink.MultiTableSinkWriter.prepareCommit(MultiTableSinkWriter.java:276)\n        ... 17 more\nCaused by: com.aliyun.odps.UncheckedOdpsException: ODPS-0130131:Table not found - 'bi.payments' table not found, requestId: null\n        at com.aliyun.odps.Table.lazyLoadExtendInfo(Table.java:510)",
    'com.aliyun.odps.tunnel.TunnelException: RequestId=2026030908, ErrorCode=NoSuchTable, ErrorMessage=The specified table name does not exist.',
  ],
  'Parquet: no Parquet file': [
    'https://github.com/apache/parquet-java',
    'java.lang.RuntimeException: hdfs://ns/warehouse/dw.db/orders/part-00000.parquet is not a Parquet file. expected magic number at tail [80, 65, 82, 49] but found [49, 10, 50, 10]',
    'Caused by: java.lang.RuntimeException: oss://b/tmp/e.parquet is not a Parquet file. Expected magic number at tail, but found [1, 0, 55, 33]\n\tat org.apache.parquet.hadoop.ParquetFileReader.readFooter(ParquetFileReader.java:556)',
    'pyarrow.lib.ArrowInvalid: Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file.',
    '文件 /a/b 不是有效的 Parquet 文件',
  ],
  'TLS: an issuer that nobody trusts': [
    'https://go.dev/src/crypto/x509/verify.go',
    'Get "https://hub.internal:8443/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1131)',
    "Error: self signed certificate in certificate chain { code: 'SELF_SIGNED_CERT_IN_CHAIN' }",
  ],
  'TLS: a certificate that has expired': [
    'https://docs.oracle.com/javase/8/docs/api/java/security/cert/CertificateExpiredException.html',
    'x509: certificate has expired or is not yet valid: current time 2026-04-04T06:00:13+08:00 is after 2026-04-03T23:59:59Z',
    'javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: java.security.cert.CertificateExpiredException: NotAfter: Fri Apr 03 23:59:59 UTC 2026',
  ],
  'TLS: a certificate of another host': [
    'https://go.dev/src/crypto/x509/verify.go',
    'x509: certificate is valid for *.internal.example, not meta.example',
    'javax.net.ssl.SSLHandshakeException: java.security.cert.CertificateException: No subject alternative DNS name matching meta.example found.',
    "javax.net.ssl.SSLPeerUnverifiedException: Certificate for <meta.example> doesn't match any of the subject alternative names: [a.example]",
  ],
  'a proxy that wants a login': [
    'https://www.rfc-editor.org/rfc/rfc9110#status.407',
    'POST https://login.example.com/oauth2/token: 407 Proxy Authentication Required',
    "OSError('Tunnel connection failed: 407 Proxy Authentication Required')",
  ],
  'Google: a key of a service account that is no longer valid': [
    'https://github.com/googleapis/google-auth-library-python',
    "google.auth.exceptions.RefreshError: ('invalid_grant: Invalid JWT Signature.', {'error': 'invalid_grant', 'error_description': 'Invalid JWT Signature.'})",
    'java.io.IOException: Error getting access token for service account: 400 Bad Request\nPOST https://oauth2.googleapis.com/token\n{"error":"invalid_grant","error_description":"Invalid JWT Signature."}',
  ],
  'Google: no permission for jobs': [
    'https://cloud.google.com/bigquery/docs/access-control',
    'com.google.cloud.bigquery.BigQueryException: Access Denied: Project lake-eu: User does not have bigquery.jobs.query permission in project lake-eu.',
    'BigQuery error in query operation: Permission bigquery.jobs.query denied on project lake-us (or it may not exist)',
  ],
  'HDFS: its safe mode': [
    'https://github.com/apache/hadoop',
    'org.apache.hadoop.hdfs.server.namenode.SafeModeException: Cannot create directory /tmp/a. Name node is in safe mode.\nThe reported blocks 120044 needs additional 811 blocks to reach the threshold 0.9990 of total blocks 120976.',
    '任务 99 失败\nHDFS 处于安全模式, 无法创建目录 /tmp/b',
  ],
  'PostgreSQL: a wrong password': [
    'https://github.com/postgres/postgres/blob/master/src/backend/po/zh_CN.po',
    'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "mms_reader"',
    '数据源连接失败：PostgreSQL 用户 mms_ro 密码认证失败，请检查用户名和密码',
  ],
  'MySQL: nobody listens': [
    'https://dev.mysql.com/doc/mysql-errors/8.0/en/client-error-reference.html',
    'Caused by: java.net.ConnectException: Connection refused (Connection refused)\n\tat com.mysql.cj.protocol.StandardSocketFactory.connect(StandardSocketFactory.java:155)',
    "pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on '10.20.8.14' ([Errno 111] Connection refused)\")",
  ],
  'Snowflake: no answer': [
    'https://github.com/snowflakedb/snowflake-jdbc',
    'net.snowflake.client.jdbc.SnowflakeSQLException: JDBC driver encountered communication error. Message: Exception encountered for HTTP request: Connect to ab1.snowflakecomputing.com:443 [ab1.snowflakecomputing.com/3.2.1.0] failed: connect timed out.',
    'snowflake.connector.errors.OperationalError: 250001: Could not connect to Snowflake backend after 2 attempt(s).Aborting\n(connection timed out. (connect timeout=60))',
  ],
  'Snowflake: a wrong password': [
    'https://github.com/snowflakedb/snowflake-jdbc',
    'net.snowflake.client.jdbc.SnowflakeSQLException: Incorrect username or password was specified.',
    '连接 Snowflake 失败: 用户名或密码错误, 请在数据源配置中修改',
  ],
  'Hive: no database': [
    'https://github.com/apache/spark/blob/master/common/utils/src/main/resources/error/error-conditions.json',
    'Error in query: [SCHEMA_NOT_FOUND] The schema `legacy_ods` cannot be found. Verify the spelling and correctness of the schema and catalog.',
    '2024-12-02 12:12:12 ERROR MetaException(message:Unable to select a database)\nCaused by: NoSuchObjectException(message:database hive.legacy_ods)',
  ],
  'YARN: no queue': [
    'https://github.com/apache/hadoop',
    'Application application_1742_0007 submitted by user mms to unknown queue: mig',
    '提交 Spark 作业失败, 用户 mms\nYARN 队列 mig 不存在, 请检查 spark.yarn.queue 配置',
  ],
  'BigQuery: no table': [
    'https://cloud.google.com/bigquery/docs/error-messages',
    '  warnings.warn(\ngoogle.api_core.exceptions.NotFound: 404 GET https://bigquery.googleapis.com/bigquery/v2/projects/p-1/datasets/a/tables/b?prettyPrint=false: Not found: Table p-1:a.b',
    'google.api_core.exceptions.NotFound: 404 GET https://bigquery.googleapis.com/bigquery/v2/projects/p-2/datasets/c/tables/d?prettyPrint=false: Not found: Table p-2:c.d\nERROR sync stopped at table 12',
  ],
  'Hive: no table, below an exception that says nothing': [
    'https://github.com/apache/hive',
    '2026-02-03 04:05:06 ERROR HiveMetaException\nNoSuchObjectException(message:hive.a.b table not found)',
    'Caused by: NoSuchObjectException(message:hive.a.c table not found)',
  ],
  'OSS: no bucket, told once more in Chinese': [
    'https://www.alibabacloud.com/help/oss/user-guide/error-codes',
    'Error: oss: service returned error: StatusCode=404, ErrorCode=NoSuchBucket, ErrorMessage="The specified bucket does not exist.", RequestId=68',
    'Error: oss: service returned error: StatusCode=404, ErrorCode=NoSuchBucket, ErrorMessage="The specified bucket does not exist.", RequestId=69\n上传用的 OSS Bucket 不存在',
  ],
  'Parquet: a decimal that is none in its file': [
    'https://github.com/apache/spark/blob/master/common/utils/src/main/resources/error/error-conditions.json',
    'Parquet column cannot be converted in file /a. Column: [b], Expected: decimal(9,2), Found: DOUBLE',
    'Parquet column cannot be converted in file /c. Column: [d], Expected: decimal(12,6), Found: DOUBLE',
  ],
  'a disk that is full': [
    'https://man7.org/linux/man-pages/man3/errno.3.html',
    '2026-02-03 04:05:06 ERROR Spool - write /d/1\njava.io.IOException: No space left on device\n\tat java.io.FileOutputStream.writeBytes(Native Method)',
    "cp: 写入'/d/2' 出错: 设备上没有空间",
  ],
  'a process that was killed for its memory': [
    'https://github.com/apache/hadoop',
    'Container from a bad node: container_1_0003_01_000002 on host: dn-3. Exit status: 137. Diagnostics: Container killed on request. Exit code is 137',
    'executor 2 on dn-7 was killed by the system (SIGKILL, exit code 137), it may have run out of memory',
  ],
  'HDFS: too many files': [
    'https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/HdfsQuotaAdminGuide.html',
    'org.apache.hadoop.hdfs.protocol.NSQuotaExceededException: The NameSpace quota (directories and files) of directory /tmp/x is exceeded: quota=10 file count=11',
    '中转目录 /tmp/y 的文件数已超过 HDFS 名字空间配额（20）',
  ],
  'HDFS: a client that somebody else closed': [
    'https://github.com/apache/hadoop',
    'java.io.IOException: Filesystem closed\n\tat org.apache.hadoop.hdfs.DFSClient.checkOpen(DFSClient.java:473)',
    'a.b.CopyException: write hdfs://h/a.db/b/f.orc\nCaused by: java.io.IOException: Filesystem closed',
  ],
  'Kerberos: no answer': [
    'https://github.com/openjdk/jdk/tree/master/src/java.security.jgss',
    'javax.security.auth.login.LoginException: Receive timed out',
    'java.io.IOException: Login failure for a/b@C from keytab /x.keytab: javax.security.auth.login.LoginException: Receive timed out',
  ],
  'Kerberos: an encryption that it does not know': [
    'https://github.com/krb5/krb5',
    'kinit: KDC has no support for encryption type while getting initial credentials',
    'javax.security.auth.login.LoginException: KDC has no support for encryption type (14)',
  ],
  'the metastore does not answer': [
    'https://github.com/apache/hive',
    'MetaException(message:Got exception: org.apache.thrift.transport.TTransportException java.net.SocketTimeoutException: Read timed out)\n\tat org.apache.hadoop.hive.metastore.MetaStoreUtils.logAndThrowMetaException(MetaStoreUtils.java:1389)',
    'MetaException(message:Got exception: org.apache.thrift.transport.TTransportException java.net.SocketTimeoutException: Read timed out)\n\tat a.b.Sync.run(Sync.java:9)',
  ],
  'the tunnel hangs up': [
    'https://github.com/aliyun/aliyun-odps-python-sdk',
    'java.net.SocketException: Connection reset\n\tat com.aliyun.odps.tunnel.io.TunnelRecordWriter.write(TunnelRecordWriter.java:7)',
    "requests.exceptions.ConnectionError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))\n  File \"/a/odps/tunnel/io/writer.py\", line 21, in write",
  ],
  'MySQL: too many connections': [
    'https://dev.mysql.com/doc/refman/8.0/en/too-many-connections.html',
    'com.mysql.cj.jdbc.exceptions.MySQLNonTransientConnectionException: Data source rejected establishment of connection,  message from server: "Too many connections"',
    "pymysql.err.OperationalError: (1040, 'Too many connections')\n元数据库连接数已满",
  ],
  'BigQuery: too little memory for a query': [
    'https://cloud.google.com/bigquery/docs/error-messages',
    'Resources exceeded during query execution: The query could not be executed in the allotted memory. Peak usage: 120% of limit. Top memory consumer(s): JOIN operations: 90%',
    'Resources exceeded during query execution: The query could not be executed in the allotted memory. Peak usage: 101% of limit. Top memory consumer(s): ORDER BY operations: 99%',
  ],
  'BigQuery: the quota of a day that the owner set': [
    'https://cloud.google.com/bigquery/docs/custom-quotas',
    'Custom quota exceeded: Your usage exceeded the custom quota for QueryUsagePerDay, which is set by your administrator.',
    '项目 acme-9 的 BigQuery 每日查询用量已超出管理员设置的自定义配额',
  ],
  'Databricks: a warehouse that may not be used': [
    'https://docs.databricks.com/en/compute/sql-warehouse/index.html',
    'Error message: PERMISSION_DENIED: You do not have permission to use the SQL Warehouse 7f.',
    '当前用户没有 SQL Warehouse 9e 的使用权限（CAN USE）',
  ],
  'Spark: no data source': [
    'https://github.com/apache/spark/blob/master/common/utils/src/main/resources/error/error-conditions.json',
    '[DATA_SOURCE_NOT_FOUND] Failed to find the data source: odps. Please find packages at x.',
    'java.lang.ClassNotFoundException: Failed to find data source: odps. Please find packages at y',
  ],
  'Snowflake: no database, or no right to it': [
    'https://docs.snowflake.com/en/user-guide/security-access-control-overview',
    "SQL compilation error:\nDatabase 'STAGE_A' does not exist or not authorized.",
    '数据库 STAGE_B 不存在, 或者角色没有访问权限',
  ],
  'Hive: no partition': [
    'https://github.com/apache/hive',
    'FAILED: SemanticException Partition not found for table a.b: {dt=20260203}',
    '任务 4: 源表 a.c 的分区 dt=20260204 不存在',
  ],
  'MaxCompute: a partition that exists': [
    'https://www.alibabacloud.com/help/maxcompute/user-guide/odps-0110061',
    'ODPS-0110061: Failed to run ddltask - Already exists - partition ds=1 of table a.b',
    '表 a.c 的分区 ds=2 已存在',
  ],
  'MaxCompute: a table that exists': [
    'https://www.alibabacloud.com/help/maxcompute/user-guide/odps-0110061',
    'ODPS-0110061: Failed to run ddltask - Table or view with given name already exists: a.`b`',
    '表 a.c 已存在',
  ],
  'MaxCompute: two types that do not fit': [
    'https://www.alibabacloud.com/help/maxcompute/user-guide/odps-0130071',
    'ODPS-0130071:[1,2] Semantic analysis exception - type DATE of column c1 not matched: BINARY in table definition',
    '字段 c2 的类型不匹配: 源端为 DATE, 目标表定义为 BINARY',
  ],
  'MaxCompute: who is not in the project': [
    'https://www.alibabacloud.com/help/maxcompute/user-guide/odps-0420095',
    "ODPS-0420095: Access Denied - Authorization Failed [4002], You don't exist in project lab_x",
    '当前账号没有被添加到项目 lab_y 中, 无权访问该项目',
  ],
  'no Avro file': [
    'https://github.com/apache/avro',
    'java.io.IOException: Not an Avro data file.',
    'ValueError: cannot read header - is it an avro file?',
    '文件 /a/b 不是有效的 Avro 文件',
  ],
  'MaxCompute: every slot in use': [
    'https://www.alibabacloud.com/help/maxcompute/user-guide/common-tunnel-errors-1',
    'RequestId=20260218031207e5b1da, ErrorCode=SlotExceeded, ErrorMessage=Your slot quota is exceeded.',
    'tunnel 并发 slot 配额已用满（default，上限 300），上传任务等待超限',
  ],
  'MaxCompute: no privilege, under its codes': [
    'https://www.alibabacloud.com/help/maxcompute/user-guide/faq-about-permissions',
    "FAILED: ODPS-0130013:Authorization exception - Authorization Failed [4019], You have NO privilege 'odps:Drop' on {acs:odps:*:projects/ods_mkt/schemas/default}.",
    "odps.errors.NoPermission: ODPS-0420095: Access Denied - Authorization Failed [4019], You have NO privilege 'odps:Drop' on {acs:odps:*:projects/ods_mkt/schemas/default}. Context ID:70ff",
  ],
};

describe('what is one failure has one cause, whoever writes it down', () => {
  it.each(Object.entries(wordings))('%s', (_, [, ...texts]) => {
    expect(new Set(texts.map((text) => causeOf(text).fingerprint)).size).toBe(1);
  });

  it('and two failures of these have two', () => {
    const keys = Object.values(wordings).map(([, text = '']) => causeOf(text).fingerprint);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a code that is said under no other sentence', () => {
  it.each([
    [
      'another code',
      "ERROR 1698 (28000): Access denied for user 'root'@'localhost'",
      "Access denied for user 'root'@'localhost'",
    ],
    [
      'another status',
      'oss: service returned error: StatusCode=409, ErrorCode=AccessDenied, ErrorMessage="Refused for now.", RequestId=6',
      'oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="Refused for now.", RequestId=6',
    ],
    [
      'what OSS calls it',
      'oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="You have no right.", RequestId=6, Ec=0003-00000001',
      'oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="You have no right.", RequestId=6, Ec=0003-00000905',
    ],
    [
      'a short answer of Google',
      '{ "code" : 412, "errors" : [ { "message" : "Precondition Failed", "reason" : "conditionNotMet" } ], "message" : "Precondition Failed", "status" : "FAILED_PRECONDITION" }',
      '{ "code" : 412, "errors" : [ { "message" : "Precondition Failed", "reason" : "etagMismatch" } ], "message" : "Precondition Failed", "status" : "FAILED_PRECONDITION" }',
    ],
    [
      'what Hive ran, where no exception follows',
      'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.MoveTask',
      'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.StatsTask',
    ],
    [
      'the number of a query in brackets, which is no SQLSTATE',
      "Query (42138) cancelled on user's request",
      'Query cancelled',
    ],
  ])('stays with %s', (_, one, other) => {
    expect(causeOf(one).fingerprint).not.toBe(causeOf(other).fingerprint);
  });

  it('and the number of a query is none', () => {
    expect(causeOf("Query (42138) cancelled on user's request").fingerprint).toBe(
      causeOf("Query (7) cancelled on user's request").fingerprint,
    );
  });
});
