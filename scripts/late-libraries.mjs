import { basename } from 'node:path';
import { build } from 'esbuild';

/** What `import()` names when it asks for a package, and not for a file of ours. */
const library = /^[^./]/;

/** `text` is a CommonJS file that defines `module.exports`. */
const compiledLate = (name, text) => `const library = { exports: {} };
const define = require('node:vm').compileFunction(${JSON.stringify(text)}, ['module', 'exports', 'require'], { filename: ${JSON.stringify(name)} });
define(library, library.exports, require);
module.exports = library.exports;`;

/**
 * The plugin for esbuild: a library that is imported late is kept as a text and compiled when it is
 * first asked for. V8 reads all code of a file when the file is loaded, be it called or not, and
 * most of this bundle is libraries that many a tick does without; a string it only skips. `options`
 * are those of the bundle, and `inputs` takes the files that went into its libraries, as esbuild
 * names them.
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
