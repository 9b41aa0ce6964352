/** Words and shapes of the dupla's work that several features share. */
import type { AlertChoice, Choice, PersonCard, ReferralInput, ScoreView, ServiceCard } from './bindings';
import { t } from './messages';
import { nameOf } from './people';
import { choicesOf, wordOf } from './words';

/** A referral as its form holds it; without a need there is none. */
export type ReferralDraft = Required<Omit<ReferralInput, 'person' | 'consultation' | 'draft'>>;

export const blankReferral = (): ReferralDraft => ({ need: '', service: '', service_name: '', urgency: 'normal', shares: [], message: '' });

/** As it is sent: without the person's consent nothing is said of them, and there is no message. */
export const sentReferral = ({ service_name, message, shares, ...rest }: ReferralDraft, agreed: boolean): ReferralDraft => ({ ...rest, service_name: service_name.trim(), message: agreed ? message.trim() : '', shares: agreed ? shares : [] });

/** Who it is about: by name, or what the team calls who has no identity. */
export const sayWhom = ({ person, called }: { person: PersonCard | null; called: string }): string => (person ? nameOf(person) : called || t.care.unknownPerson);

export const sayUrgency = (code: string): string => wordOf(t.care.urgencies, code);
export const sayReferral = (state: string): string => wordOf(t.care.referralStates, state);

/** How a state of a referral looks: good, bad, over, on its way. */
export function toneOfReferral(state: string): 'ok' | 'risk' | 'still' | 'pending' | 'plain' {
  if (state === 'aceptada' || state === 'atendida') return 'ok';
  if (state === 'rechazada') return 'risk';
  if (state === 'cerrada' || state === 'anulada') return 'still';
  return state === 'preparada' ? 'pending' : 'plain';
}

export const toneOfUrgency = (urgency: string): 'risk' | 'warn' | 'plain' => (urgency === 'inmediata' ? 'risk' : urgency === 'pronta' ? 'warn' : 'plain');

/** The three urgencies, the calm one first, as choices. */
export const urgencyOptions = (): { value: string; label: string }[] => ['normal', 'pronta', 'inmediata'].map((value) => ({ value, label: sayUrgency(value) }));

export const needStateOptions = (): { value: string; label: string }[] => choicesOf(t.care.needStates).map(({ code, label }) => ({ value: code, label }));

/** Kinds of services that usually answer a need, the likeliest first. Codes of the pack. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  regularizacion: ['migracion', 'consulado', 'legal'],
  educacion: ['educacion'],
  alimentacion: ['alimentacion', 'albergue'],
  alojamiento: ['albergue'],
  salud: ['salud', 'salud_mental'],
  proteccion: ['proteccion', 'defensoria'],
  identidad_nna: ['defensoria', 'consulado'],
  contacto_familiar: ['proteccion', 'consulado'],
  agua_higiene: ['agua', 'albergue'],
  atencion_confidencial: ['proteccion', 'salud']
};

/** The open services for a need, those that attend here first; a need that is not known takes all. */
export function servicesFor(services: readonly ServiceCard[], need: string): ServiceCard[] {
  const kinds = KINDS[need];
  const fits = (card: ServiceCard) => !card.service.closed && (!kinds || (card.service.kinds ?? []).some((kind) => kinds.includes(kind)));
  const rank = (card: ServiceCard) => (card.here ? 0 : 100) + Math.max(0, kinds?.findIndex((kind) => card.service.kinds?.includes(kind)) ?? 0);
  return services.filter(fits).sort((one, other) => rank(one) - rank(other));
}

/** The likeliest open service of a kind, one that attends here before the others. */
export function serviceOfKind(services: readonly ServiceCard[], kind: string): ServiceCard | undefined {
  const open = services.filter(({ service }) => !service.closed && service.kinds?.includes(kind));
  return open.find(({ here }) => here) ?? open[0];
}

/** The need that each kind of service of an alert answers. Codes of the pack. */
const NEEDS: Readonly<Record<string, string>> = { salud: 'salud', salud_mental: 'salud', albergue: 'alojamiento', defensoria: 'proteccion', proteccion: 'proteccion' };

/** The need for which an alert is referred: the one of its own name, which tells no more than the alert; else by its service. "" when there is none. */
export function needOfAlert({ code, service }: Pick<AlertChoice, 'code' | 'service'>, needs: readonly Choice[]): string {
  return [code, NEEDS[service] ?? ''].find((one) => needs.some((need) => need.code === one)) ?? '';
}

/** How an alert is noted from where an instrument was put: here, or on the screen that `hrefOf` names. */
export type Noting = {
  alerts: readonly AlertChoice[];
  /** Codes of those that are noted. */
  noted: readonly string[];
  note?: (code: string) => void;
  hrefOf?: (code: string) => string;
  busy?: boolean;
  refused?: { sentence: string; action: string; code: string } | undefined;
};

/** The alert for which a risk path stands, whichever instrument opened it. Code of the pack. */
const RISK_ALERT = 'riesgo_autolesion';

/** The alerts that what was answered to an instrument speaks for. */
export function alertsOf(alerts: readonly AlertChoice[], instrument: string, { positive, risk }: Pick<ScoreView, 'positive' | 'risk'>): AlertChoice[] {
  return alerts.filter((alert) => (alert.instrument === instrument && positive === 'yes') || (alert.code === RISK_ALERT && risk !== ''));
}
