import { isRecord } from '../../functions/runtime/json.ts';
import type { Outcome } from './invoke-function.ts';

type Print = (line: string) => void;

/**
 * The summary goes to `print`, as JSON that a program may read; what is for people goes to `note`.
 * Gives the exit code.
 */
export function tell(outcome: Outcome, print: Print, note: Print): number {
  switch (outcome.kind) {
    case 'summary': {
      print(JSON.stringify(outcome.summary, undefined, 2));
      const { preview } = outcome.summary;
      for (const [channel, text] of Object.entries(isRecord(preview) ? preview : {})) {
        note(
          typeof text === 'string' && text !== ''
            ? `\n--- ${channel} would be told:\n${text}`
            : `\n--- ${channel} would be told nothing`,
        );
      }
      return 0;
    }
    case 'failed': {
      note(`the function failed: ${outcome.type}: ${outcome.message}`);
      if (outcome.requestId !== '') note(`look for request ${outcome.requestId} in its log`);
      return 1;
    }
    case 'refused':
      note(outcome.said);
      note(`-> ${outcome.hint}`);
      return 1;
    default:
      return outcome satisfies never;
  }
}
