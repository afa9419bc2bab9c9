import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variables } from '../../functions/settings/configuration.ts';
import type { Remarks } from '../../functions/settings/environment.ts';
import { reviewNames } from '../../functions/settings/misnamed-variables.ts';

const ours = variables.map(({ name }) => name);
const review = (...names: string[]): Remarks =>
  reviewNames(Object.fromEntries(names.map((name) => [name, 'x'])), ours);

describe('a variable that is not ours', () => {
  it.each([
    ['MMS_WACH', 'MMS_WATCH'],
    ['MMS_WACTH', 'MMS_WATCH'],
    ['mms_watch', 'MMS_WATCH'],
    ['Slack_Webhook_Urls', 'SLACK_WEBHOOK_URL'],
    ['SMTP_URI', 'SMTP_URL'],
    ['MAILTO', 'MAIL_TO'],
    ['DRYRUN', 'DRY_RUN'],
    ['OSS_REGION', 'MMS_REGION'],
    ['OSS_ENDPONT', 'OSS_ENDPOINT'],
    ['FEISHU_WEBHOK_URL', 'FEISHU_WEBHOOK_URL'],
    ['FC_DEPLOY_REGON', 'FC_DEPLOY_REGION'],
    ['fc_deploy_cron', 'FC_DEPLOY_CRON'],
  ])('is a problem where it is a typo of one: %s', (typo, meant) => {
    const { problems, warnings } = review(typo);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(typo);
    expect(problems[0]).toContain(meant);
    expect(warnings).toEqual([]);
  });

  it('is a problem where two of ours are equally near', () => {
    const { problems } = reviewNames({ MAIL_AT: 'x' }, ['MAIL_AS', 'MAIL_AN']);
    expect(problems).toEqual([expect.stringMatching(/^MAIL_AT: .*expected MAIL_AS/)]);
  });

  it('is a problem whichever two characters were touched', () => {
    const letters = fc.constantFrom('A', 'B', 'S', 'Z', '_', '0', '9');
    const edits = fc.array(
      fc.record({ at: fc.nat(17), kind: fc.constantFrom('drop', 'add', 'swap'), letter: letters }),
      { minLength: 1, maxLength: 2 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...ours), edits, (name, changes) => {
        const typo = changes.reduce<string>((text, { at, kind, letter }) => {
          const place = at % text.length;
          return (
            text.slice(0, place) +
            (kind === 'drop' ? '' : letter) +
            text.slice(kind === 'add' ? place : place + 1)
          );
        }, name);
        fc.pre(!(ours as readonly string[]).includes(typo));
        expect(review(typo).problems).toHaveLength(1);
      }),
    );
  });

  it.each([
    'MMS_COLOUR',
    'SLACK_CHANNEL',
    'SMTP_PASSWORD',
    'MAIL_CHARSET',
    'OSS_BUCKET',
    'STATE_FOLDER',
    'ALERT_COLOUR',
    'mms_language',
    'FEISHU_CHAT',
    'FC_DEPLOY_MEMORY',
  ])('is a warning where it begins like ours: %s', (name) => {
    const { problems, warnings } = review(name);
    expect(problems).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(name);
  });

  it.each([
    ...ours,
    'PATH',
    'HOME',
    'TZ',
    'FC_REGION',
    'FC_FUNCTION_NAME',
    'ALIBABA_CLOUD_ACCESS_KEY_ID',
    'AWS_REGION',
    'NODE_PATH',
    'LANG',
  ])('or is ours, or of no concern: %s', (name) => {
    expect(review(name)).toEqual({ problems: [], warnings: [] });
  });

  it.each(['DONE_EVERY', 'REPEAT_EVERY', 'done_every'])(
    'is a problem where DIGEST_EVERY has replaced it: %s',
    (name) => {
      expect(review(name)).toEqual({
        problems: [`${name}: was replaced; expected DIGEST_EVERY instead`],
        warnings: [],
      });
    },
  );

  it('is of no concern while it is empty', () => {
    expect(reviewNames({ MMS_WACH: ' ', MMS_COLOUR: '', MMS_X: undefined }, ours)).toEqual({
      problems: [],
      warnings: [],
    });
  });

  it('is named without its value', () => {
    expect(
      JSON.stringify(reviewNames({ SMTP_UR: 'hunter2', SMTP_PASSWORD: 'hunter2' }, ours)),
    ).not.toContain('hunter2');
  });
});
