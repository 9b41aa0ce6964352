import { expect, it } from 'vitest';
import { Past } from './past';

/** A window whose history stands at `at`. */
function window() {
  const now: { at: number | undefined } = { at: 4 };
  return { now, past: new Past(() => (now.at === undefined ? null : { 'sveltekit:history': now.at })) };
}

it('what was opened before the session began is not shown by Atrás', () => {
  const { now, past } = window();
  past.begin();
  now.at = 3;
  expect(past.mine).toBe(false);
});

it('what this session opened is shown again, ahead too', () => {
  const { now, past } = window();
  past.begin();
  now.at = 5;
  past.went();
  now.at = 4;
  expect(past.mine).toBe(true);
  now.at = 5;
  expect(past.mine).toBe(true);
});

it('what another session left ahead is not shown by Adelante', () => {
  const { now, past } = window();
  past.begin();
  now.at = 5;
  expect(past.mine).toBe(false);
});

it('nothing is shown between two sessions, nor where the place is unknown', () => {
  const { now, past } = window();
  past.begin();
  past.end();
  expect(past.mine).toBe(false);
  now.at = undefined;
  past.begin();
  expect(past.mine).toBe(false);
});
