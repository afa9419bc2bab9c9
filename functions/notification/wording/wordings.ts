import type { Language } from '../language.ts';
import { en } from './en.ts';
import type { Wording } from './wording.ts';
import { zh } from './zh.ts';

const wordings: Readonly<Record<Language, Wording>> = { en, zh };

export const wordingIn = (language: Language): Wording => wordings[language];
