// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { expect, it } from 'vitest';
import Steps from './Steps.svelte';

it('what is done and what is wrong is heard, not only seen', async () => {
  const steps = [
    { label: 'Uno', state: 'done' as const },
    { label: 'Dos', state: 'wrong' as const },
    { label: 'Tres', state: 'done' as const },
    { label: 'Cuatro', state: 'open' as const }
  ];
  const open = mount(Steps, { target: document.body, props: { label: 'Pasos', steps, words: { done: 'hecho', wrong: 'falta corregir' }, current: 2, testid: 'step', go: () => undefined } });
  flushSync();
  const heard = [...document.querySelectorAll('button')].map((button) => button.textContent.trim().replace(/\s+/g, ' '));
  expect(heard).toEqual(['Uno, hecho', 'Dos, falta corregir', '3 Tres', '4 Cuatro']);
  await unmount(open);
});
