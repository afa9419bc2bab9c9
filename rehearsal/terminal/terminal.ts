import type { Emit, StoryEvent, Setting } from '../story/events.ts';
import type { Verdict } from '../story/events.ts';
import { clickable, inColour, leftOut, plain, width, wrapped, type Paint } from './lines.ts';
import { endOf, happeningOf, headOf, quietLine, tellingOf } from './tick-lines.ts';

/**
 * Shows a rehearsal as lines of text, at most a hundred columns wide. `write` takes one line
 * without its end.
 */
export function createTerminal(write: (line: string) => void, colour: boolean): Emit {
  const paint = colour ? inColour : plain;
  const showLink = colour ? clickable : leftOut;
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
        show(tellingOf(event, paint, showLink));
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

const seconds = (count: number): string => (count === 1 ? 'second' : `${count} seconds`);

function title({ source, jobs, tickEvery }: Setting, paint: Paint): readonly string[] {
  const tables = jobs.reduce((sum, job) => sum + job.tables, 0);
  const about = [
    'A migration to MaxCompute, and a function that a timer calls: it reads the task logs of MMS and tells Slack and e-mail ' +
      `what failed, recovered or got done. It watches the data source ${source}: ${tables} tables, in the jobs ` +
      `${jobs.map((job) => `${job.name} (${job.tables})`).join(' and ')}.`,
    'The function is dist/index.js, as it is deployed. MMS, OSS, Slack and the mail server are stand-ins on 127.0.0.1: nothing ' +
      'leaves this machine, and no variable or .env of yours is read.',
    `Time is in fast motion: a tick comes every ${seconds(tickEvery)}, and from one to the next a minute of the migration ` +
      'passes, or as much as its caption says. All durations are those of a deployment.',
  ];
  return [
    paint('strong', 'mms-task-alerts: a rehearsal'),
    ...about.flatMap((text) => wrapped(text, width)),
  ];
}

function closing(
  { complaints, disturbed, happened, told, messages, calls, stateBytes }: Verdict,
  goesOnEvery: number | undefined,
  paint: Paint,
): readonly string[] {
  return [
    '',
    paint('strong', row('', ['happened', 'Slack told', 'e-mail told'])),
    ...Object.entries(happened).map(([kind, count]) =>
      row(kind, [count, told.slack[kind] ?? 0, told.email[kind] ?? 0]),
    ),
    row('messages', ['', messages.slack, messages.email]),
    '',
    ...fact(
      'calls',
      Object.entries(calls)
        .map(([operation, count]) => `${operation} ${count}`)
        .join(' · '),
      paint,
    ),
    ...fact(
      'state',
      `slack.json ${stateBytes.slack} bytes, email.json ${stateBytes.email} bytes: what each channel remembers`,
      paint,
    ),
    ...fact(
      'next',
      'npm test runs every test; README.md, "Deploy", leads to a function of your own',
      paint,
    ),
    '',
    ...complaints.flatMap((complaint) =>
      wrapped(complaint, width - 2).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
    ),
    ...(goesOnEvery === undefined
      ? []
      : [`The servers stay up, with a tick every ${seconds(goesOnEvery)}: Ctrl-C ends it.`]),
    outcomeOf(complaints.length, disturbed, paint),
  ];
}

/** The last line. */
function outcomeOf(complaints: number, disturbed: boolean, paint: Paint): string {
  if (complaints > 0) {
    return paint('bad', `The story did not go as it should: ${complaints} faults, listed above.`);
  }
  const why = disturbed
    ? 'somebody had a hand in it, so it is not held to its script.'
    : 'everything that happened was told to both channels, once.';
  return paint('good', `The story is over: ${why}`);
}

const row = (name: string, cells: readonly (string | number)[]): string =>
  name.padEnd(13) + cells.map((cell) => String(cell).padStart(13)).join('');

const fact = (name: string, text: string, paint: Paint): readonly string[] =>
  wrapped(text, width - 13).map(
    (line, index) => `${paint('strong', (index === 0 ? name : '').padEnd(13))}${line}`,
  );
