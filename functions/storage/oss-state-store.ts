import { StateError } from '../errors.ts';
import type { StateStore } from '../ports.ts';
import { OutOfTime, requestTimeout } from '../runtime/deadline.ts';
import type { HttpAnswer } from '../runtime/http.ts';
import { redactorOf } from '../runtime/redact-credentials.ts';
import { redactError } from '../runtime/redact-error.ts';
import { backoff, retryUntil, type RetryDeps } from '../runtime/retry.ts';
import { quote } from '../runtime/service-answer.ts';
import type { Credentials } from '../settings/credentials.ts';
import { createOssClient, type Bucket, type OssCall } from './oss-client.ts';
import {
  isNoSuchKey,
  ossAdvice,
  ossFailureOf,
  OssRefusal,
  type OssOperation,
} from './oss-failure.ts';
import { checkSize } from './state-size.ts';

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
  const { bucket, prefix, credentials, clock, random } = options;
  const loadedStates: LoadedStates = options.loadedStates ?? new Map<string, LoadedState>();
  const ask = createOssClient(options, credentials);
  const redact = redactorOf(credentials);
  const keyOf = (name: string): string =>
    [...prefix.split('/'), `${name}.json`].filter((part) => part !== '').join('/');
  const locate = (name: string): string => `oss://${bucket}/${keyOf(name)}`;

  const delayBefore = (error: Error, retry: number): number | undefined =>
    ossFailureOf(error).transient && retry < retries
      ? backoff(retry, { first: retry === 0 ? 0 : 200, most: 4_000 }, random)
      : undefined;

  /** The answer, where its status is one of these; rejects with `OssRefusal` for any other. */
  const call = (oss: OssCall, expected: readonly number[], until: number): Promise<HttpAnswer> =>
    retryUntil(
      async () => {
        if (clock() >= until) throw new OutOfTime('the time was up before it could be asked');
        // A kept connection that died in silence must leave time for another try: no request takes
        // more than half of it.
        const answer = await ask(oss, requestTimeout((clock() + until) / 2, clock));
        if (expected.includes(answer.status)) return answer;
        throw new OssRefusal(answer);
      },
      { ...options, until, delayBefore },
    );

  const stateError = (error: unknown, operation: OssOperation, name: string): StateError => {
    const doing = operation === 'GetObject' ? 'could not be read' : 'could not be saved';
    const late = error instanceof OutOfTime ? ' in the time that was left in this tick' : '';
    const about = `${locate(name)} ${doing}${late}`;
    const reason = error instanceof OutOfTime ? error.cause : error;
    if (reason === undefined)
      return new StateError(`${about}: no answer; the next tick tries again`);
    const failure = ossFailureOf(reason);
    return new StateError(
      `${about}: ${quote(failure, redact)}; ${ossAdvice(failure, operation, bucket)}`,
      { cause: redactError(reason, redact) },
    );
  };

  const keep = (name: string, text: string, { etag }: HttpAnswer['headers']): void => {
    if (etag === undefined) loadedStates.delete(locate(name));
    else loadedStates.set(locate(name), { etag, text });
  };

  return {
    locate,
    load: async (name, until) => {
      const before = loadedStates.get(locate(name));
      const get: OssCall = { method: 'GET', key: keyOf(name) };
      try {
        const answer =
          before === undefined
            ? await call(get, [200], until)
            : await call({ ...get, headers: { 'if-none-match': before.etag } }, [200, 304], until);
        if (before !== undefined && answer.status === 304) return before.text;
        const text = answer.body.toString('utf8');
        keep(name, text, answer.headers);
        return text;
      } catch (error) {
        if (isNoSuchKey(ossFailureOf(error))) return undefined;
        throw stateError(error, 'GetObject', name);
      }
    },
    save: async (name, text, until) => {
      const body = Buffer.from(text);
      checkSize(locate(name), body.length, 'saved');
      try {
        const headers = { 'content-type': 'application/json' };
        const put: OssCall = { method: 'PUT', key: keyOf(name), headers, body };
        keep(name, text, (await call(put, [200], until)).headers);
      } catch (error) {
        throw stateError(error, 'PutObject', name);
      }
    },
  };
}
