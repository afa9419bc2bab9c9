import type { Language } from './language.ts';

/** The same in every language that messages are written in. */
export type Localised = Readonly<Record<Language, string>>;

/** Why a service could not be used, for a message. */
export type Trouble = Readonly<{
  /** What the service said, in its own words: `ListMmsTasks: 403 NoPermission`. */
  said: string;
  /** A few words for a headline: `403, permission`. */
  short: Localised;
  /** What to do. */
  fix: Localised;
}>;
