// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import CodePicture from './CodePicture.svelte';

let open: Record<string, unknown> | undefined;
afterEach(() => open && unmount(open));

it('a code that a camera has to read is on the screen, not only on paper', () => {
  URL.createObjectURL = () => 'blob:code';
  URL.revokeObjectURL = () => undefined;
  const style = document.createElement('style');
  style.textContent = readFileSync(join(import.meta.dirname, '../styles/base.css'), 'utf8');
  document.head.append(style);
  open = mount(CodePicture, { target: document.body, props: { svg: '<svg/>', label: 'QR' } });
  flushSync();
  const shown: HTMLElement[] = [];
  for (let at = document.querySelector<HTMLElement>('[data-testid="code-picture"]'); at; at = at.parentElement) shown.push(at);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.map((one) => getComputedStyle(one).display)).not.toContain('none');
});
