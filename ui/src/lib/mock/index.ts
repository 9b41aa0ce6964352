/**
 * Invented answers for a plain browser, so that every screen can be seen without the shell. Never in a release.
 * `?mock=` takes words: empty, failing, slow, pairs-slow, look-failing, stale, first-run, rich, many, full, apart, and `as=care|registrar|supervisor` enters at once.
 * `fresh`, `offline`, `busy`, `none` and `unconsented` are how the server answers about other departments.
 * Figures and exports have words of their own too (`figures.ts`, `national.ts`, `exports.ts`).
 * So have the library (`shelf.ts`) and tables of people (`table.ts`).
 * Sticks and laptops beside each other have words of their own (`carry.ts`).
 * Practising has words of its own (`practice.ts`).
 * `lang=pt|en` and `theme=day|night` are how the window looked when it was closed.
 */
import type { Commands } from '../api';
import type { HomeView, UserCard } from '../bindings';
import { today } from '../moment';
import { careMock } from './care';
import { carryMock } from './carry';
import type { Care } from './care-ground';
import { HOME_POST } from './catalogue';
import { conflictCounts, conflictsMock } from './conflicts';
import { cards, desk, enter, forget, paused, pending, people, personOf, pins, postName, userName, USERS } from './desk';
import { elsewhereMock } from './elsewhere';
import { enrollmentMock } from './enrollment';
import { exchangeMock, lastContact } from './exchange';
import { failing, has, mood, newId, no, ok } from './ground';
import { exportsMock } from './exports';
import { figuresMock } from './figures';
import { houseMock } from './house';
import { nationalMock } from './national';
import { officeMock } from './office';
import { at } from './people';
import { pairsMock } from './pairs';
import { withPractice, type PracticeName } from './practice';
import { registerMock } from './register';
import { shelfMock } from './shelf';
import { screeningMock } from './screening';
import { sessionMock } from './session';
import { summaryMock } from './summary';
import { tableMock } from './table';

const house = houseMock({ ok, no, has, people: () => people, users: USERS, session: () => desk.session, enter: (user) => (desk.session = enter(user)), paused, pins, joined: () => void mood.delete('first-run'), anew: () => void mood.delete('cut'), profile: sessionMock.profile, leave: () => (desk.session = null) });
const enrolling = enrollmentMock({ ok, no, has, people: () => people, user: userName, post: postName });
const carers: Care = { ok, no, has, people: () => people, user: () => desk.session?.user ?? (USERS[0] as UserCard), post: () => desk.session?.post ?? HOME_POST, forget };
const care = careMock(carers);

function homeView(): HomeView {
  const all = cards();
  return { today: today(), registered_today: all.length > 0 ? 23 : 0, attended_today: all.length > 0 ? 9 : 0, people: all.length, ...conflictCounts(), pending: has('heap') ? 10_000 : pending().length, last_contact: lastContact(), recent: all.slice(0, 12), drafts: desk.drafts, notices: desk.session?.can_attend && all.length > 0 ? house.openNotices() : 0, due: desk.session?.can_attend ? care.due() : 0, must_rotate: has('rich') };
}

const device: Omit<Commands, PracticeName> = {
  ...house.commands,
  ...enrolling,
  ...care.commands,
  ...screeningMock(carers),
  ...summaryMock({ has, ok, no }),
  ...sessionMock,
  ...registerMock(enrolling.setHousehold),
  ...exchangeMock,
  ...carryMock,
  ...pairsMock,
  ...conflictsMock(enrolling.setEnrollmentStatus),
  ...elsewhereMock,
  ...figuresMock,
  ...nationalMock,
  ...exportsMock,
  ...officeMock,
  ...shelfMock,
  ...tableMock,
  openRestricted: (id) => {
    care.opened(id);
    return house.commands.openRestricted(id);
  },
  home: async () => failing() ?? ok(homeView()),
  saveDraft: (input) => {
    if (has('full')) return no('POSTA-D1');
    const person = (JSON.parse(input.form || '{}') as { person?: unknown }).person;
    const title = personOf(String(person))?.card.name ?? '';
    const kept = { id: input.id || newId(), kind: input.kind ?? '', owner: userName(), mine: true, at: at(0), title, form: input.form ?? '', stale: false };
    forget(kept.id);
    desk.drafts = [kept, ...desk.drafts];
    return ok(kept);
  },
  discardDraft: (asked) => {
    forget(asked);
    return ok(null);
  }
};

export const mock: Commands = withPractice(device);
