import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { stateUrl } from '../../functions/settings/places.ts';
import { watchList } from '../../functions/settings/watch-list.ts';
import { deployerIn } from '../deployment/deployer.ts';
import { rolePolicy, trustPolicy } from '../deployment/policies.ts';

type Print = (line: string) => void;

/**
 * The two documents of the function's role. What the environment does not say yet stays a
 * placeholder, and is named.
 */
export function printPolicies(environment: Environment, print: Print, note: Print): void {
  const { account, region } = deployerIn(environment);
  const place = stateUrl.safeParse(textOf(environment, 'STATE_URL') ?? '').data;
  const unknown = { name: '<bucket>', prefix: '<prefix>/' };
  const named = place?.kind === 'oss' ? { name: place.bucket, prefix: place.prefix } : unknown;
  const policy = rolePolicy({
    account,
    region,
    mmsRegion: textOf(environment, 'MMS_REGION') ?? region,
    targets: watchList.safeParse(textOf(environment, 'MMS_WATCH') ?? '').data ?? [],
    bucket: place?.kind === 'folder' ? undefined : named,
  });
  const text = JSON.stringify(policy, undefined, 2);
  print('Trust policy of the role: who may take it');
  print(JSON.stringify(trustPolicy, undefined, 2));
  print('');
  print('Permission policy of the role: what the function calls, and nothing wider');
  print(text);
  const open = [
    ...(text.includes('<account>') ? ['<account>: set AccountID or FC_DEPLOY_ROLE_ARN'] : []),
    ...(text.includes('<source>') ? ['<source>: set MMS_WATCH'] : []),
    ...(text.includes('<bucket>') ? ['<bucket> and <prefix>: set STATE_URL'] : []),
  ];
  for (const line of open) note(`not known yet: ${line}`);
}
