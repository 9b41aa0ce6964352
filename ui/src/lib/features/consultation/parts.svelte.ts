import type { ConsultationInput, HealthView, NeedView, SignView } from '$lib/api';
import { t } from '$lib/messages';
import { readSign, SIGNS, writeSign } from './signs';

/** What is known of a need. */
export type Need = Required<NeedView>;

/** The social part as the shell takes it. */
export type SocialContent = Required<Pick<ConsultationInput, 'needs' | 'about_needs' | 'alerts' | 'note' | 'social'>>;

/** What was typed and is no number yet, so that a draft keeps it too. */
export type TypedSigns = { signs?: Record<string, string>; weeks?: string };

/** The health part in a form. Nothing of it is required. */
export class HealthPart {
  complaint = $state('');
  /** As typed, by the word of the sign. */
  signs = $state<Record<string, string>>({});
  pregnancy = $state('unasked');
  weeks = $state('');
  chronic = $state<string[]>([]);
  interrupted = $state('');
  given = $state('');
  hygiene = $state<string[]>([]);

  constructor(view: HealthView = {}, typed: TypedSigns = {}) {
    this.complaint = view.complaint ?? '';
    const known = (view.signs ?? []).map(({ sign, value }) => [sign, writeSign(sign, value, t.locale)] as const);
    this.signs = { ...Object.fromEntries(SIGNS.map(({ sign }) => [sign, ''])), ...Object.fromEntries(known), ...typed.signs };
    this.pregnancy = view.pregnancy || 'unasked';
    this.weeks = typed.weeks ?? (view.weeks ? String(view.weeks) : '');
    this.chronic = view.chronic ?? [];
    this.interrupted = view.interrupted ?? '';
    this.given = view.given ?? '';
    this.hygiene = view.hygiene ?? [];
  }

  get view(): Required<HealthView> {
    const signs = Object.entries(this.signs).flatMap(([sign, text]): SignView[] => {
      const value = readSign(sign, text);
      return value === undefined ? [] : [{ sign, value }];
    });
    const weeks = this.pregnancy === 'yes' && /^\s*\d{1,3}\s*$/.test(this.weeks) ? Number(this.weeks) : 0;
    return { complaint: this.complaint.trim(), signs, pregnancy: this.pregnancy, weeks, chronic: $state.snapshot(this.chronic), interrupted: this.interrupted.trim(), given: this.given.trim(), hygiene: $state.snapshot(this.hygiene) };
  }

  get typed(): Required<TypedSigns> {
    return { signs: $state.snapshot(this.signs), weeks: this.weeks };
  }

  /** Signs, and `weeks`, whose text is no number. */
  get unreadable(): string[] {
    const wrong = Object.entries(this.signs).filter(([sign, text]) => text.trim() !== '' && readSign(sign, text) === undefined);
    const weeks = this.pregnancy === 'yes' && this.weeks.trim() !== '' && !/^\s*\d{1,3}\s*$/.test(this.weeks);
    return [...wrong.map(([sign]) => sign), ...(weeks ? ['weeks'] : [])];
  }

  get blank(): boolean {
    const { complaint, signs, pregnancy, chronic, interrupted, given, hygiene } = this.view;
    return pregnancy === 'unasked' && [complaint, interrupted, given].every((text) => text === '') && [signs, chronic, hygiene].every((list) => list.length === 0) && this.unreadable.length === 0;
  }
}

/** The psychosocial part in a form: needs, alerts and the note are of it too. */
export class SocialPart {
  needs = $state<string[]>([]);
  about = $state<Record<string, Need>>({});
  states = $state<string[]>([]);
  supports = $state<string[]>([]);
  words = $state('');
  alerts = $state<string[]>([]);
  note = $state('');

  constructor(content: Partial<SocialContent> = {}) {
    this.needs = content.needs ?? [];
    this.about = Object.fromEntries((content.about_needs ?? []).map((need) => [need.code ?? '', knownNeed(need)]));
    this.states = content.social?.states ?? [];
    this.supports = content.social?.supports ?? [];
    this.words = content.social?.words ?? '';
    this.alerts = content.alerts ?? [];
    this.note = content.note ?? '';
  }

  /** What is known of a need: normal and open until something else is said. */
  need(code: string): Need {
    return this.about[code] ?? knownNeed({ code });
  }

  say(code: string, more: Partial<Need>): void {
    this.about = { ...this.about, [code]: { ...this.need(code), ...more } };
  }

  get content(): SocialContent {
    const needs = $state.snapshot(this.needs);
    const about_needs = needs.map((code) => ({ ...this.need(code), done: this.need(code).done.trim() }));
    return { needs, about_needs, alerts: $state.snapshot(this.alerts), note: this.note.trim(), social: { states: $state.snapshot(this.states), supports: $state.snapshot(this.supports), words: this.words.trim() } };
  }

  get blank(): boolean {
    return [this.needs, this.states, this.supports, this.alerts].every((list) => list.length === 0) && this.words.trim() === '' && this.note.trim() === '';
  }
}

export const knownNeed = (need: NeedView): Need => ({ code: need.code ?? '', urgency: need.urgency || 'normal', done: need.done ?? '', state: need.state || 'abierta' });
