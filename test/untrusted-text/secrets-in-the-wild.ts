/** Texts as logs of migrations hold them, and as they may leave. `[[…]]` is what must go. */
export const textsWithSecrets: readonly Readonly<{
  where: string;
  text: string;
  shown?: string;
}>[] = [
  // Access keys of Alibaba Cloud
  {
    where: 'an access key id',
    text: 'InvalidAccessKeyId: [[LTAI5tQw9xYzAbCdEfGhJkLm]] is disabled',
    shown: 'InvalidAccessKeyId: *** is disabled',
  },
  { where: 'an old access key id', text: 'use [[LTAIqwertyuiopas]] please' },
  {
    where: 'an access key id glued to a word',
    text: 'idLTAI5tQw9xYzAbCdEfGhJkLm'.replace(
      'LTAI5tQw9xYzAbCdEfGhJkLm',
      '[[LTAI5tQw9xYzAbCdEfGhJkLm]]',
    ),
  },
  { where: 'a temporary id', text: 'AccessKeyId [[STS.NUgYrLnoC37mZZCNnAbez1234]] expired' },
  {
    where: 'the options of an OSS table',
    text: "'accessKeyId'='[[LTAI5tQw9xYzAbCdEfGhJkLm]]', 'accessKeySecret'='[[9hT0pS3cr3tV4lu3xYz]]'",
    shown: "'accessKeyId'='***', 'accessKeySecret'='***'",
  },
  {
    where: 'the same with spaces',
    text: "'accessKeySecret'   =\n   '[[9hT0pS3cr3tV4lu3xYz]]')",
    shown: "'accessKeySecret'   =\n   '***')",
  },
  {
    where: 'a property of Spark',
    text: '--conf spark.hadoop.fs.oss.accessKeySecret=[[9hT0pS3cr3tV4lu3xYz]] --conf spark.x=1',
    shown: '--conf spark.hadoop.fs.oss.accessKeySecret=*** --conf spark.x=1',
  },
  {
    where: 'a console',
    text: 'AccessKey ID: [[LTAI5tQw9xYzAbCdEfGhJkLm]]\nAccessKey Secret: [[9hT0pS3cr3tV4lu3xYz]]',
    shown: 'AccessKey ID: ***\nAccessKey Secret: ***',
  },
  {
    where: 'odps_config.ini',
    text: 'project_name=p\naccess_id=[[LTAI5tQw9xYzAbCdEfGhJkLm]]\naccess_key=[[9hT0pS3cr3tV4lu3xYz]]\nend_point=http://service',
    shown: 'project_name=p\naccess_id=***\naccess_key=***\nend_point=http://service',
  },
  {
    where: 'an id and its secret',
    text: 'oss://[[LTAI5tQw9xYzAbCdEfGhJkLm]]:[[9hT0pS3cr3tV4lu3xYz]]@bucket.oss-cn-shanghai.aliyuncs.com/dir',
    shown: 'oss://***:***@bucket.oss-cn-shanghai.aliyuncs.com/dir',
  },
  {
    where: 'an old signature of ODPS',
    text: 'Authorization: ODPS [[LTAI5tQw9xYzAbCdEfGhJkLm]]:[[yVnW3uB7qk0aPz1x8K=]]',
    shown: 'Authorization: ODPS ***',
  },
  {
    where: 'a security token in a header',
    text: 'x-acs-security-token: [[CAIS8QJ1q6Ft5B2yfSjIr5bbM/abc+def==]]\nhost: maxcompute.aliyuncs.com',
    shown: 'x-acs-security-token: ***\nhost: maxcompute.aliyuncs.com',
  },
  {
    where: 'a signature of the newest kind',
    text: 'Authorization: ACS3-HMAC-SHA256 Credential=[[LTAI5tQw9xYzAbCdEfGhJkLm]],SignedHeaders=host;x-acs-date,Signature=[[06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0]]',
  },
  // Signed URLs
  {
    where: 'a signed URL',
    text: 'GET http://b.oss-cn-hangzhou.aliyuncs.com/o.csv?Expires=1719800000&OSSAccessKeyId=[[TMP.3Ke5xY]]&Signature=[[1bpgHcK%2BzXo%3D]] 403',
    shown:
      'GET http://b.oss-cn-hangzhou.aliyuncs.com/o.csv?Expires=1719800000&OSSAccessKeyId=***&Signature=*** 403',
  },
  {
    where: 'a signed URL, version 4',
    text: 'https://b.oss.aliyuncs.com/o?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=[[LTAI5tQw9xYz]]/20261122/cn-hangzhou/oss/aliyun_v4_request&x-oss-expires=3600&x-oss-signature=[[77850d2e]]&security-token=[[CAISabc]]',
    shown:
      'https://b.oss.aliyuncs.com/o?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=***/20261122/cn-hangzhou/oss/aliyun_v4_request&x-oss-expires=3600&x-oss-signature=***&security-token=***',
  },
  {
    where: 'a signed URL of S3',
    text: 'https://s3.amazonaws.com/b/k?X-Amz-Credential=[[AKIAIOSFODNN7EXAMPLE%2F20261122%2Fus-east-1]]&X-Amz-Date=20261122T000000Z&X-Amz-Signature=[[fe5f80f77d5fa3beca038a248ff027]]',
  },
  {
    where: 'a shared access signature',
    text: 'https://acct.blob.core.windows.net/c/b?sv=2022-11-02&sp=r&sig=[[abcDEF123%2Bxyz%3D]]&se=2026',
    shown: 'https://acct.blob.core.windows.net/c/b?sv=2022-11-02&sp=r&sig=***&se=2026',
  },
  {
    where: 'a LogView',
    text: 'http://logview.odps.aliyun.com/logview/?h=http://service.odps.aliyun.com/api&p=mms_prod&i=20261122060307123gxyz1abc&token=[[SFpVNmFUOG1mb0F4=]]',
    shown:
      'http://logview.odps.aliyun.com/logview/?h=http://service.odps.aliyun.com/api&p=mms_prod&i=20261122060307123gxyz1abc&token=***',
  },
  {
    where: 'a LogView within a URL',
    text: 'open?url=http%3A%2F%2Flogview%2F%3Fp%3Dmms%26token%3D[[SFpVNmFUOG1mb0F4]]%26x%3D1',
    shown: 'open?url=http%3A%2F%2Flogview%2F%3Fp%3Dmms%26token%3D***%26x%3D1',
  },
  // Databases
  {
    where: 'a JDBC URL with an account',
    text: 'jdbc:mysql://root:[[s3cr3t-pw]]@10.0.0.7:3306/db',
    shown: 'jdbc:mysql://root:***@10.0.0.7:3306/db',
  },
  {
    where: 'a password with an @ in it',
    text: 'mongodb://admin:[[p@ss:w]]@mongo:27017/admin',
    shown: 'mongodb://admin:***@mongo:27017/admin',
  },
  {
    where: 'a password with a slash in it',
    text: 'postgres://admin:[[pa/ss]]@pg/db',
    shown: 'postgres://admin:***@pg/db',
  },
  {
    where: 'a JDBC URL with a query',
    text: 'jdbc:mysql://h:3306/db?user=mma&password=[[Tr0ub4dor&3]]',
    shown: 'jdbc:mysql://h:3306/db?user=mma&password=***',
  },
  {
    where: 'a JDBC URL of SQL Server',
    text: 'jdbc:sqlserver://h:1433;databaseName=d;user=sa;password=[[Str0ng!Pass]];encrypt=true',
    shown: 'jdbc:sqlserver://h:1433;databaseName=d;user=sa;password=***;encrypt=true',
  },
  {
    where: 'a JDBC URL of Oracle',
    text: 'jdbc:oracle:thin:scott/[[tiger]]@//db:1521/orcl',
    shown: 'jdbc:oracle:thin:scott/***@//db:1521/orcl',
  },
  {
    where: 'a JDBC URL of Databricks',
    text: 'jdbc:databricks://x.cloud.databricks.com:443;AuthMech=3;UID=token;PWD=[[dapi0123456789abcdef0123456789abcdef]]',
    shown: 'jdbc:databricks://x.cloud.databricks.com:443;AuthMech=3;UID=token;PWD=***',
  },
  {
    where: 'a JDBC URL of Snowflake',
    text: 'jdbc:snowflake://a.snowflakecomputing.com/?user=U&PASSWORD=[[Sn0wfl@ke]]&warehouse=W',
  },
  {
    where: 'a JDBC URL of BigQuery',
    text: 'jdbc:bigquery://https://www.googleapis.com/bigquery/v2:443;OAuthType=2;OAuthRefreshToken=[[1//0gabcDEF]];OAuthClientSecret=[[GOCSPX-abcdefgh12]]',
  },
  {
    where: 'a JDBC URL of Redshift',
    text: 'jdbc:redshift:iam://c.us-east-1?AccessKeyID=[[AKIAIOSFODNN7EXAMPLE]]&SecretAccessKey=[[wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY]]',
  },
  {
    where: 'CREATE USER',
    text: "CREATE USER mma IDENTIFIED BY '[[h4ck me]]'",
    shown: "CREATE USER mma IDENTIFIED BY '***'",
  },
  {
    where: 'CREATE USER without quotes',
    text: 'alter user scott identified by [[tiger7]] account unlock',
    shown: 'alter user scott identified by *** account unlock',
  },
  {
    where: 'CREATE USER with a plugin',
    text: "IDENTIFIED WITH mysql_native_password BY '[[h4ckme]]'",
  },
  {
    where: 'CREATE ROLE of PostgreSQL',
    text: "CREATE ROLE x LOGIN PASSWORD '[[it''s me]]' VALID UNTIL 'x'",
    shown: "CREATE ROLE x LOGIN PASSWORD '***' VALID UNTIL 'x'",
  },
  {
    where: 'COPY of Redshift',
    text: "COPY t FROM 's3://b' CREDENTIALS 'aws_access_key_id=[[AKIAIOSFODNN7EXAMPLE]];aws_secret_access_key=[[wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY]]'",
    shown: "COPY t FROM 's3://b' CREDENTIALS 'aws_access_key_id=***;aws_secret_access_key=***'",
  },
  {
    where: 'COPY of Snowflake',
    text: "CREDENTIALS=(AWS_KEY_ID='[[AKIAIOSFODNN7EXAMPLE]]' AWS_SECRET_KEY='[[wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY]]' AWS_TOKEN='[[FwoGZXIvYXdzEBY]]')",
    shown: "CREDENTIALS=(AWS_KEY_ID='***' AWS_SECRET_KEY='***' AWS_TOKEN='***')",
  },
  {
    where: 'curl',
    text: 'curl -s -u admin:[[h4ckme]] http://h/x',
    shown: 'curl -s -u admin:*** http://h/x',
  },
  {
    where: 'SET PASSWORD',
    text: "SET PASSWORD FOR 'mma'@'%' = '[[h4ckme]]'",
    shown: "SET PASSWORD FOR 'mma'@'%' = '***'",
  },
  {
    where: 'SET PASSWORD with its function',
    text: "SET PASSWORD FOR 'mma'@'%' = PASSWORD('[[h4ckme]]')",
    shown: "SET PASSWORD FOR 'mma'@'%' = PASSWORD('***')",
  },
  {
    where: 'a setter',
    text: 'config.setAccessKeySecret("[[9hT0pS3cr3t]]").build()',
    shown: 'config.setAccessKeySecret("***").build()',
  },
  {
    where: 'an account in code',
    text: 'new AliyunAccount("[[LTAI5tQw9xYzAbCdEfGhJkLm]]", "[[9hT0pS3cr3tV4lu3xYzAbCdEfGhJk]]")',
    shown: 'new AliyunAccount("***", "***")',
  },
  {
    where: 'ossutil',
    text: 'ossutil -i [[LTAI5tQw9xYzAbCdEfGhJkLm]] -k [[9hT0pS3cr3tV4lu3xYzAbCdEfGhJk]] ls',
    shown: 'ossutil -i *** -k *** ls',
  },
  {
    where: 'a JDBC URL of MaxCompute',
    text: 'jdbc:odps:http://service.odps.aliyun.com/api?project=p&accessId=[[LTAI5tQw9xYzAbCdEfGhJkLm]]&accessKey=[[9hT0pS3cr3t]]&charset=UTF-8',
    shown:
      'jdbc:odps:http://service.odps.aliyun.com/api?project=p&accessId=***&accessKey=***&charset=UTF-8',
  },
  { where: 'braces of SQL Server', text: 'jdbc:sqlserver://h;user=sa;password={[[a;b]]};x=1' },
  {
    where: 'a data source of Go',
    text: 'dial mma:[[h4ckme]]@tcp(10.0.0.7:3306)/db: refused',
    shown: 'dial mma:***@tcp(10.0.0.7:3306)/db: refused',
  },
  {
    where: 'an account of Redis',
    text: 'redis://:[[h4ckme]]@10.0.0.7:6379/0',
    shown: 'redis://:***@10.0.0.7:6379/0',
  },
  {
    where: 'the client of MySQL',
    text: 'mysql -h 10.0.0.7 -umma -p[[h4ckme]] finance_dw',
    shown: 'mysql -h 10.0.0.7 -umma -p*** finance_dw',
  },
  {
    where: 'the client of Hive',
    text: 'beeline -u jdbc:hive2://h:10000/d -n hive -p [[h4ckme]] -e x',
    shown: 'beeline -u jdbc:hive2://h:10000/d -n hive -p *** -e x',
  },
  {
    where: 'a sentence',
    text: 'the password is "[[h4ck me]]" now',
    shown: 'the password is "***" now',
  },
  {
    where: 'an environment',
    text: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET=[[9hT0pS3cr3t]]\nALIBABA_CLOUD_SECURITY_TOKEN=[[CAISx9]]',
  },
  {
    where: 'a response of STS',
    text: '<SecurityToken>[[CAIS8QJ1q6Ft5B2yfSjIr5bbM]]</SecurityToken><AccessKeySecret>[[9hT0pS3cr3t]]</AccessKeySecret>',
  },
  // JSON, nested and encoded
  {
    where: 'JSON in JSON',
    text: '{"config":"{\\"password\\":\\"[[abc def]]\\",\\"n\\":1}"}',
    shown: '{"config":"{\\"password\\":\\"***\\",\\"n\\":1}"}',
  },
  {
    where: 'JSON in JSON in JSON',
    text: '"{\\\\\\"accessKeySecret\\\\\\":\\\\\\"[[abc def]]\\\\\\"}"',
  },
  {
    where: 'JSON as Gson writes it',
    text: '{"url":"jdbc:mysql://h/db?user\\u003du\\u0026password\\u003d[[h4ckme]]\\u0026x\\u003d1"}',
    shown: '{"url":"jdbc:mysql://h/db?user\\u003du\\u0026password\\u003d***\\u0026x\\u003d1"}',
  },
  {
    where: 'URL-encoded JSON',
    text: 'body=%7B%22password%22%3A%22[[h4ck%20me]]%22%7D',
    shown: 'body=%7B%22password%22%3A%22***%22%7D',
  },
  {
    where: 'doubly URL-encoded',
    text: 'r=a%253Fpassword%253D[[h4ckme]]%2526b%253D1',
    shown: 'r=a%253Fpassword%253D***%2526b%253D1',
  },
  {
    where: 'HTML',
    text: '&quot;password&quot;:&quot;[[h4ck me]]&quot;',
    shown: '&quot;password&quot;:&quot;***&quot;',
  },
  { where: 'a quote that is never closed', text: 'password="[[h4ck me]]', shown: 'password="***' },
  {
    where: 'capitals',
    text: 'DB_PASSWORD=[[H4CKME]]\nMYSQL_PWD=[[x9]]',
    shown: 'DB_PASSWORD=***\nMYSQL_PWD=***',
  },
  { where: 'Chinese', text: '密码：[[h4ckme]]，口令=[[x9y]]' },
  // Others
  {
    where: 'a bearer token',
    text: 'Authorization: Bearer [[abc.def-ghi]]',
    shown: 'Authorization: Bearer ***',
  },
  {
    where: 'a bearer token in a map of Java',
    text: '{Authorization=[Bearer [[abcdef123]]], Host=[h]}',
    shown: '{Authorization=[Bearer ***], Host=[h]}',
  },
  {
    where: 'basic authentication in a command',
    text: "curl -H 'Authorization: Basic [[dXNlcjpwYXNz]]' http://h",
    shown: "curl -H 'Authorization: Basic ***' http://h",
  },
  {
    where: 'a JSON web token',
    text: 'invalid jwt [[eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N]] given',
    shown: 'invalid jwt *** given',
  },
  {
    where: 'a webhook of Slack',
    text: 'POST https://hooks.slack.com/services/[[T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX]] 404',
    shown: 'POST https://hooks.slack.com/services/*** 404',
  },
  {
    where: 'a webhook of DingTalk',
    text: 'https://oapi.dingtalk.com/robot/send?access_token=[[66ea0d1f]]',
    shown: 'https://oapi.dingtalk.com/robot/send?access_token=***',
  },
  {
    where: 'the secret of a robot of DingTalk',
    text: 'signs with [[SEC19dd84be8c7f3cf71761974f1ed3ef77c1451906ae8ba18acf56103ee01234ab]]',
    shown: 'signs with ***',
  },
  {
    where: 'a private key',
    text: '-----BEGIN RSA PRIVATE KEY-----\n[[MIIEowIBAAKCAQEA7]]\n[[bm9wZQ==]]\n-----END RSA PRIVATE KEY-----\nafter',
    shown: '-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\nafter',
  },
  { where: 'the end of a private key', text: '[[MIIEowIBAAKCAQEA7]]\n-----END PRIVATE KEY-----' },
  {
    where: 'the beginning of a private key',
    text: '-----BEGIN PRIVATE KEY-----\n[[MIIEowIBAAKCAQEA7]]',
  },
  {
    where: 'a service account of Google',
    text: '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\n[[MIIEvQIBADANBg]]\\n-----END PRIVATE KEY-----\\n","client_email":"x@p.iam.gserviceaccount.com"}',
  },
  {
    where: 'keys of AWS beside each other',
    text: 'AWS [[AKIAIOSFODNN7EXAMPLE]] [[wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY]]',
  },
  { where: 'a token of Google', text: 'ya29 [[ya29.a0AfH6SMBxyz_abc-123]]' },
  { where: 'a cookie', text: 'Cookie: [[JSESSIONID=ABC123; login=1]]' },
];

/** Ordinary words, which stay as they are. */
export const ordinaryTexts: readonly string[] = [
  'token expired',
  'password is wrong',
  'The security token is invalid',
  'no privilege',
  'key=1',
  'dt=20260101/region=cn',
  'max_tokens=4096',
  "ODPS-0130013:Authorization exception - no privilege 'odps:Select' on 'acs:odps:*:projects/p/schemas/default/tables/t'",
  'ODPS-0410042:Invalid signature value - User signature dose not match',
  'ODPS-0410051:Invalid credentials - accessKeyId not found',
  'InvalidAccessKeyId.NotFound: Specified access key is not found.',
  'InvalidSecurityToken.Expired: The specified SecurityToken is expired.',
  'SignatureDoesNotMatch: The request signature we calculated does not match',
  "FAILED: ParseException: line 1:7 mismatched token: 'FROM' expecting ')'",
  'unexpected token: FROM near line 3',
  'invalid token: FROM',
  'access token: expired',
  'the password is too short',
  'git@github.com:org/repo.git',
  'took 12:30 at 10:00',
  'not authorized to perform: secretsmanager:GetSecretValue on resource x',
  'unexpected token "}" at position 7',
  "Access denied for user 'mma'@'10.0.0.7' (using password: YES)",
  'FATAL: password authentication failed for user "mma"',
  'create table t (id bigint, password string comment "the user\'s password", token string)',
  'struct<id:bigint,password:string,token:string>',
  'select id, password, token from users',
  'jdbc:hive2://h1:10000,h2:10000/default;principal=hive/_HOST@EXAMPLE.COM',
  'hdfs://nn:8020/user/hive/warehouse/t@v1',
  'http://service.cn-shanghai.maxcompute.aliyun.com/api',
  'mail ops@example.com about http://h:80/x',
  'com.aliyun.odps.sts.AssumeRoleException: STS.AssumeRole is not allowed',
  'fs.s3a.aws.credentials.provider=org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider',
  'Bearer authentication is required',
  'basic statistics were not collected',
  'DELTAINCREMENTALLOAD of 12 rows',
  'java.sql.SQLException: No suitable driver found for jdbc:mysql://10.0.0.7:3306/db',
  'x-oss-signature-version=OSS4-HMAC-SHA256',
  'Secret santa',
  'pass=3 fail=2',
  'bypass=true',
  'design=flat',
  'where password = ?',
  'password=${DB_PASSWORD}',
  'compass: north',
  'at com.aliyun.odps.account.AliyunAccount.getToken(AliyunAccount.java:31)',
  'The authorization server returned: 500',
];
