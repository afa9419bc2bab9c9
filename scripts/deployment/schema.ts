import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { distance } from 'fastest-levenshtein';
import { isRecord } from '../../functions/runtime/json.ts';

/**
 * What the schema of the component fc3 says against these properties, names included that it does
 * not list: the component leaves those out without a word. No value is repeated, since one may be a
 * secret.
 */
export function objectionsTo(props: Readonly<Record<string, unknown>>): readonly string[] {
  validate ??= compiled();
  validate(Object.fromEntries(Object.entries(props).filter(([, value]) => value !== '')));
  const places = new Map<string, ErrorObject[]>();
  for (const error of validate.errors ?? []) {
    if (wrappers.has(error.keyword)) continue;
    const place = placeOf(error);
    places.set(place, [...(places.get(place) ?? []), error]);
  }
  // Of several forms that an object may have, the one it was meant to be is told best from within.
  const isAround = (place: string): boolean =>
    [...places.keys()].some((other) => other.startsWith(`${place}.`));
  return [...places]
    .filter(([place]) => !isAround(place))
    .map(([place, found]) => `${place}: ${objection(found)}`);
}

let validate: ValidateFunction | undefined;

function compiled(): ValidateFunction {
  const path = join(import.meta.dirname, '../../deploy/fc3-schema.json');
  const schema: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
  return ajv.compile(withoutUnknownNames(schema));
}

/** They only say that one of the errors beside them matters. */
const wrappers = new Set(['anyOf', 'if']);

/** Every object of the schema that lists its properties takes no others. */
function withoutUnknownNames(schema: unknown): Record<string, unknown> {
  const closed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(closed);
    if (!isRecord(part)) return part;
    const inner = Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, closed(value)]),
    );
    const lists = part.type === 'object' && isRecord(part.properties);
    return lists ? { additionalProperties: false, ...inner } : inner;
  };
  const whole = closed(schema);
  return isRecord(whole) ? whole : {};
}

function placeOf({ instancePath, keyword, params }: ErrorObject): string {
  const named: unknown =
    keyword === 'additionalProperties' ? params.additionalProperty : params.missingProperty;
  const path = instancePath.slice(1).replaceAll('/', '.');
  return [path, ...(typeof named === 'string' ? [named] : [])]
    .filter((part) => part !== '')
    .join('.')
    .replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}

function objection(errors: readonly ErrorObject[]): string {
  const unknown = errors.filter(({ keyword }) => keyword === 'additionalProperties');
  if (unknown.length > 0) return unknownName(unknown);
  if (errors.some(({ keyword }) => keyword === 'required')) return 'required, but not set';
  if (errors.every(({ keyword }) => keyword === 'enum'))
    return `expected one of ${errors.flatMap(({ params }) => params.allowedValues).join(', ')}`;
  const expected = [...new Set(errors.map(expectedBy))].join(' or ');
  return `is ${kindOf(errors[0]?.data)}; expected ${expected}`;
}

function unknownName(errors: readonly ErrorObject[]): string {
  const name = String(errors[0]?.params.additionalProperty);
  const known = errors.flatMap(({ parentSchema }) =>
    Object.keys(isRecord(parentSchema?.properties) ? parentSchema.properties : {}),
  );
  const [nearest] = known
    .map((one) => ({ one, edits: distance(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const meant = nearest !== undefined && nearest.edits <= 3 ? `; did you mean ${nearest.one}?` : '';
  return `the component knows no such property and would leave it out in silence${meant}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  return kinds[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

function expectedBy({ keyword, params, parentSchema = {} }: ErrorObject): string {
  const { type, minimum, maximum, enum: choices }: Readonly<Record<string, unknown>> = parentSchema;
  const kind = (typeof type === 'string' ? kinds[type] : undefined) ?? 'another';
  if (keyword === 'const') return JSON.stringify(params.allowedValue);
  if (Array.isArray(choices)) return `${kind} of ${choices.join(', ')}`;
  if (keyword === 'multipleOf') return `a multiple of ${String(params.multipleOf)}`;
  return typeof minimum === 'number' && typeof maximum === 'number'
    ? `${kind} from ${minimum} to ${maximum}`
    : kind;
}
