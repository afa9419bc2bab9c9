import fc from 'fast-check';
import { expect } from 'vitest';
import type { Deployment } from '../support/deployment.ts';

const attack = fc.constantFrom(
  '<!channel>',
  '<!here|x>',
  '<@U024BE7LH>',
  '<#C024BE7LR>',
  '<https://evil.example|click>',
  '&lt;!channel&gt;',
  '`',
  '```',
  '*b*',
  '_i_',
  '~s~',
  '\n> q',
  '\n• i',
  '</pre><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="//evil.example">',
  '\r\nBcc: all@example.com\r\n\r\n',
  "=cmd|'/c calc'!A1",
  '&&&&',
  '@channel',
  '\u202e\u2066',
  '\u0000\u001b[31m',
  '\ud800',
  '\udfff',
  '😀',
  '表名',
  'a'.repeat(500),
  '\tat com.aliyun.odps.X(X.java:1)\n'.repeat(80),
  '\u200b\ufeff',
);
const someLetters = fc.stringMatching(/^[A-Za-z0-9]{24}$/);
/** The ways in which keys and passwords stand in the logs of Alibaba Cloud and JDBC. */
const leak = fc
  .tuple(
    someLetters,
    fc.constantFrom<(secret: string) => string>(
      (secret) => `LTAI5t${secret.slice(0, 18)}`,
      (secret) => `STS.${secret}`,
      (secret) => `'accessKeySecret'='${secret}'`,
      (secret) => `fs.oss.accessKeySecret=${secret};`,
      (secret) => `"password": "${secret}"`,
      (secret) => `jdbc:mysql://root:${secret}@10.0.0.1:3306/db`,
      (secret) => `jdbc:hive2://h:10000/;user=a;password=${secret};ssl=true`,
      (secret) =>
        `https://b.oss-cn-shanghai.aliyuncs.com/k?OSSAccessKeyId=LTAI5tAAAAAAAAAAAAAAAAAA&Expires=1&Signature=${secret}%3D`,
      (secret) => `http://logview.odps.aliyun.com/logview/?h=x&p=y&i=z&token=${secret}`,
      (secret) => `Authorization: Bearer ${secret}`,
      (secret) => `x-acs-security-token: ${secret}`,
      (secret) => `IDENTIFIED BY '${secret}'`,
    ),
  )
  .map(([secret, write]) => ({
    secret: write(secret).startsWith('LTAI') ? secret.slice(0, 18) : secret,
    text: write(secret),
  }));
const hostile = fc
  .array(
    fc.oneof(
      attack,
      leak.map(({ text }) => ` ${text} `),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

const row = fc.record({
  before: hostile,
  leak,
  after: hostile,
  action: hostile,
  table: hostile,
  job: hostile,
  times: fc.constantFrom(1, 1, 40),
});

/**
 * Whatever stands in log rows neither pings, formats, injects nor leaks on its way to Slack and the
 * mail, and nothing is cut without a mark.
 */
export async function checkHostileRows(deployed: Deployment, numRuns: number): Promise<void> {
  const { world } = deployed;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
      const { slack, mail, migration } = world;
      const [messages, mails] = [slack.messages.length, mail.mails.length];
      const written = deployed.lines.length;
      const tasks = rows.map(({ before, leak: { text }, after, action, table, job, times }, n) => {
        const task = migration.addTask(
          migration.addJob(deployed.source, `${job}${n}`),
          `t${table}`,
        );
        migration.dataFails(task, {
          message: `${before.repeat(times)} ${text} ${after.repeat(times)}`,
          action,
        });
        return task;
      });
      expect((await deployed.invoke()).problems).toEqual([]);

      expect(slack.rejected).toEqual([]);
      const told = slack.messages.slice(messages);
      expect(told.flatMap(({ pings }) => pings)).toEqual([]);
      const sent = mail.mails.slice(mails);
      expect(sent).toHaveLength(1);
      expect(sent[0]?.to).toEqual(['oncall@example.test']);
      expect(sent[0]?.parsed.headers.filter(({ key }) => key === 'bcc')).toEqual([]);
      expect(sent[0]?.parsed.html ?? '').not.toMatch(
        /<script|<img|onerror=[^"]*alert\(1\)>|href="\/\/evil/i,
      );

      const seen = [
        ...told.map(({ all }) => all),
        ...sent.flatMap(({ parsed }) => [parsed.subject, parsed.text, parsed.html]),
        deployed.lines.slice(written).join(),
        world.state('slack'),
      ].join('\n');
      for (const {
        leak: { secret },
      } of rows)
        expect(seen).not.toContain(secret);
      const slackText = told.map(({ all }) => all).join('\n');
      for (const { id } of tasks)
        for (const text of [slackText, sent[0]?.parsed.text ?? '']) expect(text).toContain(id);
      if (rows.some(({ before, after, times }) => (before.length + after.length) * times > 20_000))
        expect(seen).toContain('omitted …');
    }),
    // Each run adds to the same world, so a smaller example would not be one.
    { numRuns, endOnFailure: true },
  );
}
