import { describe, expect, it } from 'vitest';
import {
  parseChanged as parse,
  problemsOfChange as problemsOf,
  type Change,
} from './environment.ts';

describe('the region', () => {
  const regions = (change: Change, region?: string): readonly unknown[] => {
    const { mms, state } = parse({ MMS_REGION: undefined, ...change }, region);
    return state.kind === 'oss' ? [mms.host, state.endpoint.host, state.region] : [mms.host];
  };

  it.each([
    [
      'MMS_REGION for MMS, the context for OSS',
      { MMS_REGION: 'cn-beijing', FC_REGION: 'eu-central-1' },
      'cn-shanghai',
      ['maxcompute.cn-beijing.aliyuncs.com', 'oss-cn-shanghai.aliyuncs.com', 'cn-shanghai'],
    ],
    [
      'FC_REGION where the context names none',
      { MMS_REGION: 'cn-beijing', FC_REGION: 'eu-central-1' },
      '',
      ['maxcompute.cn-beijing.aliyuncs.com', 'oss-eu-central-1.aliyuncs.com', 'eu-central-1'],
    ],
    [
      'MMS_REGION for both where nothing else does',
      { MMS_REGION: 'cn-beijing' },
      undefined,
      ['maxcompute.cn-beijing.aliyuncs.com', 'oss-cn-beijing.aliyuncs.com', 'cn-beijing'],
    ],
    [
      'the context for both where MMS_REGION is unset',
      { FC_REGION: 'eu-central-1' },
      'cn-shanghai',
      ['maxcompute.cn-shanghai.aliyuncs.com', 'oss-cn-shanghai.aliyuncs.com', 'cn-shanghai'],
    ],
    [
      'the one in the OSS host before any other',
      { OSS_ENDPOINT: 'oss-ap-southeast-1-internal.aliyuncs.com' },
      'cn-shanghai',
      [
        'maxcompute.cn-shanghai.aliyuncs.com',
        'oss-ap-southeast-1-internal.aliyuncs.com',
        'ap-southeast-1',
      ],
    ],
    [
      'the context for an OSS host without one',
      { OSS_ENDPOINT: 'oss-accelerate.aliyuncs.com', MMS_REGION: 'cn-beijing' },
      'cn-shanghai',
      ['maxcompute.cn-beijing.aliyuncs.com', 'oss-accelerate.aliyuncs.com', 'cn-shanghai'],
    ],
    [
      'none where both endpoints are given and OSS names its own',
      { MMS_ENDPOINT: 'mms.test:8443', OSS_ENDPOINT: 'oss-cn-hangzhou.aliyuncs.com' },
      undefined,
      ['mms.test:8443', 'oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou'],
    ],
    [
      'none for a folder',
      { MMS_ENDPOINT: 'mms.test', STATE_URL: 'file:/tmp/state' },
      undefined,
      ['mms.test'],
    ],
  ])('is %s', (_, change, region, expected) => {
    expect(regions(change, region)).toEqual(expected);
  });

  it.each([
    ['MMS and the bucket', {}, 'MMS and the bucket in STATE_URL'],
    ['MMS', { OSS_ENDPOINT: 'oss-cn-hangzhou.aliyuncs.com' }, 'MMS is'],
    [
      'the bucket',
      { MMS_ENDPOINT: 'http://127.0.0.1:1', OSS_ENDPOINT: 'http://127.0.0.1:2' },
      'the bucket in STATE_URL is',
    ],
  ])('is asked for once where nothing tells it for %s', (_, change, words) => {
    const problems = problemsOf({ MMS_REGION: undefined, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^MMS_REGION: /);
    expect(problems[0]).toContain(words);
  });

  it('is not asked for because of an OSS endpoint that cannot be read', () => {
    const problems = problemsOf({
      MMS_REGION: undefined,
      MMS_ENDPOINT: 'mms.test',
      OSS_ENDPOINT: 'ftp://oss-cn-hangzhou.aliyuncs.com',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['OSS_ENDPOINT']);
  });
});
