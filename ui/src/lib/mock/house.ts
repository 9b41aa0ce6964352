/** Invented answers of shared devices, recovery, the team, the audit, notices and erasure. */
import type { AsideCard, AuditRow, CodeView, CommandError, DeviceCard, ErasureCard, MemberCard, MembersView, NoticeCard, PausedCard, PersonView, ProblemView, SessionView, UserCard } from '../bindings';
import type { Commands } from '../api';
import { at } from './people';
import { LINES } from './summary';

type House = {
  ok: <T>(data: T) => Promise<{ status: 'ok'; data: T }>;
  no: (code: string, fields?: ProblemView[], seconds?: number) => Promise<{ status: 'error'; error: CommandError }>;
  has: (word: string) => boolean;
  people: () => PersonView[];
  users: UserCard[];
  session: () => SessionView | null;
  enter: (user: UserCard | undefined) => SessionView | null;
  paused: Map<string, PausedCard>;
  pins: Map<string, string>;
  joined: () => void;
  anew: () => void;
  profile: Commands['profile'];
  leave: () => void;
};

const WORDS = ['nube', 'cobre', 'trigo', 'faro'];
const hex = (seed: number, length = 32) => Array.from({ length }, (_, index) => ((seed * 31 + index * 17 + ((seed * index) % 13)) % 16).toString(16)).join('');

/** Not a QR: a pattern that looks like one. */
export function picture(text: string): string {
  const side = 33;
  const finder = (x: number, y: number) => [[0, 0], [side - 7, 0], [0, side - 7]].some(([left = 0, top = 0]) => x >= left && x < left + 7 && y >= top && y < top + 7 && (x === left || x === left + 6 || y === top || y === top + 6 || (x > left + 1 && x < left + 5 && y > top + 1 && y < top + 5)));
  const corner = (x: number, y: number) => (x < 8 && (y < 8 || y > side - 9)) || (x > side - 9 && y < 8);
  const dots = Array.from({ length: side * side }, (_, index) => [index % side, Math.floor(index / side)] as const)
    .filter(([x, y]) => (corner(x, y) ? finder(x, y) : (x * 7 + y * 13 + text.charCodeAt((x * y) % text.length)) % 5 < 2))
    .map(([x, y]) => `M${x + 4} ${y + 4}h1v1h-1z`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side + 8} ${side + 8}"><path fill="#fff" d="M0 0h99v99H0z"/><path d="${dots.join('')}"/></svg>`;
}

const code = (word: string): CodeView => ({ text: `posta:${word}?d=${hex(word.length, 150).toUpperCase()}`, svg: picture(word), words: WORDS });

export function houseMock(house: House) {
  const { ok, no, has, users } = house;
  const empty = has('empty');
  let tries = 0;
  const failing = () => (has('failing') ? no('POSTA-X1') : undefined);

  const member = (user: UserCard, index: number): MemberCard => ({ id: user.id, name: user.name, roles: [user.role, ...user.roles.slice(1)].map((role) => ({ role, place_name: user.place })), devices: [hex(index + 3)], active: true, joined: true, me: house.session()?.user.id === user.id, last_seen: at(30 + index * 700) });
  const more: MemberCard[] = [
    { id: 'd'.repeat(32), name: 'Daniela Apaza Gutiérrez', roles: [{ role: 'registrar', place_name: 'Sabaya' }], devices: [], active: true, joined: false, me: false, last_seen: null },
    { id: 'e'.repeat(32), name: 'Maximiliano Alejandro Sebastián de los Ángeles Montenegro-Villavicencio', roles: [{ role: 'administrator', place_name: 'Oruro' }], devices: [hex(7), hex(9)], active: true, joined: true, me: false, last_seen: at(5000) },
    { id: 'f'.repeat(32), name: 'Fermín Copa', roles: [{ role: 'care', place_name: 'Sabaya' }], devices: [hex(11)], active: false, joined: true, me: false, last_seen: at(9000) },
    ...Array.from({ length: has('rich') ? 300 : 6 }, (_, index) => ({ id: hex(index + 50), name: `Persona de prueba ${index + 1}`, roles: [{ role: 'registrar', place_name: 'Curahuara de Carangas' }], devices: [hex(index + 70)], active: true, joined: true, me: false, last_seen: at(index * 333) }))
  ];
  const members: MembersView = {
    users: [...users.map(member), ...more],
    devices: [3, 4, 7, 9, 11].map((seed, index): DeviceCard => ({ id: hex(seed), users: index === 0 ? ['Ana Quispe', 'Beto Colque'] : ['Fermín Copa'], active: index < 3, me: index === 0, last_seen: index === 3 ? null : at(100 + index * 900), destroyed_ordered: index === 4, batches: 12 * (index + 1) })),
    aside: empty
      ? []
      : [
          { feed: hex(21), scope: hex(22), sensitivity: 'registry', place: 'Oruro', author: 'Fermín Copa', device: hex(11), at: at(400), changes: 3, bytes: 2210, n: 41, hash: hex(23, 64), readable: true, admissible: true, people: house.people().slice(1, 3).map((person) => person.card) },
          { feed: hex(21), scope: hex(22), sensitivity: 'registry', place: 'Oruro', author: 'Fermín Copa', device: hex(11), at: at(380), changes: 1, bytes: 610, n: 42, hash: hex(27, 64), readable: true, admissible: true, people: [] },
          { feed: hex(21), scope: hex(22), sensitivity: 'registry', place: 'Oruro', author: 'Fermín Copa', device: hex(11), at: at(370), changes: 2, bytes: 980, n: 43, hash: hex(28, 64), readable: true, admissible: true, people: house.people().slice(3, 4).map((person) => person.card) },
          { feed: hex(24), scope: hex(25), sensitivity: 'care', place: 'Sabaya', author: 'Fermín Copa', device: hex(11), at: at(390), changes: null, bytes: 18_400, n: 12, hash: hex(26, 64), readable: false, admissible: !has('authority'), people: [] }
        ] satisfies AsideCard[],
    elsewhere: has('rich') ? [{ sensitivity: 'care', place: 'Sabaya', author: 'Fermín Copa', device: hex(11), batches: 3, from: at(4000), to: at(390) }, { sensitivity: 'protection', place: 'Curahuara de Carangas', author: 'Maximiliano Alejandro Sebastián de los Ángeles Montenegro-Villavicencio', device: hex(9), batches: 1, from: at(900), to: at(900) }] : [],
    epochs: [
      { scope: hex(31), sensitivity: 'care', place: 'Sabaya', epochs: 2, members: ['Ana Quispe'], must_rotate: has('rich') },
      { scope: hex(32), sensitivity: 'protection', place: 'Sabaya', epochs: 1, members: ['Ana Quispe'], must_rotate: false },
      { scope: hex(33), sensitivity: 'audit', place: 'Oruro', epochs: 1, members: ['Carmen Rocha Villarroel'], must_rotate: false }
    ]
  };
  const revoke = (list: { id: string; active: boolean }[], id: string) => {
    for (const one of list) if (one.id === id) one.active = false;
    return ok(members);
  };

  const card = (index: number) => house.people()[index]?.card ?? null;
  let notices: NoticeCard[] = empty
    ? []
    : [
        { id: hex(41), kind: 'notice', at: at(12), from: 'Beto Colque', post: 'Pisiga', person: card(5), reason: 'private_talk', note: 'Espera en la sala, prefiere hablar con una mujer.', lines: [], done: false },
        { id: hex(45), kind: 'handed_on', at: at(40), from: 'Maximiliano Alejandro Montenegro-Villavicencio', post: 'Curahuara de Carangas', person: card(0), reason: '', note: '', lines: LINES, done: false },
        { id: hex(42), kind: 'accompaniment', at: at(95), from: 'Luis Condori', post: 'Tambo Quemado', person: card(1), reason: 'with_relative', note: '', lines: [], done: false },
        { id: hex(43), kind: 'notice', at: at(200), from: 'Luis Condori', post: 'Tambo Quemado', person: null, reason: 'same_day', note: '', lines: [], done: false },
        { id: hex(44), kind: 'notice', at: at(4000), from: 'Beto Colque', post: 'Pisiga', person: card(9), reason: 'pregnancy', note: 'Control el jueves.', lines: [], done: true },
        ...Array.from({ length: has('many') ? 10_000 : 0 }, (_, index): NoticeCard => ({ id: `n${index}`, kind: 'notice', at: at(index * 3), from: 'Maximiliano Alejandro Sebastián de los Ángeles Montenegro-Villavicencio', post: 'Pisiga', person: card(index % 40), reason: ['same_day', 'private_talk', 'pregnancy'][index % 3] ?? '', note: index % 2 ? '' : 'Espera en la sala con dos niñas; prefiere hablar con una mujer y en quechua.', lines: [], done: index % 4 === 3 }))
      ];
  /** The person's own page says the same. */
  const tell = () => {
    const [first] = house.people();
    if (first) first.handed = notices.filter(({ kind }) => kind === 'handed_on').map(({ id, at: when, from, post, lines, done }) => ({ id, at: when, from, post, lines, done }));
  };
  tell();
  let erasures: ErasureCard[] = empty
    ? []
    : [
        { order: hex(51, 64), person: hex(52), name: card(4)?.name ?? '', basis: 'request', ordered_by: 'Rolando Mercado', ordered_at: at(700), agreed_by: null, agreed_at: null, carried_out: [], mine: false },
        { order: hex(53, 64), person: hex(54), name: card(6)?.name ?? '', basis: 'mistake', ordered_by: 'Carmen Rocha Villarroel', ordered_at: at(900), agreed_by: null, agreed_at: null, carried_out: [], mine: true },
        { order: hex(55, 64), person: hex(56), name: '', basis: 'court', ordered_by: 'Carmen Rocha Villarroel', ordered_at: at(9000), agreed_by: 'Rolando Mercado', agreed_at: at(8700), carried_out: [{ scope: hex(57), sensitivity: 'registry', place: 'Oruro', documents: 3, at: '' }, { scope: hex(58), sensitivity: 'care', place: 'Sabaya', documents: 2, at: '' }], mine: false },
        { order: hex(59, 64), person: hex(60), name: '', basis: 'retention', ordered_by: 'Carmen Rocha Villarroel', ordered_at: at(300), agreed_by: 'Rolando Mercado', agreed_at: at(200), carried_out: [], mine: true }
      ];
  const acts = ['opened', 'opened_restricted', 'amended', 'printed', 'exported'];
  const reasons = ['', 'follow_up', '', '', 'other: la pidió por escrito para su trámite'];
  const rows: AuditRow[] = empty ? [] : Array.from({ length: 10_000 }, (_, index) => ({ at: at(index * 17 + 3), user: index % 3 ? 'Ana Quispe' : 'Fermín Copa', device: hex(index % 4), post: 'Pisiga', act: acts[index % 5] ?? '', sensitivity: index % 7 ? 'care' : 'protection', place: 'Sabaya', record: hex(index % 400), reason: reasons[index % 5] ?? '' }));

  const opened = () => house.session();
  const join = (text: string) => {
    if (text.startsWith('0000')) return no('POSTA-J1');
    house.joined();
    const view = house.enter(users[0]);
    return view ? ok(view) : no('POSTA-X1');
  };
  const look = (text: string, offline: boolean) => (text.startsWith('0000') ? no('POSTA-J1') : ok({ department: 'Oruro', name: 'Daniela Apaza Gutiérrez', role: 'registrar', place: 'Sabaya', words: WORDS, offline }));

  const commands = {
    resume: (user, pin) => {
      if (pin !== house.pins.get(user)) {
        tries += 1;
        if (tries < 5) return no('POSTA-L5', [], 5 - tries);
        house.paused.delete(user);
        return no('POSTA-L6');
      }
      tries = 0;
      house.paused.delete(user);
      const view = house.enter(users.find((one) => one.id === user));
      return view ? ok(view) : no('POSTA-L6');
    },
    setPin: (pin) => {
      const user = opened()?.user.id ?? '';
      if (pin) house.pins.set(user, pin);
      else house.pins.delete(user);
      return ok(null);
    },
    pause: () => {
      const user = opened()?.user.id;
      if (user) house.paused.set(user, { user, has_pin: house.pins.has(user), since: at(0) });
      house.leave();
      return ok(null);
    },
    lockAll: () => {
      house.paused.clear();
      house.leave();
      return ok(null);
    },
    touch: () => ok(null),
    changePassword: (old) => (old === 'mal' ? no('POSTA-L1') : ok(null)),
    lookAtInvitation: (_server, text) => look(text, false),
    lookAtInvitationFile: (_path, text) => look(text, true),
    joinFromFile: (_path, text) => join(text),
    beginJoinAnew: () => (has('offline') ? no('POSTA-S1') : has('taken') ? no('POSTA-J9') : (house.anew(), house.profile())),
    resumeJoin: (password) => (password === 'mal' ? no('POSTA-L1') : join('')),
    qr: (text) => ok(picture(text)),
    readQr: () => (has('unread') ? no('POSTA-Q1') : ok('posta:join?s=https%3A%2F%2Foruro.posta.example%3A8443&c=K7QM2X09ABCDEFGH')),
    attachRequest: () => (house.paused.size > 0 ? ok(code('attach')) : no('POSTA-J5')),
    attachAnswer: (_request, password) => (password === 'mal' ? no('POSTA-L1') : ok(code('attached'))),
    attachFinish: (answer) => (answer === 'mal' ? no('POSTA-R1') : ok(users[2] as UserCard)),
    beginRecovery: () => failing() ?? ok(code('challenge')),
    inspectChallenge: (text) => (text === 'mal' ? no('POSTA-R1') : ok({ name: 'Beto Colque', roles: ['registrar'], device: hex(3), words: WORDS, known: text !== 'extraño' })),
    answerRecovery: (_text, folder, shares) => (folder === 'mal' ? no('POSTA-R3') : folder === '' && shares.length < 3 ? no('POSTA-R4') : ok(code('answer'))),
    finishRecovery: (user, answer) => {
      if (answer === 'mal') return no('POSTA-R1');
      const view = house.enter(users.find((one) => one.id === user));
      return view ? ok(view) : no('POSTA-X1');
    },
    members: async () => failing() ?? ok(members),
    revokeUser: (user) => revoke(members.users, user),
    revokeDevice: (device) => revoke(members.devices, device),
    admit: (feed, n) => {
      members.aside = members.aside.filter((one) => one.feed !== feed || one.n > n);
      return ok(members);
    },
    tellProtection: (person) => ok({ id: person, warnings: [] }),
    handOver: (_person, reason, note) => {
      const view = opened();
      notices = [{ id: hex(notices.length + 90), kind: 'notice', at: at(0), from: view?.user.name ?? '', post: view?.post.name ?? '', person: card(0), reason, note, lines: [], done: false }, ...notices];
      return ok({ id: hex(notices.length), warnings: [] });
    },
    notices: async () => failing() ?? ok(notices),
    settleNotice: (id) => {
      notices = notices.map((one) => (one.id === id ? { ...one, done: true } : one));
      tell();
      return ok(null);
    },
    openRestricted: (consultation) => {
      const entry = house.people().flatMap((person) => person.timeline).find((one) => one.id === consultation);
      return entry ? ok({ ...entry, opened: true, words: ['orientacion_sus'], needs: ['salud'], note: 'Palabras que se leen solo después de decir por qué.' }) : no('POSTA-B2');
    },
    notePrinted: () => ok(['register', 'share_facility']),
    exportPerson: (_person, folder) => ok({ path: `${folder}/9f2c1ab07d3e4c55.json`, records: 7 }),
    auditPage: async (filter) => {
      const failed = failing();
      if (failed) return failed;
      const name = users.find((one) => one.id === filter.user)?.name;
      const day = (row: AuditRow) => row.at.slice(0, 10);
      const found = rows.filter((row) => (!name || row.user === name) && (!filter.act || row.act === filter.act) && (!filter.record || row.record.startsWith(filter.record)) && (!filter.from || day(row) >= filter.from) && (!filter.to || day(row) <= filter.to));
      const offset = filter.offset ?? 0;
      const faults = has('rich') ? [{ code: 'missing', device: hex(11), feed: hex(24), n: 14 }, { code: 'forked', device: hex(9), feed: hex(27), n: 3 }] : [];
      return ok({ total: found.length, rows: found.slice(offset, offset + (filter.limit ?? 100)), users, faults });
    },
    orderErasure: (person, basis, others) => {
      const shown = house.people().find((one) => one.card.id === person)?.sources.map(({ card: { id } }) => id) ?? [];
      if (has('changed') || [...shown].sort().join() !== [...others].sort().join()) return no('POSTA-B1', [{ field: 'others', code: 'records_changed', severity: 'error' }]);
      const order = (whose: string, index: number): ErasureCard => ({ order: hex(erasures.length + index + 80, 64), person: whose, name: house.people().find((one) => one.card.id === whose)?.card.name ?? '', basis, ordered_by: opened()?.user.name ?? '', ordered_at: now, agreed_by: null, agreed_at: null, carried_out: [], mine: true });
      const now = at(0);
      const made = order(person, others.length);
      erasures = [made, ...others.map(order), ...erasures];
      return ok(made);
    },
    agreeErasure: (order) => {
      const agreed = erasures.find((one) => one.order === order);
      if (!agreed) return no('POSTA-B2');
      const now = { ...agreed, agreed_by: opened()?.user.name ?? '', agreed_at: at(0) };
      erasures = erasures.map((one) => (one.order === order ? now : one));
      return ok(now);
    },
    erasures: async () => failing() ?? ok(erasures),
    pastRetention: async () =>
      failing() ?? ok(empty ? { years: 0, verified: false, source: '', through: '', total: 0, people: [] } : { years: 10, verified: false, source: 'RM 0090, artículo 12', through: '2016-11-22', total: 240, people: house.people().slice(20, 32).map((person) => person.card) })
  } satisfies Partial<Commands>;
  return { commands, openNotices: () => notices.filter((one) => !one.done).length };
}
