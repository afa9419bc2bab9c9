// Plays Function Compute's runtime for a measurement: loads the bundle and nothing else, calls its
// handler once for each message of the parent, and answers with what the call took and which
// requests it made. Plain JavaScript, so that no loader stands between Node and the bundle.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';

const [, , bundle] = process.argv;

// The bundle reaches this machine only, whatever its variables say.
const connect = Socket.prototype.connect;
Socket.prototype.connect = function connectOnLoopback(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const host = typeof first === 'object' && first !== null ? first.host : second;
  if (host !== '127.0.0.1') {
    process.nextTick(() =>
      this.destroy(new Error(`the bench reaches 127.0.0.1 only, not ${host ?? 'this'}`)),
    );
    return this;
  }
  return connect.apply(this, given);
};

let requests = [];
subscribe('http.client.response.finish', ({ request, response }) => {
  const headers = request.getHeaders();
  requests.push({
    method: request.method,
    port: response.socket.remotePort,
    path: request.path,
    action: headers['x-acs-action'],
    etag: headers['if-none-match'],
    bytes: Number(headers['content-length'] ?? 0),
  });
});

// A timer fires each minute, and so do the parent's calls, by this clock. Requests are signed with
// the real time.
const now = Date.now;
let ahead = 0;
Date.now = () => now() + ahead;

/**
 * The most memory that this process ever had, in bytes. Elsewhere than on Linux libuv's figure
 * may be a parent's.
 */
function peakMemory() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

const before = process.hrtime.bigint();
const { handler } = createRequire(import.meta.url)(bundle);
const loadMs = Number(process.hrtime.bigint() - before) / 1e6;

async function measure({ event, context, minutesAhead }) {
  ahead = minutesAhead * 60_000;
  requests = [];
  const [cpu, from] = [process.cpuUsage(), process.hrtime.bigint()];
  const outcome = await handler(Buffer.from(event), context).then(
    (summary) => ({ summary }),
    (error) => ({ error: String(error?.message ?? error) }),
  );
  const wallMs = Number(process.hrtime.bigint() - from) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  return {
    ...outcome,
    wallMs,
    cpuMs: (user + system) / 1e3,
    peakBytes: peakMemory(),
    requests,
  };
}

process.on('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
process.on('message', (call) => void measure(call).then((answer) => process.send(answer)));
process.send({ loadMs });
