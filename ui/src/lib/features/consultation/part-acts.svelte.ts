import { api, type ConsultationView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { t } from '$lib/messages';
import { toasts } from '$lib/toasts.svelte';
import { HealthPart, SocialPart, type Need } from './parts.svelte';

export type PartWord = 'health' | 'social';

/** What is done about one attention: parts written, signed and amended, needs tended. */
export class PartActs {
  readonly asking = new Asking();
  /** The part that is being written. */
  writing = $state<PartWord | undefined>(undefined);
  /** The part that something is being added to. */
  amending = $state<PartWord | undefined>(undefined);
  amendment = $state('');
  /** The need that is being tended. */
  tending = $state.raw<Need | undefined>(undefined);
  health = $state.raw(new HealthPart());
  social = $state.raw(new SocialPart());

  constructor(
    private readonly id: string,
    private readonly changed: () => void
  ) {}

  /** A form of the part as it stands. */
  write(part: PartWord, view: ConsultationView): void {
    this.asking.trouble = undefined;
    this.health = new HealthPart(view.content.health);
    this.social = new SocialPart(view.content);
    this.writing = part;
  }

  amend(part: PartWord): void {
    this.asking.trouble = undefined;
    this.amendment = '';
    this.amending = part;
  }

  tend(need: Need): void {
    this.asking.trouble = undefined;
    this.tending = need;
  }

  async saveWritten(): Promise<void> {
    const part = this.writing;
    if (!part || (part === 'health' && this.health.unreadable.length > 0)) return;
    const input = part === 'health' ? { health: this.health.view } : this.social.content;
    if (await this.#do(async () => void (await api.writePart(this.id, part, input)), t.app.saved)) this.writing = undefined;
  }

  async saveAmendment(): Promise<void> {
    const part = this.amending;
    if (!part) return;
    if (await this.#do(async () => void (await api.amendPart(this.id, part, this.amendment.trim())), t.app.saved)) this.amending = undefined;
  }

  async saveTended(): Promise<void> {
    const need = this.tending;
    if (!need) return;
    if (await this.#do(async () => void (await api.tendNeed(this.id, { ...need, done: need.done.trim() })), t.app.saved)) this.tending = undefined;
  }

  async sign(part: PartWord): Promise<void> {
    await this.#do(async () => void (await api.signPart(this.id, part)), t.consultation.signed);
  }

  async link(person: string): Promise<boolean> {
    return this.#do(async () => void (await api.linkConsultation(this.id, person)), t.consultation.linked);
  }

  async #do(act: () => Promise<void>, said: string): Promise<boolean> {
    const done = await this.asking.do(act);
    if (done) {
      toasts.say(said);
      this.changed();
    }
    return done;
  }
}
