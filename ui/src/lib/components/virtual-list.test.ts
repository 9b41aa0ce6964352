// @vitest-environment jsdom
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import VirtualList from './VirtualList.svelte';

const row = createRawSnippet<[string]>((item) => ({ render: () => `<p>${item()}</p>` }));
const texts = () => [...document.querySelectorAll('li')].map((one) => one.textContent ?? '');
const places = () => [...document.querySelectorAll('li')].map((one) => one.getAttribute('aria-posinset'));
let open: Record<string, unknown>;
let top = 0;

function show(count: number): void {
  const items = Array.from({ length: count }, (_, index) => `row ${index}`);
  open = mount(VirtualList<string>, { target: document.body, props: { items, key: (item: string) => item, estimate: 100, row } });
  flushSync();
}

beforeEach(() => {
  top = 0;
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(() => ({ top }) as DOMRect);
});

afterEach(async () => {
  await unmount(open);
  vi.restoreAllMocks();
});

it('of ten thousand rows only those near what shows are in the page, and each says its place', () => {
  show(10_000);
  expect(texts().length).toBeLessThan(30);
  expect([texts()[0], places()[0], document.querySelector('li')?.getAttribute('aria-setsize')]).toEqual(['row 0', '1', '10000']);
  top = -500_000;
  globalThis.dispatchEvent(new Event('scroll'));
  flushSync();
  expect(texts()).toContain('row 5000');
  expect(texts().length).toBeLessThan(30);
  expect(places()[0]).toBe(String(Number(texts()[0]?.slice(4)) + 1));
});

it('the end of the list can be reached, and the space of all rows is kept', () => {
  show(10_000);
  top = -9_999_999;
  globalThis.dispatchEvent(new Event('scroll'));
  flushSync();
  expect(texts()[texts().length - 1]).toBe('row 9999');
  const list = document.querySelector('ul');
  expect(Number.parseFloat(list?.style.paddingTop ?? '') + texts().length * 100 + Number.parseFloat(list?.style.paddingBottom ?? '')).toBe(1_000_000);
});

it('a short list is whole, and an empty one is none', async () => {
  show(5);
  expect(texts()).toHaveLength(5);
  await unmount(open);
  show(0);
  expect(texts()).toEqual([]);
});
