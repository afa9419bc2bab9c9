import type { Language } from '../language.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';
import type { Wording } from './wording.ts';

const wordings: Readonly<Record<Language, Wording>> = { en, zh };

export const wordingOf = (language: Language): Wording => wordings[language];
