/** Invented answers of the dupla's work: attentions, referrals, the agenda, the directory. */
import type { CommandError, ConsultationInput, ConsultationView, FollowUpCard, FollowUpInput, PersonView, PostCard, ProblemView, ReferralCard, ReferralEventView, ReferralInput, ReferralView, ServiceCard, UnlinkedCard, UserCard } from '../bindings';
import type { Commands } from '../api';
import { inDays } from '../days';
import { today } from '../moment';
import { CATALOGUE } from './catalogue';
import { at, entry } from './people';

export type Care = {
  ok: <T>(data: T) => Promise<{ status: 'ok'; data: T }>;
  no: (code: string, fields?: ProblemView[]) => Promise<{ status: 'error'; error: CommandError }>;
  has: (word: string) => boolean;
  people: () => PersonView[];
  user: () => UserCard;
  post: () => PostCard;
  forget: (draft: string) => void;
};

const NEXT: Record<string, string[]> = { preparada: ['enviada', 'anulada'], enviada: ['recibida', 'aceptada', 'rechazada', 'anulada'], recibida: ['aceptada', 'rechazada', 'atendida', 'anulada'], aceptada: ['atendida', 'rechazada', 'cerrada', 'anulada'], rechazada: ['cerrada'], atendida: ['cerrada'], cerrada: [], anulada: [] };
const STATES = Object.keys(NEXT);
const OVER = ['cerrada', 'anulada'];
const PIECES = { name: 'Yuleisy Carolina Rondón Peña', age: '29', sex: 'female', nationality: 'VE', language: 'es', phone: '+591 7241 8830' };
const hex = () => crypto.randomUUID().replaceAll('-', '');
const wrong = (field: string, code: string): ProblemView[] => [{ field, code, severity: 'error' }];

function service(name: string, kinds: string[], more: Partial<ServiceCard['service']> & { stale?: boolean; here?: boolean; verified?: string } = {}): ServiceCard {
  const { stale = false, here = true, verified = at(60_000).slice(0, 10), ...rest } = more;
  const place = rest.place ?? '040901';
  return { service: { id: hex(), name, kinds, offers: '', attends: '', hours: 'lunes a viernes, 8:00 a 16:00', contact: '+591 2 511 0000', address: 'Plaza principal', place, coverage: [], closed: false, ...rest }, place_name: CATALOGUE.municipalities.find(({ code }) => code === place)?.label ?? '', verified_on: verified, verified_by: verified ? 'Carmen Rocha Villarroel' : '', stale, here, referrals: 0 };
}

const blank = (content: Partial<ConsultationInput>): ConsultationInput => ({ person: '', unidentified: false, called: '', mode: 'post', reason: '', needs: [], about_needs: [], health: {}, social: {}, alerts: [], note: '', restricted: false, signs: [], ...content });

export function careMock(care: Care) {
  const { ok, no, has, people, user, post } = care;
  const failing = () => (has('failing') ? no('POSTA-X1') : undefined);
  const cardOf = (id: string) => people().find(({ card }) => card.id === id)?.card ?? null;
  const many = (few: number) => (has('empty') ? 0 : has('many') ? 10_000 : few);
  const consultations = new Map<string, ConsultationView>();
  const restrictedOpened = new Set<string>();

  const services: ServiceCard[] = has('empty')
    ? []
    : [
        service('Centro de salud Pisiga Bolívar', ['salud'], { offers: 'Consulta, control prenatal, vacunas', attends: 'Toda persona', contact: '+591 2 511 3344' }),
        service('Casa de acogida Pisiga', ['albergue', 'alimentacion'], { offers: 'Tres noches, dos comidas', attends: 'Familias y mujeres solas', hours: 'todos los días' }),
        service('Defensoría de la Niñez de Sabaya', ['defensoria', 'proteccion'], { stale: true, verified: at(420_000).slice(0, 10) }),
        service('Consultorio de salud mental, Hospital General', ['salud_mental', 'salud'], { place: '040101', here: false, hours: 'martes y jueves' }),
        service('Consulado de Venezuela', ['consulado'], { place: '040101', here: false, verified: '', stale: true }),
        service('Oficina de Migración, Pisiga', ['migracion'], { offers: 'Ingreso, permisos temporales' }),
        service('Comedor que ya no abre', ['alimentacion'], { closed: true, stale: true }),
        ...Array.from({ length: many(7) - 7 }, (_, index) => service(`Servicio de acompañamiento y orientación integral a personas en movilidad humana de Curahuara de Carangas número ${index + 8}`, ['salud', 'albergue'], { here: index % 2 === 0 }))
      ];

  const event = (state: string, minutes: number, more: Partial<ReferralEventView> = {}): ReferralEventView => ({ state, at: at(minutes), by: 'Ana Quispe', post: 'Pisiga', reason: '', by_code: false, contradicts: false, ...more });
  const way = (state: string): string[] => (state === 'rechazada' ? ['preparada', 'enviada', 'rechazada'] : state === 'anulada' ? ['preparada', 'anulada'] : ['preparada', 'enviada', 'recibida', 'aceptada', 'atendida', 'cerrada'].slice(0, Math.max(1, ['preparada', 'enviada', 'recibida', 'aceptada', 'atendida', 'cerrada'].indexOf(state) + 1)));
  function inventReferral(index: number): ReferralView {
    const state = STATES[index % STATES.length] ?? 'preparada';
    const contradicted = index === 3;
    const needs = ['salud', 'alojamiento', 'regularizacion', 'proteccion'];
    const events = way(state).map((one, step) => event(one, 4000 + index * 90 - step * 600, one === 'rechazada' ? { reason: 'Sin cupo hasta el lunes' } : {}));
    if (contradicted) events.push(event('aceptada', 300, { contradicts: true, by: '', by_code: true }), event('rechazada', 280, { contradicts: true, reason: 'Dicen que no llegó' }));
    const to = services[index % services.length];
    const card: ReferralCard = { id: hex(), called: index % 14 === 13 ? 'Señora del poncho rojo' : '', person: index % 7 === 6 ? null : (people()[index % people().length]?.card ?? null), need: needs[index % needs.length] ?? '', service_name: to?.service.name ?? 'Un servicio', place_name: to?.place_name ?? '', urgency: ['inmediata', 'pronta', 'normal'][index % 3] ?? 'normal', state: contradicted ? 'aceptada' : state, contradicted, from: index % 5 === 4 ? 'Curahuara de Carangas, Oruro' : '', on: at(4000 + index * 90).slice(0, 10), by: 'Ana Quispe', waiting_days: ['enviada', 'recibida'].includes(state) ? (index % 6) + 1 : 0, closed: false };
    return { card, message: index % 2 ? '' : 'Llega hoy por la tarde; viaja con dos hijos.', told: index % 3 ? Object.entries(PIECES).slice(0, 3).map(([piece, value]) => ({ piece, value })) : [], events, next: NEXT[state] ?? [], agreed: true, contact: to?.service.contact ?? '', address: to?.service.address ?? '', hours: to?.service.hours ?? '', letter: card.from === '' };
  }
  const referrals: ReferralView[] = Array.from({ length: people().length > 0 ? many(9) : 0 }, (_, index) => inventReferral(index));

  const WHAT = ['Llamar para saber si llegó al centro de salud', 'Traer el certificado de nacimiento', 'Control de la presión', ''];
  const agenda: FollowUpCard[] = Array.from({ length: people().length > 0 ? many(12) : 0 }, (_, index) => ({ id: hex(), called: index % 9 === 8 ? 'Señora del poncho rojo' : '', person: index % 9 === 8 ? null : (people()[index % people().length]?.card ?? null), referral: index % 4 === 0 ? (referrals[0]?.card.id ?? '') : '', on: inDays(Math.floor(index / 3) - 2), overdue: Math.floor(index / 3) < 2, what: WHAT[index % WHAT.length] ?? '', post: index % 5 === 4 ? 'tambo-quemado' : 'pisiga', post_name: index % 5 === 4 ? 'Tambo Quemado' : 'Pisiga', assignee: index % 3 ? '' : 'a'.repeat(32), assignee_name: index % 3 ? '' : 'Ana Quispe', state: 'pendiente', settled_on: '', tries: index % 4, phone: index % 2 ? '' : '+591 7241 8830' }));

  let unlinked: UnlinkedCard[] = has('empty') ? [] : [{ id: hex(), called: 'Señora de la manta azul', on: at(1500).slice(0, 10), post: 'Pisiga', by: 'Ana Quispe' }];
  const first = unlinked[0];
  if (first) consultations.set(first.id, { id: first.id, person: null, content: blank({ unidentified: true, called: first.called, mode: 'street', reason: 'atencion_salud', needs: ['salud'], note: 'No quiso decir su nombre.' }), on: first.on, post: first.post, by: first.by, signatures: [], amendments: [], conflicts: [], apart: [], health_base: hex(), social_base: hex() });

  /** The attention behind an entry of a timeline, made when somebody asks for it. */
  function consultationOf(id: string): ConsultationView | undefined {
    const known = consultations.get(id);
    if (known) return known;
    const person = people().find(({ timeline }) => timeline.some((one) => one.id === id && one.kind === 'consultation'));
    const found = person?.timeline.find((one) => one.id === id);
    if (!person || !found || (found.restricted && !found.opened && !restrictedOpened.has(id))) return undefined;
    const about_needs = found.needs.map((code, index) => ({ code, urgency: index === 0 ? 'pronta' : 'normal', done: '', state: index === 0 ? 'derivada' : 'abierta' }));
    const view: ConsultationView = { id, person: person.card, content: blank({ person: person.card.id, reason: found.words[0] ?? '', needs: found.needs, about_needs, note: found.note, restricted: found.restricted, alerts: ['embarazo'], health: { complaint: 'Dolor de cabeza desde ayer', signs: [{ sign: 'temperature_tenths_c', value: 368 }, { sign: 'systolic_mmhg', value: 118 }, { sign: 'diastolic_mmhg', value: 76 }], pregnancy: 'yes', weeks: 22, chronic: [], interrupted: '', given: 'Agua y descanso', hygiene: ['agua_segura'] }, social: { states: ['cansada'], supports: ['familia'], words: 'Quiere llegar donde su hermana.' } }), on: found.at.slice(0, 10), post: found.post, by: found.author, signatures: [{ part: 'health', user: 'a'.repeat(32), name: 'Ana Quispe', at: found.at, holds: true, genuine: true }, { part: 'health', user: 'e'.repeat(32), name: 'Luis Condori', at: found.at, holds: false, genuine: true }, ...(has('rich') ? [{ part: 'health', user: 'f'.repeat(32), name: 'Fermín Copa', at: found.at, holds: true, genuine: false }] : [])], amendments: [{ part: 'health', text: 'La temperatura se midió dos veces.', by: 'Ana Quispe', at: at(700) }], conflicts: [], apart: [], health_base: hex(), social_base: hex() };
    consultations.set(id, view);
    return view;
  }
  const change = (id: string, act: (view: ConsultationView) => ProblemView[] | undefined) => {
    const view = consultationOf(id);
    if (!view) return no('POSTA-B2');
    const problems = act(view);
    return problems ? no('POSTA-B1', problems) : ok({ id, warnings: [] });
  };
  const isSigned = (view: ConsultationView, part: string) => view.signatures.some((one) => one.part === part && one.holds && one.genuine);
  const sign = (view: ConsultationView, part: string) => void (view.signatures = [...view.signatures, { part, user: user().id, name: user().name, at: at(0), holds: true, genuine: true }]);

  const calledIn = (input: ReferralInput | FollowUpInput): string => (input.person ? '' : (consultations.get(input.consultation ?? '')?.content.called ?? ''));

  function refer(input: ReferralInput): string {
    const to = services.find((one) => one.service.id === input.service);
    const made = inventReferral(0);
    Object.assign(made, { card: { ...made.card, id: hex(), person: cardOf(input.person ?? ''), called: calledIn(input), need: input.need, service_name: to?.service.name ?? input.service_name ?? '', place_name: to?.place_name ?? '', urgency: input.urgency || 'normal', state: 'preparada', contradicted: false, from: '', on: today(), by: user().name, waiting_days: 0, closed: false }, message: input.message ?? '', told: (input.shares ?? []).map((piece) => ({ piece, value: PIECES[piece as keyof typeof PIECES] ?? '' })), events: [event('preparada', 0, { by: user().name })], next: NEXT['preparada'] });
    referrals.unshift(made);
    return made.card.id;
  }
  function plan(input: FollowUpInput): string {
    const id = hex();
    agenda.push({ id, person: cardOf(input.person ?? ''), called: calledIn(input), referral: input.referral ?? '', on: input.on ?? '', overdue: false, what: input.what ?? '', post: post().code, post_name: post().name, assignee: input.assignee ?? '', assignee_name: input.assignee ? user().name : '', state: 'pendiente', settled_on: '', tries: 0, phone: '' });
    return id;
  }

  const commands = {
    recordConsultation: (input) => {
      if (has('full')) return no('POSTA-D1');
      const person = people().find(({ card }) => card.id === input.person);
      if (!person && !input.unidentified) return no('POSTA-B2');
      const made = entry('consultation', at(0), user().name, post().name, { id: hex(), restricted: input.restricted ?? false, opened: true, words: [input.reason ?? ''], needs: input.needs ?? [], note: input.note ?? '' });
      const view: ConsultationView = { id: made.id, person: person?.card ?? null, content: blank(input), on: today(), post: post().name, by: user().name, signatures: [], amendments: [], conflicts: [], apart: [], health_base: hex(), social_base: hex() };
      for (const part of input.signs ?? []) sign(view, part);
      consultations.set(made.id, view);
      if (person) person.timeline.unshift(made);
      else unlinked = [{ id: made.id, called: input.called ?? '', on: today(), post: post().name, by: user().name }, ...unlinked];
      for (const one of input.referrals ?? []) refer({ ...one, person: input.person });
      if (input.follow_up?.on) plan({ ...input.follow_up, person: input.person });
      care.forget(input.draft ?? '');
      return ok({ id: made.id, warnings: [] });
    },
    consultation: (id) => {
      const view = consultationOf(id);
      return failing() ?? (view ? ok(view) : no('POSTA-B2'));
    },
    writePart: (id, part, base, input) =>
      change(id, (view) => {
        if (isSigned(view, part)) return wrong('part', 'part_signed');
        const key = part === 'health' ? 'health_base' : 'social_base';
        if (view[key] !== base) return wrong('part', 'part_moved');
        view[key] = hex();
        Object.assign(view.content, part === 'health' ? { health: input.health } : { social: input.social, needs: input.needs, about_needs: input.about_needs, alerts: input.alerts, note: input.note });
        return undefined;
      }),
    signPart: (id, part) => change(id, (view) => (isSigned(view, part) && view.signatures.some((one) => one.user === user().id && one.part === part) ? wrong('part', 'part_signed') : sign(view, part))),
    amendPart: (id, part, text) =>
      change(id, (view) => {
        if (!view.signatures.some((one) => one.part === part)) return wrong('part', 'part_unsigned');
        view.amendments = [...view.amendments, { part, text, by: user().name, at: at(0) }];
        return undefined;
      }),
    tendNeed: (id, need) =>
      change(id, ({ content }) => {
        const before = (content.about_needs ?? []).find(({ code }) => code === need.code);
        content.about_needs = [...(content.about_needs ?? []).filter(({ code }) => code !== need.code), { ...need, urgency: before?.urgency ?? 'normal' }];
        return undefined;
      }),
    linkConsultation: (id, person) =>
      change(id, (view) => {
        if (view.person && view.person.id !== person) return wrong('person', 'consultation_linked');
        view.person = cardOf(person);
        unlinked = unlinked.filter((one) => one.id !== id);
        return undefined;
      }),
    unlinkedConsultations: async () => failing() ?? ok(unlinked),
    createReferral: (input) => {
      if (!input.service && !input.service_name) return no('POSTA-B1', wrong('service', 'service_missing'));
      care.forget(input.draft ?? '');
      return ok({ id: refer(input), warnings: [] });
    },
    referrals: async (withOver) => failing() ?? ok(referrals.map(({ card }) => card).filter(({ state }) => withOver || !OVER.includes(state))),
    referral: (id) => {
      const found = referrals.find(({ card }) => card.id === id);
      return failing() ?? (found ? ok(found) : no('POSTA-B2'));
    },
    stepReferral: (id, state, reason) => {
      const found = referrals.find(({ card }) => card.id === id);
      if (!found) return no('POSTA-B2');
      if (!found.next.includes(state)) return no('POSTA-B1', wrong('state', 'referral_step'));
      if (state === 'rechazada' && !reason) return no('POSTA-B1', wrong('reason', 'reason_missing'));
      found.events = [...found.events.map((one) => ({ ...one, contradicts: false })), event(state, 0, { by: user().name, reason })];
      Object.assign(found.card, { state, contradicted: false, waiting_days: 0 });
      found.next = NEXT[state] ?? [];
      return ok({ id, warnings: [] });
    },
    answerReferral: (code) => (code.toUpperCase().startsWith('PR1-') ? ok({ state: 'aceptada', known: post().code === 'pisiga' && user().role === 'care' }) : no('POSTA-B1', wrong('code', code.toUpperCase().startsWith('PR') ? 'answer_code_newer' : 'answer_code_unreadable'))),
    agenda: async (input) => failing() ?? ok(agenda.filter((one) => (one.state === 'pendiente' || input.settled) && (!input.post || one.post === input.post) && (!input.mine || one.assignee === user().id)).sort((one, other) => (one.state !== 'pendiente' ? 1 : 0) - (other.state !== 'pendiente' ? 1 : 0) || one.on.localeCompare(other.on))),
    planFollowUp: (input) => (input.on ? ok({ id: plan(input), warnings: [] }) : no('POSTA-B1', wrong('on', 'date_missing'))),
    settleFollowUp: (id, state, again) => {
      const found = agenda.find((one) => one.id === id);
      if (!found) return no('POSTA-B2');
      if (again && again < today()) return no('POSTA-B1', wrong('on', 'date_in_past'));
      const waits = state === 'no_localizada' && again;
      Object.assign(found, waits ? { on: again, overdue: false, tries: found.tries + 1 } : { state, settled_on: today() });
      return ok({ id, warnings: [] });
    },
    reassignFollowUp: (id, input) => {
      const found = agenda.find((one) => one.id === id);
      if (!found) return no('POSTA-B2');
      if (input.assignee !== '-') Object.assign(found, { assignee: input.assignee ?? '', assignee_name: input.assignee ? (input.assignee === user().id ? user().name : 'Elena Ticona') : '' });
      if (input.on) Object.assign(found, { on: input.on, overdue: input.on < today() });
      if (input.post) Object.assign(found, { post: input.post, post_name: CATALOGUE.posts.find(({ code }) => code === input.post)?.label ?? input.post });
      return ok({ id, warnings: [] });
    },
    teamMates: () => ok([{ user: user().id, name: user().name }, { user: '8'.repeat(32), name: 'Elena Ticona' }]),
    services: async (withClosed) => failing() ?? ok(services.filter((one) => withClosed || !one.service.closed)),
    saveService: (input) => {
      if (!input.name?.trim()) return no('POSTA-B1', wrong('name', 'service_name_missing'));
      const made = service(input.name, input.kinds ?? [], { ...input, id: input.id || hex(), verified: today(), here: true });
      const index = services.findIndex((one) => one.service.id === input.id);
      if (index >= 0) services[index] = made;
      else services.unshift(made);
      return ok({ id: made.service.id ?? '', warnings: [] });
    },
    verifyService: (id) => {
      const found = services.find((one) => one.service.id === id);
      if (!found) return no('POSTA-B2');
      Object.assign(found, { stale: false, verified_on: today(), verified_by: user().name });
      return ok({ id, warnings: [] });
    }
  } satisfies Partial<Commands>;
  /** Follow-ups of a post that are due. */
  const due = () => agenda.filter((one) => one.state === 'pendiente' && one.post === post().code && one.on <= today()).length;
  return { commands, due, opened: (id: string) => void restrictedOpened.add(id) };
}
