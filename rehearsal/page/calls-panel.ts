import type { Place } from '../story/events.ts';
import type { Sight } from '../story/sight.ts';
import type { Board } from './board.ts';
import { clock } from './clock.ts';
import { html, type Html } from './html.ts';

type Service = Place | 'heartbeat';
type Call = Sight['calls'][Service][number] & Readonly<{ service: Service }>;

/** Ticks whose calls are shown. */
const most = 40;
const services = ['MMS', 'OSS', 'Slack', 'SMTP', 'heartbeat'] as const satisfies readonly Service[];

/** What the services were asked, tick by tick. */
export class CallsPanel {
  readonly #board: Board;
  readonly #seen: Record<Service, number> = { MMS: 0, OSS: 0, Slack: 0, SMTP: 0, heartbeat: 0 };

  constructor(board: Board) {
    this.#board = board;
    board.list('calls', { place: 'first', most });
  }

  show(calls: Sight['calls'], tick: number): void {
    const fresh = services.flatMap((service) =>
      calls[service].slice(this.#seen[service]).map((call): Call => ({ ...call, service })),
    );
    for (const service of services) this.#seen[service] = calls[service].length;
    if (fresh.length === 0) return;
    fresh.sort((a, b) => a.at - b.at);
    this.#board.put(
      'calls',
      `calls-${tick}`,
      html`<tbody id="calls-${tick}">
        <tr>
          <th colspan="5" scope="rowgroup">tick ${tick}: ${fresh.length} calls</th>
        </tr>
        ${fresh.map(row)}
      </tbody>`,
    );
  }
}

const row = ({ service, operation, outcome, durationMs, at }: Call): Html =>
  html`<tr class="${wentWell(service, outcome) ? 'well' : 'badly'}">
    <td>${clock(at)}</td>
    <td>${service}</td>
    <td>${operation}</td>
    <td>${!wentWell(service, outcome) && '✕ '}${outcome === '' ? 'no answer' : outcome}</td>
    <td class="figure">${durationMs === undefined ? '…' : `${durationMs.toFixed(1)} ms`}</td>
  </tr>`;

/**
 * OSS says 404 where a channel has no state yet, and 304 where it is the one that the function
 * knows.
 */
const wentWell = (service: Service, outcome: string): boolean =>
  /^(?:2\d\d|passed)$/.test(outcome) || (service === 'OSS' && ['304', '404'].includes(outcome));
