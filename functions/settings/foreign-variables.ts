import { distance } from 'fastest-levenshtein';
import { textOf, type Environment } from './environment-reader.ts';
import { variables, type VariableName } from './variables.ts';

/**
 * Set by the platform or for other clouds' tools; `AWS_REGION` would be two edits from
 * `MMS_REGION`.
 */
const elsewhere = /^(?:FC|ALIBABA_CLOUD|AWS)_/;

const names: readonly VariableName[] = variables.map(({ name }) => name);
const families = new Set(names.map((name) => name.slice(0, name.indexOf('_') + 1)));

/** What the environment holds that is not ours, but was perhaps meant to be. */
export function reviewForeignVariables(
  environment: Environment,
): Readonly<{ problems: string[]; warnings: string[] }> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const own: readonly string[] = names;
  for (const name of Object.keys(environment).sort()) {
    if (own.includes(name) || elsewhere.test(name) || textOf(environment, name) === undefined)
      continue;
    const meant = nearest(name.toUpperCase());
    if (meant !== undefined)
      problems.push(
        `${name}: is no variable of this function; expected ${meant}, or nothing so like it`,
      );
    else if (beginsLikeOurs(name))
      warnings.push(`${name}: is no variable of this function and has no effect`);
  }
  return { problems, warnings };
}

const beginsLikeOurs = (name: string): boolean =>
  families.has(name.toUpperCase().slice(0, name.indexOf('_') + 1));

/** The variable of ours within two edits, the nearest of several. */
function nearest(name: string): VariableName | undefined {
  let best: Readonly<{ name: VariableName; edits: number }> | undefined;
  for (const ours of names) {
    if (Math.abs(ours.length - name.length) > 2) continue;
    const edits = distance(name, ours);
    if (edits <= 2 && (best === undefined || edits < best.edits)) best = { name: ours, edits };
  }
  return best?.name;
}
