import { expect, it, onTestFinished } from 'vitest';
import { Deployment } from '../support/deployment.ts';
import { checkHostileRows } from './hostile-rows.ts';

it('whatever stands in a log row neither pings, formats, injects nor leaks, in many more rows', async () => {
  const deployed = await Deployment.start();
  onTestFinished(() => deployed.world.close());
  expect((await deployed.invoke()).problems).toEqual([]);
  await checkHostileRows(deployed, 25);
}, 600_000);
