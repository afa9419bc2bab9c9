import { en } from './en.ts';
import type { Wording } from './wording.ts';

export const zh: Wording = { ...en, tag: 'zh-CN' };
