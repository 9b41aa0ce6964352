// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import ChipChoices from './ChipChoices.svelte';

const options = ['salud', 'alimentacion', 'proteccion'].map((code) => ({ code, label: code }));
const buttons = () => [...document.querySelectorAll('button')];
const on = () => buttons().flatMap((button, index) => (button.getAttribute('aria-pressed') === 'true' ? [options[index]?.code] : []));
const focused = () => buttons().indexOf(document.activeElement as HTMLButtonElement);
let open: Record<string, unknown>;

function show(props: Record<string, unknown>): void {
  open = mount(ChipChoices, { target: document.body, props: { label: 'Necesidades', options, ...props } });
  flushSync();
  buttons()[0]?.focus();
}

function press(key: string): void {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
}

afterEach(async () => {
  await unmount(open);
});

it('a digit presses the one in its place, and again lets go', () => {
  show({ chosen: [] });
  press('3');
  press('1');
  expect([on(), focused()]).toEqual([['salud', 'proteccion'], 0]);
  press('3');
  press('9');
  expect(on()).toEqual(['salud']);
});

it('the group is one stop of Tab, and arrows go round in it', () => {
  show({ chosen: [] });
  const stops = () => buttons().map(({ tabIndex }) => tabIndex);
  expect(stops()).toEqual([0, -1, -1]);
  press('ArrowRight');
  expect([focused(), stops()]).toEqual([1, [-1, 0, -1]]);
  press('End');
  press('ArrowDown');
  expect(focused()).toBe(0);
});

it('the one that a key chose leads on, and one that a key took away does not', () => {
  const advance = vi.fn();
  show({ single: true, value: '', advance });
  press('2');
  expect([on(), advance.mock.calls.length]).toEqual([['alimentacion'], 1]);
  press('2');
  expect([on(), advance.mock.calls.length]).toEqual([[], 1]);
});
