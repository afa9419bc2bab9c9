/** Shapes that break code which tries each beginning anew; repeated, they make a hostile text. */
export const hostileUnits: readonly string[] = [
  'sk=-',
  'thin:a/',
  '==',
  '{"a":',
  '“',
  '<Error>',
  ' ',
  '7',
  'x',
  '([{',
  '"',
  "'",
  '`',
  '\'a"b(c[d{e<f',
  '表',
  '错误：',
  '不存在。',
  '表 a ',
  'Caused by: ',
  'java.lang.RuntimeException: ',
  '\n\tat a.b.C.d(C.java:1)',
  '\n\tat ',
  '\\n',
  'a\n',
  'a. B ',
  'a.',
  'a/',
  'a=a',
  'a:a',
  'A_',
  '1,',
  '1 ',
  'select ',
  'select * from ',
  'insert into a ',
  'with a as (',
  'column a, ',
  '(a, ',
  '[a, ',
  '<a:int,',
  'decimal(1,',
  'jdbc:a:',
  'http://a ',
  'request id=',
  '[main] ',
  '2024-01-01 00:00:00 ',
  'Key (',
  'Failing row contains (',
  'FetchFailed(null, a=1',
  'Could not obtain block: ',
  '<Error><Code>a</Code><EC>1',
  '{ "code" : 1, "message" : "a b c d e',
  '404 Not Found\nGET http://a\n',
  "{'status': 403, 'x-oss-request-id': '",
  'oss: service returned error: StatusCode=403, ErrorCode=a, ErrorMessage="',
  'Lost task 1.0 in stage 1.0 (TID 1): ',
  'failed after 3 attempts: ',
  '[Amazon](500310) ',
  'ODPS-0130071:[',
  'source 1 rows, ',
  '源表行数 1，',
  'a, 请',
  'a, please ',
  '‘a',
];

export const hostileText = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

const frames = (count: number): string =>
  Array.from(
    { length: count },
    (_, at) => `\tat com.aliyun.mms.worker.Step${at}.run(Step${at}.java:${at * 7})\n`,
  ).join('');

/** A stack trace as Java writes one, of so many characters. */
export const traceOf = (length: number): string =>
  `org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 12.0 failed 4 times\n${frames(20)}` +
  `Caused by: java.sql.SQLException: ORA-01555: snapshot too old: rollback segment number 17 with name "S1" too small\n${frames(length / 50)}`.slice(
    0,
    length,
  );
