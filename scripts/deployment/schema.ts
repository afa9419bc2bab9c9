import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isRecord } from '../../functions/runtime/json.ts';
import { didYouMean } from '../../functions/settings/nearest.ts';

let validate: ValidateFunction | undefined;

/**
 * What the component's schema objects to, unknown names included: the component drops those
 * silently. Values may be secret and are not repeated.
 */
export function objectionsTo(props: Readonly<Record<string, unknown>>): readonly string[] {
  validate ??= compiled();
  validate(Object.fromEntries(Object.entries(props).filter(([, value]) => value !== '')));
  const found = (validate.errors ?? [])
    // These only say that one of the other errors matters.
    .filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'if')
    .map((error) => ({ place: placeOf(error), reason: reasonOf(error) }));
  const places = [...new Set(found.map(({ place }) => place))];
  return (
    places
      // Errors inside an object say more than that it has none of its forms.
      .filter((place) => !places.some((other) => other.startsWith(`${place}.`)))
      .map((place) => {
        const reasons = found.filter((one) => one.place === place).map(({ reason }) => reason);
        return `${place}: ${[...new Set(reasons)].join(', or ')}`;
      })
  );
}

function compiled(): ValidateFunction {
  const path = join(import.meta.dirname, '../../deploy/fc3-schema.json');
  const schema: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const whole = withoutOtherNames(schema);
  return new Ajv({ allErrors: true, strict: false, verbose: true }).compile(
    isRecord(whole) ? whole : {},
  );
}

/** Every object that lists its properties takes no others. */
function withoutOtherNames(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutOtherNames);
  if (!isRecord(part)) return part;
  const inner = Object.entries(part).map(([name, value]) => [name, withoutOtherNames(value)]);
  const lists = part.type === 'object' && isRecord(part.properties);
  return { ...(lists && { additionalProperties: false }), ...Object.fromEntries(inner) };
}

function placeOf({ instancePath, keyword, params }: ErrorObject): string {
  const names = { additionalProperties: 'additionalProperty', required: 'missingProperty' };
  const name = Object.entries(names).find(([one]) => one === keyword)?.[1];
  const path = name === undefined ? instancePath : `${instancePath}/${String(params[name])}`;
  return path
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
}

function reasonOf({ keyword, message = '', params, parentSchema, schema, data }: ErrorObject) {
  switch (keyword) {
    case 'required':
      return 'required, but not set';
    case 'enum':
      return `must be one of ${String(schema)}${meant(data, schema)}`;
    case 'const':
      return `must be ${String(schema)}`;
    case 'additionalProperties': {
      const known = isRecord(parentSchema?.properties) ? parentSchema.properties : {};
      const hint = meant(params.additionalProperty, Object.keys(known));
      return `the component knows no such property and would leave it out in silence${hint}`;
    }
    default:
      return message;
  }
}

const meant = (written: unknown, known: unknown): string =>
  typeof written === 'string' && Array.isArray(known)
    ? didYouMean(
        written,
        known.filter((one) => typeof one === 'string'),
      )
    : '';
