import { expect, it } from 'vitest';
import { credentialsOf } from '../../functions/settings/credentials.ts';
import { parseConfiguration } from '../../functions/settings/configuration.ts';
import { deployerIn } from '../../scripts/deployment/deployer.ts';
import { linesOf } from '../../scripts/doctor/finding.ts';
import { reachable } from '../../scripts/doctor/services.ts';
import { checksOfState } from '../../scripts/doctor/state.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

it.each([
  ['oss-cn-shanghai-internal.aliyuncs.com', 'oss-cn-shanghai.aliyuncs.com', 'cn-shanghai'],
  [
    'maxcompute-vpc.eu-central-1.aliyuncs.com',
    'maxcompute.eu-central-1.aliyuncs.com',
    'eu-central-1',
  ],
  ['oss-cn-shanghai.aliyuncs.com', 'oss-cn-shanghai.aliyuncs.com', undefined],
  ['127.0.0.1:8080', '127.0.0.1:8080', undefined],
])('asks %s in public', (host, asked, region = 'cn-shanghai') => {
  const deployer = deployerIn({ FC_DEPLOY_REGION: region });
  const { endpoint, findings } = reachable('X_ENDPOINT', { protocol: 'https', host }, deployer);
  expect(endpoint.host).toBe(asked);
  expect(findings.map(({ verdict }) => verdict)).toEqual(asked === host ? [] : ['ok']);
});

it('knows that an endpoint inside Alibaba Cloud answers in its own region only', () => {
  const environment = {
    MMS_WATCH: '2000015',
    MMS_REGION: 'cn-shanghai',
    STATE_URL: 'oss://bucket/state',
    SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/x',
  };
  const deployer = deployerIn(environment);
  const credentials = credentialsOf('id', 'secret', '');
  const services = { credentials, deployer, deps: new HastyTime(), until: 0 };
  const checked = async (host: string): Promise<string> => {
    const configuration = parseConfiguration({ ...environment, OSS_ENDPOINT: host }, deployer);
    const [first = []] = await Promise.all(checksOfState(configuration, services));
    return first
      .filter(({ check }) => check === 'OSS_ENDPOINT')
      .flatMap(linesOf)
      .join(' ');
  };
  return Promise.all([
    expect(checked('oss-cn-shanghai-internal.aliyuncs.com')).resolves.toContain(
      'so oss-cn-shanghai.aliyuncs.com is asked from here',
    ),
    expect(checked('oss-cn-beijing-internal.aliyuncs.com')).resolves.toMatch(
      /^fail .*answers in cn-beijing only, and the function is deployed in cn-shanghai/,
    ),
    expect(checked('oss-cn-beijing.aliyuncs.com')).resolves.toBe(''),
  ]);
});
