import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  badGateway,
  onOperation,
  throttled,
  tooManyRequests,
  type Call,
  type Fault,
} from '../../rehearsal/world/fault.ts';
import type { HttpAnswer, HttpRequest } from '../../rehearsal/world/http-message.ts';
import { LoopbackServer } from '../../rehearsal/world/loopback-server.ts';

/** Counts what it was asked to add, and answers with the sum. */
class Adder extends LoopbackServer {
  sum = 0;

  protected override operationOf({ path }: HttpRequest): string {
    return `Add ${path.slice(1)}`;
  }

  protected override handle({ path }: HttpRequest): HttpAnswer {
    if (path === '/broken') throw new Error('no number');
    this.sum += Number(path.slice(1));
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sum: this.sum }),
    };
  }
}

type Reply = Readonly<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>;

let adder: Adder;
let agent: Agent;

beforeEach(async () => {
  agent = new Agent({ keepAlive: true });
  adder = new Adder();
  await adder.start();
});

afterEach(async () => {
  agent.destroy();
  await adder.close();
});

function add(number: number | string, signal?: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${adder.url}/${number}`,
      { agent, ...(signal === undefined ? {} : { signal }) },
      (response) => {
        const { statusCode: status = 0, headers } = response;
        text(response).then((body) => {
          resolve({ status, headers, body });
        }, reject);
      },
    );
    sent.on('error', reject).end();
  });
}

const once = (fault: Fault): void => {
  adder.fault = onOperation('Add', fault, 1);
};
const underWay = async (calls = 1): Promise<void> => {
  while (adder.journal.inFlight < calls) await new Promise(setImmediate);
};

describe('a fault of a loopback server', () => {
  it.each([
    ['reset', { kind: 'reset' }, 0],
    ['reset after it was applied', { kind: 'reset', applied: true }, 5],
    ['broken off in the middle of the answer', { kind: 'broken-off' }, 5],
  ] as const)('can be a connection that is %s', async (_what, fault, sum) => {
    once(fault);
    await expect(add(5)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(adder.sum).toBe(sum);
    expect(adder.journal.entries[0]?.outcome).toBe(fault.kind);
    expect((await add(1)).status).toBe(200);
  });

  it.each([
    ['nothing', { kind: 'hang' }, 0],
    ['nothing, though it was applied', { kind: 'hang', applied: true }, 5],
    ['half of the body', { kind: 'stalled' }, 5],
  ] as const)(
    'can be an answer of which %s comes, for as long as the client waits',
    async (_what, fault, sum) => {
      once(fault);
      const patience = new AbortController();
      const asked = add(5, patience.signal);
      await underWay();
      patience.abort();
      await expect(asked).rejects.toThrow();
      expect(adder.sum).toBe(sum);
    },
  );

  it.each([
    ['a gateway that reaches nothing', badGateway, 502, 'text/html', '<h1>502 Bad Gateway</h1>'],
    ['flow control', throttled, 400, 'application/json', '"Code":"Throttling.User"'],
    ['a request for patience', tooManyRequests(7), 429, 'application/json', '"retry_after":7'],
    ['an empty body', { kind: 'answer', status: 200, body: '' }, 200, undefined, ''],
  ] as const)('can be %s', async (...[, fault, status, type, body]) => {
    once(fault);
    const reply = await add(5);
    expect(reply).toMatchObject({ status, body: expect.stringContaining(body) as string });
    expect(reply.headers['content-type']).toBe(type);
    expect(adder.sum).toBe(0);
  });

  it('can say how long to wait in a header', async () => {
    once(tooManyRequests(7));
    expect((await add(5)).headers['retry-after']).toBe('7');
  });

  it('can be an answer that hides that it was applied', async () => {
    once({ kind: 'answer', status: 503, applied: true });
    expect((await add(5)).status).toBe(503);
    expect(adder.sum).toBe(5);
  });

  it('can be half of an answer that claims to be whole', async () => {
    once({ kind: 'truncated' });
    expect(await add(5)).toMatchObject({ status: 200, body: '{"su' });
  });

  it('can be a delay, before an honest answer or another fault', async () => {
    once({ kind: 'delay', ms: 30 });
    const began = performance.now();
    expect((await add(5)).body).toBe('{"sum":5}');
    expect(performance.now() - began).toBeGreaterThanOrEqual(29);
    once({ kind: 'delay', ms: 1, then: { kind: 'reset' } });
    await expect(add(5)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('can be a server that is gone, until it comes back on the same port', async () => {
    once({ kind: 'down' });
    await expect(add(5)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(add(5)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await adder.start();
    expect((await add(5)).body).toBe('{"sum":5}');
  });

  it('is chosen by what the call is', async () => {
    const calls: Call[] = [];
    adder.fault = (call) => {
      calls.push(call);
      return call.operation === 'Add 2' && call.attempt === 2 ? { kind: 'reset' } : undefined;
    };
    await add(2);
    await add(3);
    await expect(add(2)).rejects.toThrow();
    await add(2);
    expect(calls).toMatchObject([
      { operation: 'Add 2', ordinal: 1, attempt: 1, target: '/2' },
      { operation: 'Add 3', ordinal: 2, attempt: 1 },
      { operation: 'Add 2', ordinal: 3, attempt: 2 },
      { operation: 'Add 2', ordinal: 4, attempt: 3 },
    ]);
  });
});

describe('a loopback server', () => {
  it('keeps a journal of its calls and of how many were under way at once', async () => {
    adder.fault = ({ ordinal }) => (ordinal <= 3 ? { kind: 'hang' } : undefined);
    const patience = new AbortController();
    const hanging = [1, 2, 3].map((number) => add(number, patience.signal));
    await underWay(3);
    patience.abort();
    await Promise.allSettled(hanging);
    while (adder.journal.inFlight > 0) await new Promise(setImmediate);
    await add(4);
    expect(adder.journal.peakInFlight).toBe(3);
    expect(adder.journal.inFlight).toBe(0);
    expect(adder.journal.count('Add')).toBe(4);
    expect(adder.journal.entries.at(-1)).toMatchObject({
      operation: 'Add 4',
      ordinal: 4,
      attempt: 1,
      outcome: '200',
    });
  });

  it('resets the connections that it kept when their next request comes, as after a long sleep of the client', async () => {
    await add(1);
    adder.resetKeptConnectionsOnUse();
    await expect(add(1)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await add(1)).body).toBe('{"sum":2}');
  });

  it('closes though clients still wait', async () => {
    adder.fault = () => ({ kind: 'hang' });
    const asked = expect(add(1)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await underWay();
    await adder.close();
    await asked;
  });

  it('does not hide its own mistakes', async () => {
    expect(await add('broken')).toMatchObject({ status: 500, body: 'mistake: Error: no number' });
  });
});
