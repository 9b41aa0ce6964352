import { api, type ConsultationInput, type ProblemView, type Saved } from '$lib/api';
import { blankReferral, sentReferral, type ReferralDraft } from '$lib/care';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { HeldScreenings, type HeldScreening } from '$lib/held-screenings.svelte';
import { Trouble } from '$lib/trouble';
import { HealthPart, SocialPart, type TypedSigns } from './parts.svelte';

export const LONGEST_NOTE = 4000;

/** The form as a draft keeps it. */
export type KeptConsultation = Omit<ConsultationInput, 'draft' | 'referrals' | 'screenings'> & { typed?: TypedSigns; referral?: ReferralDraft; screenings?: readonly HeldScreening[] };

/** An attention: why, both parts, what is needed, one referral and one follow-up. A draft until it is saved. */
export class ConsultationForm {
  readonly draft: DraftKeeper;
  readonly health: HealthPart;
  readonly social: SocialPart;
  /** Instruments that were put meanwhile. */
  readonly screenings: HeldScreenings;
  /** What the team calls somebody without identity. */
  called = $state('');
  mode = $state('post');
  reason = $state('');
  /** Closed for the team too: opened with a reason. */
  restricted = $state(false);
  /** Parts that this user signs with the save. */
  signs = $state<string[]>([]);
  /** Without a need there is none. */
  referral = $state<ReferralDraft>(blankReferral());
  /** Whether the person agreed that referrals say something of them. */
  agreed = $state(true);
  /** `YYYY-MM-DD`, or "". */
  followUpOn = $state('');
  followUpWhat = $state('');
  busy = $state(false);
  problems = $state.raw<ProblemView[]>([]);
  trouble = $state.raw<Trouble | undefined>(undefined);
  /** After the save: answers to an instrument were left as a draft. */
  leftOver = false;

  /** @param person "" for somebody without identity */
  constructor(
    readonly person: string,
    draft: { id: string; form: string } = { id: '', form: '' }
  ) {
    const kept = readConsultation(draft.form);
    this.called = kept.called ?? '';
    this.mode = kept.mode || 'post';
    this.reason = kept.reason ?? '';
    this.restricted = kept.restricted ?? false;
    this.signs = kept.signs ?? [];
    this.referral = { ...blankReferral(), ...kept.referral };
    this.followUpOn = kept.follow_up?.on ?? '';
    this.followUpWhat = kept.follow_up?.what ?? '';
    this.health = new HealthPart(kept.health, kept.typed);
    this.social = new SocialPart(kept);
    this.screenings = new HeldScreenings(person, kept.screenings);
    this.draft = new DraftKeeper('consultation', () => this.kept(), draft.id);
  }

  get unidentified(): boolean {
    return this.person === '';
  }

  /** Of somebody who is nobody yet no referral and no follow-up can be kept. */
  get refers(): boolean {
    return !this.unidentified && this.social.needs.includes(this.referral.need);
  }

  /** A need is referred in this form; another one takes its place. */
  refer(need: string): void {
    if (this.referral.need) this.social.say(this.referral.need, { state: 'abierta' });
    this.referral = { ...this.referral, need, urgency: this.social.need(need).urgency };
    this.social.say(need, { state: 'derivada' });
  }

  /** An alert's need is referred to a service of its kind, "" when the directory has none. */
  referAlert(need: string, service: string): void {
    if (!this.social.needs.includes(need)) this.social.needs = [...this.social.needs, need];
    if (this.social.need(need).urgency === 'normal') this.social.say(need, { urgency: 'pronta' });
    this.refer(need);
    this.referral = { ...this.referral, service, service_name: '' };
  }

  noteAlert(code: string): void {
    if (!this.social.alerts.includes(code)) this.social.alerts = [...this.social.alerts, code];
  }

  drop(): void {
    this.social.say(this.referral.need, { state: 'abierta' });
    this.referral = blankReferral();
  }

  kept(): KeptConsultation {
    const { person, unidentified, called, mode, reason, restricted } = this;
    return { ...this.#content(), person, unidentified, called, mode, reason, restricted, typed: this.health.typed, referral: $state.snapshot(this.referral), screenings: this.screenings.list };
  }

  /** Both parts, who signs, and the day of the follow-up. */
  #content(): Omit<ConsultationInput, 'draft' | 'referrals' | 'screenings'> {
    return { ...this.social.content, health: this.health.view, signs: this.signing, follow_up: { on: this.followUpOn, what: this.followUpWhat.trim() } };
  }

  /** A blank part is not signed. */
  get signing(): string[] {
    return this.signs.filter((part) => (part === 'health' ? !this.health.blank : !this.social.blank));
  }

  get typed(): string {
    return JSON.stringify([this.kept(), this.social.note, this.social.words, this.health.complaint]);
  }

  get blank(): boolean {
    return this.reason === '' && this.health.blank && this.social.blank;
  }

  /** What holds the save back here already. */
  #wrong(): ProblemView[] {
    const problem = (field: string, code: string): ProblemView => ({ field, code, severity: 'error' });
    const { service, service_name } = this.referral;
    return [
      ...(this.blank ? [problem('reason', 'consultation_blank')] : []),
      ...this.health.unreadable.map((sign) => problem(`health/sign/${sign}`, 'sign_unreadable')),
      ...(this.refers && service === '' && service_name.trim() === '' ? [problem('service', 'service_missing')] : [])
    ];
  }

  #input(draft: string): ConsultationInput {
    const { person, unidentified, mode, reason, restricted } = this;
    const referral = { ...sentReferral($state.snapshot(this.referral), this.agreed), person };
    const content = this.#content();
    return { ...content, ...(unidentified && { follow_up: {} }), person, unidentified, called: unidentified ? this.called.trim() : '', mode, reason, restricted, referrals: this.refers ? [referral] : [], screenings: this.screenings.said, draft };
  }

  /** An instrument that may not be put any more holds no attention up: its answers are left as a draft. */
  async #withoutInstruments(draft: string, thrown: unknown): Promise<Saved> {
    if (this.screenings.said.length === 0 || !Trouble.from(thrown).fields.some(({ field }) => field === 'instrument')) throw thrown;
    this.screenings.unsay();
    await this.screenings.leave();
    return api.recordConsultation(this.#input(draft));
  }

  async save(): Promise<Saved | undefined> {
    if (this.busy) return undefined;
    this.problems = this.#wrong();
    if (this.problems.length > 0) return undefined;
    this.busy = true;
    this.trouble = undefined;
    try {
      await this.screenings.leave();
      const draft = await this.draft.settle();
      const saved = await api.recordConsultation(this.#input(draft)).catch((thrown: unknown) => this.#withoutInstruments(draft, thrown));
      this.draft.close();
      this.leftOver = !(await this.screenings.settle(saved.id));
      return saved;
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      this.draft.release();
      this.problems = this.trouble.fields;
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}

/** What a draft kept; nothing of it when it cannot be read. */
export function readConsultation(form: string): KeptConsultation {
  try {
    const kept: unknown = form ? JSON.parse(form) : {};
    return kept && typeof kept === 'object' ? kept : {};
  } catch {
    return {};
  }
}
