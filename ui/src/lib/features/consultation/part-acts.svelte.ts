import { api, type Catalogue, type ConsultationInput, type ConsultationView, type DraftCard } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { t } from '$lib/messages';
import { toasts } from '$lib/toasts.svelte';
import { sayLeft } from './facts';
import { baseOf, contentOf, isClosed, leftPart, mergePart, touchedSigns, type KeptPart, type PartWord } from './part-draft';
import { HealthPart, knownNeed, SocialPart, type Need } from './parts.svelte';

export type { PartWord } from './part-draft';

/** What the shell refuses because somebody else was faster. */
const MOVED = ['part_moved', 'part_signed', 'need_moved'];

/** What is done about one attention: parts written, signed and amended, needs tended. What is written is a draft until it is saved. */
export class PartActs {
  readonly asking = new Asking();
  /** The part that is being written. */
  writing = $state<PartWord | undefined>(undefined);
  /** The part that something is being added to. */
  amending = $state<PartWord | undefined>(undefined);
  amendment = $state('');
  /** The amendment begins with what was being written when somebody signed. */
  taken = $state(false);
  /** The need that is being tended. */
  tending = $state.raw<Need | undefined>(undefined);
  /** The same as the screen showed it. */
  was = $state.raw<Need | undefined>(undefined);
  /** Somebody else tended it meanwhile. */
  overtaken = $state(false);
  health = $state.raw(new HealthPart());
  social = $state.raw(new SocialPart());
  /** Of what is being written. */
  draft = $state.raw<DraftKeeper | undefined>(undefined);
  /** The part was written by somebody else since the draft was begun. */
  moved = $state(false);
  /** Over which state the draft was begun, and over which it is saved: whoever goes on was told of the difference. */
  #base = '';
  #over = '';
  /** What stood in the part then; unknown of an older draft. */
  #begun: Partial<ConsultationInput> | undefined;
  /** Draft of the part that the amendment has taken over. */
  #took = '';

  constructor(
    private readonly id: string,
    private readonly catalogue: Catalogue,
    private readonly changed: () => void
  ) {}

  /** What was typed, to notice a change. */
  get typed(): string {
    return JSON.stringify([this.#kept(''), this.social.note, this.social.words, this.health.complaint]);
  }

  #kept(person: string): KeptPart {
    const part = this.writing ?? this.amending ?? 'health';
    const kept: KeptPart = { work: 'part', person, consultation: this.id, part };
    if (this.amending) return { ...kept, amendment: this.amendment, ...(this.#took && { took: this.#took }) };
    const written = part === 'health' ? { content: { health: this.health.view }, typed: this.health.typed } : { content: this.social.content };
    return { ...kept, ...written, base: this.#base, ...(this.#begun && { begun: this.#begun }), ...(this.moved && { moved: true }) };
  }

  #begin(view: ConsultationView, id: string | undefined): void {
    this.asking.trouble = undefined;
    const person = view.person?.id ?? '';
    this.draft = new DraftKeeper('consultation', () => this.#kept(person), id);
  }

  /** Goes on with what was left of a part, as its signatures let it. */
  resume(part: PartWord, view: ConsultationView, drafts: readonly DraftCard[]): void {
    if (isClosed(part, view)) this.amend(part, view, drafts);
    else this.write(part, view, drafts);
  }

  /** A form of the part as it stands, or as it was left. */
  write(part: PartWord, view: ConsultationView, drafts: readonly DraftCard[] = []): void {
    const left = leftPart(drafts, { consultation: this.id, part, amending: false });
    const { content = view.content, typed, base = baseOf(part, view), begun, moved = false } = left?.kept ?? { begun: contentOf(part, view.content) };
    [this.#base, this.#over, this.#begun, this.moved] = [base, base, begun, moved];
    this.health = new HealthPart(content.health, typed);
    this.social = new SocialPart(content);
    this.writing = part;
    this.#follow(part, view);
    this.#begin(view, left?.id);
  }

  /** What somebody else wrote of the part meanwhile goes into the form. An older draft does not know what it began from. */
  #follow(part: PartWord, view: ConsultationView): void {
    const now = baseOf(part, view);
    if (now === this.#over) return;
    [this.#over, this.moved] = [now, true];
    if (!this.#begun) return;
    const merged = mergePart(part, this.#begun, part === 'health' ? { health: this.health.view } : this.social.content, view.content);
    if ('health' in merged) this.health = new HealthPart(merged.health, touchedSigns(this.#begun, this.health.typed));
    else this.social = new SocialPart(merged);
    [this.#base, this.#begun] = [now, contentOf(part, view.content)];
  }

  amend(part: PartWord, view: ConsultationView, drafts: readonly DraftCard[] = []): void {
    const left = leftPart(drafts, { consultation: this.id, part, amending: true });
    const written = leftPart(drafts, { consultation: this.id, part, amending: false });
    // What was being written when somebody else signed is shown; an amendment alone takes its draft over.
    const said = written && written.id !== left?.kept.took ? sayLeft(written.kept, view.content, this.catalogue) : '';
    this.amendment = [left?.kept.amendment ?? '', said].filter(Boolean).join('\n');
    this.taken = said !== '';
    this.#took = left ? (written?.id ?? '') : '';
    this.amending = part;
    this.#begin(view, left?.id ?? written?.id);
  }

  tend(need: Need): void {
    this.asking.trouble = undefined;
    [this.tending, this.was, this.overtaken] = [need, need, false];
  }

  /** The screen read again. Of what is being written and tended, what was not touched here is taken from it. */
  seen(view: ConsultationView): void {
    if (this.writing) this.#follow(this.writing, view);
    this.#overtake(view);
  }

  #overtake({ content }: ConsultationView): void {
    const [mine, was] = [this.tending, this.was];
    if (!mine || !was) return;
    const now = knownNeed(content.about_needs?.find(({ code }) => code === mine.code) ?? { code: mine.code });
    if (now.state === was.state && now.done === was.done) return;
    this.tending = { ...mine, state: mine.state === was.state ? now.state : mine.state, done: mine.done === was.done ? now.done : mine.done };
    [this.was, this.overtaken] = [now, true];
  }

  /** What was typed stays as a draft. A draft that cannot be written holds its form on the screen. */
  async leave(): Promise<void> {
    if (this.asking.busy || (this.draft && !(await this.draft.keepNow()))) return;
    this.#end();
  }

  #end(): void {
    this.draft?.close();
    [this.draft, this.writing, this.amending, this.moved] = [undefined, undefined, undefined, false];
  }

  async saveWritten(): Promise<void> {
    const part = this.writing;
    if (!part || (part === 'health' && this.health.unreadable.length > 0)) return;
    const input = part === 'health' ? { health: this.health.view } : this.social.content;
    await this.#save(() => api.writePart(this.id, part, this.#over, input));
  }

  async saveAmendment(): Promise<void> {
    const part = this.amending;
    if (part) await this.#save(() => api.amendPart(this.id, part, this.amendment.trim()));
  }

  /** Saves what is being written; its draft goes, or is one again. */
  async #save(act: () => Promise<unknown>): Promise<void> {
    const { draft } = this;
    const done = await this.#do(async () => {
      const id = await draft?.settle();
      await act();
      draft?.close();
      // It is saved: a draft that cannot be thrown away is left to the list of drafts.
      for (const one of [id, this.amending && this.#took]) if (one) await api.discardDraft(one).catch(() => undefined);
    }, t.app.saved);
    if (done) this.#end();
    else draft?.release();
  }

  async saveTended(): Promise<void> {
    const [need, was] = [this.tending, this.was];
    if (!need || !was) return;
    if (await this.#do(async () => void (await api.tendNeed(this.id, { ...need, done: need.done.trim() }, was)), t.app.saved)) this.tending = undefined;
  }

  /** In the psychosocial part as it stands. */
  async noteAlert(code: string, { content, social_base }: ConsultationView): Promise<void> {
    const part = new SocialPart({ ...content, alerts: [...(content.alerts ?? []), code] });
    await this.#do(async () => void (await api.writePart(this.id, 'social', social_base, part.content)), t.consultation.alertNoted);
  }

  /** As it is shown. */
  async sign(part: PartWord, view: ConsultationView): Promise<void> {
    await this.#do(async () => void (await api.signPart(this.id, part, baseOf(part, view))), t.consultation.signed);
  }

  async link(person: string): Promise<boolean> {
    return this.#do(async () => void (await api.linkConsultation(this.id, person)), t.consultation.linked);
  }

  /** Whoever it was said to be, it was somebody else. */
  async unlink(): Promise<boolean> {
    return this.#do(async () => void (await api.unlinkConsultation(this.id)), t.consultation.notThemDone);
  }

  async #do(act: () => Promise<void>, said: string): Promise<boolean> {
    const done = await this.asking.do(act);
    if (done) toasts.say(said);
    // What somebody else changed meanwhile is to be seen; what was typed stays.
    if (done || this.asking.trouble?.fields.some(({ code }) => MOVED.includes(code))) this.changed();
    return done;
  }
}
