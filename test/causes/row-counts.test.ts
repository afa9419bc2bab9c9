import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowCounts } from '../../functions/causes/row-counts.ts';

describe('both counts are read', () => {
  it.each([
    'hive Count: 1000, odps Count: 998',
    '源端行数[1000]与目标端行数[998]不一致',
    'source odps Count: 1000, dest odps Count: 998',
    '2020-10-27 14:56:37,781 ERROR - Record number not matched, source: 1000, dest: 998, actionId: Migration.a.b.1603781749.Compare',
    'verification failed: source row count 1,000 != destination row count 998',
    'source table orders_2024 has 1000 rows, destination table mms.orders_2024 (dt=20240101) has 998 rows',
    '1,000 rows in source, 998 rows in destination',
    'select count(*) returned 1000 rows in the source and 998 in the destination',
    'row count mismatch: target=998, source=1000',
    'Verification failed for partition dt=20240101: expected 1000 rows but got 998',
    'src_count=1000, dst_count=998',
    '校验失败：源表行数 1000，目标表行数 998',
    '源表 orders_2024 共 1000 条，目标表 orders_2024 共 998 条',
    '源端记录数 1000，目标端记录数 998，相差 2 条',
    '目标表 998 行，源表 1,000 行',
    'The source has 1000 records and the target has 998 records',
    'records: source=1000 destination=998',
    'source lines 1000, sink lines 998',
    'row count of source table a.b is 1000, row count of the target table a.b was 998',
    '1000 rows on the source, 998 rows on the target',
    '1000 records of the source, 998 lines of the target',
    '1000 rows from the source, 998 rows from the target',
    'expected 1000 records, actual 998',
    'expected 1000 lines, found 998',
    '期望 1000 条，实际 998 条',
    '预期 1000 行，实际 998 行',
    '源端数据量为 1000，目标端数据量为 998',
    '源表条数是 1000，目的表条数是 998',
    'source row count is 1000, target row count is 998',
    'source record count: 1000, target record count: 998',
    'source total records 1000, target total records 998',
    '源表 crm.leads 分区 dt=x 行数 1000，目标表 mms.leads 分区 dt=x 行数 998',
    `source table ${'leads_of_all_regions_'.repeat(5)} has 1000 rows, target table ${'leads_of_all_regions_'.repeat(5)} has 998 rows`,
    'records: source 1000, target 998',
    'lines: source 1000, target 998',
    '记录：源端 1000，目标端 998',
    '数据量：源端 1000，目标端 998',
    '条：源端 1000，目标端 998',
    '行：源端 1000，目标端 998',
  ])('from %j', (text) => {
    expect(rowCounts(text)).toEqual({ source: 1000n, destination: 998n });
  });

  it('exactly, however large', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        (source, destination) => {
          expect(rowCounts(`bigquery Count: ${source}, odps Count: ${destination}`)).toEqual({
            source,
            destination,
          });
          expect(
            rowCounts(
              `target rows: ${destination.toLocaleString('en-US')}; source rows: ${source.toLocaleString('en-US')}`,
            ),
          ).toEqual({ source, destination });
        },
      ),
    );
  });
});

describe('nothing is read', () => {
  it.each([
    ['where one side could not be counted', 'hive Count: 1000, odps Count: -1'],
    ['where only one side is told', 'source row count is 1000'],
    ['where it is not told whose they are', 'row counts differ: 1000 and 998'],
    ['from names and dates', 'count of table source_1 on 2024-01-02 and destination_2 failed'],
    [
      'from other errors',
      'ODPS-0130071:[1,24] Semantic analysis exception - wrong columns count 9 in data source, requires 10 columns',
    ],
    ['from files beside rows', '100 rows, 3 source files, 2 target files'],
    ['from clusters', 'source cluster 3 and target cluster 2 are in maintenance'],
    ['from jobs and ports', 'source job 17 and destination job 18 failed, port 9083'],
    ['from columns', '源表 12 列，目标表 10 列'],
    ['from no text', ''],
    ...['file', 'files', 'partition', 'column', 'field', 'byte', 'job', 'task', 'node'].flatMap(
      (other) => [
        [`from what counts a ${other}`, `source ${other} count: 12, target ${other} count: 10`],
        [
          `from what counts a ${other} on each side`,
          `hive ${other} count: 12, odps ${other} count: 10`,
        ],
      ],
    ),
  ])('%s', (_, text) => {
    expect(rowCounts(text)).toBeUndefined();
  });
});
