import { describe, expect, it } from 'vitest';
import { isBucketDomain, isRegion, regionOfOssHost } from '../../functions/settings/regions.ts';

describe('a region', () => {
  it.each(['cn-shanghai', 'ap-southeast-1', 'cn-shanghai-finance-1', 'us-west-1', 'rus-west-1'])(
    'is %s',
    (text) => {
      expect(isRegion(text)).toBe(true);
    },
  );

  it.each([
    '',
    'Shanghai',
    'cn',
    'cn-',
    'oss-cn-shanghai',
    'cn_shanghai',
    'cn-shanghai.aliyuncs.com',
    'CN-SHANGHAI',
  ])('is not %j', (text) => {
    expect(isRegion(text)).toBe(false);
  });

  it.each([
    ['oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou'],
    ['oss-cn-hangzhou-internal.aliyuncs.com', 'cn-hangzhou'],
    ['oss-cn-hangzhou.aliyuncs.com:443', 'cn-hangzhou'],
    ['oss-cn-shanghai-finance-1-pub.aliyuncs.com', 'cn-shanghai-finance-1-pub'],
    ['oss-rus-west-1.aliyuncs.com', 'rus-west-1'],
    ['cn-hangzhou.oss.aliyuncs.com', 'cn-hangzhou'],
    ['oss-cn-hangzhou.localhost:8080', 'cn-hangzhou'],
    ['oss-accelerate.aliyuncs.com', undefined],
    ['oss-accelerate-overseas.aliyuncs.com', undefined],
    ['state.example.com', undefined],
    ['127.0.0.1:8080', undefined],
  ])('of the OSS host %s is %s', (host, region) => {
    expect(regionOfOssHost(host)).toBe(region);
  });

  it('is not looked for in the domain of a bucket', () => {
    expect(
      ['bkt.oss-cn-hangzhou.aliyuncs.com', 'oss-cn-hangzhou.aliyuncs.com'].map(isBucketDomain),
    ).toEqual([true, false]);
  });
});
