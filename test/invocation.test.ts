import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, InvocationError } from '../functions/errors.ts';
import { parseContext, parseEvent } from '../functions/invocation.ts';

const timer = (payload?: unknown, more: object = {}): string =>
  JSON.stringify({
    triggerTime: '2026-11-22T14:03:00Z',
    triggerName: 'every-minute',
    payload,
    ...more,
  });

describe('an event', () => {
  it.each([
    ['no bytes', ''],
    ['blanks', ' \r\n'],
    ['an empty object', '{}'],
    ['a timer without payload', timer()],
    ['a timer with an empty payload', timer('')],
    ['a timer with a blank payload', timer('  ')],
    ['a timer whose payload is null', timer(null)],
    ['a timer whose payload is an empty object', timer('{}')],
    [
      'a timer with fields that the platform added',
      timer('', { triggerId: 'x', region: { id: 1 } }),
    ],
  ])('is a tick: %s', (_, text) => {
    for (const event of [text, Buffer.from(text), new TextEncoder().encode(text)]) {
      expect(parseEvent(event)).toEqual({ dryRun: false });
    }
  });

  it.each([
    ['from a console', '{"dryRun":true}'],
    ['with a line break after it', '{ "dryRun": true }\n'],
    ['with a byte order mark', '\uFEFF{"dryRun":true}'],
    ['by the timer', timer('{"dryRun":true}')],
    ['by the timer, with blanks', timer(' { "dryRun" : true } ')],
  ])('asks for a dry run: %s', (_, text) => {
    expect(parseEvent(Buffer.from(text))).toEqual({ dryRun: true });
  });

  it('is read where it stands in a larger buffer', () => {
    const bytes = new TextEncoder().encode('xx{"dryRun":true}yy');
    expect(parseEvent(bytes.subarray(2, -2))).toEqual({ dryRun: true });
  });

  it.each([
    ['text', 'awesome-fc'],
    ['half of it', '{"dryRun":tr'],
    ['null', 'null'],
    ['an array', '[]'],
    ['a number', '0'],
    ['a string', '"{}"'],
    ['a word for true', '{"dryRun":"true"}'],
    ['dryRun false', '{"dryRun":false}'],
    ['a misspelt key', '{"dryrun":true}'],
    ['a key too many', '{"dryRun":true,"force":true}'],
    ['half a timer event', '{"triggerName":"every-minute"}'],
    ['a timer with a dryRun that it would not hear', timer('', { dryRun: true })],
    ['a timer whose payload is a word', timer('awesome-fc')],
    ['a timer whose payload is no string', timer({ dryRun: true })],
    ['a timer whose payload is misspelt', timer('{"dryrun":true}')],
    ['a timer in a timer', timer(timer(''))],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['a parsed object', { dryRun: true }],
    ['nothing where the platform gives bytes', undefined],
    ['null', null],
  ])('is refused: %s', (_, event) => {
    expect(() => parseEvent(event)).toThrow(InvocationError);
    expect(() => parseEvent(event)).toThrow(/expected a timer event .*\{"dryRun":true\}/);
  });

  it('is not repeated in its refusal', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const refuse = (): unknown => parseEvent(`{"hunter2":${json}}`);
        expect(refuse).toThrow(InvocationError);
        expect(refuse).not.toThrow(/hunter2/);
      }),
    );
  });
});

describe('a context', () => {
  const platform = {
    requestId: '1-abc',
    region: 'cn-shanghai',
    function: { name: 'mms-task-alerts', handler: 'index.handler', memory: 256, timeout: 50 },
    credentials: {
      accessKeyId: 'STS.one',
      accessKeySecret: 'secret-one',
      securityToken: 'token-one',
    },
    logger: { info: (): void => undefined },
  };
  const trio = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIenv',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-env',
    ALIBABA_CLOUD_SECURITY_TOKEN: 'token-env',
  };
  const keysOf = (
    context: unknown,
    environment: Readonly<Record<string, string>>,
  ): readonly unknown[] => {
    const { accessKeyId, accessKeySecret, securityToken } = parseContext(
      context,
      environment,
    ).credentials;
    return [accessKeyId, accessKeySecret.reveal(), securityToken?.reveal()];
  };

  it('tells who calls, where, and for how long', () => {
    expect(parseContext(platform, {})).toMatchObject({
      requestId: '1-abc',
      region: 'cn-shanghai',
      functionName: 'mms-task-alerts',
      timeoutMs: 50_000,
    });
  });

  it('brings the credentials of this invocation, whatever the environment kept', () => {
    expect(keysOf(platform, trio)).toEqual(['STS.one', 'secret-one', 'token-one']);
  });

  it.each([
    ['no context', undefined],
    ['no credentials', { ...platform, credentials: undefined }],
    ['empty ones', { credentials: { accessKeyId: '', accessKeySecret: '', securityToken: '' } }],
    ['a key without its secret', { credentials: { accessKeyId: 'STS.one', accessKeySecret: ' ' } }],
    ['credentials of another shape', { credentials: 'none' }],
  ])('leaves the credentials to the environment where it has %s', (_, context) => {
    expect(keysOf(context, trio)).toEqual(['LTAIenv', 'secret-env', 'token-env']);
  });

  it('needs no token for keys that last', () => {
    const { ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET } = trio;
    const environment = {
      ALIBABA_CLOUD_ACCESS_KEY_ID,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET,
      ALIBABA_CLOUD_SECURITY_TOKEN: '',
    };
    expect(keysOf({}, environment)).toEqual(['LTAIenv', 'secret-env', undefined]);
  });

  it.each([
    [{}],
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIenv' }],
    [{ ...trio, ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }],
  ])('is refused where nobody holds credentials: %j', (environment) => {
    expect(() => parseContext({ ...platform, credentials: {} }, environment)).toThrow(
      ConfigurationError,
    );
    expect(() => parseContext(undefined, environment)).toThrow(/role.*ALIBABA_CLOUD_ACCESS_KEY_ID/);
  });

  it.each([
    [50, 50_000],
    ['50', 50_000],
    [2.5, 2500],
    [undefined, 50_000],
    [0, 50_000],
    [-1, 50_000],
    ['soon', 50_000],
    [null, 50_000],
  ])('gives the time as %j seconds', (timeout, ms) => {
    expect(parseContext({ function: { timeout } }, trio).timeoutMs).toBe(ms);
  });

  it('may hold nothing that we know', () => {
    expect(parseContext({ function: null, region: 7, requestId: '' }, trio)).toMatchObject({
      region: undefined,
      requestId: undefined,
      functionName: undefined,
    });
  });

  it('does not show its secrets', () => {
    expect(JSON.stringify(parseContext(platform, {}))).not.toMatch(/secret-one|token-one/);
  });
});
