import { expect, it, vi } from 'vitest';
import type { Figure, NationalDepartment, NationalFigure, NationalView } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {} }));
const { asFigures, byParts, departmentBars, departmentRows, departmentsTable, isAlone, leadFigures, sayApart } = await import('./national-view');
const { breakdownTable } = await import('./figure-rows');
const { sayChange } = await import('./figure-words');

const shown = (n: number): Figure => ({ n, hidden: '' });
const UNKNOWN: Figure = { n: null, hidden: 'unknown' };
const TOGETHER: Figure = { n: null, hidden: 'together' };
const department = (code: string, people: Figure, made_on = '2026-11-03', own = false): NationalDepartment => ({ code, name: `Departamento ${code}`, own, made_on, people, enrolled: people, attended: TOGETHER });
const figure = (code: string, more: Partial<NationalFigure> = {}): NationalFigure => ({ code, name: code, unit: 'people', definition: 'd', figure: shown(98), before: shown(90), breakdowns: [{ dimension: 'sex', name: 'Sexo', cells: [{ code: 'f', name: 'Mujer', figure: { n: 30, hidden: 'some' }, before: shown(20) }] }], ...more });
const view = (more: Partial<NationalView> = {}): NationalView => ({
  month: '2026-10-01',
  months: ['2026-10-01'],
  below: 10,
  departments: [department('02', UNKNOWN, ''), department('04', shown(70), '2026-11-30', true), department('08', TOGETHER), department('09', shown(1200))],
  figures: [figure('registered'), figure('needs', { unit: 'records', breakdowns: [] }), figure('confirmed', { unit: 'percent', breakdowns: [] })],
  ...more
});

it('departments are bars by how many, those that do not tell after those that do, and those without a file last', () => {
  expect(departmentBars(view(), 'people').map(({ label, said }) => [label, said])).toEqual([
    ['Departamento 09', '1.200'],
    ['Departamento 04 (este departamento)', '70'],
    ['Departamento 08', 'no se muestra'],
    ['Departamento 02', 'sin archivo']
  ]);
  expect(departmentBars(view(), 'people')[3]?.value).toBeUndefined();
});

it('in a table departments stay in the order of the country, and only numbers are sorted', () => {
  expect(departmentRows(view(), 'people').map(({ cells }) => cells[1]?.text)).toEqual(['sin archivo', '70', 'no se muestra', '1.200']);
  expect(Number.isNaN(departmentRows(view(), 'people')[0]?.cells[1]?.sort)).toBe(true);
  expect(departmentsTable(view())[0]?.cells.map(({ text }) => text)).toEqual(['Departamento 02', '—', '—', '—', 'sin archivo']);
});

it('months of the same departments are compared, and a part that is not told gives no exact change', () => {
  const figures = asFigures(view(), true);
  expect([figures.from, figures.to, figures.before_from, figures.before_to]).toEqual(['2026-10-01', '2026-10-31', '2026-09-01', '2026-09-30']);
  const [registered] = figures.figures;
  expect(registered && sayChange(registered, 'en septiembre')).toBe('8 más que en septiembre');
  const cells = registered?.breakdowns[0] && breakdownTable(registered.breakdowns[0], registered, 10)[0]?.cells;
  expect(cells?.map(({ text }) => text)).toEqual(['Mujer', 'al menos 30', '20', '—']);
});

it('months of other departments give no number to compare with, anywhere', () => {
  const figures = asFigures(view(), false);
  expect([figures.before_from, JSON.stringify(figures).includes('"n":90'), JSON.stringify(figures).includes('"n":20')]).toEqual(['', false, false]);
  expect(figures.figures[0] && sayChange(figures.figures[0], '')).toBe('sin comparación: son otros departamentos');
});

it('which file would let them be compared is said by month', () => {
  const [one, other] = [department('02', UNKNOWN), department('08', UNKNOWN)];
  expect(sayApart('2026-10-01', { now: [], before: [] })).toBeUndefined();
  expect(sayApart('2026-10-01', { now: [one], before: [other] })?.text).toBe('De septiembre no está aquí: Departamento 08. De octubre no está aquí: Departamento 02.');
});

it('care says how many only, and that it is of the weeks of the month', () => {
  const [registered, needs] = asFigures(view(), true).figures;
  expect([needs?.limits, registered?.limits]).toEqual(['De las atenciones se dice solo cuántas hubo, de las semanas que empiezan en el mes.', 'Quien se registró en dos departamentos cuenta en los dos.']);
});

it('tiles are those that lead in the pack, else the first; figures made of something come first', () => {
  const { figures } = asFigures(view(), true);
  expect(leadFigures(figures).map(({ code }) => code)).toEqual(['registered', 'confirmed']);
  expect(leadFigures(figures.filter(({ code }) => code === 'needs')).map(({ code }) => code)).toEqual(['needs']);
  expect(byParts([...figures].reverse()).map(({ code }) => code)).toEqual(['registered', 'confirmed', 'needs']);
});

it('whoever has only their own file is alone', () => {
  expect([isAlone(view()), isAlone(view({ departments: [department('02', UNKNOWN, ''), department('04', shown(1), '2026-11-30', true)] }))]).toEqual([false, true]);
});
