/**
 * Keeps libraries and Node from printing requests with their tokens. Libraries read `DEBUG` later
 * than this; Node has read `NODE_DEBUG` and prints to `stderr`, where the function writes nothing.
 */
export function silenceDebugOutput(machine: NodeJS.Process): void {
  delete machine.env.DEBUG;
  if ((machine.env.NODE_DEBUG ?? '') === '') return;
  machine.stderr.write = () => true;
  // Node warns of what it would print.
  machine.removeAllListeners('warning');
}
