import { expect, it } from 'vitest';
import { fold, matches } from './fold';

it('folding is blind to accents, ñ, case and marks', () => {
  expect(fold('  Ñáñez, JEAN-BAPTISTE ')).toBe('nanez jean baptiste');
  expect(fold('Œuvre Straße kreyòl g̃')).toBe('oeuvre strasse kreyol g');
});

it('words match from their beginning, in any order', () => {
  expect(matches('Yuleisy Carolina Rondón Peña', 'pena ron')).toBe(true);
  expect(matches('Yuleisy Carolina Rondón Peña', 'ondon')).toBe(false);
  expect(matches('Haití', 'hait')).toBe(true);
});
