import { DefaultReporter, type TestModule } from 'vitest/node';

type Ending = Parameters<DefaultReporter['onTestRunEnd']>;
type Beginning = Parameters<DefaultReporter['onTestRunStart']>;

/** How often a line is written where none can be written over. */
const lineEveryMs = 10_000;

/** Says how far a run is, and of test files only what failed. */
export class ProgressReporter extends DefaultReporter {
  readonly #lastWord: string | undefined;
  #files = 0;
  #finished = 0;
  #startedAt = 0;
  #writtenAt = 0;

  constructor(lastWord: string | undefined) {
    super({ summary: false });
    this.#lastWord = lastWord;
  }

  override onTestRunStart(specifications: Beginning[0]): void {
    super.onTestRunStart(specifications);
    this.#files = specifications.length;
    this.#finished = 0;
    this.#startedAt = performance.now();
    this.#writtenAt = this.#startedAt;
  }

  override onTestRunEnd(...ending: Ending): void {
    super.onTestRunEnd(...ending);
    if (this.#lastWord !== undefined) this.log(this.#lastWord);
  }

  protected override printTestModule(module: TestModule): void {
    this.#finished += 1;
    if (module.state() === 'failed') super.printTestModule(module);
    this.#showProgress();
  }

  #showProgress(): void {
    const now = performance.now();
    const seconds = Math.round((now - this.#startedAt) / 1000);
    const line = `${this.#finished} of ${this.#files} files, ${seconds} s`;
    const isLast = this.#finished === this.#files;
    if (process.stdout.isTTY) {
      process.stdout.write(`\r\u001b[K${line}${isLast ? '\n' : ''}`);
    } else if (isLast || now - this.#writtenAt >= lineEveryMs) {
      this.#writtenAt = now;
      this.log(line);
    }
  }
}
