// @vitest-environment jsdom
import { mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { headingsOf, linesOf, plain, readMarkdown, type Block } from './markdown';
import MarkdownBlocks from './MarkdownBlocks.svelte';

let open: Record<string, unknown> | undefined;
afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

function show(text: string): HTMLElement {
  open = mount(MarkdownBlocks, { target: document.body, props: { blocks: readMarkdown(text), id: 'x' } });
  return document.body;
}

const depth = (blocks: readonly Block[]): number => Math.max(0, ...blocks.map((block) => (block.kind === 'list' ? 1 + Math.max(0, ...block.items.map(depth)) : block.kind === 'quote' ? 1 + depth(block.blocks) : 0)));

it('headings, lists, quotes and tables are elements of the page, one level under its title', () => {
  const page = show('# Ley 1152\n\n## Qué dice\n\n1. Uno\n2. **Dos** y *tres*\n\n> Cita\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n---\n');
  expect([...page.querySelectorAll('h2, h3, ol > li, strong, em, blockquote, th, td, hr')].map(({ tagName }) => tagName)).toEqual(['H2', 'H3', 'LI', 'LI', 'STRONG', 'EM', 'BLOCKQUOTE', 'TH', 'TH', 'TD', 'TD', 'HR']);
});

it('HTML that is written stays letters, and a comment says nothing', () => {
  const page = show('<script>alert(1)</script>\n\nHola <img src=x onerror=alert(1)> <b onclick="x()">b</b>\n\n<iframe src="https://x.bo"></iframe>\n\n<!-- nota -->\n\n<style>body{display:none}</style>');
  expect(page.querySelector('script, img, b, iframe, style, [onclick]')).toBeNull();
  expect(page.textContent).toContain('<script>alert(1)</script>');
  expect(page.textContent).toContain('<img src=x onerror=alert(1)>');
  expect(page.textContent).not.toContain('nota');
});

it('a link is its words and its address, and nothing to press', () => {
  const page = show('[Gaceta](https://gacetaoficialdebolivia.gob.bo/1144) [malo](javascript:alert(1)) [dato](data:text/html,x) <https://x.bo> [x.bo](//x.bo) [![foto](https://x.bo/a.png)](vbscript:x)');
  expect(page.querySelector('a, img, [href], [src]')).toBeNull();
  expect(page.textContent).toContain('Gaceta (https://gacetaoficialdebolivia.gob.bo/1144)');
  expect(page.textContent).not.toMatch(/javascript|data:|vbscript|a\.png/);
  expect(page.textContent?.match(/https:\/\/x\.bo/g)).toHaveLength(1);
});

it('letters written as entities are letters, and never markup', () => {
  expect(plain(linesOf(readMarkdown('Salud &amp; vida &#60;b&#62; &nbsp;&desconocida; &amp;lt;')).flat())).toBe('Salud & vida <b> \u00a0&desconocida; &lt;');
});

it.each([
  ['nested lists', Array.from({ length: 300 }, (_, at) => `${'  '.repeat(at)}- x`).join('\n').slice(0, 60_000)],
  ['lists that never end', '- '.repeat(30_000)],
  ['numbers in numbers', '1) '.repeat(20_000)],
  ['quotes in quotes', '>'.repeat(60_000)],
  ['quotes and lists', '>- '.repeat(20_000)],
  ['underscores', '_a'.repeat(30_000)],
  ['stars', '*a **b '.repeat(8_500)],
  ['brackets', '[a]('.repeat(15_000)],
  ['backticks', 'a``b'.repeat(15_000)],
  ['angles', '<a '.repeat(20_000)],
  ['a table of one row', `${'|'.repeat(30_000)}\n${'|-'.repeat(15_000)}\n`]
])('60 KB of %s are read soon, and not deeper than anybody reads', (_, text) => {
  const began = performance.now();
  const blocks = readMarkdown(text);
  expect(performance.now() - began).toBeLessThan(2500);
  expect(depth(blocks)).toBeLessThanOrEqual(10);
});

it('what lies too deep is still there as text', () => {
  const page = show(Array.from({ length: 30 }, (_, at) => `${'  '.repeat(at)}- nivel ${at}`).join('\n'));
  for (const at of [0, 7, 8, 29]) expect(page.textContent).toContain(`nivel ${at}`);
});

it('headings are listed with their places, and lines are those of paragraphs and items', () => {
  const blocks = readMarkdown('# Uno\n\ntexto\n\n## Dos\n\n- a\n- **b** c\n');
  expect(headingsOf(blocks)).toEqual([{ at: 0, level: 1, text: 'Uno' }, { at: 2, level: 2, text: 'Dos' }]);
  expect(linesOf(blocks).map(plain)).toEqual(['Uno', 'texto', 'Dos', 'a', 'b c']);
  expect(linesOf(readMarkdown('Uno\nDos **tres**\n\nCuatro')).map(plain)).toEqual(['Uno', 'Dos tres', 'Cuatro']);
});
