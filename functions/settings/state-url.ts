import { fileURLToPath } from 'node:url';
import { accepted, refused, type Parsed } from './parsed.ts';

/**
 * Where the state objects stand. The key of an object is `prefix` and its name; `prefix` is `''` or
 * ends in `/`.
 */
export type StatePlace =
  | Readonly<{ kind: 'oss'; bucket: string; prefix: string }>
  /** `folder` may be relative to the working directory. */
  | Readonly<{ kind: 'folder'; folder: string }>;

const form = 'expected oss://bucket/prefix, or file:<folder> for local use';

export function parseStateUrl(text: string): Parsed<StatePlace> {
  const [, scheme, rest] = /^(oss:\/\/|file:)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return refused(form);
  return scheme.toLowerCase() === 'file:' ? parseFolder(rest) : parseBucket(rest);
}

/**
 * Names as OSS takes them, in
 * https://www.alibabacloud.com/help/en/oss/user-guide/bucket-naming-conventions and
 * https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions
 */
function parseBucket(rest: string): Parsed<StatePlace> {
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? '' : rest.slice(slash + 1).replace(/\/$/, '');
  const problems: string[] = [];
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)) {
    problems.push(
      `names no bucket (3 to 63 lower-case letters, digits and hyphens, none at either end); ${form}`,
    );
  }
  const parts = path.split('/');
  if (path !== '' && parts.some((part) => part === '' || part === '.' || part === '..')) {
    problems.push(
      'the prefix has an empty part, "." or ".."; expected a path such as alerts/finance',
    );
  }
  if (/[?#\\\s]|\p{Cc}/u.test(path))
    problems.push('the prefix must not hold ?, #, \\ or white space');
  if (Buffer.byteLength(path) > 900)
    problems.push('the prefix is longer than the 900 bytes that leave room for a name');
  if (problems.length > 0) return refused(...problems);
  return accepted({ kind: 'oss', bucket, prefix: path === '' ? '' : `${path}/` });
}

const localOnly =
  'file: is for local use only: on Function Compute a folder goes with its instance';

/** A path as it stands, or what follows `//` in a `file://` URL, where it is percent-encoded. */
function parseFolder(rest: string): Parsed<StatePlace> {
  const folder = rest.startsWith('//') ? pathOf(`file:${rest}`) : rest;
  if (folder === undefined || /^\/*$/.test(folder) || folder.includes('\0')) {
    return refused('names no folder; expected file:./state, file:/var/state or file:///var/state');
  }
  return accepted({ kind: 'folder', folder }, [localOnly]);
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
