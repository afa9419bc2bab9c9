const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const root = join(__dirname, '..');

/**
 * Runs a script of this project; whatever folder `s` was started in, it is run in the project's.
 * Rejects with what the script said where it fails, which Serverless Devs then shows as the reason.
 */
exports.runScript = (
  script,
  args,
  { input = '', environment = {}, print = () => undefined } = {},
) =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        pathToFileURL(require.resolve('tsx')).href,
        join(root, 'scripts', script),
        ...args,
      ],
      {
        cwd: root,
        env: { ...withoutFlags(process.env), ...environment },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    const said = [];
    child.stdout.on('data', (bytes) => print(bytes.toString()));
    child.stderr.on('data', (bytes) => said.push(bytes));
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(said).toString().trim();
      if (code !== 0) reject(new Error(text));
      else {
        print(text);
        resolve();
      }
    });
    child.stdin.end(input);
  });

/** What npm made of the flags of `npm run deploy` was not meant for this script. */
const withoutFlags = (environment) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^npm_config_/i.test(name)));
