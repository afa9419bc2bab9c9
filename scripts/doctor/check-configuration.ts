import type { Configuration } from '../../functions/settings/configuration.ts';
import type { Environment } from '../../functions/settings/environment.ts';
import { parseConfiguration } from '../../functions/settings/configuration.ts';
import { targetName } from '../../functions/mms/target.ts';
import { ConfigurationError } from '../../functions/errors.ts';
import type { ChannelName } from '../../functions/ports.ts';
import type { Deployer } from '../deployment/deployer.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

export type Checked<Value> = Readonly<{ value: Value | undefined; findings: readonly Finding[] }>;

/**
 * Whether the function would understand what it is sent; `expanded` names variables that `.env` and
 * its `$` changed.
 */
export function checkConfiguration(
  environment: Environment,
  { region }: Deployer,
  expanded: readonly string[],
): Checked<Configuration> {
  const trap = expanded.map((name) =>
    warn(
      'configuration',
      `${name}: its $ in .env was expanded, as Serverless Devs does it`,
      'for a $ write %24',
    ),
  );
  try {
    const value = parseConfiguration(environment, { region });
    const channels = listed(channelsOf(value));
    const watched = value.targets.map(targetName).join(', ');
    const found = `watches ${watched}; tells ${channels}; remembers in ${placeOf(value)}`;
    const warnings = value.warnings.map((warning) => warn('configuration', warning));
    const idle = warn(
      'configuration',
      'DRY_RUN is true: deployed so, nothing is ever told',
      'unset DRY_RUN',
    );
    return {
      value,
      findings: [ok('configuration', found), ...warnings, ...(value.dryRun ? [idle] : []), ...trap],
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const { problems } = error;
    const found = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    return { value: undefined, findings: [fail('configuration', found, ...problems), ...trap] };
  }
}

/** Of channels, by the names of their states. */
export const channelsOf = ({
  slackWebhookUrl,
  dingTalk,
  mail,
}: Configuration): readonly ChannelName[] => [
  ...(slackWebhookUrl ? ['slack' as const] : []),
  ...(dingTalk ? ['dingtalk' as const] : []),
  ...(mail ? ['email' as const] : []),
];

const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');

const placeOf = ({ state }: Configuration): string =>
  state.kind === 'oss' ? `oss://${state.bucket}/${state.prefix}` : state.folder;
