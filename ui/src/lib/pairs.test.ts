import { expect, it } from 'vitest';
import type { PersonCard } from './bindings';
import { sayContradiction, sayReasons } from './pairs';

const card = (name: string, post_name: string) => ({ name, post_name }) as PersonCard;

it('reasons are said in words, each once', () => {
  expect(sayReasons(['document_equal', 'surname_equal', 'surname_equal', 'birth_day_month_swapped'])).toBe('mismo documento, mismo apellido, nacimiento con día y mes cambiados');
  expect(sayReasons(['sex_different', 'of_a_later_version'])).toBe('sexo distinto, otro motivo');
});

it.each(['decided_both', 'decided_different', 'same_enrollment', 'of_a_later_version'])('a contradiction by %s names both records and asks somebody to decide', (cause) => {
  const said = sayContradiction({ a: card('Rosa', 'Pisiga'), b: card('Rosa', 'Kasani'), cause });
  expect(said).toContain('Rosa (Pisiga)');
  expect(said).toContain('Rosa (Kasani)');
  expect(said).toContain('Alguien tiene que decidir.');
});
