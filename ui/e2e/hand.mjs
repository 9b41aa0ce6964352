// A hand at the keyboard of the real window: text is typed, every other key is counted.

/** Names of keys as the driver wants them. */
const KEYS = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Down: '\uE015', Control: '\uE009', Space: ' ' };

export class Hand {
  #pressed = 0;

  constructor(window) {
    this.window = window;
  }

  /** Text that a person has to type whatever the program: not counted. */
  async types(text) {
    await this.#perform([...text].map((character) => [character]));
  }

  /** Keys, each counted; `Control+k` is one, as it is for a hand. */
  async press(...keys) {
    for (const key of keys) {
      await this.#perform([key.split('+').map((part) => KEYS[part] ?? part)]);
      this.#pressed += 1;
    }
  }

  /** Waits until the focus is in it. */
  async at(id) {
    const { window } = this;
    await window.waitFor(`the focus in ${id}`, () =>
      window.browser.execute((one) => document.activeElement?.closest(`[data-testid="${one}"]`) != null, id)
    );
  }

  /** How many keys were pressed since the last time this was asked. */
  count() {
    const pressed = this.#pressed;
    this.#pressed = 0;
    return pressed;
  }

  async #perform(chords) {
    const action = this.window.browser.action('key');
    for (const chord of chords) {
      for (const key of chord) action.down(key);
      for (const key of chord.toReversed()) action.up(key);
    }
    await action.perform();
  }
}
