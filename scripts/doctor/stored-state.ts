import { StateError } from '../../functions/errors.ts';
import { decodeState } from '../../functions/storage/state-object.ts';
import { fail, ok, type Finding } from './finding.ts';

/** A channel's state as it was found; `text` is `undefined` where there is none yet. */
export type StoredState = Readonly<{ location: string; text: string | undefined }>;

/** Whether the function would understand them. */
export function readable(check: string, states: readonly StoredState[]): Finding {
  for (const { location, text } of states) {
    if (text === undefined) continue;
    try {
      decodeState(text, location);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const end = error.message.indexOf('. ');
      return fail(check, error.message.slice(0, end), error.message.slice(end + 2));
    }
  }
  return ok(check, states.map(sizeOf).join('; '));
}

const sizeOf = ({ location, text }: StoredState): string =>
  `${location}: ${text === undefined ? 'not there yet, so its first run is to come' : `${Buffer.byteLength(text)} bytes`}`;
