import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alike } from './alike';

test('letters are alike whatever their case and accents, and signs are themselves', () => {
  expect([alike('m', 'M'), alike('í', 'I'), alike('?', '?'), alike('m', 'n'), alike('!', '?')]).toEqual([true, true, true, false, false]);
});

test('nothing is compared or written in the language of the computer, which may be none', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|ts)$/.test(file) && !file.endsWith('.test.ts'));
  const careless = files.filter((file) => /localeCompare\([^)]*undefined|Intl\.\w+\((?:\)|undefined)|\.toLocale\w*\(\)/.test(readFileSync(join('src', file), 'utf8')));
  expect(files.length).toBeGreaterThan(100);
  expect(careless).toEqual([]);
});
