/** A practice: the whole program with invented people, in memory only, destroyed at its end. */
import type { SessionView } from './bindings';

export type PracticeRole = 'registrar' | 'care' | 'protection' | 'supervisor';
export const PRACTICE_ROLES: readonly PracticeRole[] = ['registrar', 'care', 'protection', 'supervisor'];

/** How far a user of the real device is in the first day. `step`: how many steps are behind; "" as role before it began. */
export type FirstDayView = { state: 'new' | 'begun' | 'done' | 'skipped'; role: string; step: number };

export type PracticePerson = { id: string; name: string; birth_year: number | null };
/** Whom the window tells to practise with: invented, with what makes them fit for a step. */
export type PracticePeople = { adult: PracticePerson | null; child: PracticePerson | null };

/** What the door answers besides the commands that are generated. */
export type PracticeCommands = {
  startPractice: (role: PracticeRole) => Promise<SessionView>;
  endPractice: () => Promise<void>;
  firstDay: (user: string) => Promise<FirstDayView>;
  setFirstDay: (user: string, view: FirstDayView) => Promise<void>;
  practicePeople: () => Promise<PracticePeople>;
};

/** Whether the practice answered this: a profile, or a session. */
export const isPractice = (view: object | null | undefined): boolean => (view as { practice?: boolean } | null | undefined)?.practice === true;

export const practiceRoleNamed = (word: string): PracticeRole | undefined => PRACTICE_ROLES.find((one) => one === word);

/** As what somebody would practise who works here; undefined where there is nothing to practise. */
export function practiceRoleOf(view: SessionView): PracticeRole | undefined {
  const named = practiceRoleNamed(view.user.role);
  if (named) return named;
  if (view.can_supervise) return 'supervisor';
  if (view.can_attend) return 'care';
  return view.can_register ? 'registrar' : undefined;
}
