// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { Catalogue } from '$lib/api';
import PlanFields from './PlanFields.svelte';

const post = (code: string, common: boolean) => ({ code, label: code, common });
const field = () => document.querySelector<HTMLInputElement>('[data-testid="plan-post"]');
let open: Record<string, unknown>;

function show(posts: Catalogue['posts'], at = 'pisiga'): void {
  open = mount(PlanFields, { target: document.body, props: { plan: { assignee: '', post: at, on: '', mates: [] }, catalogue: { posts } as Catalogue, testid: 'plan' } });
  flushSync();
}

afterEach(async () => {
  await unmount(open);
});

it('only posts of the own municipality are offered: saving refuses the others', () => {
  show([post('pisiga', true), post('colchane', true), post('oruro', false)]);
  field()?.focus();
  field()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
  flushSync();
  const offered = [...document.querySelectorAll('[role="option"]')].map(({ textContent }) => textContent?.trim());
  expect(offered).toEqual(expect.arrayContaining(['pisiga', 'colchane']));
  expect(offered).not.toContain('oruro');
});

it('where the municipality has one post there is nothing to choose', () => {
  show([post('pisiga', true), post('oruro', false)]);
  expect(field()).toBeNull();
});

it('an item of a post elsewhere can be taken to the own one', () => {
  show([post('pisiga', true)], 'oruro');
  expect(field()).not.toBeNull();
});
