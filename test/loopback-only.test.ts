import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';

it('reaches nothing beyond this machine', async () => {
  const socket = connect({ host: '192.0.2.1', port: 443 });
  await expect(once(socket, 'connect')).rejects.toThrow('this machine only, not 192.0.2.1');
  await expect(fetch('https://hooks.slack.com/services/T/B/X')).rejects.toMatchObject({
    cause: new Error('tests reach this machine only, not hooks.slack.com'),
  });
});
