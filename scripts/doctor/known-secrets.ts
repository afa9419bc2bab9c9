import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { variables } from '../../functions/settings/configuration.ts';

const keys = [
  'AccessKeyID',
  'AccessKeySecret',
  'SecurityToken',
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
] as const;

/**
 * Every text of the environment that must not be seen, the password within a mail server's URL too.
 */
export function secretsIn(environment: Environment): readonly string[] {
  const names = [...keys, ...variables.filter(({ secret }) => secret).map(({ name }) => name)];
  const values = names.flatMap((name) => textOf(environment, name) ?? []);
  return [...values, ...values.flatMap(passwordIn)];
}

function passwordIn(value: string): readonly string[] {
  const written = URL.canParse(value) ? new URL(value).password : '';
  if (written === '') return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
