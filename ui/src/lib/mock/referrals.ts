/** Invented referrals, and what becomes of them. */
import type { Commands } from '../api';
import type { ReferralCard, ReferralEventView, ReferralInput, ReferralView, ServiceCard } from '../bindings';
import { today } from '../moment';
import { cardOf, failing, hex, many, wrong, type Care } from './care-ground';
import { at } from './people';

const NEXT: Record<string, string[]> = { preparada: ['enviada', 'anulada'], enviada: ['recibida', 'aceptada', 'rechazada', 'anulada'], recibida: ['aceptada', 'rechazada', 'atendida', 'anulada'], aceptada: ['atendida', 'rechazada', 'cerrada', 'anulada'], rechazada: ['cerrada'], atendida: ['cerrada'], cerrada: [], anulada: [] };
const STATES = Object.keys(NEXT);
const OVER = ['cerrada', 'anulada'];
const PIECES = { name: 'Yuleisy Carolina Rondón Peña', age: '29', sex: 'female', nationality: 'VE', language: 'es', phone: '+591 7241 8830' };

export function referralMock(care: Care, services: readonly ServiceCard[]) {
  const { ok, no, people, user, post } = care;
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
  const referrals: ReferralView[] = Array.from({ length: people().length > 0 ? many(care, 9) : 0 }, (_, index) => inventReferral(index));

  function refer(input: ReferralInput, called = 'Señora de la manta azul'): string {
    const to = services.find((one) => one.service.id === input.service);
    const made = inventReferral(0);
    Object.assign(made, { card: { ...made.card, id: hex(), person: cardOf(care, input.person ?? ''), called: input.person ? '' : called, need: input.need, service_name: to?.service.name ?? input.service_name ?? '', place_name: to?.place_name ?? '', urgency: input.urgency || 'normal', state: 'preparada', contradicted: false, from: '', on: today(), by: user().name, waiting_days: 0, closed: false }, message: input.message ?? '', told: (input.shares ?? []).map((piece) => ({ piece, value: PIECES[piece as keyof typeof PIECES] ?? '' })), events: [event('preparada', 0, { by: user().name })], next: NEXT['preparada'] });
    referrals.unshift(made);
    return made.card.id;
  }
  const commands = {
    createReferral: (input) => {
      if (!input.service && !input.service_name) return no('POSTA-B1', wrong('service', 'service_missing'));
      care.forget(input.draft ?? '');
      return ok({ id: refer(input), warnings: [] });
    },
    referrals: async (withOver) => failing(care) ?? ok(referrals.map(({ card }) => card).filter(({ state }) => withOver || !OVER.includes(state))),
    referral: (id) => {
      const found = referrals.find(({ card }) => card.id === id);
      return failing(care) ?? (found ? ok(found) : no('POSTA-B2'));
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
    answerReferral: (code) => (code.toUpperCase().startsWith('PR1-') ? ok({ state: 'aceptada', known: post().code === 'pisiga' && user().role === 'care' }) : no('POSTA-B1', wrong('code', code.toUpperCase().startsWith('PR') ? 'answer_code_newer' : 'answer_code_unreadable')))
  } satisfies Partial<Commands>;
  return { referrals, refer, commands };
}
