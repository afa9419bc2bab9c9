import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createFileStateStore } from '../../functions/storage/file-state-store.ts';
import { fail, failAsSaid, ok, type Finding } from './finding.ts';
import { readable, type StoredState } from './stored-state.ts';

const checkFolder = 'check the folder in STATE_URL and who may write to it';

/** The states in a folder of this machine, and whether it can be written to. */
export async function checkFolderState(
  folder: string,
  channels: readonly string[],
): Promise<readonly Finding[]> {
  return [await checkReading(folder, channels), await checkWriting(resolve(folder))];
}

async function checkReading(folder: string, channels: readonly string[]): Promise<Finding> {
  const store = createFileStateStore(folder);
  const states: StoredState[] = [];
  for (const name of channels) {
    try {
      states.push({
        location: store.locate(name),
        text: await store.load(name, Number.POSITIVE_INFINITY),
      });
    } catch (error) {
      return failAsSaid(
        'state read',
        error instanceof Error ? error.message : String(error),
        checkFolder,
      );
    }
  }
  return readable('state read', states);
}

async function checkWriting(folder: string): Promise<Finding> {
  const probe = join(folder, `doctor-probe.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'doctor');
    const text = await readFile(probe, 'utf8');
    await rm(probe);
    if (text !== 'doctor')
      return fail('state write', `${folder} gave another text back`, 'check the disk');
    return ok('state write', `${folder} written, read back and deleted`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    return fail('state write', `${folder} could not be written to: ${why}`, checkFolder);
  }
}
