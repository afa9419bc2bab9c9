import type OssClient from 'ali-oss';
import type { Credentials } from '../settings/credentials.ts';
import { StateError } from '../errors.ts';
import type { StateStore } from '../ports.ts';
import { redactError } from '../runtime/redact-error.ts';
import { OutOfTime, requestTimeout } from '../runtime/deadline.ts';
import { createOssClient, type Bucket } from './oss-client.ts';
import { ossAdvice, ossFailureOf, type OssOperation } from './oss-failure.ts';
import { redactorOf } from '../runtime/redact-credentials.ts';
import { backoff, retryUntil, type RetryDeps } from '../runtime/retry.ts';

export type OssStateStoreOptions = Bucket &
  RetryDeps &
  Readonly<{
    /** `''`, or a path; slashes around it do not matter. */
    prefix: string;
    credentials: Credentials;
    /** What the instance has from earlier stores; without it, each reads every state once. */
    loadedStates?: LoadedStates | undefined;
  }>;

/**
 * States as they were read or written last, by where they are kept: asked for again, OSS sends one
 * only if it is another by now.
 */
export type LoadedStates = Map<string, LoadedState>;
type LoadedState = Readonly<{ etag: string; text: string }>;

const retries = 5;

/** The states as objects of a bucket, read and written with the keys of one invocation. */
export function createOssStateStore(options: OssStateStoreOptions): StateStore {
  const {
    bucket,
    prefix,
    credentials,
    clock,
    random,
    loadedStates = new Map<string, LoadedState>(),
  } = options;
  const redact = redactorOf(credentials);
  const keyOf = (name: string): string =>
    [...prefix.split('/'), `${name}.json`].filter((part) => part !== '').join('/');
  const locate = (name: string): string => `oss://${bucket}/${keyOf(name)}`;
  let ready: Promise<OssClient> | undefined;

  const delayBefore = (error: Error, retry: number): number | undefined =>
    ossFailureOf(error).transient && retry < retries
      ? backoff(retry, { first: retry === 0 ? 0 : 200, most: 4_000 }, random)
      : undefined;

  const call = async <Answer>(
    operation: OssOperation,
    name: string,
    until: number,
    ask: (client: OssClient, timeout: number) => Promise<Answer>,
  ): Promise<Answer> => {
    const attempt = async (): Promise<Answer> => {
      if (clock() >= until) throw new OutOfTime('the time was up before it could be asked');
      const client = await (ready ??= createOssClient(options, credentials));
      // A kept connection that died in silence must leave time for another try: no request takes
      // more than half of it.
      return ask(client, requestTimeout((clock() + until) / 2, clock));
    };
    try {
      return await retryUntil(attempt, { ...options, until, delayBefore });
    } catch (error) {
      throw stateError(error, operation, name);
    }
  };

  const stateError = (
    error: unknown,
    operation: OssOperation,
    name: string,
  ): NoSuchKey | StateError => {
    const reason = error instanceof OutOfTime ? error.cause : error;
    const doing = operation === 'GetObject' ? 'could not be read' : 'could not be saved';
    const late = error instanceof OutOfTime ? ' in the time that was left in this tick' : '';
    if (reason === undefined)
      return new StateError(
        `${locate(name)} ${doing}${late}: no answer; the next tick tries again`,
      );
    const failure = ossFailureOf(reason);
    if (failure.code === 'NoSuchKey' && operation === 'GetObject') return new NoSuchKey();
    const facts = [
      ...(failure.status === undefined ? [] : [`HTTP ${failure.status}`]),
      ...(failure.requestId === '' ? [] : [`request ${failure.requestId}`]),
    ];
    const said = [failure.code, facts.length === 0 ? '' : `(${facts.join(', ')})`]
      .filter((part) => part !== '')
      .join(' ');
    const text = [said, failure.message].filter((part) => part !== '').join(': ');
    // Where a body could not be parsed, the library repeats all of it, which may be a state of some
    // megabytes.
    const cause =
      reason instanceof Error && reason.message.length <= 2_000
        ? { cause: redactError(reason, redact) }
        : undefined;
    return new StateError(
      `${locate(name)} ${doing}${late}: ${redact(text)}; ${ossAdvice(failure, operation, bucket)}`,
      cause,
    );
  };

  const keep = (name: string, text: string, answered: object): void => {
    if ('etag' in answered && typeof answered.etag === 'string')
      loadedStates.set(locate(name), { etag: answered.etag, text });
    else loadedStates.delete(locate(name));
  };

  return {
    locate,
    load: async (name, until) => {
      const before = loadedStates.get(locate(name));
      const headers = before === undefined ? {} : { 'If-None-Match': before.etag };
      try {
        const answer = await call('GetObject', name, until, (client, timeout) =>
          client.get(keyOf(name), undefined, { timeout, headers }),
        );
        if (before !== undefined && answer.res.status === 304) return before.text;
        const content: unknown = answer.content;
        const text = Buffer.isBuffer(content) ? content.toString('utf8') : '';
        keep(name, text, answer.res.headers);
        return text;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    save: async (name, text, until) => {
      const { res } = await call('PutObject', name, until, (client, timeout) =>
        client.put(keyOf(name), Buffer.from(text), {
          timeout,
          headers: { 'Content-Type': 'application/json' },
        }),
      );
      keep(name, text, res.headers);
    },
  };
}

class NoSuchKey extends Error {}
