// Plays Function Compute's runtime: loads the bundle, calls its handler once for each message of
// the parent, and answers with what came of it, what it took and which requests it made. Plain
// JavaScript, so that no loader stands between Node and the bundle.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';

const [, , bundle] = process.argv;

// Whatever the bundle is told or does: from here only this machine can be reached.
const connect = Socket.prototype.connect;
Socket.prototype.connect = function connectOnLoopback(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const host = typeof first === 'object' && first !== null ? first.host : second;
  if (host === '127.0.0.1') return connect.apply(this, given);
  process.nextTick(() =>
    this.destroy(new Error(`the rehearsal reaches 127.0.0.1 only, not ${host ?? 'this'}`)),
  );
  return this;
};

// The function's clock is ahead of the machine's; requests are signed with the real time.
const now = Date.now;
let ahead = 0;
Date.now = () => now() + ahead;

let requests = [];
subscribe('http.client.response.finish', ({ request, response }) => {
  const { method, path } = request;
  requests.push({ method, path, port: response.socket.remotePort, headers: request.getHeaders() });
});

/** The most memory that this process ever had, in bytes; beside Linux, libuv may give a parent's. */
function peakMemory() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

const { handler } = createRequire(import.meta.url)(bundle);

async function invoke({ event, context, clockAhead }) {
  ahead = clockAhead;
  requests = [];
  const [cpu, from] = [process.cpuUsage(), process.hrtime.bigint()];
  const outcome = await (async () => handler(Buffer.from(event), context))().then(
    (summary) => ({ kind: 'accepted', summary }),
    (error) => ({
      kind: 'rejected',
      name: String(error?.name),
      message: String(error?.message ?? error),
    }),
  );
  const wallMs = Number(process.hrtime.bigint() - from) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  return { outcome, wallMs, cpuMs: (user + system) / 1e3, peakBytes: peakMemory(), requests };
}

// Ctrl-C reaches every process of the terminal; this one ends with its parent.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (call) => void invoke(call).then((answer) => process.send(answer)));
process.send('ready');
