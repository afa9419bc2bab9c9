import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';

const keyOf = (text: string): string => causeOf(text).fingerprint;

describe('one failure of two tables has one cause', () => {
  it.each([
    ['Table payment_failed was not found in the sink', 'Table orders was not found in the sink'],
    [
      "Column 'date' has type INT, which is refused",
      "Column 'amount' has type INT, which is refused",
    ],
    ['Field id cannot be resolved by the sink', 'Field amount cannot be resolved by the sink'],
    ['The copy from sales to mms_prod was refused', 'The copy from crm to mms_prod was refused'],
    ["Unresolved reference 'order' in the view", "Unresolved reference 'amount' in the view"],
    ["Invalid identifier 'AMOUNT' in the view", "Invalid identifier 'PRICE' in the view"],
    ['The server rejected “alpha” for good', 'The server rejected “omega” for good'],
    ['cannot remove ‘alpha’ for good', 'cannot remove ‘omega’ for good'],
    ["The sink cannot read 'p\"q' of the row", "The sink cannot read 'abc' of the row"],
    ['column c of varchar(20) is too small', 'column c of varchar is too small'],
    [
      'Login refused, tenant =alpha is unknown here',
      'Login refused, tenant =omega is unknown here',
    ],
    [
      'The load (row 42101) met a value that is too long',
      'The load (row 17) met a value that is too long',
    ],
    [
      'java.io.IOException: No space left on device',
      "[Errno 28] No space left on device: '/stage/a.gz'",
    ],
    ['HTTP 503 in attempt 3 of the upload', 'HTTP 503 in attempt 4 of the upload'],
    ['partition (202401) is locked by another job', 'partition (202402) is locked by another job'],
    [
      'Permission denied: user=mms, access=WRITE, inode="/":hdfs:hdfs:drwxr-xr-x',
      'Permission denied: user=mms, access=WRITE, inode="/user/mms":hdfs:hdfs:drwxr-xr-x',
    ],
    [
      'psycopg2.errors.InsufficientPrivilege: permission denied for table orders',
      'org.postgresql.util.PSQLException: ERROR: permission denied for table items',
    ],
    ['用户 "etl_ro" 密码认证失败', 'password authentication failed for user "mms_ro"'],
  ])('%s, and %s', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });
});

describe('two failures have two causes', () => {
  it.each([
    ['Failed to find data source: delta', 'Failed to find data source: iceberg'],
    ['No password given for the login', 'No certificate given for the login'],
    ['Access refused [Expired]', 'Access refused [Disabled]'],
    ['The copy stopped (disk, swap are full)', 'The copy stopped (heap, swap are full)'],
    ['The copy is refused (over: disk, swap)', 'The copy is refused (over: heap, swap)'],
    [
      'Invalid resource request, requested resource type=[memory-mb] is greater than the maximum',
      'Invalid resource request, requested resource type=[vcores] is greater than the maximum',
    ],
    ['The task failed with "权限不足"', 'The task failed with "文件不存在"'],
    ['The pipe was refused ”disk” is full', 'The pipe was refused ”heap” is full'],
    [
      'column c has type INT and the sink wants STRING',
      'column c has type DATE and the sink wants STRING',
    ],
    [
      'column c1 has type decimal(38,18), expected decimal(38,2)',
      'column c1 has type decimal(38,18), expected decimal(38,4)',
    ],
    ['cannot map NUMBER(38,10) to a type', 'cannot map NUMBER(38,0) to a type'],
    ['cannot map NUMERIC(38,10) to a type', 'cannot map NUMERIC(38,0) to a type'],
  ])('%s, and %s', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  it.each(['00600', '00604', '03135', '07445', '12801', '17002', '06512'])(
    'that ORA-%s carries',
    (code) => {
      expect(keyOf(`ORA-${code}: the block is torn in the file`)).not.toBe(
        keyOf(`ORA-${code}: the listener has hung up on us`),
      );
    },
  );
});

/** As the message catalogues of PostgreSQL and SQL Server have them. */
describe('what a database says in Chinese has the cause of the same in English', () => {
  it.each([
    ['数据库 "sales" 不存在', 'database "crm" does not exist'],
    ['对表 orders 权限不够', 'permission denied for table items'],
    ['由于语句执行超时，正在取消查询命令', 'canceling statement due to statement timeout'],
    ['检测到死锁', 'deadlock detected'],
    ["列名 'amount' 无效。", "Invalid column name 'price'."],
    [
      '无法打开登录所请求的数据库 "sales"。登录失败。',
      'Cannot open database "crm" requested by the login. The login failed.',
    ],
    ['将截断字符串或二进制数据。', 'String or binary data would be truncated.'],
    ['错误: 列 "amount" 不存在', 'ERROR: column "price" does not exist'],
  ])('%s', (chinese, english) => {
    expect(keyOf(`com.acme.SqlException: ${chinese}`)).toBe(
      keyOf(`com.acme.SqlException: ${english}`),
    );
  });
});

it('reads any number of assignments in one run', () => {
  expect(keyOf('a='.repeat(30_000))).not.toBe('');
});
