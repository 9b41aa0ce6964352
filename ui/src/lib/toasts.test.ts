import { beforeEach, expect, it } from 'vitest';
import { toasts } from './toasts.svelte';

const told = () => toasts.shown.map((toast) => toast.text);
beforeEach(() => toasts.clear());

it('a note that was carried is seen on one screen and no further', () => {
  toasts.carry('kept');
  toasts.arrive();
  expect(told()).toEqual(['kept']);
  toasts.arrive();
  expect(told()).toEqual([]);
});

it('any other note stays on its own screen', () => {
  toasts.say('gone');
  toasts.arrive();
  expect(told()).toEqual([]);
});

it('writing takes away what was said of the last save, and leaves a warning', () => {
  toasts.say('saved');
  toasts.say('failed', 'warn');
  toasts.write();
  expect(told()).toEqual(['failed']);
});
