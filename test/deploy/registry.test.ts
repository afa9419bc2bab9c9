import { expect, it } from 'vitest';
import { registryProblem } from '../../scripts/deployment/resolve.ts';

const noNetwork = (host: string): Promise<never> => Promise.reject(new Error(`ENOTFOUND ${host}`));

it('says before Serverless Devs does that its component cannot be loaded', async () => {
  expect(await registryProblem({}, noNetwork)).toBe(
    'api.devsapp.cn has no address here, so Serverless Devs cannot load its component fc3 unless it did before: check the network, or set HTTPS_PROXY',
  );
  expect(await registryProblem({}, () => Promise.resolve())).toBeUndefined();
});

it('leaves that to the proxy, where there is one', async () => {
  expect(await registryProblem({ https_proxy: 'http://proxy' }, noNetwork)).toBeUndefined();
});
