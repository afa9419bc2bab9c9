import { StateError } from '../errors.ts';
import type { StateStore } from '../ports.ts';
import type { HttpAnswer } from '../runtime/http.ts';
import { createRedactor, redactError } from '../runtime/redaction.ts';
import { OutOfTime } from '../runtime/retry.ts';
import { quote } from '../runtime/service-answer.ts';
import { secretsOf } from '../settings/credentials.ts';
import { createOssClient, type OssClientOptions } from './oss-client.ts';
import { isNoSuchKey, ossAdvice, ossFailureOf, type OssOperation } from './oss-failure.ts';
import { checkSize } from './state-size.ts';

/** As read or written last, by location: OSS sends a state only if it has changed. */
export type LoadedStates = Map<string, LoadedState>;
type LoadedState = Readonly<{ etag: string; bytes: Buffer }>;

type OssStateStoreOptions = OssClientOptions &
  Readonly<{
    /** `''`, or ends in `/`. */
    prefix: string;
    loadedStates?: LoadedStates | undefined;
  }>;

export function createOssStateStore(options: OssStateStoreOptions): StateStore {
  const { bucket, prefix, credentials } = options;
  const loadedStates: LoadedStates = options.loadedStates ?? new Map<string, LoadedState>();
  const call = createOssClient(options);
  const keyOf = (name: string): string => `${prefix}${name}.json`;
  const locate = (name: string): string => `oss://${bucket}/${keyOf(name)}`;

  const stateError = (error: unknown, operation: OssOperation, name: string): StateError => {
    const doing = operation === 'GetObject' ? 'could not be read' : 'could not be saved';
    const late = error instanceof OutOfTime ? ' in the time that was left in this tick' : '';
    const about = `${locate(name)} ${doing}${late}`;
    const reason = error instanceof OutOfTime ? error.cause : error;
    if (reason === undefined)
      return new StateError(`${about}: no answer; the next tick tries again`);
    const redact = createRedactor(secretsOf(credentials));
    const failure = ossFailureOf(reason);
    const advice = ossAdvice(failure, operation, bucket);
    const cause = redactError(reason, redact);
    return new StateError(`${about}: ${quote(failure, redact)}; ${advice}`, { cause });
  };

  const keep = (name: string, bytes: Buffer, { etag }: HttpAnswer['headers']): void => {
    if (etag === undefined) loadedStates.delete(locate(name));
    else loadedStates.set(locate(name), { etag, bytes });
  };

  return {
    locate,
    load: async (name, until) => {
      const before = loadedStates.get(locate(name));
      const headers = before === undefined ? {} : { 'if-none-match': before.etag };
      try {
        const answer = await call({ method: 'GET', key: keyOf(name), headers }, until);
        if (before !== undefined && answer.status === 304) return before.bytes;
        keep(name, answer.body, answer.headers);
        return answer.body;
      } catch (error) {
        if (isNoSuchKey(ossFailureOf(error))) return undefined;
        throw stateError(error, 'GetObject', name);
      }
    },
    save: async (name, body, until) => {
      checkSize(locate(name), body.length, 'saved');
      const headers = { 'content-type': 'application/json' };
      try {
        const answer = await call({ method: 'PUT', key: keyOf(name), headers, body }, until);
        keep(name, body, answer.headers);
      } catch (error) {
        throw stateError(error, 'PutObject', name);
      }
    },
  };
}
