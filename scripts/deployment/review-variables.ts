import { isRecord } from '../../functions/runtime/json.ts';
import type { Environment } from '../../functions/settings/environment-reader.ts';
import { parseConfiguration } from '../../functions/settings/parse-configuration.ts';
import { variables } from '../../functions/settings/variables.ts';
import { ConfigurationError } from '../../functions/errors.ts';
import type { Props, Review } from './review.ts';

/** What Function Compute takes for names and values together. */
const mostBytes = 4096;

/** Whether Function Compute takes the variables, and whether the function then understands them. */
export function reviewVariables(
  { environmentVariables: given = {}, region }: Props,
  environment: Environment,
): Review {
  if (!isRecord(given))
    return { problems: ['environmentVariables: expected names and texts'], warnings: [] };
  const entries = Object.entries(given);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const size = texts.reduce(
    (sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text),
    0,
  );
  const understood = configurationProblems(Object.fromEntries(texts), region, environment);
  const problems = [
    ...entries.flatMap(([name]) => nameProblems(name)),
    ...(size > mostBytes
      ? [
          `environmentVariables: ${size} bytes of names and values; Function Compute takes ${mostBytes}`,
        ]
      : []),
    ...understood.problems,
  ];
  return { problems, warnings: understood.warnings };
}

function nameProblems(name: string): readonly string[] {
  if (/^(?!FC_)[A-Za-z][A-Za-z0-9_]*$/.test(name)) return [];
  return [
    `environmentVariables.${name}: expected a letter, then letters, digits and _; FC_ is Function Compute's own`,
  ];
}

/** What the deployer has set under a misspelt name never gets there, so it is looked at here. */
function configurationProblems(
  sent: Environment,
  region: unknown,
  environment: Environment,
): Review {
  const own = new Set<string>(variables.map(({ name }) => name));
  const foreign = Object.entries(environment).filter(([name]) => !own.has(name));
  try {
    const context = { region: typeof region === 'string' ? region : undefined };
    const { warnings } = parseConfiguration({ ...Object.fromEntries(foreign), ...sent }, context);
    return { problems: [], warnings };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems, warnings: [] };
  }
}
