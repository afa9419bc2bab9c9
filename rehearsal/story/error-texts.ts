import type { Table } from './tables.ts';

export const unsupportedType = (column: string): string =>
  `ODPS-0130071:[1,214] Semantic analysis exception - unsupported data type GEOGRAPHY of column ${column}`;

export const noPrivilege = (table: string): string =>
  `ODPS-0130013:Authorization exception - Authorization Failed [4019], You have NO privilege 'odps:Select' on {acs:odps:*:projects/finance_dw/tables/${table}}. Context ID:8b3c21e0-47fa-4e31-9c1d-7f1f6f0a2b5e.`;

export const quotaExceeded =
  'Exceeded rate limits: too many concurrent queries for this project_and_region. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas';

export const countsDiffer =
  'verification failed: select count(*) returned 1204331 rows in the source and 1204298 in the destination';

/** What is in the address must not leave MMS. */
export const sourceTimedOut =
  'java.net.SocketTimeoutException: connect timed out: ' +
  'jdbc:bigquery://www.googleapis.com:443;OAuthType=2;OAuthRefreshToken=1//0rehearsals-refresh-token-that-opens-nothing;Timeout=60';

export const outOfMemory =
  'ExecutorLostFailure (executor 7 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 8.4 GB of 8 GB physical memory used.';

/**
 * The three of a storm; https://docs.cloud.google.com/bigquery/docs/error-messages has the first
 * and the last.
 */
export const accessDenied = (table: string): string =>
  `403 Access Denied: Table acme-prod:crm_dw.${table}: User does not have permission to query table acme-prod:crm_dw.${table}, or perhaps it does not exist.`;

export const tooManyPartitions =
  'ODPS-0123031:Partition exception - maximum 60000 partitions allowed';

export const backendError =
  '503 Error encountered during execution. Retrying may solve the problem.; reason: backendError, message: Error encountered during execution. Retrying may solve the problem.';

/**
 * The second row of a failure that MMS did not foresee: what threw, from where, and at its end what
 * really was the matter.
 */
export const privilegeTrace = (table: Table): string =>
  [
    'com.aliyun.odps.mma.exception.TaskException: execute sql failed, instance 20261122060307482gk7xq2m',
    ...frames(
      'com.aliyun.odps.mma.server.task',
      ['BigQueryTask.transfer', 'TaskExecutor.runStep', 'TaskExecutor.execute', 'TaskProxy.run'],
      118,
    ),
    ...frames(
      'org.springframework.aop',
      [
        'framework.ReflectiveMethodInvocation.proceed',
        'interceptor.AsyncExecutionInterceptor.lambda$invoke$0',
      ],
      184,
    ),
    ...frames(
      'java.util.concurrent',
      ['FutureTask.run', 'ThreadPoolExecutor.runWorker', 'ThreadPoolExecutor$Worker.run'],
      264,
    ),
    '\tat java.lang.Thread.run(Thread.java:748)',
    'Caused by: com.aliyun.odps.OdpsException: ODPS-0130013:Authorization exception',
    ...frames(
      'com.aliyun.odps.rest',
      ['RestClient.handleErrorResponse', 'RestClient.request', 'RestClient.stringRequest'],
      301,
    ),
    ...frames('com.aliyun.odps.task', ['SQLTask.run', 'SQLTask.run', 'SQLTask.run'], 166),
    ...frames(
      'com.aliyun.odps.mma.execute',
      Array.from({ length: 24 }, (_, depth) => `SqlPipeline$Stage${depth + 1}.apply`),
      40,
    ),
    '\t... 9 more',
    `Caused by: com.aliyun.odps.NoPermissionException: RequestId=6740A1B7C2D3,Code=NoPermission,Message=${noPrivilege(table)}`,
  ].join('\n');

const frames = (place: string, methods: readonly string[], line: number): string[] =>
  methods.map((method, index) => {
    const file = method.split('.').at(-2)?.split('$')[0] ?? method;
    return `\tat ${place}.${method}(${file}.java:${line + index * 7})`;
  });
