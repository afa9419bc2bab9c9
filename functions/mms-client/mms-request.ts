import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import { parseExactly } from '../runtime/json.ts';
import { loadOpenApi } from './openapi-client.ts';
import { isRecord } from '../runtime/json.ts';

/**
 * A read of the API. There are no others: `DeleteMmsJob` is a POST on the very path of `GetMmsJob`.
 */
export type MmsCall = Readonly<{
  action: 'ListMmsTasks' | 'ListMmsJobs' | 'GetMmsTask' | 'ListMmsTaskLogs';
  pathname: string;
  query: Readonly<Record<string, string>>;
}>;

/** Asks once and gives the parsed body. Rejects with whatever went wrong; `failureOf` reads it. */
export type MmsRequest = (call: MmsCall, timeoutMs: number) => Promise<unknown>;

/** A whole answer that is none to the question: not 200, or 200 around an error. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly statusCode: number;
  readonly data: unknown;
  constructor(statusCode: number, data: unknown) {
    super('it is no answer to the question');
    this.statusCode = statusCode;
    this.data = data;
  }
}

/**
 * `host` may carry a port. The body is taken as text, since the library would round ids beyond
 * 2^53.
 */
export function createMmsRequest(endpoint: Endpoint, credentials: Credentials): MmsRequest {
  let ready: ReturnType<typeof connect> | undefined;
  return async (call, timeoutMs) => {
    ready ??= connect(endpoint, credentials);
    const { client, OpenApiRequest, Params, RuntimeOptions } = await ready;
    const params = new Params({
      action: call.action,
      version: '2022-01-04',
      protocol: 'HTTPS',
      method: 'GET',
      authType: 'AK',
      style: 'ROA',
      pathname: call.pathname,
      reqBodyType: 'json',
      bodyType: 'string',
    });
    const options = new RuntimeOptions({
      readTimeout: timeoutMs,
      connectTimeout: timeoutMs,
      autoretry: false,
    });
    const answer: unknown = await client.callApi(
      params,
      new OpenApiRequest({ query: { ...call.query } }),
      options,
    );
    return bodyOf(answer);
  };
}

async function connect(
  { protocol, host }: Endpoint,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
) {
  const library = await loadOpenApi();
  const client = new library.Client(
    new library.Config({
      endpoint: host,
      protocol,
      accessKeyId,
      accessKeySecret: accessKeySecret.reveal(),
      securityToken: securityToken?.reveal(),
    }),
  );
  return { ...library, client };
}

/** The library throws for 4xx and 5xx only, so anything else that is not 200 is found here. */
function bodyOf(answer: unknown): unknown {
  const { statusCode, body } = answer as Readonly<{ statusCode: number; body: string }>;
  if (statusCode !== 200) throw new UnexpectedAnswer(statusCode, undefined);
  const parsed = parseExactly(body);
  if (!isRecord(parsed)) throw new SyntaxError('the body is JSON, but no object');
  if (!('data' in parsed) && ('code' in parsed || 'Code' in parsed))
    throw new UnexpectedAnswer(statusCode, parsed);
  return parsed;
}
