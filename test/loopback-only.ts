import { Socket } from 'node:net';

// No test reaches anything but this machine, whatever a variable or a `.env` says. Files share a
// process, where this is loaded once for each of them.
const own = Symbol.for('the way of a socket without this guard');
const connect: unknown =
  Reflect.get(Socket.prototype, own) ?? Reflect.get(Socket.prototype, 'connect');
Reflect.set(Socket.prototype, own, connect);
Reflect.set(Socket.prototype, 'connect', function onLoopback(this: Socket, ...given: unknown[]) {
  if (typeof connect !== 'function') throw new Error('a socket cannot connect');
  const options: unknown = Array.isArray(given[0]) ? given[0][0] : given[0];
  const host = hostIn(options) ?? (typeof given[1] === 'string' ? given[1] : 'localhost');
  if (isLocal(options) || isHere(host)) {
    const called: unknown = Reflect.apply(connect, this, given);
    return called;
  }
  process.nextTick(() => this.destroy(new Error(`tests reach this machine only, not ${host}`)));
  return this;
});

/** This machine, or a name that is reserved for nobody. */
const isHere = (host: string): boolean =>
  ['127.0.0.1', '::1', 'localhost'].includes(host) || /\.(?:invalid|test)$/.test(host);

/** A pipe or a socket file. */
const isLocal = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && 'path' in options && Boolean(options.path);

const hostIn = (options: unknown): string | undefined =>
  typeof options === 'object' &&
  options !== null &&
  'host' in options &&
  typeof options.host === 'string'
    ? options.host
    : undefined;
