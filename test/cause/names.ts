/** What a name in an error text is the name of. */
export type NameKind =
  | 'table' | 'qtable' | 'column' | 'qcolumn' | 'project' | 'user' | 'host' | 'ip' | 'path' | 'bucket' | 'partition'
  | 'tablespace' | 'stage' | 'instance' | 'actionid' | 'id' | 'uuid' | 'num' | 'time' | 'value';

/** Three rounds of names each, from plain to awkward, as people and machines give them. */
const names: Readonly<Record<NameKind, readonly [string, string, string]>> = {
  table: ['orders_2024', 'customers', 'ODS_TRADE_LOG'],
  qtable: ['finance_dw.orders_2024', 'mms_prod.default.customers', 'SALES.PUBLIC.ODS_TRADE_LOG'],
  column: ['amount_usd', 'price', 'CreatedAt'],
  qcolumn: ['t1.amount_usd', 'orders.price', 'o.CreatedAt'],
  project: ['finance_dw', 'sales', 'mms_prod'],
  user: ['etl_runner', 'alice', 'svc-migrate'],
  host: ['worker-3.cluster.local', 'master', 'emr-header-1.cluster-48120'],
  ip: ['10.0.12.7', '172.16.0.200', '192.168.1.1'],
  path: ['hdfs://nn1:8020/warehouse/finance.db/orders_2024/dt=20240101', '/user/hive/warehouse/sales', 'oss://lake-prod/raw/part-00007.snappy.parquet'],
  bucket: ['lake-prod', 'archive', 'finance-raw-2024'],
  partition: ['dt=20240101', 'ds=20231231/hh=07', 'region=cn-hangzhou'],
  tablespace: ['USERS_TS', 'TEMP02', 'BIGDATA'],
  stage: ['M1_Stg1', 'R12_3_7', 'J4_2_3'],
  instance: ['20241217074400123gabcdef12', '20231102033632617gja4sll4', '20250101000000001g7k2m_SQL_0_0_0_job_0'],
  actionid: ['Migration.finance.orders.1719999999.Compare', 'Migration.sales.customers.1700000000.Compare', 'Migration.a.b.1.Compare'],
  id: ['5F3B2A9C1D7E', '6512bd43d9caa6e02c990b0a', 'tx0000000000000000001a2-0065aa11bb'],
  uuid: ['1b4e28ba-2fa1-11d2-883f-0016d3cca427', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  num: ['4096', '17', '123456789'],
  time: ['2024-12-17 15:44:00,123', '2025-03-02 00:00:01,004', '2023-06-30 23:59:59,999'],
  value: ['2024-02-30', '北京', 'N/A'],
};

/** A number stays a number of its own kind: `3.0` becomes a decimal, `1709410212584448` a number. */
export function namesOf(kind: NameKind, found: string, round: number): string {
  const chosen = names[kind][(round - 1) % 3] ?? found;
  return kind === 'num' && found.includes('.') ? `${chosen}.${round}` : chosen;
}
