/**
 * Keeps libraries and Node from printing requests with their tokens. Libraries read `DEBUG` when
 * they are loaded, later than this. Node has read `NODE_DEBUG`; its output goes to `stderr`, where
 * the function itself writes nothing.
 */
export function silenceDebugOutput(machine: NodeJS.Process): void {
  delete machine.env.DEBUG;
  if ((machine.env.NODE_DEBUG ?? '') === '') return;
  machine.stderr.write = () => true;
  // Node warns of what it would print.
  machine.removeAllListeners('warning');
}
