import type { Place, StoryEvent } from '../story/events.ts';
import { sentenceOf } from '../story/words.ts';
import type { Mail } from '../world/mail-server.ts';
import type { World } from '../world/world.ts';
import { Board } from './board.ts';
import type { Controls } from './controls.ts';
import {
  CallsPanel,
  StatePanel,
  showTables,
  lockScreenText,
  showMail,
  showSlackMessage,
} from './panels.ts';
import { Timeline } from './timeline.ts';

export class View {
  readonly board = new Board();
  /** Their HTML is fetched one by one. */
  readonly mails: Mail[] = [];
  readonly #world: World;
  readonly controls: Controls;
  readonly #timeline = new Timeline(this.board);
  readonly #states = new StatePanel(this.board);
  readonly #calls = new CallsPanel(this.board);
  #tick = 0;
  #messages = 0;

  constructor(world: World, controls: Controls) {
    this.#world = world;
    this.controls = controls;
    this.showControls();
  }

  take(event: StoryEvent): void {
    switch (event.kind) {
      case 'began': {
        const { source } = event.setting;
        this.board.text(
          'setting',
          `Watching ${source}. From one tick to the next a minute of the migration passes, or as much as its caption says.`,
        );
        break;
      }
      case 'tick-began':
        this.#tick = event.tick;
        this.#timeline.begins(event);
        this.board.text(
          'now',
          [`Tick ${event.tick}`, event.caption].filter((one) => one !== '').join(': '),
        );
        this.board.text('latest', '');
        break;
      case 'happened':
        this.#timeline.happens(event);
        if (event.where !== 'MMS' || event.what.length === 0)
          this.board.text('latest', `${event.where} is ${event.word}: ${event.detail}`);
        break;
      case 'told':
        this.#tells(event);
        break;
      case 'tick-ended':
        this.#timeline.ends(event);
        if (event.outcome.kind === 'rejected')
          this.board.text('latest', `Tick ${event.tick} was rejected: ${event.outcome.message}`);
        this.#states.show(this.#world, event.tick);
        this.#calls.show(this.#world, event.tick);
        break;
      case 'ended': {
        const { complaints } = event.verdict;
        this.board.text('verdict', [...complaints, sentenceOf(event.verdict)].join('; '));
        break;
      }
      default:
        event satisfies never;
    }
    const { sources } = this.#world.migration;
    showTables(
      this.board,
      sources.flatMap(({ jobs }) => jobs),
    );
    this.showControls();
  }

  showControls(): void {
    this.board.text('pace', this.controls.pace);
    for (const [name, button] of this.controls.buttons())
      this.board.button(`control-${name}`, button);
  }

  #tells(event: Extract<StoryEvent, { kind: 'told' }>): void {
    const where: Place = event.channel === 'slack' ? 'Slack' : 'SMTP';
    if (event.channel === 'slack') {
      this.#messages += 1;
      const text = lockScreenText(event.message);
      showSlackMessage(this.board, this.#messages, this.#tick, event.message);
      this.#timeline.tells(where, text, `slack-${this.#messages}`);
      this.board.text('latest', `Slack was told: ${text}`);
      return;
    }
    this.mails.push(event.mail);
    const subject = event.mail.parsed.subject ?? '';
    showMail(this.board, this.mails.length, this.#tick, event.mail);
    this.#timeline.tells('e-mail', subject, `mail-${this.mails.length}`);
    this.board.text('latest', `A mail was sent: ${subject}`);
  }
}
