import type { Localised } from './language.ts';

/** Why a service could not be used, for a message. */
export type Trouble = Readonly<{
  /** In the service's own words: `ListMmsTasks: 403 NoPermission`. */
  said: string;
  /** For a headline: `403, permission`. */
  short: Localised;
  fix: Localised;
}>;

const nothing: Localised = { en: '', zh: '' };

/** Where nothing more is known than what was said. */
export const plainTrouble = (said: string): Trouble => ({ said, short: nothing, fix: nothing });
