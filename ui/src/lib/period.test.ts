import { expect, it } from 'vitest';
import { PeriodChoice } from './period-choice.svelte';
import { daysIn, isWholeMonth, isWholeWeek, periodNow, sayDays, sayThen } from './period';

const now = new Date(2026, 10, 19, 9);

it('the week begins on Monday and goes up to today, the month on its first', () => {
  expect(periodNow('week', now)).toEqual({ from: '2026-11-16', to: '2026-11-19' });
  expect(periodNow('week', new Date(2026, 10, 22))).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  expect(periodNow('month', now)).toEqual({ from: '2026-11-01', to: '2026-11-19' });
});

it('last month is whole, also over the turn of a year and in February', () => {
  expect(periodNow('last_month', now)).toEqual({ from: '2026-10-01', to: '2026-10-31' });
  expect(periodNow('last_month', new Date(2027, 0, 31))).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(periodNow('last_month', new Date(2028, 2, 31))).toEqual({ from: '2028-02-01', to: '2028-02-29' });
});

it('whole months and weeks are known as such', () => {
  expect([isWholeMonth({ from: '2026-02-01', to: '2026-02-28' }), isWholeMonth({ from: '2026-02-01', to: '2026-02-27' }), isWholeMonth({ from: '2026-02-02', to: '2026-02-28' })]).toEqual([true, false, false]);
  expect([isWholeWeek({ from: '2026-11-16', to: '2026-11-22' }), isWholeWeek({ from: '2026-11-17', to: '2026-11-23' })]).toEqual([true, false]);
  expect([daysIn({ from: '2026-11-01', to: '2026-11-30' }), daysIn({ from: '2026-11-02', to: '2026-11-01' }), daysIn({ from: 'x', to: '' })]).toEqual([30, 0, 0]);
});

it('days are said as short as they can be, and read on after "que"', () => {
  expect(sayDays({ from: '2026-10-01', to: '2026-10-31' }, now)).toBe('octubre');
  expect(sayDays({ from: '2025-10-01', to: '2025-10-31' }, now)).toBe('octubre de 2025');
  expect(sayDays({ from: '2026-11-01', to: '2026-11-09' }, now)).toBe('del 1 al 9 nov');
  expect(sayDays({ from: '2026-10-28', to: '2026-11-03' }, now)).toBe('del 28 oct al 3 nov');
  expect(sayDays({ from: '2026-11-09', to: '2026-11-09' }, now)).toBe('el 9 nov');
  expect(sayThen({ from: '2026-10-01', to: '2026-10-31' }, now)).toBe('en octubre');
});

it('days that are typed count when both are days in order; a month alone is the whole of it', () => {
  const choice = new PeriodChoice('free');
  expect(choice.days()).toBeUndefined();
  choice.from = '10/2026';
  expect(choice.days()).toEqual({ from: '2026-10-01', to: '2026-10-31' });
  choice.to = '3/11/2026';
  expect(choice.days()).toEqual({ from: '2026-10-01', to: '2026-11-03' });
  choice.to = '3/9/2026';
  expect([choice.days(), choice.wrong().turned]).toEqual([undefined, true]);
  choice.to = 'pronto';
  expect([choice.days(), choice.wrong().to, choice.wrong().turned]).toEqual([undefined, true, false]);
});

it('a campaign has the days of the pack: the chosen one, else the first', () => {
  const choice = new PeriodChoice('campaign');
  const of = [{ code: 'a', name: 'A', from: '2026-11-02', to: '2026-11-08' }, { code: 'b', name: 'B', from: '2021-07-28', to: '2021-09-22' }];
  expect(choice.days([])).toBeUndefined();
  expect(choice.days(of)).toEqual({ from: '2026-11-02', to: '2026-11-08' });
  choice.campaign = 'b';
  expect(choice.days(of)).toEqual({ from: '2021-07-28', to: '2021-09-22' });
});
