import { describe, expect, it } from 'vitest';
import { ageOn, mayBeMinor, readBirth, storedBirth, typedBirth } from './birth';

const TODAY = '2026-11-21';
const read = (typed: string) => {
  const reading = readBirth(typed, TODAY);
  return reading.at === 'read' ? reading.value : reading.at;
};

describe('a birth is read as people tell it', () => {
  it.each([
    ['1994', '1994'],
    ['5/1990', '1990-05'],
    ['05-1990', '1990-05'],
    ['1990-05', '1990-05'],
    ['mayo 1990', '1990-05'],
    ['Mayo de 1990', '1990-05'],
    ['setiembre 1988', '1988-09'],
    ['17/5/1990', '1990-05-17'],
    ['17.05.1990', '1990-05-17'],
    ['17051990', '1990-05-17'],
    ['17 de mayo de 1990', '1990-05-17'],
    ['17 mayo del 1990', '1990-05-17'],
    ['1990-05-17', '1990-05-17'],
    ['29/2/2024', '2024-02-29'],
    ['34', 'age:34'],
    ['34 años', 'age:34'],
    ['unos 70', 'age:70'],
    ['edad 5', 'age:5'],
    ['0', 'age:0'],
    ['8 meses', '2026-03'],
    ['11 meses', '2025-12'],
    ['14 meses', '2025-09'],
    ['1 mes', '2026-10'],
    ['maio de 1990', '1990-05'],
    ['17 de março de 1990', '1990-03-17'],
    ['2 dezembro 1988', '1988-12-02'],
    ['outubro/1975', '1975-10'],
    ['34 anos', 'age:34'],
    ['cerca de 70', 'age:70'],
    ['idade 5', 'age:5'],
    ['1 mês', '2026-10'],
    ['17 May 1990', '1990-05-17'],
    ['August 1990', '1990-08'],
    ['December 1990', '1990-12'],
    ['34 years old', 'age:34'],
    ['about 70', 'age:70'],
    ['8 months', '2026-03']
  ])('%s is %s', (typed, value) => expect(read(typed)).toBe(value));

  it.each(['31/2/1990', '29/2/2023', '13/1990', '0/1990', '34/14/20', '200', 'ayer', '17/5/90', '1/2/3/1990', '40 meses', '1500'])('%s cannot be read', (typed) =>
    expect(read(typed)).toBe('unreadable')
  );

  it('nothing typed is no birth', () => expect(read('  ')).toBe('empty'));
});

describe('a stored birth', () => {
  it.each(['1990-05-17', '1990-05', '1990'])('%s is shown so that reading it again gives the same', (value) =>
    expect(read(typedBirth(value))).toBe(value)
  );

  it('an estimated age shows its years', () => expect(typedBirth('age:34@2026-11-21')).toBe('34'));

  it('of a shape of a later version is kept as it is', () => {
    expect(storedBirth('1990~')).toBeUndefined();
    expect(typedBirth('1990~')).toBe('1990~');
  });

  it.each([
    ['1990-11-21', 36],
    ['1990-11-22', 35],
    ['1990-11', 35],
    ['1990-10', 36],
    ['1990', 35],
    ['age:34@2024-06-01', 35],
    ['age:34@2026-11-01', 34]
  ])('%s has at least the age %i', (value, age) => {
    const birth = storedBirth(value);
    expect(birth && ageOn(birth, TODAY)).toBe(age);
  });
});

describe('guardian fields', () => {
  it.each([
    ['2008-11-21', false],
    ['2008-11-22', true],
    ['2008', true],
    ['2007', false],
    ['age:17', true],
    ['', false]
  ])('for %s are asked: %s', (value, asked) => expect(mayBeMinor(value, TODAY)).toBe(asked));
});
