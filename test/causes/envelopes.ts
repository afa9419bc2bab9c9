type Envelope = (text: string) => string;

const before =
  (prefix: string): Envelope =>
  (text) =>
    prefix + text;
const beforeEachLine =
  (prefix: string): Envelope =>
  (text) =>
    text.replace(/^/gm, prefix);
const behind =
  (suffix: string): Envelope =>
  (text) =>
    text.replace(/[.。]?\s*$/, '') + suffix;

/**
 * What loggers, runtimes, schedulers, shells and people put around an error: none of it says what
 * went wrong.
 */
export const envelopes: Readonly<Record<string, Envelope>> = {
  // loggers
  'a worker': before('[meta-1] '),
  'a worker, level and logger': before('[mms-7] WARN i.m.HttpMeta: '),
  'an ISO time, level and logger': before('2026-03-02T09:17:11Z ERROR source.SnowflakeClient - '),
  'a time with a zone, thread and line': before(
    '2026-03-02T09:17:11.123456+08:00 [ERROR] [worker-3] com.acme.dw.Mover:214 - ',
  ),
  'a time in brackets': before('[2026-06-20 03:12:00] ERROR '),
  'Python, name first': before('2026-04-01 10:00:00,123 - dw.mover - ERROR - '),
  'Python as it comes': before('ERROR:dw.mover:'),
  'Python in a test': before('ERROR    dw.mover:mover.py:88 '),
  'Python, file in brackets': before('[2026-06-20 03:12:00,123] [ERROR] [mover.py:88] '),
  'Go with a level in one letter': before('2026/04/02 10:11:59 [E] agent.go:87 '),
  'Go with a file': before('2026/04/02 10:11:59 mover.go:87: '),
  glog: before('E0402 10:11:59.123456   12345 mover.cc:87] '),
  syslog: before('Apr  2 10:11:59 dw-host-3 mover[1234]: '),
  Spark: before('26/04/02 10:11:59 ERROR TaskSetManager: '),
  'a child of YARN': before(
    '2026-04-02 10:11:59,123 ERROR [main] org.apache.hadoop.mapred.YarnChild: Exception running child : ',
  ),
  beeline: before('ERROR : '),
  'a container': beforeEachLine('mover-1  | '),
  Kubernetes: beforeEachLine('2026-04-02T10:11:59.123456789Z stderr F '),
  'a script': beforeEachLine('[stage.sh] '),
  'a scheduler': beforeEachLine('[2026-04-02, 10:11:59 UTC] {subprocess.py:93} INFO - '),
  logfmt: (text) => `time="2026-03-30T18:08:21+08:00" level=error msg=${JSON.stringify(text)}`,
  'logfmt with an error': (text) =>
    `ts=2026-03-30T18:08:21Z level=error component=mover table=ads.push_log err=${JSON.stringify(text)}`,
  JSON: (message) =>
    JSON.stringify({ time: '2026-03-30T18:08:21Z', level: 'ERROR', logger: 'c.a.Mover', message }),
  'JSON with an error': (error) =>
    JSON.stringify({
      level: 'error',
      ts: 1774866000.12,
      caller: 'run.go:88',
      msg: 'copy failed',
      error,
    }),
  'JSON of a task': (errorMessage) =>
    JSON.stringify({ taskId: 88123, status: 'DATA_FAILED', errorMessage }),

  // what failed
  'a task by number': before('task 301 failed: '),
  'a task and its step': before('task 301 (ListTables) failed: '),
  'a task by name': before('Task dw.orders failed: '),
  'a task in Chinese': before('任务 301 执行失败：'),
  'a table in Chinese': before('表 dw.orders 迁移失败，原因：'),
  'an exception in Chinese': before('执行任务异常，错误信息：'),
  'because of it': before('copy of table dw.orders failed because '),
  'due to it': before('failed to copy table dw.orders due to '),
  'with it in quotes': (text) => (text.includes('\n') ? text : `Migration failed with "${text}"`),
  'its reason': before('Task failed, reason: '),
  'an exception of its own': before('com.acme.dw.MoverException: '),
  'a pool': before('java.util.concurrent.ExecutionException: '),
  'an attempt': before('attempt 3 of 3: '),
  'the last attempt': before('[3/3] giving up: '),
  'the command that was run': before('+ run_task dw.orders\n'),

  // what stands behind it
  'a request': behind(', RequestId=202605190810100c3fda0b01c2d18f'),
  'a request in brackets': behind(' (request id: 7Q2HV9P0XK31ZD4B)'),
  'a trace': behind(' [traceId=4bf92f3577b34da6a3ce929d0e0e4736]'),
  'a table': behind(', table=t_msg_log'),
  'task and job': behind(', taskId=88123, jobId=77'),
  'a statement': behind(
    ', sql: INSERT OVERWRITE TABLE mc_log.ua PARTITION(ds,hh) SELECT * FROM mc_tmp.ua_raw;',
  ),
  'an instance': behind(', instance 20260619190911872gsk0'),
  'how long it took': behind(' (elapsed 12.3s)'),
  'how long it took, in ms': behind(', cost 1203 ms'),
  'which attempt it was': behind(' (attempt 3/3)'),
  'a host': behind(' on host dw-7.corp:8020'),
  'a moment': behind(' at 2026-04-02 10:11:59'),
  'the next attempt': behind('. Retrying in 30 seconds'),
  'a promise': behind(', will retry'),
  'stack frames': behind(
    '\n\tat com.acme.Mover.run(Mover.java:88)\n\tat java.lang.Thread.run(Thread.java:750)',
  ),

  // what a program says once it has failed
  'an exit code': behind('\nprocess finished with exit code 1'),
  'the end of a task': behind('\ntask aborted'),
  'a summary': behind('\n2026-04-02 10:12:00,001 ERROR [main] c.a.Mover - 1 of 12 tables failed'),
  'a status': behind(
    '\n2026-04-02 10:12:00,001 INFO  [main] c.a.Mover - task dw.orders finished, status=FAILED',
  ),
  'cleaning up': behind(
    '\n26/04/02 10:12:00 INFO SparkContext: Successfully stopped SparkContext\n26/04/02 10:12:00 INFO ShutdownHookManager: Deleting directory /tmp/spark-1',
  ),
  'cleaning up that fails': behind(
    '\n26/04/02 10:12:00 WARN FileUtil: Failed to delete file or dir [/tmp/mms/stage/part-0]',
  ),
};
