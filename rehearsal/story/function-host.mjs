// Plays Function Compute's runtime: loads the bundle and calls its handler once for each message of
// the parent. Plain JavaScript that Node runs by itself, so that no loader stands between Node and
// the bundle.
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

// The story's clock is ahead of the machine's, by more with every tick; each invocation brings by
// how much.
let ahead = 0;
const MachineDate = Date;
globalThis.Date = new Proxy(MachineDate, {
  apply: () => new MachineDate(MachineDate.now() + ahead).toString(),
  construct: (date, given, asked) =>
    Reflect.construct(date, given.length === 0 ? [MachineDate.now() + ahead] : given, asked),
  get: (date, name) => (name === 'now' ? () => MachineDate.now() + ahead : Reflect.get(date, name)),
});

// Ctrl-C reaches every process of the terminal; this one ends with its parent.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());

const { handler } = createRequire(import.meta.url)(bundle);
process.on('message', ({ event, context, clockAhead }) => {
  ahead = clockAhead;
  Promise.resolve()
    .then(() => handler(Buffer.from(event), context))
    .then(
      (summary) => ({ summary }),
      (error) => ({
        error: { name: String(error?.name), message: String(error?.message ?? error) },
      }),
    )
    .then((answer) => process.send(answer));
});
process.send('ready');
