import { describe, expect, it } from 'vitest';
import { parseStateUrl } from '../../functions/settings/state-url.ts';
import { problemsOf, valueOf, warningsOf } from './outcome.ts';

describe('STATE_URL', () => {
  it.each([
    ['oss://bucket', 'bucket', ''],
    ['oss://bucket/', 'bucket', ''],
    ['oss://bucket/alerts', 'bucket', 'alerts/'],
    ['OSS://b-1/alerts/finance/', 'b-1', 'alerts/finance/'],
    ['oss://bucket/迁移', 'bucket', '迁移/'],
    ['oss://bucket/a%20b', 'bucket', 'a%20b/'],
  ])('names a bucket: %s', (text, bucket, prefix) => {
    expect(valueOf(parseStateUrl(text))).toEqual({ kind: 'oss', bucket, prefix });
  });

  it.each([
    ['file:./state', './state'],
    ['file:state', 'state'],
    ['file:/var/state', '/var/state'],
    ['file:///var/my%20state', '/var/my state'],
    ['file://localhost/var/state', '/var/state'],
    ['file:/var/my state', '/var/my state'],
  ])('names a folder: %s', (text, folder) => {
    const parsed = parseStateUrl(text);
    expect(valueOf(parsed)).toEqual({ kind: 'folder', folder });
    expect(warningsOf(parsed)[0]).toContain('local use');
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
    const problems = problemsOf(parseStateUrl(text));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).not.toContain('key');
  });
});
