import { describe, expect, it } from 'vitest';
import {
  acs3Signature,
  acs3Verifies,
  oss4Signature,
  parseAcs3,
  parseOss4,
} from '../../rehearsal/world/signatures.ts';

describe('the ACS3 signature', () => {
  const headers = {
    host: '127.0.0.1:33099',
    'x-acs-accesskey-id': 'AKID',
    'x-acs-action': 'ListMmsTaskLogs',
    'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-acs-credentials-provider': 'static_sts',
    'x-acs-date': '2026-11-22T23:51:47Z',
    'x-acs-security-token': 'STS',
    'x-acs-signature-nonce': 'ec9d05d49f79478c691d0219fb162112',
    'x-acs-version': '2022-01-04',
  };
  const request = {
    method: 'GET',
    path: '/api/v1/mms/datasources/2000015/tasks/4032/logs',
    query: '',
    headers,
    body: Buffer.alloc(0),
  };
  const signature = '93b31a12dc6ae0150bfdeceda127897d334f961618c2543c9ba518cef20aa7fb';
  const given = { accessKeyId: 'AKID', signedHeaders: Object.keys(headers), signature };

  it('is the one that the official client made', () => {
    expect(acs3Signature(request, Object.keys(headers), 'SECRET')).toBe(signature);
    expect(acs3Verifies(request, given, 'SECRET')).toBe(true);
  });

  it.each([
    ['another secret', request, given, 'OTHER'],
    ['another path', { ...request, path: request.path.replace('4032', '4033') }, given, 'SECRET'],
    ['another query', { ...request, query: 'pageNum=1' }, given, 'SECRET'],
    [
      'a changed header',
      { ...request, headers: { ...headers, 'x-acs-security-token': 'OTHER' } },
      given,
      'SECRET',
    ],
    ['a body that was not hashed', { ...request, body: Buffer.from('x') }, given, 'SECRET'],
    [
      'a header that is not covered',
      { ...request, headers: { ...headers, 'x-acs-extra': '1' } },
      given,
      'SECRET',
    ],
    [
      'a mandatory header left out',
      request,
      { ...given, signedHeaders: given.signedHeaders.filter((name) => name !== 'host') },
      'SECRET',
    ],
  ])('does not verify %s', (_what, changed, authorization, secret) => {
    expect(acs3Verifies(changed, authorization, secret)).toBe(false);
  });

  it('is read from the header, and only from one of this algorithm', () => {
    expect(
      parseAcs3(
        `ACS3-HMAC-SHA256 Credential=AKID,SignedHeaders=host;x-acs-date,Signature=${signature}`,
      ),
    ).toEqual({ accessKeyId: 'AKID', signedHeaders: ['host', 'x-acs-date'], signature });
    expect(parseAcs3('acs AKID:abcd')).toBeUndefined();
    expect(parseAcs3(undefined)).toBeUndefined();
  });
});

/** From tests/unit/signer/test_v4.py of aliyun/alibabacloud-oss-python-sdk-v2. */
describe('the OSS4 signature', () => {
  const headers = {
    'x-oss-head1': 'value',
    abc: 'value',
    zabc: 'value',
    xyz: 'value',
    'content-type': 'text/plain',
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
  };
  const request = {
    method: 'PUT',
    path: '/bucket/1234+-/123/1.txt',
    query: 'param1=value1&%2Bparam1=value3&%7Cparam1=value4&%2Bparam2=&%7Cparam2=&param2=',
  };
  const scope = { accessKeyId: 'ak', region: 'cn-hangzhou' };

  it.each([
    [1_702_743_657, {}, [], 'e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe'],
    [
      1_702_784_856,
      { 'x-oss-security-token': 'token' },
      [],
      'b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea',
    ],
    [
      1_702_747_512,
      {},
      ['abc', 'zabc'],
      '4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f',
    ],
  ])('is the official one of second %i', (second, more, additionalHeaders, signature) => {
    const time = new Date(second * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
    const signed = { ...request, headers: { ...headers, ...more, 'x-oss-date': time } };
    const given = { ...scope, date: time.slice(0, 8), additionalHeaders };
    expect(oss4Signature(signed, given, 'sk')).toBe(signature);
    expect(oss4Signature(signed, given, 'other')).not.toBe(signature);
    expect(oss4Signature({ ...signed, path: '/bucket/other' }, given, 'sk')).not.toBe(signature);
  });

  it('is read from the header, with or without additional headers', () => {
    const signature = 'e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe';
    const credential = 'OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aliyun_v4_request,';
    const expected = { ...scope, date: '20231216', additionalHeaders: [], signature };
    expect(parseOss4(`${credential}Signature=${signature}`)).toEqual(expected);
    expect(parseOss4(`${credential}AdditionalHeaders=abc;zabc,Signature=${signature}`)).toEqual({
      ...expected,
      additionalHeaders: ['abc', 'zabc'],
    });
    expect(parseOss4('OSS ak:c2lnbmF0dXJl')).toBeUndefined();
  });
});
