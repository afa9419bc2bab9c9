import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { parseStateUrl, type StatePlace } from '../../functions/settings/state-url.ts';
import { parseWatchList } from '../../functions/settings/watch-list.ts';
import { deployerIn } from '../deployment/deployer.ts';
import { rolePolicy, trustPolicy, type Blanks } from '../deployment/policies.ts';

type Print = (line: string) => void;

const bucketOf = (place: Extract<StatePlace, { kind: 'oss' }> | undefined): Blanks['bucket'] =>
  place && { name: place.bucket, prefix: place.prefix };

/**
 * The two documents of the function's role. What the environment does not say yet stays a
 * placeholder, and is named.
 */
export function printPolicies(environment: Environment, print: Print, note: Print): void {
  const { account, region } = deployerIn(environment);
  const watched = parseWatchList(textOf(environment, 'MMS_WATCH') ?? '');
  const state = parseStateUrl(textOf(environment, 'STATE_URL') ?? 'oss://<bucket>/<prefix>');
  const place = state.kind === 'accepted' ? state.value : undefined;
  const policy = rolePolicy({
    account,
    region,
    mmsRegion: textOf(environment, 'MMS_REGION') ?? region,
    targets: watched.kind === 'accepted' ? watched.value : [],
    bucket:
      place?.kind === 'folder'
        ? undefined
        : (bucketOf(place) ?? { name: '<bucket>', prefix: '<prefix>/' }),
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
