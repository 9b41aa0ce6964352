import { t } from '$lib/messages';
import type { PracticePeople } from '$lib/api';
import type { PracticeRole } from '$lib/practice-roles';
import type { GuideStep } from './steps';

type Told = { title: string; text: string | ((name: string) => string) };

/** A step in words, with whom it names. */
export function wordsOf(role: PracticeRole | undefined, { id, whom }: GuideStep, people: PracticePeople | undefined): { title: string; text: string } {
  const all: Record<string, Told> = role ? t.practice.steps[role] : {};
  const told = Object.entries(all).find(([one]) => one === id)?.[1];
  if (!told) return { title: '', text: '' };
  const name = (whom && people?.[whom]?.name) || t.practice.guide.aPerson;
  return { title: told.title, text: typeof told.text === 'string' ? told.text : told.text(name) };
}
