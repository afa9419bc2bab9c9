import { describe, expect, it } from 'vitest';
import { isLoopback, parseHost } from '../../functions/settings/host-name.ts';

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
