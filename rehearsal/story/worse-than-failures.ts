import type { Chapter } from './chapters.ts';
import { accessDenied, backendError, tooManyPartitions } from './error-texts.ts';
import { crm, finance, parts } from './parts.ts';

const stormy = [...parts.denied, ...parts.partitioned, ...parts.unlucky, ...parts.leak] as const;
const [aLeak, another] = parts.leak;

const hour = 60;
/** The deployed patience, in minutes: DIGEST_EVERY, STALL_AFTER, REMIND_AFTER. */
const [gathered, patience, reminded] = [15, 2 * hour, 24 * hour] as const;

/**
 * A whole job in trouble, a watcher that cannot see, a table that hangs, failures that nobody
 * mends; then the end.
 */
export const worseThanFailures: readonly Chapter[] = [
  {
    caption:
      'a storm: eleven tables of crm_history fail, for three reasons. With most of what ended failed, a person is called',
    happens: (stage) => {
      stage.fail('data', parts.denied, accessDenied);
      stage.fail('data', parts.partitioned, tooManyPartitions);
      stage.fail('data', parts.unlucky, backendError);
    },
  },
  {
    caption:
      'one more for the reason told a minute ago: such failures are gathered, lest a slow leak be a message a minute',
    happens: (stage) => {
      stage.fail('data', [aLeak], accessDenied);
    },
  },
  {
    caption: 'a quarter of an hour later, with another one: both are told together',
    minutesLater: gathered,
    happens: (stage) => {
      stage.fail('data', [another], accessDenied);
    },
  },
  {
    caption:
      "somebody takes the function's rights away. One look that fails can be anything: nobody is told yet",
    rejects: 'mms',
    happens: (_, outages) => {
      outages.permissionIsTaken();
    },
  },
  {
    caption: 'work goes on unseen',
    rejects: 'mms',
    happens: (stage) => {
      stage.complete([...finance(20), ...parts.odd, ...crm(3)]);
      stage.reach('DATA_DOING', parts.silent);
    },
  },
  {
    caption:
      'the third blind look: both channels hear of it, and which right is missing. The heartbeat says /fail',
    rejects: 'mms',
  },
  {
    caption: 'the rights are back: what happened meanwhile is told, nothing is lost',
    happens: (_, outages) => {
      outages.permissionIsGiven();
    },
  },
  {
    caption:
      'nothing of crm_history is left to run: one closing report, with all that failed as a table in the mail',
  },
  {
    caption: 'two hours later: a table that runs has not written a line since',
    minutesLater: patience,
  },
  {
    caption: 'somebody looks after it, and it gets done',
    happens: (stage) => {
      stage.complete(parts.silent);
    },
  },
  {
    caption: 'so the other job is over, too',
  },
  {
    caption: 'a day later the thirteen still stand failed: a reminder, one list of all',
    minutesLater: reminded,
  },
  {
    caption: 'the reasons are mended, the thirteen are retried, and all of them get done',
    happens: (stage) => {
      stage.retry(stormy);
      stage.complete(stormy);
    },
  },
  {
    caption: 'the job is over once more, this time with everything done',
  },
  { caption: 'all is told: nothing is new, so nobody is called and nothing is written' },
];
