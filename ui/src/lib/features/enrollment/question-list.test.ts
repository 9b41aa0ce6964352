// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
const { default: QuestionList } = await import('./QuestionList.svelte');

it('the hint of a question is heard with its answers, and no question has the hint of another', async () => {
  const questions = [
    { fact: 'one', text: '¿Uno?', hint: 'Primero.' },
    { fact: 'two', text: '¿Dos?', hint: '' },
    { fact: 'three', text: '¿Tres?', hint: 'Tercero.' }
  ];
  const open = mount(QuestionList, { target: document.body, props: { questions, replies: {}, reply: () => undefined, settled: () => Promise.resolve() } });
  flushSync();
  const described = [...document.querySelectorAll('fieldset')].map((group) => {
    const id = group.getAttribute('aria-describedby');
    return id === null ? undefined : document.getElementById(id)?.textContent;
  });
  expect(described).toEqual(['Primero.', undefined, 'Tercero.']);
  await unmount(open);
});
