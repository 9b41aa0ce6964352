// The window without a pointer.
const MOST = 80;

/** Presses one key, wherever the focus is. */
export const press = (window, key) => window.browser.keys([key]);

const focused = (window) =>
  window.browser.execute(() => {
    const on = document.activeElement;
    return [on?.closest('[data-testid]')?.getAttribute('data-testid') ?? '', on?.textContent?.trim() ?? ''];
  });

/** Presses `key` until the focus is on what has this name, and says so if a text is given. Fails when it never comes there. */
export async function focusOn(window, id, text = '', key = 'Tab') {
  const passed = [];
  for (let step = 0; step < MOST; step += 1) {
    const [name, words] = await focused(window);
    if (name === id && words.includes(text)) return;
    passed.push(name);
    await press(window, key);
  }
  throw new Error(`${window.name}: no ${key} leads to ${id} «${text}», only to ${[...new Set(passed)].join(', ')}`);
}

/** Types where the focus is, which must be this field. */
export async function typeKeys(window, id, text) {
  await window.waitFor(`the focus on ${id}`, async () => (await focused(window))[0] === id);
  // One after the other: given at once, the driver holds all of them down together.
  for (const letter of text) await press(window, letter);
  await window.waitFor(`${id} to hold what was typed`, async () => (await (await window.find(id)).getValue()) === text);
}
