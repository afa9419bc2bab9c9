import { describe, expect, it } from 'vitest';
import { endpoint, isLoopback, parseHost, tlsWarnings } from '../../functions/settings/endpoint.ts';
import { problemsOf, valueOf } from './outcome.ts';

describe('an endpoint', () => {
  it.each([
    ['maxcompute.cn-shanghai.aliyuncs.com', 'https', 'maxcompute.cn-shanghai.aliyuncs.com'],
    ['localhost:8443', 'https', 'localhost:8443'],
    ['https://host:443/', 'https', 'host'],
    ['HTTP://127.0.0.1:8080', 'http', '127.0.0.1:8080'],
    ['http://[::1]:8080', 'http', '[::1]:8080'],
  ])('may be %s', (text, protocol, host) => {
    const value = valueOf(endpoint, text);
    expect(value).toEqual({ protocol, host });
    expect(tlsWarnings(value)).toHaveLength(protocol === 'http' ? 1 : 0);
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
    expect(problemsOf(endpoint, text)[0]).toContain('host');
  });
});

describe('a host name', () => {
  it.each([
    ['smtp.example.com', 'smtp.example.com'],
    ['SMTP.Example.com.', 'smtp.example.com.'],
    ['fake_oss', 'fake_oss'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['[FE80::1]', 'fe80::1'],
    ['müller.example', 'xn--mller-kva.example'],
  ])('is taken: %s', (text, host) => {
    expect(parseHost(text)).toBe(host);
  });

  it.each([
    '',
    '-a',
    'a-',
    'a..b',
    '.a',
    'a b',
    'a\r\nb',
    'a/b',
    'a:1',
    'a@b',
    '[::g]',
    '[127.0.0.1]',
    '::1',
    `${'a'.repeat(64)}.b`,
  ])('is refused: %j', (text) => {
    expect(parseHost(text)).toBeUndefined();
  });

  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['localhost', true],
    ['oss.localhost', true],
    ['127.example.com', false],
    ['localhost.example.com', false],
    ['10.0.0.1', false],
    ['notlocalhost', false],
  ])('%s is loopback: %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  });
});
