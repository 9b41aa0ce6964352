import { expect, it } from 'vitest';
import { decide } from './enrollment';

const child = { birth: '2024-03-01', sex: 'female', nationality: 'VE' };
const adult = { birth: '1990-03-01', sex: 'male', nationality: 'VE' };
const answer = (fact: string, yes: boolean) => ({ fact, yes });

it('an emergency is asked first, also of who is covered already, and decides nothing', () => {
  expect(decide(adult).ask[0]?.fact).toBe('emergency');
  expect(decide(child).ask.map(({ fact }) => fact)).toEqual(['emergency']);
  const answered = decide({ ...child, answers: [answer('emergency', true)] });
  expect([answered.outcome, answered.ask, answered.orientation[0]?.code]).toEqual([decide(child).outcome, [], 'emergency']);
});

it('what could still decide is asked after it, until all is answered', () => {
  const { ask } = decide(adult);
  expect(ask.map(({ fact }) => fact)).toEqual(['emergency', 'short_term_insurance', 'resident', 'treaty', 'disability']);
  const all = decide({ ...adult, answers: ask.map(({ fact }) => answer(fact, fact === 'short_term_insurance')) });
  expect([all.outcome, all.ask]).toEqual(['orientacion', []]);
});
