// What a person does again and again in the window.
import assert from 'node:assert/strict';
import { PASSWORD } from './department.mjs';

export async function unlock(window, user, password = PASSWORD) {
  await window.tapText('unlock-user', user);
  await window.type('unlock-password', password);
  await window.tap('unlock-submit');
  await window.see('home');
}

/** Lock, and somebody else of the same post. */
export async function change(window, user) {
  await window.tap('lock-button');
  await unlock(window, user);
}

export async function home(window) {
  await window.tap('back-home');
  await window.see('recent');
}

/** From Inicio to somebody's sheet by typing a part of the name. */
export async function find(window, typed, name, shot) {
  await window.type('search-field', typed);
  await window.waitFor(`«${name}» among the results`, async () => (await window.texts('search-result')).some((text) => text.includes(name)));
  if (shot) await window.shot(shot);
  await window.tapText('search-result', name);
  assert.equal(await window.text('person-name'), name);
}

export async function sync(window, shot) {
  await window.tap('pending-chip');
  await window.see('sync-panel');
  if (shot) await window.shot(`${shot}-before`);
  await window.tap('sync-now');
  await window.see('sync-done');
  await window.see('sync-panel', '[data-pending="0"]');
  if (shot) await window.shot(shot);
  await home(window);
}

/** Another screen of the menu. */
export async function choose(window, item) {
  await window.tap('user-menu');
  await window.tap(item);
}
