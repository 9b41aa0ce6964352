/** Invented follow-ups. */
import type { Commands } from '../api';
import type { FollowUpCard, FollowUpInput, ReferralView } from '../bindings';
import { inDays } from '../days';
import { today } from '../moment';
import { cardOf, failing, hex, many, wrong, type Care } from './care-ground';
import { CATALOGUE } from './catalogue';

export function agendaMock(care: Care, referrals: readonly ReferralView[]) {
  const { ok, no, people, user, post } = care;
  const WHAT = ['Llamar para saber si llegó al centro de salud', 'Traer el certificado de nacimiento', 'Control de la presión', ''];
  const agenda: FollowUpCard[] = Array.from({ length: people().length > 0 ? many(care, 12) : 0 }, (_, index) => ({ id: hex(), called: index % 9 === 8 ? 'Señora del poncho rojo' : '', person: index % 9 === 8 ? null : (people()[index % people().length]?.card ?? null), referral: index % 4 === 0 ? (referrals[0]?.card.id ?? '') : '', on: inDays(Math.floor(index / 3) - 2), overdue: Math.floor(index / 3) < 2, what: WHAT[index % WHAT.length] ?? '', post: index % 5 === 4 ? 'tambo-quemado' : 'pisiga', post_name: index % 5 === 4 ? 'Tambo Quemado' : 'Pisiga', assignee: index % 3 ? '' : 'a'.repeat(32), assignee_name: index % 3 ? '' : 'Ana Quispe', state: 'pendiente', settled_on: '', contested: index === 5, tries: index % 4, phone: index % 2 ? '' : '+591 7241 8830' }));

  function plan(input: FollowUpInput, called = 'Señora de la manta azul'): string {
    const id = hex();
    agenda.push({ id, person: cardOf(care, input.person ?? ''), called: input.person ? '' : called, referral: input.referral ?? '', on: input.on ?? '', overdue: false, what: input.what ?? '', post: post().code, post_name: post().name, assignee: input.assignee ?? '', assignee_name: input.assignee ? user().name : '', state: 'pendiente', settled_on: '', contested: false, tries: 0, phone: '' });
    return id;
  }

  const commands = {
    agenda: async (input) => failing(care) ?? ok(agenda.filter((one) => (one.state === 'pendiente' || input.settled) && (!input.post || one.post === input.post) && (!input.mine || one.assignee === user().id)).sort((one, other) => (one.state !== 'pendiente' ? 1 : 0) - (other.state !== 'pendiente' ? 1 : 0) || one.on.localeCompare(other.on))),
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
    teamMates: () => ok([{ user: user().id, name: user().name }, { user: '8'.repeat(32), name: 'Elena Ticona' }])
  } satisfies Partial<Commands>;
  /** Follow-ups of a post that are due. */
  const due = () => agenda.filter((one) => one.state === 'pendiente' && one.post === post().code && one.on <= today()).length;
  return { plan, due, commands };
}
