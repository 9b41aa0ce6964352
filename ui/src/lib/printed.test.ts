// @vitest-environment jsdom
// The rules for the printer, out of the style sheet, on a page that marks what is for which purpose.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { allowNothing, allowPrinting } from './printed';

const css = readFileSync('src/lib/styles/base.css', 'utf8');
const hiding = /@media print \{[^{]*?((?:\s*:root:not[^{]+))\{\s*display: none !important/.exec(css.replace(/\/\*[\s\S]*?\*\//g, ''))?.[1]?.trim() ?? '';
const MARKED = ['share_facility', 'share_referral', 'contact'];

function add(to: HTMLElement, tag: string, words: string, purpose?: string): HTMLElement {
  const block = document.createElement(tag);
  block.textContent = words;
  if (purpose) block.dataset['printedFor'] = purpose;
  to.append(block);
  return block;
}

beforeEach(() => {
  document.body.replaceChildren();
  const page = add(document.body, 'main', '', 'register');
  for (const purpose of MARKED) add(page, 'p', purpose, purpose);
  add(page, 'p', 'name');
});
afterEach(allowNothing);

/** What is left on paper. */
const left = () => [...document.querySelectorAll('p')].filter((one) => !one.closest(hiding)).map((one) => one.textContent);

it('nothing of a person leaves when nobody said what they agreed to', () => {
  expect(left()).toEqual([]);
});

it.each(MARKED)('what is for %s leaves when that was agreed to, and nothing for another purpose', (purpose) => {
  allowPrinting(['register', purpose]);
  expect(left()).toEqual([purpose, 'name']);
});

it('all of it stays when the registration itself was withdrawn', () => {
  allowPrinting(MARKED);
  expect(left()).toEqual([]);
});

it('acts and what is marked for the screen never reach paper', () => {
  const print = css.slice(css.indexOf('@media print'));
  const hidden = /\.button,\s*\[data-unprinted\]\s*\{\s*display: none !important/.test(print);
  expect(hidden).toBe(true);
});
