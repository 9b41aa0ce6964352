/** Invented work plans, and meetings of tables and networks. */
import type { CommitmentCard, CommitmentInput, MeetingCard, MeetingInput, PlanCard, PlanInput } from '../bindings';
import { inDays } from '../days';
import { today } from '../moment';
import { CATALOGUE } from './catalogue';
import { failing, has, newId, no, ok } from './ground';

const wrong = (field: string, code: string) => no('POSTA-B1', [{ field, code, severity: 'error' }]);
const PRACTICES = ['Nadie espera de pie: sillas y agua en la sala', 'El trato es el mismo con y sin documentos', 'Los derechos están a la vista en cinco idiomas', 'Hay un lugar para hablar en privado', 'Se pregunta con qué nombre se llama a la persona', 'Las quejas se leen cada semana', 'Se avisa cuánto falta para la atención', 'El intérprete se ofrece, no se pide'];
const LONG = 'Mesa interinstitucional departamental de atención integral a personas en situación de movilidad humana, refugio y trata de Oruro';

const plan = (institution: string, more: Partial<PlanInput> = {}): PlanInput => ({ id: newId(), institution, service: '', place: '040901', from: inDays(-120), to: inDays(240), note: '', good_practices: [], ...more });
const meeting = (name: string, kind: string, on: string, [women, men, other]: [number, number, number], more: Partial<MeetingInput> = {}): MeetingInput => ({ id: newId(), kind, name, on, place: '040101', institution: 'Servicio Departamental de Salud de Oruro', women, men, other, agreements: '', ...more });

const plans: PlanInput[] = has('empty')
  ? []
  : [
      plan('Centro de salud Pisiga Bolívar', { good_practices: PRACTICES.slice(0, 5), note: 'Revisado con la responsable del centro.' }),
      plan('Gobierno Municipal de Sabaya', { good_practices: PRACTICES.slice(2, 4) }),
      plan('Hospital General San Juan de Dios', { place: '040101', good_practices: PRACTICES }),
      plan('Casa de acogida Pisiga'),
      ...Array.from({ length: has('many') ? 60 : 0 }, (_, at) => plan(`Institución aliada de la red departamental con un nombre bastante largo número ${at + 1}`, { place: '040101' }))
    ];

/** Seven tables with 120 people, and seven networks with 84. */
const meetings: MeetingInput[] = has('empty')
  ? []
  : [
      ...[18, 17, 16, 19, 15, 17, 18].map((people, at) => meeting(at === 2 ? LONG : `Mesa de movilidad humana, reunión ${at + 1}`, 'table', inDays(-20 - at * 45), [people - 6, 5, 1], at === 0 ? { agreements: 'Se comparte el directorio cada mes.\nLa Defensoría atiende también los sábados de campaña.' } : {})),
      ...[12, 12, 13, 11, 12, 12, 12].map((people, at) => meeting(`Red de frontera ${['Pisiga', 'Tambo Quemado', 'Desaguadero', 'Kasani', 'Villazón', 'Bermejo', 'Yacuiba'][at]}`, 'network', inDays(-14 - at * 30), [people - 4, 4, 0], { place: '040901' }))
    ];

const commitment = (of: string, what: string, due: string, more: Partial<CommitmentInput> = {}): CommitmentInput => ({ id: newId(), of, what, responsible: 'Dra. Nelly Huanca', due, term: 'short', state: 'open', evidence: '', ...more });
const idOf = (list: readonly { id: string }[], at: number) => list[at]?.id ?? '';
const commitments: CommitmentInput[] = has('empty')
  ? []
  : [
      commitment(idOf(plans, 0), 'Poner los derechos a la vista en cinco idiomas', inDays(-12), { responsible: 'Lic. Wilder Choque' }),
      commitment(idOf(plans, 0), 'Acordar con el municipio un intérprete de criollo haitiano', inDays(35), { term: 'medium' }),
      commitment(idOf(plans, 0), 'Sala privada con puerta', inDays(150), { term: 'long', responsible: 'Gobierno Municipal' }),
      commitment(idOf(plans, 0), 'Sillas para la espera', inDays(-60), { state: 'done', evidence: 'Veinte sillas, foto del 4 de octubre' }),
      commitment(idOf(plans, 1), 'Ordenanza contra la discriminación', inDays(90), { term: 'long', responsible: 'Concejo Municipal de Sabaya' }),
      commitment(idOf(plans, 2), 'Capacitar a todo el turno de noche', inDays(5), { responsible: 'Jefatura de Enfermería del Hospital General San Juan de Dios y Unidad de Calidad' }),
      commitment(idOf(meetings, 0), 'Enviar el directorio al día', inDays(-3), { term: '', responsible: 'Carmen Rocha Villarroel' }),
      commitment(idOf(meetings, 0), 'Confirmar el horario de los sábados', inDays(0), { term: '', responsible: 'Defensoría de Sabaya' }),
      commitment(idOf(meetings, 7), 'Turnos del puesto durante el feriado', inDays(12), { term: '', responsible: 'Luis Condori' }),
      ...Array.from({ length: has('many') ? 300 : 0 }, (_, at) => commitment(idOf(plans, 4 + (at % 60)), `Acción comprometida número ${at + 1} del plan de trabajo institucional`, inDays(at - 40), { term: ['short', 'medium', 'long'][at % 3] ?? 'short' }))
    ];

function cardOf(one: CommitmentInput): CommitmentCard {
  const of = plans.find(({ id }) => id === one.of);
  return { commitment: one, of_name: of?.institution ?? meetings.find(({ id }) => id === one.of)?.name ?? '', of_kind: of ? 'plan' : 'meeting', overdue: one.state === 'open' && one.due !== '' && one.due < today() };
}

const byDay = (one: CommitmentCard, other: CommitmentCard) => one.commitment.due.localeCompare(other.commitment.due);
const of = (id: string): CommitmentCard[] => commitments.filter((one) => one.of === id).map(cardOf).sort(byDay);
const counts = (id: string) => ({ open: of(id).filter(({ commitment: { state } }) => state === 'open').length, done: of(id).filter(({ commitment: { state } }) => state === 'done').length, overdue: of(id).filter(({ overdue }) => overdue).length });
const planCard = (one: PlanInput): PlanCard => ({ plan: one, ...counts(one.id), place_name: CATALOGUE.municipalities.find(({ code }) => code === one.place)?.label ?? '' });
const meetingCard = (one: MeetingInput): MeetingCard => ({ meeting: one, participants: one.women + one.men + one.other, open: counts(one.id).open, overdue: counts(one.id).overdue });

function keep<One extends { id: string }>(list: One[], input: One) {
  if (has('full')) return no('POSTA-D1');
  const saved = { ...input, id: input.id || newId() };
  const at = list.findIndex(({ id }) => id === input.id);
  if (at < 0) list.unshift(saved);
  else list[at] = saved;
  return ok({ id: saved.id, warnings: [] });
}

/** Tables and networks within a period. */
export function published(from: string, to: string) {
  const within = meetings.filter(({ on }) => (!from || on >= from) && (!to || on <= to));
  const people = (kind: string) => within.filter((one) => one.kind === kind).reduce((sum, { women, men, other }) => sum + women + men + other, 0);
  const number = (kind: string) => within.filter((one) => one.kind === kind).length;
  return { tables: number('table'), table_participants: people('table'), networks: number('network'), network_members: people('network') };
}

const LEFT = ['Comedor que ya no abre', 'Casa del Migrante de Oruro'];
const STALE = [{ id: 'd1', name: 'Defensoría de la Niñez de Sabaya', verified_on: inDays(-290) }, { id: 'd2', name: 'Consulado de Venezuela', verified_on: '' }];

export const plansMock = {
  plans: async () => failing() ?? ok({ plans: plans.map(planCard), meetings: meetings.map(meetingCard).sort((one, other) => other.meeting.on.localeCompare(one.meeting.on)), due: commitments.filter(({ state }) => state === 'open').map(cardOf).sort(byDay), allies_left: has('empty') ? [] : LEFT, stale_services: has('empty') ? [] : STALE }),
  plan: async (id: string) => {
    const found = plans.find((one) => one.id === id);
    return failing() ?? (found ? ok({ card: planCard(found), commitments: of(id), service_left: found.institution.startsWith('Casa'), service_stale: found.institution.startsWith('Gobierno') }) : no('POSTA-B2'));
  },
  meeting: async (id: string) => {
    const found = meetings.find((one) => one.id === id);
    return failing() ?? (found ? ok({ card: meetingCard(found), commitments: of(id) }) : no('POSTA-B2'));
  },
  savePlan: async (input: PlanInput) => (input.institution.trim() ? keep(plans, input) : wrong('institution', 'plan_institution_missing')),
  saveMeeting: async (input: MeetingInput) => (input.name.trim() ? keep(meetings, input) : wrong('name', 'meeting_name_missing')),
  saveCommitment: async (input: CommitmentInput) => (input.what.trim() ? keep(commitments, input) : wrong('what', 'commitment_missing'))
};
