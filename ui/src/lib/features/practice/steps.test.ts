// The guide speaks of screens that others change: what it points at is there, and everything it does has words.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));

const { spoken, LANGUAGES } = await import('$lib/messages');
const { PRACTICE_ROLES } = await import('$lib/practice-roles');
const { wordsOf } = await import('./step-words');
const { addressOf, STEPS } = await import('./steps');
type GuideStep = import('./steps').GuideStep;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.svelte') && !file.includes('features/practice'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const bindings = readFileSync(join(root, 'lib/bindings.ts'), 'utf8');
const all = PRACTICE_ROLES.flatMap((role) => STEPS[role].map((step) => ({ role, step })));
/** Test ids of a part that is named by its step. */
const places = (step: GuideStep) => [step.show, ...(step.otherwise ? [step.otherwise] : [])];
const written = (testid: string) => sources.includes(`testid="${testid}"`) || (/^register-(part|step)-/.test(testid) && sources.includes('register-part-${') && sources.includes('testid="register-step"'));

it('a first day is nine, nine, seven and eight steps long', () => {
  expect(PRACTICE_ROLES.map((role) => STEPS[role].length)).toEqual([9, 9, 7, 8]);
});

describe.each(all.map(({ role, step }) => [`${role}.${step.id}`, role, step] as const))('%s', (_, role, step) => {
  it('points at something that is on a screen', () => expect(places(step).filter(({ testid }) => !written(testid))).toEqual([]));

  it('waits for something that can come', () => {
    if (step.done === 'read' || step.done === 'left') return;
    if ('seen' in step.done) expect(written(step.done.seen), step.done.seen).toBe(true);
    else expect(step.done.acts.filter((name) => !bindings.includes(`\t${name}: (`))).toEqual([]);
  });

  it('leads to a screen that exists', () => {
    const x = { id: 'x', name: 'x', birth_year: null };
    const paths = places(step).flatMap((place) => addressOf(place, step.whom, { adult: x, child: x })?.replace('/x', '/[id]') ?? []);
    expect(paths.filter((path) => !existsSync(join(root, 'routes', path, '+page.svelte')))).toEqual([]);
    // What is inside of something that one has to open first can be come to from anywhere.
    expect(step.show.href !== undefined || step.otherwise !== undefined || ['words', 'leave'].includes(step.id)).toBe(true);
  });

  it('has words in every language, with whom it names', () => {
    for (const language of LANGUAGES) {
      const words = Object.entries(spoken[language].practice.steps[role]).find(([id]) => id === step.id)?.[1] as { title: string; text: unknown };
      expect([typeof words.title, typeof words.text]).toEqual(['string', step.id === 'search' || step.id === 'find' ? 'function' : 'string']);
    }
  });
});

it('the paper speaks of fields that the form has', () => {
  const paper = STEPS.registrar.flatMap(({ paper }) => paper ?? []);
  expect(paper.length).toBeGreaterThan(4);
  expect(paper.filter(({ field }) => !(field in spoken.es.person.fields))).toEqual([]);
});

it('nobody to name: the step names nobody, and begins at Inicio', () => {
  const [search] = STEPS.registrar;
  const screening = STEPS.care.find(({ id }) => id === 'screening');
  if (!search || !screening) throw new Error('a step is gone');
  expect(wordsOf('registrar', search, { adult: null, child: null }).text).toContain('una persona de la lista');
  expect(wordsOf('registrar', search, { adult: { id: 'a', name: 'Rosa Mamani', birth_year: 1990 }, child: null }).text).toContain('Llega Rosa Mamani.');
  expect([addressOf(screening.show, 'adult', undefined), addressOf(screening.show, 'adult', { adult: { id: 'a', name: '', birth_year: null }, child: null })]).toEqual(['/', '/person/a']);
});

it('every end has five lines to remember', () => {
  for (const language of LANGUAGES) for (const role of PRACTICE_ROLES) expect(spoken[language].practice.remember[role]).toHaveLength(5);
});
