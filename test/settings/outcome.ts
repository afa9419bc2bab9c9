import type * as z from 'zod/mini';

type Schema<Value> = z.ZodMiniType<Value, string>;

/** What a text means to the schema of a variable. */
export const valueOf = <Value>(schema: Schema<Value>, text: string): Value => schema.parse(text);

export const problemsOf = (schema: Schema<unknown>, text: string): readonly string[] =>
  schema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];
