/** What a name in an error text is the name of. */
export type NameKind =
  | 'table'
  | 'qtable'
  | 'column'
  | 'qcolumn'
  | 'project'
  | 'user'
  | 'host'
  | 'ip'
  | 'path'
  | 'bucket'
  | 'partition'
  | 'tablespace'
  | 'stage'
  | 'instance'
  | 'actionid'
  | 'id'
  | 'uuid'
  | 'num'
  | 'time'
  | 'value'
  | 'db'
  | 'port'
  | 'quota'
  | 'region';

/** Five rounds of names each, from plain to awkward, as people and machines give them. */
const names: Readonly<Record<NameKind, readonly string[]>> = {
  table: ['orders_2024', 'customers', 'ODS_TRADE_LOG', 'user_info', 'events'],
  qtable: [
    'finance_dw.orders_2024',
    'mms_prod.default.customers',
    'SALES.PUBLIC.ODS_TRADE_LOG',
    'ods.user_info',
    'raw.events',
  ],
  column: ['amount_usd', 'price', 'CreatedAt', 'id', 'order_no'],
  qcolumn: ['t1.amount_usd', 'orders.price', 'o.CreatedAt', 'a.id', 't.order_no'],
  project: ['finance_dw', 'sales', 'mms_prod', 'bi-prod-01', 'ods'],
  user: ['etl_runner', 'alice', 'svc-migrate', 'hive', 'reader01'],
  host: [
    'worker-3.cluster.local',
    'master',
    'emr-header-1.cluster-48120',
    'ip-10-0-3-7.ec2.internal',
    'db-prod',
  ],
  ip: ['10.0.12.7', '172.16.0.200', '192.168.1.1', '10.1.1.1', '203.0.113.9'],
  path: [
    'hdfs://nn1:8020/warehouse/finance.db/orders_2024/dt=20240101',
    '/user/hive/warehouse/sales',
    'oss://lake-prod/raw/part-00007.snappy.parquet',
    's3a://raw-zone/events/part-1.orc',
    '/data/x',
  ],
  bucket: ['lake-prod', 'archive', 'finance-raw-2024', 'raw', 'mms.bucket'],
  partition: [
    'dt=20240101',
    'ds=20231231/hh=07',
    'region=cn-hangzhou',
    "pt='20240101'",
    'year=2024/month=1',
  ],
  tablespace: ['USERS_TS', 'TEMP02', 'BIGDATA', 'TS1', 'DATA'],
  stage: ['M1_Stg1', 'R12_3_7', 'J4_2_3', 'M2', 'R3_1'],
  instance: [
    '20241217074400123gabcdef12',
    '20231102033632617gja4sll4',
    '20250101000000001g7k2m_SQL_0_0_0_job_0',
    '20240601120000111gxyz',
    '20240601120000112gxya',
  ],
  actionid: [
    'Migration.finance.orders.1719999999.Compare',
    'Migration.sales.customers.1700000000.Compare',
    'Migration.a.b.1.Compare',
    'Migration.x.y.2.Compare',
    'Migration.ods.events.3.Compare',
  ],
  id: [
    '5F3B2A9C1D7E',
    '6512bd43d9caa6e02c990b0a',
    'tx0000000000000000001a2-0065aa11bb',
    'a81f0c',
    'AB12CD34EF',
  ],
  uuid: [
    '1b4e28ba-2fa1-11d2-883f-0016d3cca427',
    'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    '00000000-0000-0000-0000-000000000001',
    'bbe08372-78c6-49fa-bbdc-3e4bea19623c',
  ],
  num: ['4096', '17', '123456789', '3', '250'],
  time: [
    '2024-12-17 15:44:00,123',
    '2025-03-02 00:00:01,004',
    '2023-06-30 23:59:59,999',
    '2024-01-01 00:00:00',
    '2024-02-29 12:12:12',
  ],
  value: ['2024-02-30', '北京', 'N/A', 'abc', '-'],
  db: ['finance', 'SALES', 'bi-prod-01', '生产库', 'ods'],
  port: ['3306', '9083', '10000', '5432', '1521'],
  quota: ['default', 'mms_quota', '离线', 'quota-a', 'batch'],
  region: ['cn-shanghai', 'us-east-1', 'hangzhou', 'eu', 'ap-southeast-1'],
};

/**
 * A number stays a number of its own kind: `3.0` becomes a decimal, `1709410212584448` a number.
 */
export function namesOf(kind: NameKind, found: string, round: number): string {
  const chosen = names[kind][(round - 1) % 5] ?? found;
  return kind === 'num' && found.includes('.') ? `${chosen}.${round}` : chosen;
}
