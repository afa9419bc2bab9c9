import { describe, expect, it } from 'vitest';
import { placeVariables, stateUrl } from '../../functions/settings/places.ts';
import { parseChanged as parse, problemsOfChange, type Change } from './environment.ts';
import { problemsOf, valueOf } from './outcome.ts';

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
    const problems = problemsOfChange({ MMS_REGION: undefined, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^MMS_REGION: /);
    expect(problems[0]).toContain(words);
  });

  it('is not asked for because of an OSS endpoint that cannot be read', () => {
    const problems = problemsOfChange({
      MMS_REGION: undefined,
      MMS_ENDPOINT: 'mms.test',
      OSS_ENDPOINT: 'ftp://oss-cn-hangzhou.aliyuncs.com',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['OSS_ENDPOINT']);
  });
});

describe('STATE_URL', () => {
  it.each([
    ['oss://bucket', 'bucket', ''],
    ['oss://bucket/', 'bucket', ''],
    ['oss://bucket/alerts', 'bucket', 'alerts/'],
    ['OSS://b-1/alerts/finance/', 'b-1', 'alerts/finance/'],
    ['oss://bucket/迁移', 'bucket', '迁移/'],
    ['oss://bucket/a%20b', 'bucket', 'a%20b/'],
  ])('names a bucket: %s', (text, bucket, prefix) => {
    expect(valueOf(stateUrl, text)).toEqual({ kind: 'oss', bucket, prefix });
  });

  it.each([
    ['file:./state', './state'],
    ['file:state', 'state'],
    ['file:/var/state', '/var/state'],
    ['file:///var/my%20state', '/var/my state'],
    ['file://localhost/var/state', '/var/state'],
    ['file:/var/my state', '/var/my state'],
  ])('names a folder: %s', (text, folder) => {
    const place = valueOf(stateUrl, text);
    expect(place).toEqual({ kind: 'folder', folder });
    expect(placeVariables.STATE_URL.warnings(place)[0]).toContain('local use');
  });

  it.each([
    's3://bucket/x',
    'bucket/x',
    'oss:bucket',
    'oss://',
    'oss:///x',
    'oss://ab/x',
    'oss://Bucket/x',
    'oss://-bucket',
    'oss://bucket-',
    'oss://buc_ket',
    `oss://${'b'.repeat(64)}`,
    'oss://id:key@bucket/x',
    'oss://bucket//x',
    'oss://bucket/x//',
    'oss://bucket/./x',
    'oss://bucket/../x',
    'oss://bucket/x?y',
    'oss://bucket/x#y',
    'oss://bucket/x y',
    'oss://bucket/x\\y',
    `oss://bucket/${'x'.repeat(901)}`,
    'file:',
    'file://host/share',
    'file://',
    'file:/',
  ])('refuses %s', (text) => {
    const problems = problemsOf(stateUrl, text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).not.toContain('key');
  });
});

describe('a region', () => {
  it.each(['cn-shanghai', 'ap-southeast-1', 'cn-shanghai-finance-1', 'us-west-1', 'rus-west-1'])(
    'is %s',
    (text) => {
      expect(valueOf(placeVariables.MMS_REGION.schema, text)).toBe(text);
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
    expect(problemsOf(placeVariables.MMS_REGION.schema, text)).toEqual([
      'expected a region id such as cn-shanghai',
    ]);
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
    const { state } = parse({ OSS_ENDPOINT: host, MMS_REGION: 'cn-beijing' });
    expect(state).toMatchObject({ region: region ?? 'cn-beijing' });
  });

  it('is not looked for in the domain of a bucket, which is no endpoint', () => {
    const { schema } = placeVariables.OSS_ENDPOINT;
    expect(problemsOf(schema, 'bkt.oss-cn-hangzhou.aliyuncs.com')[0]).toContain(
      "is a bucket's own domain; expected the host without the bucket",
    );
    expect(problemsOf(schema, 'oss-cn-hangzhou.aliyuncs.com')).toEqual([]);
  });
});
