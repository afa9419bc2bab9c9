import type { Line, Point } from './growth-lines.ts';
import { apart, logScale, powersAround, type Scale } from './log-scale.ts';
import { count } from './wording.ts';

const size = { width: 860, height: 490 };
const plot = { left: 78, right: 620, top: 56, bottom: 404 };
/** A tick that takes longer is not over when the next begins. */
const minute = 60_000;

/** The page that shows it may be light or dark, and so is the drawing. */
const style = `
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24292f }
.title { font-size: 16px; font-weight: 600 } .note { fill: #57606a }
.paper { fill: #ffffff } .grid { stroke: #d8dee4 } .axis { stroke: #57606a }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round } .computed { stroke-dasharray: 6 5 } .minute { stroke-dasharray: 2 4 } .dot { stroke: none }
.poller { --ink: #8250df } .storm { --ink: #cf222e } .changed { --ink: #9a6700 } .quiet { --ink: #0969da } .rest { --ink: #1a7f37 } .floor { --ink: #6e7781 }
.line { stroke: var(--ink) } .dot, .name { fill: var(--ink) }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .note { fill: #9198a1 } .paper { fill: #0d1117 } .grid { stroke: #30363d } .axis { stroke: #9198a1 }
  .poller { --ink: #ab7df8 } .storm { --ink: #ff7b72 } .changed { --ink: #e3b341 } .quiet { --ink: #58a6ff } .rest { --ink: #3fb950 } .floor { --ink: #9198a1 }
  .name { fill: var(--ink) }
}
.name { fill: var(--ink) }`;

/**
 * The time of a tick over the number of tasks, both by powers of ten. `note` says how it was
 * measured.
 */
export function growthSvg(lines: readonly Line[], note: string): string {
  const all = lines.flatMap(({ points, computed }) => [...points, ...computed]);
  const tasks = all.map((point) => point.tasks);
  const x = logScale(
    [Math.min(...tasks), Math.max(...tasks, Math.min(...tasks) * 10)],
    [plot.left, plot.right],
  );
  const y = logScale(powersAround(all.map(({ ms }) => ms)), [plot.bottom, plot.top]);
  const marks = [...new Set(tasks)].sort((a, b) => a - b);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="title note">`,
    '<title id="title">How long a tick takes, by the number of watched tasks</title>',
    `<desc id="note">${escaped(note)}</desc>`,
    `<style>${style}\n</style>`,
    `<rect class="paper" width="${size.width}" height="${size.height}" rx="8"/>`,
    text('title', plot.left, 30, 'How long a tick takes'),
    ...y.ticks.flatMap((ms) => [
      rule('grid', plot.left, y.at(ms), plot.right, y.at(ms)),
      text('note', plot.left - 8, y.at(ms) + 4, duration(ms), 'end'),
    ]),
    ...marks.flatMap((mark) => [
      rule('grid', x.at(mark), plot.top, x.at(mark), plot.bottom),
      text('note', x.at(mark), plot.bottom + 20, count(mark), 'middle'),
    ]),
    rule('axis', plot.left, plot.bottom, plot.right, plot.bottom),
    ...(y.at(minute) > plot.top
      ? [
          rule('axis minute', plot.left, y.at(minute), plot.right, y.at(minute)),
          text('note', plot.left + 8, y.at(minute) - 6, 'the minute of the timer'),
        ]
      : []),
    text('note', (plot.left + plot.right) / 2, plot.bottom + 42, 'watched tasks', 'middle'),
    ...lines.map((line) => drawn(line, x, y)),
    ...names(lines, y),
    text('note', plot.left, size.height - 14, note),
    '</svg>\n',
  ].join('\n');
}

function drawn({ className, points, computed }: Line, x: Scale, y: Scale): string {
  const at = ({ tasks, ms }: Point): string => `${pixel(x.at(tasks))},${pixel(y.at(ms))}`;
  const path = (kind: string, through: readonly Point[]): string =>
    through.length < 2
      ? ''
      : `<polyline class="line ${kind}" points="${through.map(at).join(' ')}"/>`;
  const dots = points.map(
    (point) =>
      `<circle class="dot" cx="${pixel(x.at(point.tasks))}" cy="${pixel(y.at(point.ms))}" r="3.5"/>`,
  );
  return `<g class="${className}">${path('measured', points)}${path('computed', [...points.slice(-1), ...computed])}${dots.join('')}</g>`;
}

/** Each line's name stands where it ends, moved where two would cover each other. */
function names(lines: readonly Line[], y: Scale): readonly string[] {
  const ends = lines
    .flatMap((line) => {
      const last = [...line.points, ...line.computed].at(-1);
      return last === undefined
        ? []
        : [{ className: line.className, word: line.name, place: y.at(last.ms) }];
    })
    .sort((a, b) => a.place - b.place);
  const places = apart(
    ends.map(({ place }) => place),
    18,
    plot.bottom,
  );
  return ends.map(
    ({ className, word, place }, n) =>
      `<g class="${className}">${text('name', plot.right + 12, (places[n] ?? place) + 4, word)}</g>`,
  );
}

const duration = (ms: number): string =>
  ms < 1_000 ? `${count(ms)} ms` : `${count(ms / 1_000)} s`;
const pixel = (value: number): string => value.toFixed(1);
const rule = (className: string, x1: number, y1: number, x2: number, y2: number): string =>
  `<line class="${className}" x1="${pixel(x1)}" y1="${pixel(y1)}" x2="${pixel(x2)}" y2="${pixel(y2)}"/>`;
const text = (className: string, x: number, y: number, words: string, anchor = 'start'): string =>
  `<text class="${className}" x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}">${escaped(words)}</text>`;
const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
