import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { isRecord } from '../../functions/runtime/json.ts';

type Schema = Readonly<Record<string, unknown>>;

const path = join(import.meta.dirname, '../../deploy/fc3-schema.json');

/**
 * What the component's own schema says against these properties, and what it would say if it
 * refused names that it does not know: the component takes both in silence. No value is repeated,
 * since one may be a secret.
 */
export function objectionsTo(props: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const schema = isRecord(parsed) ? parsed : {};
  const required = ['region', 'functionName', 'runtime', 'handler', 'code'];
  const missing = required.filter((name) => props[name] === undefined || props[name] === '');
  return [
    ...missing.map((name) => `${name}: required, but not set`),
    ...new Reader(schema).objections(props, [schema], ''),
  ];
}

class Reader {
  readonly #definitions: Schema;

  constructor(schema: Schema) {
    this.#definitions = isRecord(schema.definitions) ? schema.definitions : {};
  }

  /** `at` is where the value stands, for people. */
  objections(value: unknown, schemas: readonly Schema[], at: string): readonly string[] {
    const shapes = schemas.flatMap((schema) => this.#shapesOf(schema));
    if (shapes.some((shape) => Object.keys(shape).length === 0)) return [];
    if (isRecord(value)) return this.#inObject(value, shapes, at);
    if (Array.isArray(value)) return this.#inList(value, shapes, at);
    if (shapes.some((shape) => fits(value, shape))) return [];
    return [`${at}: is ${kindOf(value)}; expected ${expectedBy(shapes)}`];
  }

  #shapesOf(schema: Schema): readonly Schema[] {
    if (typeof schema.$ref === 'string') {
      const named = this.#definitions[schema.$ref.replace('#/definitions/', '')];
      return isRecord(named) ? this.#shapesOf(named) : [];
    }
    const choices: readonly unknown[] | undefined = Array.isArray(schema.anyOf)
      ? schema.anyOf
      : undefined;
    return choices?.flatMap((one) => (isRecord(one) ? this.#shapesOf(one) : [])) ?? [schema];
  }

  #inObject(value: Schema, shapes: readonly Schema[], at: string): readonly string[] {
    const objects = shapes.filter(({ type }) => type === 'object');
    if (objects.length === 0) return [`${at}: is an object; expected ${expectedBy(shapes)}`];
    const anyOther = objects.flatMap((object) => othersIn(object));
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .flatMap(([name, inner]) => {
        const place = at === '' ? name : `${at}.${name}`;
        const known = objects
          .map((object) => propertiesOf(object).get(name))
          .filter((one) => one !== undefined);
        if (known.length > 0) return this.objections(inner, known, place);
        return anyOther.length > 0
          ? this.objections(inner, anyOther, place)
          : [unknownName(name, place, objects)];
      });
  }

  #inList(value: readonly unknown[], shapes: readonly Schema[], at: string): readonly string[] {
    const items = shapes.flatMap(({ items: one }) => (isRecord(one) ? [one] : []));
    if (items.length === 0) return [`${at}: is a list; expected ${expectedBy(shapes)}`];
    return value.flatMap((inner, index) => this.objections(inner, items, `${at}[${index}]`));
  }
}

function propertiesOf({ properties }: Schema): ReadonlyMap<string, Schema> {
  const known = new Map<string, Schema>();
  for (const [name, schema] of Object.entries(isRecord(properties) ? properties : {})) {
    if (isRecord(schema)) known.set(name, schema);
  }
  return known;
}

/** What an object may hold under names that it does not list; `{}` takes anything. */
function othersIn({ properties, additionalProperties }: Schema): readonly Schema[] {
  if (isRecord(additionalProperties)) return [additionalProperties];
  const open =
    additionalProperties === true ||
    (properties === undefined && additionalProperties === undefined);
  return open ? [{}] : [];
}

function fits(value: unknown, { type, minimum, maximum, ...shape }: Schema): boolean {
  if ('const' in shape && shape.const !== value) return false;
  if (Array.isArray(shape.enum) && !shape.enum.includes(value)) return false;
  if (typeof value !== 'number') return type === undefined || typeof value === type;
  if (type !== undefined && type !== 'number' && !(type === 'integer' && Number.isInteger(value)))
    return false;
  return (
    !(typeof minimum === 'number' && value < minimum) &&
    !(typeof maximum === 'number' && value > maximum)
  );
}

function unknownName(name: string, place: string, objects: readonly Schema[]): string {
  const [nearest] = objects
    .flatMap((object) => [...propertiesOf(object).keys()])
    .map((known) => ({ known, edits: distance(name.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const meant =
    nearest !== undefined && nearest.edits <= 3 ? `; perhaps ${nearest.known} was meant` : '';
  return `${place}: the component knows no such property and would leave it out in silence${meant}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

const kindOf = (value: unknown): string =>
  value === null ? 'empty' : (kinds[typeof value] ?? typeof value);

function expectedBy(shapes: readonly Schema[]): string {
  const expected = shapes.map(({ type, minimum, maximum, ...shape }) => {
    if ('const' in shape) return String(shape.const);
    const kind = typeof type === 'string' ? (kinds[type] ?? type) : 'one';
    if (Array.isArray(shape.enum)) return `${kind} of ${shape.enum.join(', ')}`;
    return typeof minimum === 'number' && typeof maximum === 'number'
      ? `${kind} from ${minimum} to ${maximum}`
      : kind;
  });
  return [...new Set(expected)].join(' or ');
}
