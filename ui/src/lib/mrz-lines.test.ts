import { expect, it } from 'vitest';
import { MrzLines, mrzLineOf, wholeMrz } from './mrz-lines';

const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const TD1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];

it('lines that a scanner types one by one become a whole', () => {
  for (const lines of [TD3, TD1]) {
    const gathered = new MrzLines();
    const said = lines.map((line) => gathered.take(line));
    expect(said.slice(0, -1).every((one) => one === undefined)).toBe(true);
    expect(said.at(-1)).toBe(lines.join('\n'));
    expect(gathered.count).toBe(0);
  }
});

it('a paste that lost its line breaks is cut again', () => {
  expect(wholeMrz(TD3.join(''))).toBe(TD3.join('\n'));
  expect(wholeMrz(` ${TD1.join('  ')} `)).toBe(TD1.join('\n'));
});

it('a first line of another document starts over', () => {
  const gathered = new MrzLines();
  gathered.take(TD1[0] ?? '');
  gathered.take(TD3[0] ?? '');
  expect(gathered.take(TD3[1] ?? '')).toBe(TD3.join('\n'));
});

it('names, numbers and cards are no lines', () => {
  for (const text of ['María Fernanda', 'Maximiliano Alejandro Sebastián de los Ángeles', '1234567890123456789012345678', 'POSTA1-4XJ2M9KQ7T0WZ3NRB8H5V6C1DP-K7QM', '']) expect(mrzLineOf(text)).toBe('');
  expect(wholeMrz('nada')).toBeUndefined();
});

it('a line is found behind what the field held before', () => {
  expect(mrzLineOf(`Rosa ${TD3[0]}`)).toContain('ERIKSSON<<ANNA');
});
