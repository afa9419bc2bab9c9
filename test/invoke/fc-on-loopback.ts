import { onTestFinished } from 'vitest';
import { FcServer } from './fc-server.ts';
import { Keyring } from '../../rehearsal/world/keyring.ts';

export const keys = {
  accessKeyId: 'STS.LoopbackKey',
  accessKeySecret: 'loopback-secret',
  securityToken: 'loopback-token',
};

export const summary = {
  tasks: 3,
  logsRead: 1,
  alerts: { failed: 1 },
  delivered: {},
  problems: [],
  durationMs: 12,
  preview: { slack: 'One task failed: orders', email: '' },
};

/** Function Compute on loopback, with a function that gives the summary. */
export async function fcOnLoopback(): Promise<
  Readonly<{ server: FcServer; events: string[]; keyring: Keyring }>
> {
  const keyring = new Keyring(keys);
  const server = new FcServer(keyring);
  await server.start();
  onTestFinished(() => server.close());
  const events: string[] = [];
  server.functions.set('mms-task-alerts', (event) => {
    events.push(event);
    return { kind: 'value', value: summary };
  });
  return { server, events, keyring };
}
