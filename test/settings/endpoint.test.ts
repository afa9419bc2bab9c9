import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../functions/settings/endpoint.ts';
import { problemsOf, valueOf, warningsOf } from './outcome.ts';

describe('an endpoint', () => {
  it.each([
    ['maxcompute.cn-shanghai.aliyuncs.com', 'https', 'maxcompute.cn-shanghai.aliyuncs.com'],
    ['localhost:8443', 'https', 'localhost:8443'],
    ['https://host:443/', 'https', 'host'],
    ['HTTP://127.0.0.1:8080', 'http', '127.0.0.1:8080'],
    ['http://[::1]:8080', 'http', '[::1]:8080'],
  ])('may be %s', (text, protocol, host) => {
    const parsed = parseEndpoint(text);
    expect(valueOf(parsed)).toEqual({ protocol, host });
    expect(warningsOf(parsed)).toHaveLength(protocol === 'http' ? 1 : 0);
  });

  it.each([
    '',
    'ftp://host',
    'https://',
    'https://host/api',
    'host/api',
    'https://host?x=1',
    'https://host#x',
    'https://u:p@host',
    'u@host',
    'host:99999',
    'a b',
    'https://-x',
  ])('may not be %j', (text) => {
    expect(problemsOf(parseEndpoint(text))[0]).toContain('host');
  });
});
