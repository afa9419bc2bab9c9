import type { Language } from './language.ts';

/** In which words a message is written, and by which clock. */
export type LocaleSettings = Readonly<{
  language: Language;
  /** IANA name. */
  timeZone: string;
}>;
