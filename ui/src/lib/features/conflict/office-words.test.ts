import { expect, it } from 'vitest';
import { sayOfficeField, sayOfficeValue } from './office-words';

it('fields of the office are called as their forms call them, an answer by its question', () => {
  const said = [['training', 'state'], ['training', 'trained_by'], ['participant', 'entry_on'], ['plan', 'practice/0a/text'], ['meeting', 'agreements'], ['commitment', 'due'], ['plan', 'nuevo']] as const;
  expect(said.map(([kind, field]) => sayOfficeField(kind, field))).toEqual(['Cómo está', 'Quién capacita', 'Día de la evaluación de entrada', 'Buena práctica', 'Acuerdos', 'Para cuándo', 'nuevo']);
  expect(sayOfficeField('participant', 'exit/emergencia', '¿Se atiende?')).toBe('Evaluación de salida: ¿Se atiende?');
  expect(sayOfficeField('training', 'theme/rights', 'Derechos')).toBe('Temas: Derechos');
});

it('values are said in words, and not to know is no code', () => {
  const said = [['training', 'state', 'held'], ['commitment', 'state', 'dropped'], ['training', 'kind', 'cascade'], ['meeting', 'kind', 'network'], ['participant', 'sex', 'woman'], ['participant', 'entry/emergencia', 'dont_know'], ['plan', 'note', ''], ['training', 'theme/rights', 'false'], ['training', 'state', 'postponed']] as const;
  expect(said.map(([kind, field, value]) => sayOfficeValue(kind, field, value))).toEqual(['Realizada', 'Dejado', 'Réplica', 'Red', 'Mujer', 'No sé', 'sin dato', 'No', 'postponed']);
  expect(sayOfficeValue('plan', 'to', '2026-12-31')).not.toBe('2026-12-31');
});
