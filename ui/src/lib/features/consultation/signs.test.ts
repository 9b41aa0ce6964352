import { expect, it } from 'vitest';
import { readSign, SIGNS, writeSign } from './signs';

it('signs are typed in their usual unit and kept whole', () => {
  expect([readSign('temperature_tenths_c', '37,5'), readSign('temperature_tenths_c', '38'), readSign('weight_grams', '3.250'), readSign('oxygen_percent', ' 97 ')]).toEqual([375, 380, 3250, 97]);
});

it('what is no number is not read', () => {
  for (const typed of ['', 'alta', '-3', '37,5 °C', '1e5', '99999999']) expect(readSign('pulse_per_minute', typed)).toBeUndefined();
});

it('what was kept is written as it was typed', () => {
  expect(writeSign('temperature_tenths_c', 375, 'es-BO')).toBe('37,5');
  expect(writeSign('temperature_tenths_c', 375, 'en-GB')).toBe('37.5');
  for (const { sign } of SIGNS) expect(readSign(sign, writeSign(sign, 1234, 'pt-BR'))).toBe(1234);
});
