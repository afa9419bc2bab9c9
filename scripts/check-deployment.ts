// The check of `s deploy`, for deploy/check.cjs: reads a resource, its variables filled in, with
// the keys that deploy it, as JSON.
import { text } from 'node:stream/consumers';
import { parseResolved } from './deployment/resolve.ts';
import { reviewResource } from './deployment/review.ts';

async function main(): Promise<void> {
  const resource = parseResolved(await text(process.stdin));
  const { problems, warnings, variables } = reviewResource(resource, process.env);
  for (const warning of [...warnings, ...variables.warnings])
    console.log(`${resource.name}: warning: ${warning}`);
  const found = [...problems, ...variables.problems];
  if (found.length === 0) {
    console.log(`${resource.name}: can be deployed`);
    return;
  }
  for (const problem of found) console.error(`${resource.name}: ${problem}`);
  const count = found.length === 1 ? 'one problem' : `${found.length} problems`;
  console.error(`${count}; nothing was deployed`);
  process.exitCode = 1;
}

void main();
