import type { Parsed } from '../../functions/settings/parsed.ts';

export function valueOf<Value>(parsed: Parsed<Value>): Value {
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join('; '));
  return parsed.value;
}

export const problemsOf = (parsed: Parsed<unknown>): readonly string[] =>
  parsed.kind === 'refused' ? parsed.problems : [];

export const warningsOf = (parsed: Parsed<unknown>): readonly string[] =>
  parsed.kind === 'accepted' ? parsed.warnings : [];
