import type { Language, Localised } from '../../language.ts';

/** By what mends them. */
export const causeCategories = [
  'row-counts',
  'throttled',
  'out-of-memory',
  'disk',
  'credentials',
  'unsupported',
  'schema-mismatch',
  'bad-value',
  'too-many-partitions',
  'quota',
  'not-found',
  'no-privilege',
  'conflict',
  'timeout',
  'source-unreachable',
  'transient',
] as const;
export type CauseCategory = (typeof causeCategories)[number];

export type Remedy = Readonly<{
  /** With the detail of the cause where it has one. */
  label: Readonly<Record<Language, (detail: string | undefined) => string>>;
  /** One line: what to do. */
  advice: Localised;
  link?: Localised;
}>;

/** Some English pages stand on the international site only. */
const page = (path: string, site = 'help.aliyun.com'): Localised => ({
  en: `https://${site}/en/maxcompute/${path}`,
  zh: `https://help.aliyun.com/zh/maxcompute/${path}`,
});
const international = 'www.alibabacloud.com/help';

const always = (en: string, zh: string): Remedy['label'] => ({ en: () => en, zh: () => zh });

const withDetail = (en: string, zh: string): Remedy['label'] => ({
  en: (detail) => (detail === undefined ? en : `${en} (${detail})`),
  zh: (detail) => (detail === undefined ? zh : `${zh}（${detail}）`),
});

export const remedies: Readonly<Record<CauseCategory, Remedy>> = {
  'no-privilege': {
    label: {
      en: (detail) => (detail === undefined ? 'no privilege' : `no privilege ${detail}`),
      zh: (detail) => (detail === undefined ? '缺少权限' : `缺少 ${detail} 权限`),
    },
    advice: {
      en: 'Grant the missing privilege to the account that MMS runs as, at the source or in MaxCompute, then retry.',
      zh: '为 MMS 使用的账号或角色授予报错中的权限（源端或 MaxCompute 侧），然后重试。',
    },
    link: page('user-guide/faq-about-permissions'),
  },
  credentials: {
    label: withDetail('login rejected', '登录被拒绝'),
    advice: {
      en: "Update the data source's user name, password or key (wrong, expired or locked), then retry.",
      zh: '更新数据源的用户名、密码或密钥（有误、已过期或被锁定），然后重试。',
    },
    link: page('user-guide/api-errors', international),
  },
  'schema-mismatch': {
    label: always('table schemas differ', '表结构不一致'),
    advice: {
      en: 'Fix the column mapping or the destination table, then retry.',
      zh: '修正字段映射或目标表结构，使两端字段和类型一致，然后重试。',
    },
    link: page('user-guide/type-conversions', international),
  },
  'bad-value': {
    label: always('value cannot be converted', '数据值无法转换'),
    advice: {
      en: 'Fix the rows that the error names, or map the column to STRING, then retry.',
      zh: '修正报错中的数据，或将字段映射为 STRING，然后重试。',
    },
    link: page('user-guide/odps-0123091'),
  },
  unsupported: {
    label: {
      en: (detail) =>
        detail === undefined ? 'type or feature not supported' : `${detail} not supported`,
      zh: (detail) => (detail === undefined ? '类型或功能不受支持' : `不支持 ${detail}`),
    },
    advice: {
      en: 'Enable it if the error says how, or map the column to another type, then retry.',
      zh: '按报错提示开启，或将字段映射为其他类型，然后重试。',
    },
    link: page('user-guide/data-type-editions', international),
  },
  'too-many-partitions': {
    label: always('partition limit reached', '分区数超过上限'),
    advice: {
      en: 'Migrate fewer partitions at a time, or merge or drop old ones, then retry.',
      zh: '减少单次迁移的分区，或合并、清理旧分区，然后重试。',
    },
    link: page('user-guide/odps-0123031', international),
  },
  quota: {
    label: withDetail('quota used up', '配额用尽'),
    advice: {
      en: 'Lower the concurrency, run off-peak or raise the limit, then retry.',
      zh: '降低并发、错峰执行或提升上限，然后重试。',
    },
    link: page('user-guide/common-errors', international),
  },
  throttled: {
    label: always('rate-limited', '请求被限流'),
    advice: {
      en: 'Lower the concurrency; a later retry usually works.',
      zh: '降低并发，稍后重试一般可成功。',
    },
    link: page('user-guide/common-tunnel-errors-1'),
  },
  'source-unreachable': {
    label: withDetail('connection failed', '连接失败'),
    advice: {
      en: 'Check that the service is up, then host, port, network and IP allowlist; then retry.',
      zh: '先检查服务是否正常，再核对主机、端口、网络和白名单，然后重试。',
    },
    link: page('user-guide/migration-service-mms/', international),
  },
  'row-counts': {
    label: always('row counts differ', '行数不一致'),
    advice: {
      en: 'Check whether the source was written to during the migration. Pause writes, migrate again and re-verify.',
      zh: '检查迁移期间源表是否有写入：暂停写入，重新迁移该表并再次校验。',
    },
    link: page('user-guide/performing-data-migration-using-mms'),
  },
  'out-of-memory': {
    label: always('out of memory', '内存不足'),
    advice: {
      en: 'Give the job more memory or migrate fewer partitions per task; check for very large rows.',
      zh: '为作业增加内存，或减少单个任务的分区数；并检查是否有超大记录。',
    },
    link: page('odps-0010000-1'),
  },
  'not-found': {
    label: {
      en: (detail) => (detail === undefined ? 'object not found' : `${detail} not found`),
      zh: (detail) => (detail === undefined ? '对象不存在' : `${detail} 不存在`),
    },
    advice: {
      en: 'Check that it exists and that this account may see it, refresh the metadata, then retry.',
      zh: '核对名称及当前账号是否可见，重新拉取元数据，然后重试。',
    },
    link: page('user-guide/sql-errors'),
  },
  disk: {
    label: always('disk full', '磁盘空间不足'),
    advice: {
      en: 'Free or add space on the disk or quota that is full, then retry.',
      zh: '清理或扩容已满的磁盘或空间配额，然后重试。',
    },
  },
  conflict: {
    label: always('conflict with another job', '与其他作业冲突'),
    advice: {
      en: 'Retry; if it recurs, run when nothing else writes to the table.',
      zh: '直接重试；若反复出现，请避开对该表的其他写入。',
    },
  },
  transient: {
    label: always('temporary error of the service', '服务临时出错'),
    advice: {
      en: 'Retry in a few minutes; if it recurs, send the whole error to the support of the service.',
      zh: '几分钟后重试；若反复出现，请将完整报错提交给该服务的技术支持。',
    },
  },
  timeout: {
    label: always('statement timed out', '语句执行超时'),
    advice: {
      en: 'Raise the time limit, or migrate fewer partitions per task, then retry.',
      zh: '调大超时上限，或减少单个任务的分区数，然后重试。',
    },
  },
};
