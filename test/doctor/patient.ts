import { onTestFinished } from 'vitest';
import { answer, type Fault } from '../../rehearsal/world/fault.ts';
import { refuse } from '../../rehearsal/world/oss-server.ts';
import type { WorldOptions } from '../../rehearsal/world/world.ts';
import { variables } from '../../functions/settings/configuration.ts';
import type { LoadedDotenv } from '../../scripts/deployment/load-dotenv.ts';
import { reviewResource, type DeploymentReview } from '../../scripts/deployment/review.ts';
import { diagnose } from '../../scripts/doctor/examine.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import { Deployment } from '../support/deployment.ts';

/** A deployment in a world on loopback, and what the doctor says of it. */
export class Patient {
  readonly deployment: Deployment;
  /** Variables beside those of the world; `undefined` unsets one. */
  variables: Record<string, string | undefined> = {};
  watch = '2000015';
  lines: readonly string[] = [];

  private constructor(deployment: Deployment) {
    this.deployment = deployment;
  }

  static async start(options?: WorldOptions): Promise<Patient> {
    const deployment = await Deployment.start(options);
    onTestFinished(() => deployment.world.close());
    return new Patient(deployment);
  }

  get world(): Deployment['world'] {
    return this.deployment.world;
  }

  get environment(): Record<string, string | undefined> {
    const { accessKeyId, accessKeySecret, securityToken } = this.world.context().credentials;
    return {
      ...this.world.environment(this.watch),
      AccountID: '1234567890123456',
      AccessKeyID: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
      FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts',
      ...this.variables,
    };
  }

  /** Whether nothing failed. */
  async examine(
    options: Readonly<{
      sendTest?: boolean;
      dotenv?: Partial<LoadedDotenv>;
      timeoutMs?: number;
      /** Keys that Serverless Devs finds elsewhere than in the environment. */
      alias?: Readonly<Record<'AccountID' | 'AccessKeyID' | 'AccessKeySecret', string>>;
    }> = {},
  ): Promise<boolean> {
    const lines: string[] = [];
    this.lines = lines;
    const { sendTest = false, dotenv, timeoutMs = 60_000, alias } = options;
    const examination = {
      environment: this.environment,
      dotenv: { file: '.env', found: true, expanded: [], problems: [], ...dotenv },
      review: reviewOf(this.environment, alias),
      sendTest,
      timeoutMs,
      deps: new HastyTime(),
    };
    return await diagnose(examination, (line) => {
      lines.push(line);
    });
  }

  /** What it says of one check, its hints included, on one line. */
  of(check: string): string {
    const at = this.lines.findIndex((line) => line.slice(6).startsWith(check));
    if (at < 0) return '';
    const rest = this.lines.slice(at + 1);
    const end = rest.findIndex((line) => !line.startsWith('      -> '));
    return [this.lines[at], ...rest.slice(0, end)].join(' ').replace(/ +/g, ' ');
  }
}

/** What `npm run deploy` says; that Serverless Devs fills s.yaml in so is for other tests. */
function reviewOf(
  environment: Readonly<Record<string, string | undefined>>,
  alias: Readonly<Record<string, string>> | undefined,
): DeploymentReview {
  const { AccountID, AccessKeyID, AccessKeySecret, SecurityToken } = environment;
  const own =
    AccountID && AccessKeyID && AccessKeySecret
      ? { AccountID, AccessKeyID, AccessKeySecret, SecurityToken }
      : undefined;
  const credential = own ?? { AccountID: '', AccessKeyID: '', AccessKeySecret: '', ...alias };
  const sent = variables.map(({ name }) => [name, environment[name] ?? '']);
  const trigger = { cronExpression: '0 * * * * *', enable: true };
  const props = {
    region: environment.FC_DEPLOY_REGION ?? environment.MMS_REGION ?? 'cn-shanghai',
    functionName: environment.FC_DEPLOY_FUNCTION_NAME ?? 'mms-task-alerts',
    description: 'Alerts',
    runtime: 'nodejs20',
    handler: 'index.handler',
    code: './dist',
    role: environment.FC_DEPLOY_ROLE_ARN,
    timeout: 50,
    cpu: 0.2,
    memorySize: 256,
    diskSize: 512,
    internetAccess: true,
    logConfig: 'auto',
    instanceConcurrency: 1,
    concurrencyConfig: { reservedConcurrency: 1 },
    asyncInvokeConfig: { maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: 60 },
    triggers: [{ triggerName: 'tick', triggerType: 'timer', triggerConfig: trigger }],
    environmentVariables: Object.fromEntries(sent) as Record<string, string>,
  };
  return reviewResource(
    {
      name: 'alerts',
      access: 'default',
      props,
      credential: own ?? (alias ? credential : { error: 'no keys' }),
    },
    environment,
  );
}

/** One whose migration has a task with a log, and with which nothing is wrong. */
export async function wellPatient(): Promise<Patient> {
  const patient = await Patient.start();
  const { migration } = patient.world;
  migration.reaches(migration.addTask(patient.deployment.job, 'orders'), 'SCHEMA_DOING');
  return patient;
}

const json = { 'content-type': 'application/json' };
const xml = { 'content-type': 'application/xml' };

/** What MMS says, in the gateway's words. */
export const mmsSays = (status: number, code: string, message: string): Fault =>
  answer(status, JSON.stringify({ Code: code, Message: message, RequestId: 'A' }), json);

export const mmsForbids = mmsSays(
  403,
  'NoPermission',
  'You are not authorized to do this operation.',
);

export const ossForbids = answer(403, String(refuse('AccessDenied', 'host', 'ABC').body), xml);

export const ossSays = (message: string): Fault =>
  answer(
    403,
    `<Error><Code>AccessDenied</Code><Message>${message}</Message><RequestId>ABC</RequestId></Error>`,
    xml,
  );
