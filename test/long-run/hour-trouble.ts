import { answer, type AnyFault, type Fault } from '../../rehearsal/world/fault.ts';
import type { World } from '../../rehearsal/world/world.ts';
import { id as idOf } from '../support/builders.ts';
import type { Weather } from './weather.ts';

/** What else happens in a tick when its calls come by. */
export type Incidents = Readonly<{
  betweenListingAndLogs: () => void;
  dies: () => void;
  overlaps: () => void;
}>;

const json = { 'content-type': 'application/json' };
/** Refusals that no client tries again: an hour must not be spent waiting. */
const refusal = answer(
  400,
  '{"RequestId":"B7EE4EC1","Code":"Hour.Trouble","Message":"not now"}',
  json,
);

/** The weather of one tick, as the servers bring it. */
export function bring(world: World, weather: Weather, incidents: Incidents): void {
  let calls = 0;
  let dead = false;
  let happened = false;
  let answersLost = 0;
  const pass = (): void => {
    calls += 1;
    if (calls === weather.diesAt) {
      dead = true;
      incidents.dies();
    }
    if (calls === weather.overlapsAt) incidents.overlaps();
  };
  for (const name of ['mms', 'oss', 'slack'] as const) {
    world[name].fault = ({ operation }) => {
      pass();
      if (dead) return { kind: 'reset' };
      if (operation.startsWith('ListMmsTaskLogs') && !happened) {
        happened = true;
        incidents.betweenListingAndLogs();
      }
      return faultOf(name, operation, weather, () => (answersLost += 1));
    };
  }
  world.mail.fault = ({ operation }) => {
    pass();
    return dead ? { kind: 'reset' } : mailFaultOf(operation, weather);
  };
}

function faultOf(
  server: 'mms' | 'oss' | 'slack',
  operation: string,
  { mms, slack, saving }: Weather,
  countLost: () => number,
): Fault | undefined {
  if (server === 'slack') {
    if (slack === 'well') return undefined;
    if (slack !== 'loses its answer') return answer(403, 'action_prohibited');
    return countLost() === 1 ? { kind: 'reset', applied: true } : undefined;
  }
  if (server === 'oss') {
    if (!operation.startsWith('PutObject') || saving === 'works') return undefined;
    const denied =
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>not now</Message></Error>';
    return saving === 'fails'
      ? answer(403, denied, { 'content-type': 'application/xml' })
      : { kind: 'reset', applied: true };
  }
  const [action, id = ''] = operation.split(' ');
  const isRefused =
    mms.targetUnreadable?.('2000015') === true ||
    (action === 'ListMmsJobs' && mms.jobsForbidden === true) ||
    (operation === 'ListMmsTasks page 2' && mms.leavesOut !== undefined) ||
    (action === 'ListMmsTaskLogs' && mms.logUnreadable?.(idOf(id)) === true);
  return isRefused ? refusal : undefined;
}

function mailFaultOf(operation: string, { email }: Weather): AnyFault | undefined {
  if (email === 'loses its answer')
    return operation === 'end of data' ? { kind: 'reset', applied: true } : undefined;
  return email !== 'well' && operation === 'MAIL' ? answer(550, '5.7.1 not now') : undefined;
}
