// The real window, driven as a person would: by what it shows.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { remote } from 'webdriverio';
import { end, freePort, start, until } from './process.mjs';

const SIZES = [
  [800, 1280],
  [1280, 800]
];
const LIMIT = 30_000;
let number = 0;

export class Window {
  /** Opens the window on a home. `name` is the picture's second word. */
  static async open(name, home) {
    const window = new Window();
    window.name = name;
    const port = await freePort();
    window.driver = start('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      env: { POSTA_HOME: home, TAURI_WEBVIEW_AUTOMATION: 'true' }
    });
    await until('the driver', async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok);
    window.browser = await remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'error',
      connectionRetryCount: 0,
      waitforTimeout: LIMIT,
      waitforInterval: 60,
      capabilities: {
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': { binary: process.env.POSTA_WINDOW, args: [] }
      }
    });
    await window.size(...SIZES[1]);
    return window;
  }

  /** Opens a window, uses it and closes it; leaves a picture when something in it fails. */
  static async with(name, home, use) {
    const window = await Window.open(name, home);
    try {
      await use(window);
    } catch (error) {
      await window.picture('failed').catch(() => undefined);
      throw error;
    } finally {
      await window.close();
    }
  }

  find(id, more = '') {
    return this.browser.$(`[data-testid="${id}"]${more}`);
  }

  all(id, more = '') {
    return this.browser.$$(`[data-testid="${id}"]${more}`);
  }

  /** Waits until it shows. */
  async see(id, more = '') {
    const element = await this.find(id, more);
    await element.waitForDisplayed({ timeoutMsg: `${this.name}: ${id}${more} did not show` });
    return element;
  }

  async tap(id, more = '') {
    await (await this.see(id, more)).waitForEnabled();
    await this.click(`${id}${more}`, () => this.find(id, more));
  }

  /** As a person does: taps again when the screen moved under the finger. */
  async click(what, find) {
    await this.waitFor(`${what} to take a tap`, async () => {
      try {
        const element = await find();
        if (!element) return false;
        await this.browser.execute((one) => one.scrollIntoView({ block: 'center' }), await element);
        if (!(await this.stands(element))) return false;
        await element.click();
        return true;
      } catch (error) {
        if (/intercepted|stale|not interactable/i.test(error.message)) return false;
        throw error;
      }
    });
  }

  /** Whether something is where it was two pictures ago: what still moves would let another be tapped in its place. */
  async stands(element) {
    const look = (one, done) => {
      const place = () => {
        const { x, y } = one.getBoundingClientRect();
        return `${x} ${y}`;
      };
      const before = place();
      requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before)));
    };
    return this.browser.executeAsync(look, await element);
  }

  /** Taps the one of many that says so. */
  async tapText(id, text) {
    const place = async () => (await this.texts(id)).findIndex((one) => (text instanceof RegExp ? text.test(one) : one.includes(text)));
    await this.waitFor(`${id} «${text}»`, async () => (await place()) >= 0);
    // Where it stands is asked again with each tap: a list may change meanwhile.
    await this.click(`${id} «${text}»`, async () => {
      const index = await place();
      return index < 0 ? undefined : this.browser.$$(`[data-testid="${id}"]`)[index];
    });
  }

  async type(id, text) {
    const element = await this.see(id);
    await element.setValue(text);
    await this.waitFor(`${id} to hold what was typed`, async () => (await element.getValue()) === text);
  }

  /** Ticks a box. The box itself lies under its label. */
  async check(id) {
    const input = await this.find(id);
    await input.waitForExist();
    await this.browser.execute((one) => one.click(), input);
  }

  /** Says yes to these purposes. The button itself lies under its label. */
  async allow(...purposes) {
    for (const purpose of purposes) {
      const input = await this.find(`consent-${purpose}-given`);
      await input.waitForExist();
      await this.browser.execute((one) => one.click(), input);
    }
  }

  /** Types into a combobox and takes the first answer. */
  async pick(id, text) {
    const element = await this.see(id);
    await element.click();
    await element.setValue(text);
    await this.tapText(`${id}-option`, text);
  }

  async text(id, more = '') {
    return (await this.see(id, more)).getText();
  }

  /** What each of many says, scrolled into view or not. */
  texts(id) {
    return this.browser.execute((one) => [...document.querySelectorAll(`[data-testid="${one}"]`)].map((found) => found.textContent.trim()), id);
  }

  attribute(id, name) {
    return this.find(id).getAttribute(name);
  }

  async waitFor(what, ask) {
    try {
      return await this.until(what, ask);
    } catch (error) {
      await this.picture('failed');
      throw error;
    }
  }

  until(what, ask) {
    return this.browser.waitUntil(ask, { timeout: LIMIT, interval: 60, timeoutMsg: `${this.name}: waited for ${what}` });
  }

  async size(width, height) {
    await this.browser.setWindowSize(width, height);
    await this.waitFor(`a window of ${width}x${height}`, () =>
      this.browser.execute((wide) => Math.abs(window.innerWidth - wide) < 4, width)
    );
  }

  /** A numbered picture at both sizes. */
  async shot(word) {
    const folder = process.env.POSTA_SHOTS;
    if (!folder) return;
    number += 1;
    for (const [width, height] of SIZES) {
      await this.size(width, height);
      await this.browser.executeAsync((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      await this.picture(`${word}-${width}x${height}`);
    }
  }

  /** One picture as the window is now. */
  async picture(word) {
    const folder = process.env.POSTA_SHOTS;
    if (!folder) return;
    const picture = Buffer.from(await this.browser.takeScreenshot(), 'base64');
    await writeFile(join(folder, `${String(number).padStart(2, '0')}-${this.name}-${word}.png`), picture);
  }

  async close() {
    await this.browser?.deleteSession().catch(() => undefined);
    await end(this.driver);
  }
}
