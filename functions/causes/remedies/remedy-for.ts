import type { Sentence } from '../lines/sentences.ts';
export const remedyFor = (_: readonly Sentence[]): {category: undefined, detail: undefined} => ({category: undefined, detail: undefined});
