/** Invented answers about who is here and how the window looks. */
import type { Commands } from '../api';
import { catalogueIn } from './catalogue';
import { desk, enter, paused, USERS } from './desk';
import { has, mood, no, ok, query } from './ground';

let look = { language: query.get('lang') ?? '', theme: query.get('theme') ?? '' };
let tries = 0;

export const sessionMock = {
  profile: () =>
    has('damaged')
      ? no('POSTA-L4')
      : ok({
          joined: !has('first-run'),
          users: has('first-run') ? [] : has('many') ? [...USERS, ...Array.from({ length: 9 }, (_, index) => ({ id: String(index).repeat(32), name: `Persona de prueba con un nombre largo ${index}`, role: 'registrar', place: 'Sabaya', roles: [] }))] : USERS,
          session: desk.session,
          paused: [...paused.values()],
          destroyed: has('destroyed'),
          practice: false,
          joining: has('cut') ? { user: 'daniela', name: 'Daniela Apaza Gutiérrez', department: 'Oruro', refused: has('used') } : null
        }),
  join: (_server, code) => {
    if (code.startsWith('0000')) return no('POSTA-J1');
    desk.session = enter(USERS[0]);
    mood.delete('first-run');
    return desk.session ? ok(desk.session) : no('POSTA-X1');
  },
  unlock: (user, password) => {
    if (password === 'mal' || password.length < 4) {
      tries += 1;
      return tries % 3 === 0 ? no('POSTA-L2', [], 12) : no('POSTA-L1');
    }
    paused.delete(user);
    desk.session = enter(USERS.find((one) => one.id === user));
    return desk.session ? ok(desk.session) : no('POSTA-L1');
  },
  lock: () => {
    desk.session = null;
    return ok(null);
  },
  catalogue: (language) => ok(has('empty') ? { ...catalogueIn(language), campaigns: [] } : catalogueIn(language)),
  look: () => ok(look),
  setLook: (language, theme) => {
    look = { language, theme };
    return ok(null);
  }
} satisfies Partial<Commands>;
