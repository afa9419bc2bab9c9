// What deploy/check.cjs runs before `s deploy`: reads a resolved resource as JSON and reviews it.
import { text } from 'node:stream/consumers';
import { parseResolved } from './deployment/resolve.ts';
import { reviewResource } from './deployment/review.ts';

async function main(): Promise<void> {
  const resource = parseResolved(await text(process.stdin));
  const { name } = resource;
  const { problems, warnings, variables } = reviewResource(resource, process.env);
  for (const warning of [...warnings, ...variables.warnings])
    console.log(`${name}: warning: ${warning}`);
  const found = [...problems, ...variables.problems];
  for (const problem of found) console.error(`${name}: ${problem}`);
  if (found.length === 0) {
    console.log(`${name}: can be deployed`);
    return;
  }
  const count = found.length === 1 ? 'one problem' : `${found.length} problems`;
  console.error(`${count}; nothing was deployed`);
  process.exitCode = 1;
}

void main();
