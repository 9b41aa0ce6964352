import type { Catalogue, ConsultationInput } from '$lib/api';
import { labelOf } from '$lib/choices';
import { t } from '$lib/messages';
import { wordOf } from '$lib/words';
import type { KeptPart } from './part-draft';
import { HealthPart, SocialPart } from './parts.svelte';
import { SIGNS } from './signs';

export type Fact = { label: string; value: string };

const labels = (choices: Catalogue['chronic'], codes: readonly string[]) => codes.map((code) => labelOf(choices, code)).join(', ');

/** The health part in words. */
export const healthFacts = (health: HealthPart, catalogue: Catalogue): Fact[] => [
  { label: t.consultation.complaint, value: health.complaint },
  ...SIGNS.map(({ sign }) => ({ label: t.consultation.signs[sign], value: health.signs[sign] ?? '' })),
  { label: t.consultation.pregnancy, value: health.pregnancy === 'unasked' ? '' : wordOf(t.consultation.pregnancies, health.pregnancy) },
  { label: t.consultation.weeks, value: health.weeks },
  { label: t.consultation.chronic, value: labels(catalogue.chronic, health.chronic) },
  { label: t.consultation.interrupted, value: health.interrupted },
  { label: t.consultation.given, value: health.given },
  { label: t.consultation.hygiene, value: labels(catalogue.hygiene, health.hygiene) }
];

/** The psychosocial part in words, but for its needs and alerts. */
export const socialFacts = (social: SocialPart, catalogue: Catalogue): Fact[] => [
  { label: t.consultation.states, value: labels(catalogue.states, social.states) },
  { label: t.consultation.supports, value: labels(catalogue.supports, social.supports) },
  { label: t.consultation.words, value: social.words },
  { label: t.consultation.note, value: social.note }
];

const needFacts = (social: SocialPart, catalogue: Catalogue): Fact[] => [
  { label: t.consultation.needs, value: labels(catalogue.needs, social.needs) },
  ...social.needs.map((code) => ({ label: labelOf(catalogue.needs, code), value: social.need(code).done })),
  { label: t.consultation.alerts, value: social.alerts.map((alert) => catalogue.alerts.find(({ code }) => code === alert)?.label ?? alert).join(', ') }
];

/** What a draft of a part says that does not stand in it, a line each: it was signed before that was saved. */
export function sayLeft({ part, content = {}, typed, begun }: KeptPart, now: Partial<ConsultationInput>, catalogue: Catalogue): string {
  const social = (of: SocialPart) => [...needFacts(of, catalogue), ...socialFacts(of, catalogue)];
  const facts = (of: Partial<ConsultationInput>, signs: KeptPart['typed'] = {}) => (part === 'health' ? healthFacts(new HealthPart(of.health, signs), catalogue) : social(new SocialPart(of)));
  const stands = [facts(now), ...(begun ? [facts(begun)] : [])].flat().map(({ label, value }) => `${label}: ${value}`);
  return facts(content, typed).filter(({ value }) => value.trim() !== '').map(({ label, value }) => `${label}: ${value}`).filter((line) => !stands.includes(line)).join('\n');
}
