import { describe, expect, it } from 'vitest';
import { causeFamilies } from '../../functions/cause/families.ts';
import { remedies } from '../../functions/cause/remedies.ts';
import { causeOf } from '../../functions/cause/cause-of.ts';

describe('a remedy', () => {
  it.each(causeFamilies)('for %s is one line in each language', (family) => {
    const { advice, link } = remedies[family];
    for (const line of Object.values(advice)) {
      expect(line).toMatch(/^\S[^\n]{10,140}[.。]$/u);
    }
    expect(advice.zh).toMatch(/\p{Script=Han}/u);
    if (link !== undefined) expect(new URL(link).host).toMatch(/^(?:www\.|help\.)?(?:alibabacloud|aliyun)\.com$/);
  });
});

describe('no remedy is told', () => {
  it.each([
    'java.lang.NullPointerException',
    'Executor heartbeat timed out after 278220 ms',
    'Lock wait timeout exceeded; try restarting transaction',
    'canceling statement due to statement timeout',
    'ODPS-0130161:[1,10] Parse exception - invalid token \'as\'',
    'The bucket you are attempting to access must be addressed using the specified endpoint. AccessDenied',
    'hive Count: 10, odps Count: -1',
    'be stopped',
    '',
  ])('for %j', (text) => {
    expect(causeOf(text).family).toBeUndefined();
  });
});

describe('the plainer cause decides', () => {
  it.each([
    ['throttled', 'Exceeded rate limits, PERMISSION_DENIED, code 403'],
    ['credentials', "Access denied for user 'etl'@'10.0.0.1' (using password: YES)"],
    ['no-privilege', "Access denied for user 'etl'@'%' to database 'sales'"],
    ['disk', 'The DiskSpace quota of /user/etl is exceeded'],
    ['schema-mismatch', 'ERROR: column "amt" does not exist'],
    ['not-found', 'ERROR: relation "public.orders" does not exist'],
    ['unsupported', 'TIMESTAMP type is not enabled in current mode'],
    ['out-of-memory', 'Container killed on request. Exit code is 137'],
    ['row-counts', '校验失败：源表行数 1000，目标表行数 998'],
    ['source-unreachable', 'java.net.NoRouteToHostException: No route to host'],
    ['quota', 'Quota exceeded: Your project exceeded quota for free query bytes scanned.'],
  ])('%s: %s', (family, text) => {
    expect(causeOf(text).family).toBe(family);
  });
});
