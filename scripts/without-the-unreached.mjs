const nothing = '';
const madeOfTheClient = 'module.exports = () => undefined;';

/**
 * What the libraries bring along and nothing of ours ever reaches, with what stands in its place:
 * without it the bundle loads faster. OSS answers in UTF-8, so half a megabyte of tables for other
 * character sets is left out; XML is only read, never written; and of ali-oss's client only what
 * reads and writes an object is kept.
 */
const unreached = new Map([
  [
    'iconv-lite',
    'exports.decode = (bytes) => bytes.toString(); exports.encode = (text) => Buffer.from(text);',
  ],
  ['xmlbuilder', nothing],
]);
const unreachedOfOssClient = new Map([
  ...[
    'bucket',
    'common/bucket',
    'common/image',
    'common/multipart',
    'common/multipart-copy',
    'common/parallel',
    'managed-upload',
    'rtmp',
    'sts',
  ].map((name) => [`./${name}`, nothing]),
  ['./cluster', madeOfTheClient],
  ['./image', madeOfTheClient],
]);
const isOssClient = (file) => /ali-oss[\\/]lib[\\/]client\.js$/.test(file);

/** The plugin for esbuild. @type {import('esbuild').Plugin} */
export const withoutTheUnreached = {
  name: 'without-the-unreached',
  setup(bundle) {
    bundle.onResolve({ filter: /^[./\w-]+$/ }, ({ path, importer }) => {
      const contents = (isOssClient(importer) ? unreachedOfOssClient : unreached).get(path);
      return contents === undefined
        ? undefined
        : { path, namespace: 'unreached', pluginData: contents };
    });
    bundle.onLoad({ filter: /.*/, namespace: 'unreached' }, ({ pluginData }) => ({
      contents: pluginData,
      loader: 'js',
    }));
  },
};
