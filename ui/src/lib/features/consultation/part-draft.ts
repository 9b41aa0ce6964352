import type { ConsultationInput, ConsultationView, DraftCard, HealthView } from '$lib/api';
import { leftOf, type KeptWork } from '$lib/work';
import { HealthPart, SocialPart, type Need, type SocialContent, type TypedSigns } from './parts.svelte';
import { readSign } from './signs';

export type PartWord = 'health' | 'social';
export type HealthContent = { health: Required<HealthView> };
export type PartContent = HealthContent | SocialContent;

/** What is being written of one attention, as a draft keeps it: a part anew, or what is added to a signed one. */
export type KeptPart = KeptWork & {
  content?: Partial<ConsultationInput>;
  typed?: TypedSigns;
  amendment?: string;
  /** Id of the draft of the part that the amendment has taken over. */
  took?: string;
  /** The part over which it was begun, and what stood in it. */
  base?: string;
  begun?: Partial<ConsultationInput>;
  /** Somebody else wrote the part since, and whoever writes it was told. */
  moved?: boolean;
};

type Of = { consultation: string; part: PartWord; amending: boolean };

/** What was left of it. */
export const leftPart = (drafts: readonly DraftCard[], { consultation, part, amending }: Of) =>
  leftOf<KeptPart>(drafts, (kept) => kept.work === 'part' && kept.consultation === consultation && kept.part === part && (kept.amendment !== undefined) === amending);

/** A part as it stands, to notice that somebody wrote it meanwhile. */
export const baseOf = (part: PartWord, view: ConsultationView): string => (part === 'health' ? view.health_base : view.social_base);

/** Any signature closes a part for writing, also one that no longer holds. */
export const isClosed = (part: PartWord, view: ConsultationView): boolean => view.signatures.some((one) => one.part === part);

const healthOf = (content: Partial<ConsultationInput>) => new HealthPart(content.health).view;
const socialOf = (content: Partial<ConsultationInput>): SocialContent => new SocialPart(content).content;

/** One part of what was written, whole. */
export const contentOf = (part: PartWord, content: Partial<ConsultationInput>): PartContent => (part === 'health' ? { health: healthOf(content) } : socialOf(content));

/** What was not touched here is as it stands now; what both changed is as it is here. */
const pick = <T>(begun: T, mine: T, now: T): T => (mine === begun ? now : mine);

/** What both wrote stays. */
function join(begun: string, mine: string, now: string, between = '\n'): string {
  if (mine === now || now === begun) return mine;
  return mine === begun ? now : [now, mine].filter(Boolean).join(between);
}

/** As it stands now, with what was added here and without what was taken away here. */
const mix = (begun: readonly string[], mine: readonly string[], now: readonly string[]): string[] => [
  ...now.filter((code) => mine.includes(code) || !begun.includes(code)),
  ...mine.filter((code) => !begun.includes(code) && !now.includes(code))
];

function mergeHealth(begun: HealthContent['health'], mine: HealthContent['health'], now: HealthContent['health']): HealthContent['health'] {
  const valueIn = (signs: typeof now.signs, asked: string) => signs.find(({ sign }) => sign === asked)?.value;
  const signs = [...new Set([...now.signs, ...mine.signs].map(({ sign = '' }) => sign))].flatMap((sign) => {
    const value = pick(valueIn(begun.signs, sign), valueIn(mine.signs, sign), valueIn(now.signs, sign));
    return value === undefined ? [] : [{ sign, value }];
  });
  return {
    complaint: join(begun.complaint, mine.complaint, now.complaint),
    signs,
    pregnancy: pick(begun.pregnancy, mine.pregnancy, now.pregnancy),
    weeks: pick(begun.weeks, mine.weeks, now.weeks),
    chronic: mix(begun.chronic, mine.chronic, now.chronic),
    interrupted: join(begun.interrupted, mine.interrupted, now.interrupted, ' / '),
    given: join(begun.given, mine.given, now.given, ' / '),
    hygiene: mix(begun.hygiene, mine.hygiene, now.hygiene)
  };
}

function mergeSocial(begun: Partial<ConsultationInput>, mine: Partial<ConsultationInput>, now: Partial<ConsultationInput>): SocialContent {
  const needs = mix(begun.needs ?? [], mine.needs ?? [], now.needs ?? []);
  const of = [begun, mine, now].map((content) => new SocialPart(content)) as [SocialPart, SocialPart, SocialPart];
  const about_needs = needs.map((code): Need => {
    const [before, here, there] = of.map((part) => part.need(code)) as [Need, Need, Need];
    return { code, urgency: pick(before.urgency, here.urgency, there.urgency), done: join(before.done, here.done, there.done, ' / '), state: pick(before.state, here.state, there.state) };
  });
  const [before, here, there] = of;
  return {
    needs,
    about_needs,
    alerts: mix(before.alerts, here.alerts, there.alerts),
    note: join(before.note, here.note, there.note),
    social: { states: mix(before.states, here.states, there.states), supports: mix(before.supports, here.supports, there.supports), words: join(before.words, here.words, there.words) }
  };
}

/** A part that two wrote: what one had begun from, what was written here, and what stands now. */
export function mergePart(part: PartWord, begun: Partial<ConsultationInput>, mine: Partial<ConsultationInput>, now: Partial<ConsultationInput>): PartContent {
  if (part === 'health') return { health: mergeHealth(healthOf(begun), healthOf(mine), healthOf(now)) };
  return mergeSocial(socialOf(begun), socialOf(mine), socialOf(now));
}

/** What was typed here of signs and weeks: the rest is as it stands now. */
export function touchedSigns(begun: Partial<ConsultationInput>, { signs = {}, weeks }: TypedSigns): TypedSigns {
  const before = new HealthPart(begun.health).typed;
  const touched = ([sign, text]: [string, string]) => {
    const value = readSign(sign, text);
    return value === undefined ? text.trim() !== (before.signs[sign] ?? '') : value !== readSign(sign, before.signs[sign] ?? '');
  };
  return { signs: Object.fromEntries(Object.entries(signs).filter(touched)), ...(weeks !== undefined && weeks.trim() !== before.weeks && { weeks }) };
}
