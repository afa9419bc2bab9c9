import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StateError } from '../errors.ts';
import type { StateStore } from '../ports.ts';
import { isRecord, textIn } from '../runtime/json.ts';
import { checkSize } from './state-size.ts';

export function createFileStateStore(folder: string): StateStore {
  const locate = (name: string): string => join(resolve(folder), `${name}.json`);
  return {
    locate,
    load: async (name) => {
      try {
        checkSize(locate(name), (await stat(locate(name))).size, 'read');
        return await readFile(locate(name));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw failed(locate(name), 'read', error);
      }
    },
    save: async (name, bytes) => {
      // A crash must not leave a half-written file under the state's name.
      const unfinished = `${locate(name)}.${randomUUID()}.tmp`;
      checkSize(locate(name), bytes.length, 'saved');
      try {
        await mkdir(resolve(folder), { recursive: true });
        await writeFile(unfinished, bytes, { flush: true });
        await rename(unfinished, locate(name));
      } catch (error) {
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw failed(locate(name), 'saved', error);
      }
    },
  };
}

const codeOf = (error: unknown): string => (isRecord(error) ? textIn(error.code) : '') || 'failed';

const failed = (path: string, what: string, cause: unknown): Error =>
  cause instanceof StateError
    ? cause
    : new StateError(
        `${path} could not be ${what}: ${codeOf(cause)}; check the folder in STATE_URL and who may write to it`,
        { cause },
      );
