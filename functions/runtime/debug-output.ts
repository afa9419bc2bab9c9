/**
 * Libraries and Node print requests with all their headers, tokens included, where the environment
 * asks them to debug. In the function they print nothing, whatever is set.
 *
 * `DEBUG` is read by libraries when they are loaded, which is later than this. `NODE_DEBUG` was
 * read when Node started; what comes of it goes to `stderr`, where the function writes nothing
 * itself.
 */
export function silenceDebugOutput(machine: NodeJS.Process): void {
  delete machine.env.DEBUG;
  if ((machine.env.NODE_DEBUG ?? '') === '') return;
  machine.stderr.write = () => true;
  // Node warns of what it would print.
  machine.removeAllListeners('warning');
}
