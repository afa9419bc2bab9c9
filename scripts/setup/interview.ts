import { textOf, type Environment } from '../../functions/settings/environment-reader.ts';
import { deployerIn } from '../deployment/deployer.ts';
import type { Prompter } from './prompter.ts';
import * as questions from './questions.ts';
import type { ChannelQuestions, Question } from './questions.ts';

export type Interviewee = Readonly<{
  /** What was said by a flag. */
  flag: (name: string) => string | undefined;
  environment: Environment;
  /** What `.env` sets already. */
  existing: ReadonlyMap<string, string>;
  /** Whether flags may change what `.env` sets. */
  overwrite: boolean;
  /** The name of another migration. */
  migration: string | undefined;
  /** Nobody can be asked without one. */
  prompter: Prompter | undefined;
}>;

export type Interview = Readonly<{
  /** What shall be changed in `.env`. */
  texts: ReadonlyMap<string, string>;
  /** What is missing, or wrong, or would be overwritten; then nothing should be written. */
  problems: readonly string[];
}>;

/**
 * Asks for what a deployment needs. What was said by a flag or by the environment is not asked
 * again; what `.env` sets is offered to be kept, or kept where nobody can be asked.
 */
export async function interview(interviewee: Interviewee): Promise<Interview> {
  const asking = new Asking(interviewee);
  await asking.answer(questions.region);
  await asking.answer(questions.watch);
  const { migration } = interviewee;
  const otherwise = `mms-task-alerts${migration === undefined ? '' : `-${migration}`}`;
  const name = (await asking.answer(questions.functionName(otherwise))) ?? otherwise;
  // Where nothing is said s.yaml would call it as it calls the first.
  if (migration !== undefined) asking.note('FC_DEPLOY_FUNCTION_NAME', name);
  await asking.answer(questions.state(name));
  for (const channel of await asking.channels()) {
    for (const question of channel.questions) await asking.answer(question);
  }
  await asking.answer(questions.language);
  await asking.answer(questions.timeZone);
  await asking.role(name.toLowerCase());
  await asking.keys();
  return asking;
}

class Asking implements Interview {
  readonly texts = new Map<string, string>();
  readonly problems: string[] = [];
  readonly #of: Interviewee;

  constructor(of: Interviewee) {
    this.#of = of;
  }

  /** What `.env` will hold; `undefined` where it will hold nothing. */
  async answer(question: Question): Promise<string | undefined> {
    const given = this.#given(question);
    const kept = this.#of.existing.get(question.variable);
    if (given !== undefined) return this.#take(question, given, kept);
    if (this.#of.prompter !== undefined) {
      const text = await this.#ask(this.#of.prompter, question, kept);
      return this.#noteAnswer(question, text);
    }
    if (kept === undefined && question.otherwise === undefined)
      this.problems.push(`--${question.flag} (${question.variable}): ${question.ask}`);
    return kept;
  }

  /** Those of which something is known, or that somebody picks. */
  async channels(): Promise<readonly ChannelQuestions[]> {
    const known = questions.channels.filter((channel) =>
      channel.questions.some(
        (question) => this.#given(question) ?? this.#of.existing.get(question.variable),
      ),
    );
    const { prompter } = this.#of;
    if (
      prompter === undefined ||
      known.some((channel) => channel.questions.some((question) => this.#given(question)))
    ) {
      const flags = questions.channels.map(({ questions: [first] }) => `--${first?.flag ?? ''}`);
      if (known.length === 0) this.problems.push(`${flags.join(' or ')}: whom to alert`);
      return known;
    }
    const names = (from: readonly ChannelQuestions[]) => from.map((channel) => channel.name);
    const picked = await prompter.some(
      'Whom to alert (space picks, Enter goes on)',
      names(questions.channels),
      names(known),
    );
    return questions.channels.filter((channel) => picked.includes(channel.name));
  }

  /** The role that the function will have; its name follows from the function's. */
  async role(roleName: string): Promise<void> {
    const { existing, environment, flag } = this.#of;
    const variable = 'FC_DEPLOY_ROLE_ARN';
    const known = existing.get(variable) ?? textOf(environment, variable);
    const number =
      flag('account') ?? deployerIn({ ...environment, ...Object.fromEntries(existing) }).account;
    if (known !== undefined && flag('account') === undefined && flag('role-name') === undefined)
      return;
    const account = await this.#once(questions.account, number);
    if (account === undefined) return;
    const name = flag('role-name')?.toLowerCase() ?? roleName;
    const role: Question = {
      ...questions.account,
      variable,
      flag: 'account',
      understand: (text) => ({ text }),
    };
    await this.#take(role, `acs:ram::${account}:role/${name}`, known);
  }

  /** The keys that deploy need not stand in `.env`. */
  async keys(): Promise<void> {
    const { prompter, existing, environment, flag } = this.#of;
    const given = questions.keys.some((question) => flag(question.flag) !== undefined);
    const known = existing.has('AccessKeyID') || textOf(environment, 'AccessKeyID') !== undefined;
    if (known && !given) return;
    if (!given) {
      if (prompter === undefined) return;
      const alias = 'the alias default of `npx s config add`, which keeps them encrypted';
      const place = await prompter.one('The keys that deploy', [alias, '.env'], alias);
      if (place === alias) return;
    }
    for (const question of questions.keys) await this.answer(question);
    const [, account] =
      /^acs:ram::(\d+):/.exec(
        this.texts.get('FC_DEPLOY_ROLE_ARN') ?? existing.get('FC_DEPLOY_ROLE_ARN') ?? '',
      ) ?? [];
    if (account !== undefined)
      await this.#take(questions.account, account, existing.get('AccountID'));
  }

  #given({ flag, variable }: Question): string | undefined {
    return this.#of.flag(flag) ?? textOf(this.#of.environment, variable);
  }

  /** The text as it will be written, asked for where it is not known. */
  async #once(question: Question, text: string | undefined): Promise<string | undefined> {
    const { prompter } = this.#of;
    if (text === undefined && prompter !== undefined)
      return this.#ask(prompter, question, undefined);
    if (text === undefined) {
      this.problems.push(`--${question.flag}: ${question.ask}`);
      return undefined;
    }
    const answer = question.understand(text);
    if ('text' in answer) return answer.text;
    this.problems.push(`--${question.flag}: ${answer.problem}`);
    return undefined;
  }

  /** Takes what was said by a flag or by the environment. */
  async #take(
    question: Question,
    given: string,
    kept: string | undefined,
  ): Promise<string | undefined> {
    const answer = question.understand(given);
    if ('problem' in answer) {
      this.problems.push(`--${question.flag} (${question.variable}): ${answer.problem}`);
      return undefined;
    }
    if (kept !== undefined && kept !== answer.text && !this.#of.overwrite) {
      const { prompter } = this.#of;
      const change = `${question.variable} is set already${question.secret === true ? '' : `, to ${kept}`}`;
      if (prompter === undefined) {
        this.problems.push(`${change}; --overwrite replaces it`);
        return kept;
      }
      const by = question.secret === true ? '' : ` by ${answer.text}`;
      if (!(await prompter.confirm(`${change}. Replace it${by}?`))) return kept;
    }
    return this.#noteAnswer(question, answer.text);
  }

  /** What `.env` shall hold from now on. */
  note(variable: string, text: string): string {
    if (text !== this.#of.existing.get(variable)) this.texts.set(variable, text);
    return text;
  }

  /** What holds anyway need not be written. */
  #noteAnswer({ variable, otherwise }: Question, text: string): string {
    return text === otherwise && !this.#of.existing.has(variable)
      ? text
      : this.note(variable, text);
  }

  async #ask(prompter: Prompter, question: Question, kept: string | undefined): Promise<string> {
    const { help, choices, otherwise = '', understand } = question;
    const initial = kept ?? otherwise;
    if (choices !== undefined) return prompter.one(question.ask, choices, initial);
    const validate = (text: string): string | undefined => {
      const answer = understand(text);
      return 'problem' in answer ? answer.problem : undefined;
    };
    if (question.secret === true) {
      const keeps = kept === undefined ? '' : ' (Enter keeps what is set)';
      const typed = await prompter.secret(`${question.ask}${keeps}`, {
        help,
        validate: (text) => (text === '' && kept !== undefined ? undefined : validate(text)),
      });
      return typed.trim() === '' && kept !== undefined ? kept : textBy(question, typed);
    }
    return textBy(question, await prompter.text(question.ask, { help, initial, validate }));
  }
}

/** What was validated before. */
function textBy({ understand }: Question, typed: string): string {
  const answer = understand(typed.trim());
  return 'text' in answer ? answer.text : typed.trim();
}
