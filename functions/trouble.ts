import type { Localised } from './language.ts';

/** Why a service could not be used, for a message. */
export type Trouble = Readonly<{
  /** What the service said, in its own words: `ListMmsTasks: 403 NoPermission`. */
  said: string;
  /** A few words for a headline: `403, permission`. */
  short: Localised;
  /** What to do. */
  fix: Localised;
}>;

const nothing: Localised = { en: '', zh: '' };

/** Where nothing more is known than what was said. */
export const plainTrouble = (said: string): Trouble => ({ said, short: nothing, fix: nothing });
