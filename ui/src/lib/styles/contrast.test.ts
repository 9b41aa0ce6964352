import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours of a theme's block. */
function colours(theme: 'day' | 'night'): Map<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, colour]) => [name ?? '', colour ?? '']));
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['ground', 'surface', 'raised', 'sunken', 'practice-ground', 'practice-sunken'];
const TEXT: [string, string][] = [
  ...GROUNDS.flatMap((ground) => ['ink', 'ink-2', 'ink-3', 'accent'].map((ink): [string, string] => [ink, ground])),
  ...['accent', 'ink'].map((ink): [string, string] => [ink, 'accent-soft']),
  ...['ok', 'warn', 'risk', 'pending'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    [tone, 'surface'],
    [tone, 'ground'],
    [tone, 'practice-ground'],
    ['ink', `${tone}-soft`]
  ]),
  ['ink-2', 'accent-soft'],
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-strong'],
  ['risk-ink', 'risk'],
  ['ground', 'ink'],
  ['practice-ground', 'ink'],
  ['practice-ink', 'practice'],
  ['practice-ink', 'practice-stripe'],
  ['practice-text', 'surface'],
  ['practice-text', 'raised'],
  ['practice-text', 'sunken'],
  ['practice-text', 'practice-sunken']
];
const SHAPES: [string, string][] = [
  ...GROUNDS.map((ground): [string, string] => ['field-line', ground]),
  ...GROUNDS.map((ground): [string, string] => ['accent', ground]),
  ...GROUNDS.map((ground): [string, string] => ['practice-line', ground])
];

describe.each(['day', 'night'] as const)('in the %s theme', (theme) => {
  const tokens = colours(theme);
  const pair = (front: string, back: string) => contrast(tokens.get(front) ?? '#000000', tokens.get(back) ?? '#000000');

  it('every colour is told', () => expect([...TEXT, ...SHAPES].flat().filter((name) => !tokens.has(name))).toEqual([]));
  it.each(TEXT)('%s on %s can be read (AA, 4.5:1)', (front, back) => expect(pair(front, back)).toBeGreaterThanOrEqual(4.5));
  it.each(SHAPES)('%s on %s can be seen (AA, 3:1)', (front, back) => expect(pair(front, back)).toBeGreaterThanOrEqual(3));
});
