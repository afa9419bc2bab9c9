import type { CauseCategory } from './categories.ts';

/**
 * What to do about a family of causes: one line in each language, and where Alibaba Cloud explains
 * it.
 */
export type Remedy = Readonly<{
  label: Readonly<Record<'en' | 'zh', (detail: string | undefined) => string>>;
  advice: Readonly<Record<'en' | 'zh', string>>;
  link?: Readonly<Record<'en' | 'zh', string>> | undefined;
}>;

/**
 * Every link was read when this was written (November 2026); a family without a page of its own has
 * none.
 */
export const remedies: Readonly<Record<CauseCategory, Remedy>> = {
  'no-privilege': {
    label: {
      en: (detail) => `no privilege${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `缺少权限${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'Grant the privilege that the text names to the account or role that the migration runs as, then retry.',
      zh: '向执行迁移的账号或角色授予报错中提到的权限，然后重试。',
    },
    link: {
      en: 'https://help.aliyun.com/en/maxcompute/user-guide/faq-about-permissions',
      zh: 'https://help.aliyun.com/en/maxcompute/user-guide/faq-about-permissions',
    },
  },
  credentials: {
    label: {
      en: (detail) => `login refused${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `登录失败${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'User, password or key of the data source were changed, expired or locked: put the valid ones in, then retry.',
      zh: '检查数据源的用户名、密码或密钥是否已变更、过期或被锁定，更新后重试。',
    },
    link: {
      en: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-errors',
      zh: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-errors',
    },
  },
  'schema-mismatch': {
    label: {
      en: (detail) => `schemas differ${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `表结构不一致${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'Compare columns and types of both tables; correct the column mapping or the destination table, then retry.',
      zh: '比对源表与目标表的字段和类型，修正字段映射或目标表结构后重试。',
    },
    link: {
      en: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/type-conversions',
      zh: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/type-conversions',
    },
  },
  'bad-value': {
    label: {
      en: (detail) => `bad value${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `数据类型不符${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'A value does not fit its type: find the rows and correct them, or map the column to STRING, then retry.',
      zh: '个别数据的值与目标类型不符：定位并修正异常数据，或将该字段映射为 STRING，然后重试。',
    },
    link: {
      en: 'https://help.aliyun.com/en/maxcompute/user-guide/odps-0123091',
      zh: 'https://help.aliyun.com/en/maxcompute/user-guide/odps-0123091',
    },
  },
  unsupported: {
    label: {
      en: (detail) => `not supported${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `不支持${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'One side lacks this type or feature: turn it on if the text says how, or map the column to another type.',
      zh: '源端或目标端不支持该类型或功能：按报错提示开启，或将该字段映射为其他类型。',
    },
    link: {
      en: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/data-type-editions',
      zh: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/data-type-editions',
    },
  },
  'too-many-partitions': {
    label: {
      en: (detail) => `too many partitions${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `分区过多${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'Too many partitions for one table or one task: migrate fewer at a time, or merge or drop old ones, then retry.',
      zh: '单表或单个任务的分区数超过上限：减少单次迁移的分区数，或合并、清理历史分区后重试。',
    },
    link: {
      en: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/odps-0123031',
      zh: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/odps-0123031',
    },
  },
  quota: {
    label: {
      en: (detail) => `quota used up${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `额度用尽${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'A limit is used up: run fewer tasks at a time or at a quieter hour, or have the limit raised, then retry.',
      zh: '配额或上限已用尽：减少并发、错峰执行或申请提升上限，然后重试。',
    },
    link: {
      en: 'https://alibabacloud.com/help/en/maxcompute/user-guide/common-errors',
      zh: 'https://alibabacloud.com/help/en/maxcompute/user-guide/common-errors',
    },
  },
  throttled: {
    label: {
      en: (detail) => `rate-limited${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `被限流${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'Too many requests at a time: lower the concurrency of the migration; a retry later usually succeeds.',
      zh: '请求过于频繁被限流：降低迁移并发度，稍后重试通常即可成功。',
    },
    link: {
      en: 'https://help.aliyun.com/en/maxcompute/user-guide/common-tunnel-errors-1',
      zh: 'https://help.aliyun.com/en/maxcompute/user-guide/common-tunnel-errors-1',
    },
  },
  'source-unreachable': {
    label: {
      en: (detail) => `source unreachable${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `连不上源端${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'The other side did not answer: check that it is up, then host, port, network and whitelist, and retry.',
      zh: '对端无响应：检查对端服务是否正常，并核对主机、端口、网络连通性和白名单，然后重试。',
    },
    link: {
      en: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/migration-service-mms/',
      zh: 'https://www.alibabacloud.com/help/en/maxcompute/user-guide/migration-service-mms/',
    },
  },
  'row-counts': {
    label: {
      en: (detail) => `row counts differ${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `行数不一致${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'Find out whether the source was written to meanwhile; stop writing, migrate the table again, compare.',
      zh: '确认迁移期间源表是否有写入；停止写入后重新迁移该表，并再次校验。',
    },
    link: {
      en: 'https://help.aliyun.com/en/maxcompute/user-guide/performing-data-migration-using-mms',
      zh: 'https://help.aliyun.com/en/maxcompute/user-guide/performing-data-migration-using-mms',
    },
  },
  'out-of-memory': {
    label: {
      en: (detail) => `out of memory${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `内存不足${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'Give the job more memory, or migrate fewer partitions in one task; look for a few very large rows.',
      zh: '为作业增加内存，或减少单个任务迁移的分区数；检查是否存在超大记录。',
    },
    link: {
      en: 'https://help.aliyun.com/en/maxcompute/odps-0010000-1',
      zh: 'https://help.aliyun.com/en/maxcompute/odps-0010000-1',
    },
  },
  'not-found': {
    label: {
      en: (detail) => `not found${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `对象不存在${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'It was dropped, renamed, never created or may not be seen: check the name, reload the metadata, then retry.',
      zh: '对象可能已被删除或改名、尚未创建，或对当前账号不可见：核对名称并重新拉取元数据后重试。',
    },
    link: {
      en: 'https://help.aliyun.com/en/maxcompute/user-guide/sql-errors',
      zh: 'https://help.aliyun.com/en/maxcompute/user-guide/sql-errors',
    },
  },
  disk: {
    label: {
      en: (detail) => `disk full${detail ? ` ${detail}` : ''}`,
      zh: (detail) => `磁盘已满${detail ? ` ${detail}` : ''}`,
    },
    advice: {
      en: 'The disk or space quota of the source is full: free or add space there, then retry.',
      zh: '源端磁盘或空间配额已满：清理或扩容后重试。',
    },
    link: undefined,
  },
};
