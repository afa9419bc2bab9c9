import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  adviceOnEndpoint,
  ask,
  NoAnswer,
  type HttpAnswer,
  type HttpRequest,
} from '../../functions/runtime/http.ts';
import { retryUntil } from '../../functions/runtime/retry.ts';

let answer: RequestListener;
let server: Server;
/** Bytes that went out to the last caller. */
let sent: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const portOf = (listening: { address: () => AddressInfo | string | null }): number =>
  (listening.address() as AddressInfo).port;

const get = (more: Partial<HttpRequest> = {}, port = portOf(server)): Promise<HttpAnswer> =>
  ask({
    method: 'GET',
    url: new URL(`http://127.0.0.1:${port}/`),
    headers: {},
    timeoutMs: 5_000,
    largest: 1_000,
    ...more,
  });

const codeOf = async (asked: Promise<HttpAnswer>): Promise<string> =>
  asked.then(
    () => 'an answer',
    (error: unknown) => (error instanceof NoAnswer ? error.code : String(error)),
  );

/** Sends for as long as somebody reads. */
const endless =
  (status: number): RequestListener =>
  (_, response) => {
    sent = 0;
    response.writeHead(status);
    const piece = Buffer.alloc(16_384, 'x');
    const send = (): void => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
    };
    response.on('drain', send);
    send();
  };

/** As work does that takes the whole of a small processor. */
function keepBusyUntil(end: number): void {
  while (performance.now() < end);
}

describe('one request', () => {
  it('takes an answer that came in time, though the thread was busy until after that', async () => {
    const timeoutMs = 500;
    const from = performance.now();
    answer = (_, response) => {
      response.end('here', () => {
        keepBusyUntil(from + timeoutMs + 50);
      });
    };
    const answered = await retryUntil(() => get({ timeoutMs }), {
      clock: Date.now,
      sleep: () => Promise.reject(new Error('nobody waits')),
      random: () => 0,
      until: Date.now() + timeoutMs,
      delayBefore: () => undefined,
    });
    expect(answered.body.toString()).toBe('here');
  });

  it('gives status, headers and body, whatever the status', async () => {
    for (const status of [200, 204, 302, 404, 503]) {
      answer = (_, response) => response.writeHead(status, { 'x-a': 'b' }).end('hello');
      const { headers, body, ...rest } = await get();
      expect(rest).toEqual({ status });
      expect(headers['x-a']).toBe('b');
      expect(body.toString()).toBe(status === 204 ? '' : 'hello');
    }
  });

  it('sends what it is given', async () => {
    answer = (request, response) => {
      request.pipe(response.writeHead(200, { path: request.url, it: request.headers.it }));
    };
    const { headers, body } = await get({
      method: 'PUT',
      url: new URL(`http://127.0.0.1:${portOf(server)}/a%20b?c=d`),
      headers: { it: 'came' },
      body: Buffer.from('what was put'),
    });
    expect([headers.path, headers.it, body.toString()]).toEqual([
      '/a%20b?c=d',
      'came',
      'what was put',
    ]);
  });

  it('reads a body to the last byte that it may have, and not one more', async () => {
    answer = (_, response) => response.end('x'.repeat(1_000));
    expect((await get()).body).toHaveLength(1_000);
    answer = (_, response) => response.end('x'.repeat(1_001));
    await expect(get()).rejects.toThrow('the answer is larger than 1 KB');
  });

  it('takes no more of an endless body than it may have', async () => {
    answer = endless(200);
    expect(await codeOf(get({ largest: 100_000 }))).toBe('too large');
    // What is on the way in the sockets' buffers comes on top.
    expect(sent).toBeLessThan(20_000_000);
  });

  it('takes the beginning of an endless refusal', async () => {
    answer = endless(500);
    const { status, body } = await get();
    expect(status).toBe(500);
    expect(body.length).toBeLessThanOrEqual(65_536);
  });

  it('hands the pieces of a 200 on, and keeps none', async () => {
    const pieces: Buffer[] = [];
    const take = (piece: Buffer): void => {
      pieces.push(piece);
    };
    answer = (_, response) => response.end('x'.repeat(300_000));
    const { body } = await get({ take, largest: 300_000 });
    expect([Buffer.concat(pieces).length, body.length]).toEqual([300_000, 0]);
    answer = (_, response) => response.writeHead(403).end('no');
    expect((await get({ take })).body.toString()).toBe('no');
  });

  it('ends with the error of who takes the pieces', async () => {
    answer = endless(200);
    const take = (): void => {
      throw new SyntaxError('this is no JSON');
    };
    await expect(get({ take, largest: 1_000_000 })).rejects.toThrow('this is no JSON');
  });
});

describe('no answer', () => {
  it('is told when the time is up, also while the body drips', async () => {
    answer = () => undefined;
    expect(await codeOf(get({ timeoutMs: 50 }))).toBe('timeout');
    answer = (_, response) => {
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => {
        clearInterval(drip);
      });
    };
    expect(await codeOf(get({ timeoutMs: 50 }))).toBe('timeout');
  });

  it('is told when the connection breaks, before or within the answer', async () => {
    answer = (request) => request.socket.destroy();
    expect(await codeOf(get())).toBe('ECONNRESET');
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': 500 }).write('half', () => {
        request.socket.destroy();
      });
    };
    expect(await codeOf(get())).toBe('ECONNRESET');
  });

  it('is told when what comes is not HTTP', async () => {
    const mumbler = createTcpServer((socket) => socket.end('220 mail.example.test ESMTP\r\n'));
    await new Promise<void>((resolve) => {
      mumbler.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      mumbler.close();
    });
    expect(await codeOf(get({}, portOf(mumbler)))).toBe('not HTTP');
  });

  it('is told when nobody listens', async () => {
    expect(await codeOf(get({}, 9))).toBe('ECONNREFUSED');
  });
});

describe('advice on an endpoint', () => {
  it.each([
    ['ENOTFOUND', '', 'this host has no address: check X'],
    ['ECONNREFUSED', '', "the host cannot be reached: check X and the function's network"],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', '', 'the server speaks no TLS from 1.2 on: check X'],
    ['EPROTO', 'alert protocol version', 'the server speaks no TLS from 1.2 on: check X'],
    [
      'EPROTO',
      'SSL routines:wrong version number',
      'the server speaks no TLS on this port: check X',
    ],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', '', "the server's certificate does not fit: check X"],
    ['CERT_HAS_EXPIRED', '', "the server's certificate does not fit: check X"],
    ['timeout', '', undefined],
    ['ECONNRESET', '', undefined],
  ])('of %s %s', (code, message, advice) => {
    expect(adviceOnEndpoint(new NoAnswer(code, message), 'X')?.en).toBe(advice);
  });

  it('of a server that speaks no TLS', async () => {
    const url = new URL(`https://localhost:${portOf(server)}/`);
    const error: unknown = await get({ url }).catch((thrown: unknown) => thrown);
    expect(error instanceof NoAnswer && adviceOnEndpoint(error, 'X')?.en).toBe(
      'the server speaks no TLS on this port: check X',
    );
  });
});
