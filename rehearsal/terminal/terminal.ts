import type { Emit, StoryEvent } from '../story/events.ts';
import { closing, title } from './first-and-last.ts';
import { inColour, plain } from './paint.ts';
import { endOf, happeningOf, headOf, quietLine, tellingOf } from './tick-lines.ts';

/**
 * Shows a rehearsal as lines of text, at most a hundred columns wide. `write` takes one line
 * without its end.
 */
export function createTerminal(write: (line: string) => void, colour: boolean): Emit {
  const paint = colour ? inColour : plain;
  const show = (lines: readonly string[]): void => {
    lines.forEach(write);
  };
  /** A tick without a caption is a line, unless something comes of it. */
  let silent: Extract<StoryEvent, { kind: 'tick-began' }> | undefined;
  let happened = false;
  const speak = (): void => {
    if (silent !== undefined) show(headOf(silent, paint));
    silent = undefined;
  };
  return (event) => {
    switch (event.kind) {
      case 'began':
        show(title(event.setting, paint));
        break;
      case 'tick-began':
        happened = false;
        silent = event;
        if (event.caption !== '') speak();
        break;
      case 'happened':
        speak();
        happened = true;
        show(happeningOf(event, paint));
        break;
      case 'told':
        speak();
        show(tellingOf(event, paint));
        break;
      case 'tick-ended':
        if (event.outcome.kind === 'rejected' || event.unexpected.length > 0) speak();
        if (silent !== undefined) write(quietLine(silent, event, paint));
        else show(endOf(event, happened, paint));
        break;
      case 'ended':
        show(closing(event.verdict, event.goesOnEvery, paint));
        break;
      default:
        event satisfies never;
    }
  };
}
