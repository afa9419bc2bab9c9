import { describe, expect, it } from 'vitest';
import { interview, type Interview, type Interviewee } from '../../scripts/setup/interview.ts';
import type { Prompter } from '../../scripts/setup/prompter.ts';
import { targetIn } from '../../scripts/setup/questions.ts';

const webhook = 'https://hooks.slack.com/services/T0TEST/B0TEST/aSecretPathOfAWebhook';

type Given = Partial<Omit<Interviewee, 'flag' | 'existing' | 'prompter'>> &
  Readonly<{
    flags?: Readonly<Record<string, string>>;
    existing?: Readonly<Record<string, string>>;
    person?: Person;
  }>;

const ask = ({ flags = {}, existing = {}, person, ...more }: Given): Promise<Interview> =>
  interview({
    flag: (name) => flags[name],
    environment: {},
    overwrite: false,
    migration: undefined,
    ...more,
    existing: new Map(Object.entries(existing)),
    prompter: person,
  });

/** Somebody who has an answer to some questions, and presses Enter at the others. */
class Person implements Prompter {
  readonly asked: string[] = [];
  /** What was said of texts that were refused. */
  readonly corrected: string[] = [];
  readonly #answers: Readonly<Record<string, readonly string[]>>;

  constructor(answers: Readonly<Record<string, readonly string[]>>) {
    this.#answers = answers;
  }

  text: Prompter['text'] = (question, { initial, secret, validate }) =>
    Promise.resolve(this.#type(question, secret ? '' : initial, validate));
  one: Prompter['one'] = (question, choices, initial) =>
    Promise.resolve(this.#answersTo(question).find((one) => choices.includes(one)) ?? initial);
  some: Prompter['some'] = (question, _choices, initial) => {
    const picked = this.#answersTo(question);
    return Promise.resolve(picked.length > 0 ? picked : initial);
  };
  confirm: Prompter['confirm'] = (question) =>
    Promise.resolve(this.#answersTo(question).includes('yes'));

  #answersTo(question: string): readonly string[] {
    this.asked.push(question);
    return Object.entries(this.#answers).find(([part]) => question.includes(part))?.[1] ?? [];
  }

  #type(question: string, initial: string, validate: (text: string) => string | undefined): string {
    for (const text of [...this.#answersTo(question), initial]) {
      const problem = validate(text);
      if (problem === undefined) return text;
      this.corrected.push(problem);
    }
    throw new Error(`nobody knows an answer to ${question}`);
  }
}

const complete = {
  region: 'cn-shanghai',
  watch: '2000015',
  bucket: 'my-bucket',
  account: '1234567890123456',
  'slack-webhook-url': webhook,
};

describe('setup', () => {
  it('asks what nothing says, and takes what the function would take', async () => {
    const person = new Person({
      'What to watch': ['jobs/87', 'https://console.example/mma/datasource/2000015/jobs/87'],
      Region: ['Shanghai', 'cn-shanghai'],
      bucket: ['My Bucket', 'oss://My_Bucket', 'my-bucket/finance'],
      'Whom to alert': ['Slack'],
      SLACK_WEBHOOK_URL: ['https://hooks.slack.com/triggers/x', webhook],
      Language: ['zh'],
      'Number of the': ['1234567890123456'],
    });
    const { texts, problems } = await ask({ person });
    expect(problems).toEqual([]);
    expect(Object.fromEntries(texts)).toEqual({
      MMS_REGION: 'cn-shanghai',
      MMS_WATCH: '2000015/jobs/87',
      STATE_URL: 'oss://my-bucket/finance',
      SLACK_WEBHOOK_URL: webhook,
      ALERT_LANGUAGE: 'zh',
      FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts',
    });
    expect(person.corrected).toEqual([
      expect.stringContaining('"jobs/87" is not a target; expected 2000015 (a data source'),
      'expected a region id such as cn-shanghai',
      expect.stringMatching(/^names no bucket .*; expected BUCKET or BUCKET\/PREFIX$/),
      expect.stringMatching(/^names no bucket .*; expected oss:\/\/bucket\/prefix, or/),
      expect.stringContaining('is the URL of a Slack workflow'),
    ]);
  });

  it('asks nothing of which a flag or the environment says enough', async () => {
    const { 'slack-webhook-url': SLACK_WEBHOOK_URL, ...flags } = complete;
    const person = new Person({});
    const { texts } = await ask({ flags, environment: { SLACK_WEBHOOK_URL }, person });
    expect(Object.fromEntries(texts)).toEqual({
      MMS_REGION: 'cn-shanghai',
      MMS_WATCH: '2000015',
      STATE_URL: 'oss://my-bucket/mms-task-alerts',
      SLACK_WEBHOOK_URL: webhook,
      FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts',
    });
    expect(person.asked).toEqual([
      'Name of the function, and of its role',
      'Language of the messages',
      'Time zone of the messages',
      'The keys that deploy',
    ]);
  });

  it('names another migration after itself', async () => {
    const { texts } = await ask({ flags: complete, migration: 'Finance' });
    expect(Object.fromEntries(texts)).toMatchObject({
      STATE_URL: 'oss://my-bucket/mms-task-alerts-Finance',
      FC_DEPLOY_FUNCTION_NAME: 'mms-task-alerts-Finance',
      FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts-finance',
    });
  });

  it('keeps the keys that deploy in .env only for who wants it', async () => {
    const person = new Person({
      'The keys': ['in .env'],
      'AccessKey ID': ['LTAI5tTest'],
      'Its secret': ['made-up'],
    });
    const { texts } = await ask({ flags: complete, person });
    expect(Object.fromEntries(texts)).toMatchObject({
      AccountID: '1234567890123456',
      AccessKeyID: 'LTAI5tTest',
      AccessKeySecret: 'made-up',
    });
    const environment = { AccessKeyID: 'LTAI5tTest', AccessKeySecret: 'made-up' };
    const known = await ask({ flags: complete, environment });
    expect([...known.texts.keys()]).not.toContain('AccessKeyID');
  });
});

describe('the state is kept below a prefix', () => {
  it.each(['my-bucket', 'my-bucket/', 'oss://my-bucket', 'oss://my-bucket/', 'my-bucket//'])(
    'of its own where none is said: %s',
    async (bucket) => {
      const { texts } = await ask({ flags: { ...complete, bucket } });
      expect(texts.get('STATE_URL')).toBe('oss://my-bucket/mms-task-alerts');
    },
  );

  it('and is not moved by Enter', async () => {
    const existing = { STATE_URL: 'oss://my-bucket' };
    const { bucket: _, ...flags } = complete;
    const { texts } = await ask({ flags, existing, person: new Person({}) });
    expect(texts.has('STATE_URL')).toBe(false);
  });
});

describe('an answer that was pasted', () => {
  it('may have spaces around it', async () => {
    const spaced = Object.entries(complete).map(([flag, text]) => [flag, ` ${text} `] as const);
    const { texts, problems } = await ask({ flags: Object.fromEntries(spaced) });
    expect(problems).toEqual([]);
    expect(texts).toEqual((await ask({ flags: complete })).texts);
  });

  it.each(['""', '“”', "''", '‘’'])('may be in quotes, which is said: %s', async (quotes) => {
    const [open = '', close = ''] = quotes;
    const quoted = Object.entries(complete).map(
      ([flag, text]) => [flag, open + text + close] as const,
    );
    const { problems } = await ask({ flags: Object.fromEntries(quoted) });
    expect(problems).toHaveLength(quoted.length);
    for (const problem of problems) expect(problem).toMatch(/; it is in quotes: remove them$/);
    expect(problems.join()).not.toContain('aSecretPath');
  });
});

it('an address of the console is as good as the id in it', async () => {
  const watch = 'https://maxcompute.console.aliyun.com/cn-beijing/mma/datasource?id=2000015';
  const { texts, problems } = await ask({ flags: { ...complete, watch } });
  expect([problems, texts.get('MMS_WATCH')]).toEqual([[], '2000015']);
});

describe('without anybody to ask, setup', () => {
  it('says all that is missing, and what is wrong, by the flags', async () => {
    const { problems } = await ask({ flags: { watch: 'orders', 'mail-from': 'ops@example.com' } });
    expect(problems).toEqual([
      expect.stringMatching(/^--watch \(MMS_WATCH\): "orders" is not a target/),
      '--region (MMS_REGION): Region of the migration',
      '--bucket (STATE_URL): OSS bucket for the state',
      expect.stringMatching(/^--smtp-url \(SMTP_URL\): /),
      expect.stringMatching(/^--mail-to \(MAIL_TO\): /),
      expect.stringMatching(/^--account \(FC_DEPLOY_ROLE_ARN\): Number of the/),
    ]);
    expect((await ask({})).problems).toContainEqual(
      expect.stringMatching(/^--slack-webhook-url or .* or --smtp-url: whom to alert$/),
    );
  });

  it('is content with what .env sets', async () => {
    const { texts } = await ask({ flags: complete });
    expect(await ask({ existing: Object.fromEntries(texts) })).toMatchObject({
      problems: [],
      texts: new Map(),
    });
  });
});

it('what .env sets is looked at like any other answer', async () => {
  const { texts } = await ask({ flags: complete });
  const existing = { ...Object.fromEntries(texts), STATE_URL: 'file:./state' };
  expect((await ask({ existing })).problems).toEqual([
    expect.stringMatching(/^STATE_URL, as it is set: names no bucket/),
  ]);
});

describe('what .env sets already', () => {
  const existing = {
    MMS_REGION: 'cn-beijing',
    MMS_WATCH: '7',
    STATE_URL: 'oss://a-bucket/x',
    SLACK_WEBHOOK_URL: `${webhook}Former`,
    FC_DEPLOY_ROLE_ARN: 'acs:ram::42:role/x',
  };

  it('is offered again, and a secret kept by Enter', async () => {
    const person = new Person({ 'What to watch': ['8'] });
    const { texts, problems } = await ask({ existing, person });
    expect([problems, Object.fromEntries(texts)]).toEqual([[], { MMS_WATCH: '8' }]);
    expect(person.asked.join()).not.toContain('aSecretPath');
  });

  it('is not overwritten by a flag unasked', async () => {
    const flags = { watch: '8', 'slack-webhook-url': webhook };
    const { texts, problems } = await ask({ flags, existing });
    expect([...texts]).toEqual([]);
    expect(problems).toEqual([
      'MMS_WATCH is set already, to 7; --overwrite replaces it by 8',
      'SLACK_WEBHOOK_URL is set already; --overwrite replaces it',
    ]);
    expect(Object.fromEntries((await ask({ flags, existing, overwrite: true })).texts)).toEqual({
      MMS_WATCH: '8',
      SLACK_WEBHOOK_URL: webhook,
    });
    const person = new Person({ 'MMS_WATCH is set already, to 7. Replace it by 8?': ['yes'] });
    expect([...(await ask({ flags, existing, person })).texts.keys()]).toEqual(['MMS_WATCH']);
  });
});

it.each([
  ['https://maxcompute.console.aliyun.com/cn-shanghai/mma/datasource/2000015', '2000015'],
  ['https://maxcompute.console.aliyun.com/cn-shanghai/mma/datasource?id=2000015', '2000015'],
  ['https://maxcompute.console.aliyun.com/cn-shanghai/mma/datasource/detail?id=2000015', '2000015'],
  ['https://maxcompute.console.aliyun.com/cn-shanghai/mma?tab=log&id=2000015', '2000015'],
  ['https://host/mma/#/jobs/detail?dataSourceId=2000015&id=87', '2000015/jobs/87'],
  ['https://host/mma/jobs?id=87', undefined],
  ['https://host/api/v1/mms/datasources/2000015/jobs/87', '2000015/jobs/87'],
  ['https://host/mma/job?dataSourceId=2000015&jobId=87', '2000015/jobs/87'],
  ['https://host/#/datasource/2000015/task/4032', '2000015/tasks/4032'],
  ['https://maxcompute.console.aliyun.com/cn-shanghai/mma/datasource', undefined],
  ['https://host/jobs/87', undefined],
])('the address %s is about %s', (address, target) => {
  expect(targetIn(address)).toBe(target);
});
