import { basename } from 'node:path';
import { build } from 'esbuild';

const library = /^[^./]/;

/** `text` is CommonJS. */
const compiledLate = (name, text) => `const library = { exports: {} };
const define = require('node:vm').compileFunction(${JSON.stringify(text)}, ['module', 'exports', 'require'], { filename: ${JSON.stringify(name)} });
define(library, library.exports, require);
module.exports = library.exports;`;

/**
 * An esbuild plugin that keeps a late-imported library as a string and compiles it when it is first
 * needed. V8 parses all code of a file when it loads it, but skips strings, and most of this bundle
 * is libraries that many a tick does not need. `inputs` collects the files of these libraries.
 *
 * @returns {import('esbuild').Plugin}
 */
export const lateLibraries = (options, inputs = []) => ({
  name: 'late-libraries',
  setup(bundle) {
    bundle.onResolve({ filter: library }, ({ path, kind, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path, namespace: 'late-library', pluginData: resolveDir }
        : undefined,
    );
    bundle.onLoad(
      { filter: /.*/, namespace: 'late-library' },
      async ({ path, pluginData: resolveDir }) => {
        const { outputFiles, metafile } = await build({
          ...options,
          stdin: { contents: `module.exports = require(${JSON.stringify(path)});`, resolveDir },
          bundle: true,
          format: 'cjs',
          write: false,
          metafile: true,
        });
        inputs.push(...Object.keys(metafile.inputs));
        return {
          contents: compiledLate(`${basename(path, '.js')}.js`, outputFiles[0].text.trim()),
          loader: 'js',
        };
      },
    );
  },
});
