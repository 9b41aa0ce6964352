/**
 * An invented practice beside the invented device. Words for `?mock=`: practice-failing does not begin, practice-slow begins late,
 * practice-stuck does not end; first-day-begun stands at its fourth step, first-day-done and first-day-skipped show nothing; nobody has no people to name.
 */
import type { CommandError, SessionView, UserCard } from '../bindings';
import type { FirstDayView } from '../api';
import { practiceRoleNamed, type PracticeRole } from '../practice-roles';
import { desk, enter, people } from './desk';
import { has, no, ok } from './ground';

const NAMES: Record<PracticeRole, string> = { registrar: 'Práctica de registro', care: 'Práctica de atención', protection: 'Práctica de protección', supervisor: 'Práctica de supervisión' };
/** Nothing leaves a practice and nothing comes into it. */
const REFUSED = ['syncNow', 'carrySave', 'carryTake', 'peerListen', 'peerCall', 'exportRun', 'exportPerson', 'lookUpElsewhere', 'bringPerson', 'importTable', 'takeNationalFigures', 'addShelfFile', 'saveShelfFile', 'join', 'joinFromFile', 'lookAtInvitation', 'lookAtInvitationFile', 'attachRequest', 'attachAnswer', 'attachFinish', 'beginRecovery', 'changePassword'];
const WAIT = has('practice-slow') ? 20_000 : 1500;

let on = false;
const days = new Map<string, FirstDayView>();
const first = (): FirstDayView => {
  if (has('first-day-begun')) return { state: 'begun', role: desk.session?.user.role ?? 'registrar', step: 3 };
  return { state: has('first-day-done') ? 'done' : has('first-day-skipped') ? 'skipped' : 'new', role: '', step: 0 };
};

function userOf(role: PracticeRole): UserCard {
  return { id: `practice-${role}`, name: NAMES[role], role: role === 'protection' ? 'care' : role, place: role === 'supervisor' ? 'Oruro' : 'Sabaya', roles: role === 'protection' ? ['protection'] : [] };
}

const named = (id: string | undefined) => {
  const card = people.find((person) => person.card.id === id)?.card;
  return card ? { id: card.id, name: card.name, birth_year: Number(/\d{4}/.exec(card.birth)?.[0]) || null } : null;
};

export const practiceMock = {
  startPractice: async (asked: string) => {
    const role = practiceRoleNamed(asked) ?? 'registrar';
    await new Promise((resolve) => setTimeout(resolve, on ? 60 : WAIT));
    if (has('practice-failing')) return no('POSTA-D1');
    on = true;
    desk.session = enter(userOf(role));
    return ok({ ...(desk.session as SessionView), practice: true });
  },
  endPractice: () => {
    if (has('practice-stuck')) return no('POSTA-X1');
    on = false;
    desk.session = null;
    return ok(null);
  },
  firstDay: (user: string) => ok(days.get(user) ?? first()),
  setFirstDay: (user: string, view: FirstDayView) => {
    days.set(user, view);
    return ok(null);
  },
  practicePeople: () => ok(has('nobody') ? { adult: null, child: null } : { adult: named(people[2]?.card.id), child: named(people.find(({ card }) => card.age !== null && card.age < 12 && card.name)?.card.id) })
};

export type PracticeName = keyof typeof practiceMock;

type Answer = Promise<{ status: 'ok'; data: unknown } | { status: 'error'; error: CommandError }>;

/** The same device, answered by the practice while one goes on. */
export function withPractice<C extends object>(commands: C): C & typeof practiceMock {
  const profile = () => ok({ joined: true, users: [], session: desk.session && { ...desk.session, practice: true }, paused: [], destroyed: false, joining: null, practice: true });
  const answered = Object.entries(commands).map(([name, command]) => {
    const real = command as (...asked: unknown[]) => Answer;
    const refused = REFUSED.includes(name);
    return [name, (...asked: unknown[]): Answer => (!on ? real(...asked) : refused ? no('POSTA-P9') : name === 'profile' ? profile() : real(...asked))];
  });
  return { ...Object.fromEntries(answered), ...practiceMock } as C & typeof practiceMock;
}
