const minute = 60_000;

/**
 * Time as a night has it: it runs at the machine's pace from the start of each minute that is
 * begun, and stands still while something happens in the migration, so that every night leaves the
 * same marks in MMS.
 */
export class NightClock {
  readonly #midnight: number;
  #minuteBegan: number;
  #since = performance.now();
  #standsStill = false;

  constructor(midnight: number) {
    this.#midnight = midnight;
    this.#minuteBegan = midnight;
  }

  readonly now = (): number =>
    this.#minuteBegan + (this.#standsStill ? 0 : Math.floor(performance.now() - this.#since));

  /** The minute begins, and with it what happens in it. */
  begin(minuteOfTheNight: number, happens: () => void = () => undefined): void {
    this.#minuteBegan = this.#midnight + minuteOfTheNight * minute;
    this.#standsStill = true;
    happens();
    this.#standsStill = false;
    this.#since = performance.now();
  }
}
