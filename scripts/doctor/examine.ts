import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import type { Environment } from '../../functions/settings/environment.ts';
import { deployerIn, deployersKeys, functionsKeys } from '../deployment/deployer.ts';
import { checkConfiguration } from './check-configuration.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkDingTalk, sendTestToDingTalk } from './check-dingtalk.ts';
import { checkHeartbeat } from './check-heartbeat.ts';
import { checkMail, sendTestMail } from './check-mail.ts';
import { checkSlack, sendTestToSlack } from './check-slack.ts';
import { fail, skip, type Finding } from './finding.ts';
import { checksOfMms, checksOfState, type Check } from './service-checks.ts';

export type Examination = Readonly<{
  /** As the deployment sends it. */
  environment: Environment;
  /** Variables that the expansion of `.env` changed. */
  expanded: readonly string[];
  /** One message to each channel, which is otherwise sent none. */
  sendTest: boolean;
  /** How long each service may take to answer, in milliseconds. */
  patienceMs: number;
  patience: RetryDeps;
}>;

/** Everything is asked at the same time and told in order. */
export async function* examine(examination: Examination): AsyncGenerator<Finding> {
  const { environment, expanded, patience, patienceMs } = examination;
  const deployer = deployerIn(environment);
  const { value: configuration, findings } = checkConfiguration(environment, deployer, expanded);
  yield* findings;
  const keys = functionsKeys(environment) ?? deployersKeys(environment);
  yield checkCredentials(keys, environment, deployer);
  const services = {
    credentials: keys?.credentials,
    deployer,
    patience,
    until: patience.clock() + patienceMs,
  };
  const checks =
    configuration === undefined
      ? nothingTried
      : [
          ...checksOfMms(configuration, services),
          ...checksOfState(configuration, services),
          ...checksOfChannels(configuration, examination),
        ];
  const asked = checks.map(({ what, work }) =>
    work().catch((error: unknown) => [mistake(what, error)]),
  );
  for (const found of asked) yield* await found;
}

const skipped = (what: string, why: string): Check => ({
  what,
  work: () => Promise.resolve([skip(what, why)]),
});

const nothingTried = ['MMS', 'state', 'Slack', 'DingTalk', 'SMTP'].map((what) =>
  skipped(what, 'the configuration comes first'),
);

const mistake = (what: string, error: unknown): Finding =>
  fail(
    what,
    error instanceof Error ? error.message : String(error),
    'this is a mistake of the doctor itself: please report it',
  );

const testText =
  'This is a test message of mms-task-alerts, sent by hand with `npm run doctor -- --send-test`. ' +
  'Nothing has happened in any migration.';

function checksOfChannels(
  { slackWebhookUrl, dingTalk, mail, heartbeatUrl }: Configuration,
  examination: Examination,
): readonly Check[] {
  const { sendTest, patience, patienceMs } = examination;
  const until = patience.clock() + patienceMs;
  const andTest = async (
    found: Finding,
    send: () => Promise<Finding>,
  ): Promise<readonly Finding[]> =>
    sendTest && found.verdict !== 'fail' ? [found, await send()] : [found];
  return [
    slackWebhookUrl === undefined
      ? skipped('Slack', 'SLACK_WEBHOOK_URL is not set')
      : {
          what: 'Slack',
          work: async () =>
            andTest(await checkSlack(slackWebhookUrl, until, patience), () =>
              sendTestToSlack(slackWebhookUrl, testText, until, patience),
            ),
        },
    dingTalk === undefined
      ? skipped('DingTalk', 'DINGTALK_WEBHOOK_URL is not set')
      : {
          what: 'DingTalk',
          work: async () =>
            andTest(await checkDingTalk(dingTalk, until, patience), () =>
              sendTestToDingTalk(dingTalk, testText, until, patience),
            ),
        },
    mail === undefined
      ? skipped('SMTP', 'SMTP_URL is not set')
      : {
          what: 'SMTP',
          work: async () =>
            andTest(await checkMail(mail, until, patience), () =>
              sendTestMail(mail, testText, until, patience),
            ),
        },
    ...(heartbeatUrl === undefined
      ? []
      : [
          {
            what: 'heartbeat',
            work: async () => [await checkHeartbeat(heartbeatUrl, sendTest, until, patience)],
          },
        ]),
  ];
}
