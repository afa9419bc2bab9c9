import { type Configuration, parseConfiguration } from '../../functions/settings/configuration.ts';
import { ConfigurationError } from '../../functions/errors.ts';

export type Change = Readonly<Record<string, string | undefined>>;

export const webhook = 'https://hooks.slack.com/services/T012/B345/aVerySecretToken';

const enough: Change = {
  MMS_WATCH: '2000015',
  MMS_REGION: 'cn-shanghai',
  STATE_URL: 'oss://alerts-state/finance',
  SLACK_WEBHOOK_URL: webhook,
};

/** The least that works, but for what the case changes. */
export const parseChanged = (change: Change = {}, region?: string): Configuration =>
  parseConfiguration({ ...enough, ...change }, { region });

export function problemsOfChange(change: Change, region?: string): readonly string[] {
  try {
    parseChanged(change, region);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
