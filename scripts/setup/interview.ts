import { namingQuotes, textOf, type Environment } from '../../functions/settings/environment.ts';
import type { Prompter } from './prompter.ts';
import * as questions from './questions.ts';
import type { Answer, ChannelQuestions, Question } from './questions.ts';

export type Interviewee = Readonly<{
  flag: (name: string) => string | undefined;
  environment: Environment;
  existing: ReadonlyMap<string, string>;
  overwrite: boolean;
  migration: string | undefined;
  prompter: Prompter | undefined;
}>;

export type Interview = Readonly<{
  texts: ReadonlyMap<string, string>;
  problems: readonly string[];
}>;

/**
 * Asks for what neither a flag nor the environment gives. What `.env` sets is offered again, or
 * kept where nobody can be asked.
 */
export async function interview(interviewee: Interviewee): Promise<Interview> {
  const asking = new Asking(interviewee);
  await asking.answer(questions.watch);
  await asking.answer(questions.region);
  const { migration } = interviewee;
  const otherwise = `mms-task-alerts${migration === undefined ? '' : `-${migration}`}`;
  const name = (await asking.answer(questions.functionName(otherwise))) ?? otherwise;
  // Without a name of its own it would replace the first function.
  if (migration !== undefined) asking.note('FC_DEPLOY_FUNCTION_NAME', name);
  await asking.answer(questions.state(name));
  for (const channel of await asking.channels())
    for (const question of channel.questions) await asking.answer(question);
  await asking.answer(questions.language);
  await asking.answer(questions.timeZone);
  const role = await asking.answer(questions.role(name.toLowerCase()));
  if (await asking.wantsKeysInDotenv()) {
    for (const question of questions.keys) await asking.answer(question);
    asking.note('AccountID', /\d+/.exec(role ?? '')?.[0] ?? '');
  }
  return asking;
}

class Asking implements Interview {
  readonly texts = new Map<string, string>();
  readonly problems: string[] = [];
  readonly #of: Interviewee;

  constructor(of: Interviewee) {
    this.#of = of;
  }

  /** `undefined` where `.env` will hold nothing. */
  async answer(question: Question): Promise<string | undefined> {
    const { variable, flag, ask, otherwise } = question;
    const { existing, prompter } = this.#of;
    const given = this.#given(question);
    const kept = existing.get(variable);
    if (given !== undefined) return this.#take(question, given, kept);
    if (prompter !== undefined) {
      const text = await this.#ask(prompter, question, kept);
      return text === otherwise && kept === undefined ? text : this.note(variable, text);
    }
    const answer = kept === undefined ? undefined : answerIn(kept, question);
    if (answer !== undefined && 'problem' in answer)
      this.problems.push(`${variable}, as it is set: ${answer.problem}`);
    else if (answer === undefined && otherwise === undefined)
      this.problems.push(`--${flag} (${variable}): ${ask}`);
    return kept;
  }

  note(variable: string, text: string): string {
    if (text !== this.#of.existing.get(variable)) this.texts.set(variable, text);
    return text;
  }

  /** The known ones, or those that somebody picks. */
  async channels(): Promise<readonly ChannelQuestions[]> {
    const { existing, prompter } = this.#of;
    const all = questions.channels;
    const isGiven = (question: Question): boolean => this.#given(question) !== undefined;
    const isKnown = (question: Question): boolean =>
      isGiven(question) || existing.has(question.variable);
    const known = all.filter((channel) => channel.questions.some(isKnown));
    if (prompter === undefined || all.some((channel) => channel.questions.some(isGiven))) {
      const flags = all.map(({ questions: [first] }) => `--${first?.flag ?? ''}`);
      if (known.length === 0) this.problems.push(`${flags.join(' or ')}: whom to alert`);
      return known;
    }
    const picked = await prompter.some(
      'Whom to alert (space picks, Enter goes on)',
      all.map(({ name }) => name),
      known.map(({ name }) => name),
    );
    return all.filter(({ name }) => picked.includes(name));
  }

  /** Keys of the environment are never written to `.env`. */
  async wantsKeysInDotenv(): Promise<boolean> {
    const { prompter, existing, environment, flag } = this.#of;
    if (questions.keys.some((question) => flag(question.flag) !== undefined)) return true;
    const isKnown = existing.has('AccessKeyID') || textOf(environment, 'AccessKeyID') !== undefined;
    if (isKnown || prompter === undefined) return false;
    const alias = 'in the alias default of `npx s config add`, which keeps them encrypted';
    return (await prompter.one('The keys that deploy', [alias, 'in .env'], alias)) !== alias;
  }

  #given({ flag, variable }: Question): string | undefined {
    return this.#of.flag(flag) ?? textOf(this.#of.environment, variable);
  }

  async #take(
    question: Question,
    given: string,
    kept: string | undefined,
  ): Promise<string | undefined> {
    const { variable, flag, secret = false } = question;
    const { overwrite, prompter } = this.#of;
    const answer = answerIn(given, question);
    if ('problem' in answer) {
      this.problems.push(`--${flag} (${variable}): ${answer.problem}`);
      return undefined;
    }
    if (kept !== undefined && kept !== answer.text && !overwrite) {
      const change = `${variable} is set already${secret ? '' : `, to ${kept}`}`;
      const by = secret ? '' : ` by ${answer.text}`;
      if (prompter === undefined) this.problems.push(`${change}; --overwrite replaces it${by}`);
      if (!(await prompter?.confirm(`${change}. Replace it${by}?`))) return kept;
    }
    return this.note(variable, answer.text);
  }

  async #ask(prompter: Prompter, question: Question, kept: string | undefined): Promise<string> {
    const { ask, help, choices, otherwise = '', secret = false } = question;
    const initial = kept ?? otherwise;
    if (choices !== undefined) return prompter.one(ask, choices, initial);
    const validate = (text: string): string | undefined => {
      const answer = answerIn(text, question);
      const isKept = secret && text === '' && kept !== undefined;
      return 'problem' in answer && !isKept ? answer.problem : undefined;
    };
    const keeps = secret && kept !== undefined ? ' (Enter keeps what is set)' : '';
    const typed = await prompter.text(`${ask}${keeps}`, { help, initial, secret, validate });
    const answer = answerIn(typed, question);
    // As it is, though a new answer would be written otherwise.
    if (typed === kept) return kept;
    return 'problem' in answer ? initial : answer.text;
  }
}

/** The text may be pasted: with spaces around it, or with quotes. */
function answerIn(text: string, { understand }: Question): Answer {
  const trimmed = text.trim();
  const answer = understand(trimmed);
  return 'problem' in answer ? { problem: namingQuotes(answer.problem, trimmed) } : answer;
}
