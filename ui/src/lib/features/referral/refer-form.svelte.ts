import { api, type DraftCard, type ProblemView, type Saved } from '$lib/api';
import { blankReferral, sentReferral, type ReferralDraft } from '$lib/care';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { Trouble } from '$lib/trouble';
import { leftOf, type KeptWork } from '$lib/work';

type Kept = KeptWork & { referral?: Partial<ReferralDraft> };

/** What it begins from: an attention's need or alert, and the service that is likeliest for it; or the draft of this id. */
export type ReferFrom = { consultation?: string; need?: string; service?: string; urgency?: string; draft?: string };

/** A referral of somebody whom nobody attends now. A draft until it is saved. */
export class ReferForm {
  readonly draft: DraftKeeper;
  /** Id of the attention that it comes of, or "". */
  readonly consultation: string;
  /** Whether the person agreed that referrals say something of them. */
  agreed = $state(true);
  referral = $state<ReferralDraft>(blankReferral());
  busy = $state(false);
  problems = $state.raw<ProblemView[]>([]);
  trouble = $state.raw<Trouble | undefined>(undefined);

  /**
   * Goes on with what was left of this person's referral, or of the one for this need of the attention, if anything was.
   * Without a person it is of who was attended without identity, by the attention; what was begun then is gone on with
   * when it is known who it was.
   */
  constructor(
    readonly person: string,
    drafts: readonly DraftCard[] = [],
    { consultation = '', draft = '', ...from }: ReferFrom = {}
  ) {
    const theirs = (kept: Kept) => kept.work === 'referral' && (kept.person === person || (kept.person === '' && consultation !== '' && kept.consultation === consultation));
    const same = (kept: Kept) => (person !== '' && consultation === '' && !from.need) || (kept.consultation === consultation && (!from.need || kept.referral?.need === from.need));
    const asked = drafts.filter(({ id }) => id === draft);
    const left = leftOf<Kept>(asked, theirs) ?? leftOf<Kept>(drafts, (kept) => theirs(kept) && same(kept));
    this.consultation = left ? (left.kept.consultation ?? '') : consultation;
    this.referral = { ...blankReferral(), ...(left ? left.kept.referral : from) };
    this.draft = new DraftKeeper('consultation', () => this.kept(), left?.id);
  }

  kept(): Kept {
    return { work: 'referral', person: this.person, consultation: this.consultation, referral: $state.snapshot(this.referral) };
  }

  /** What was typed, to notice a change. */
  get typed(): string {
    return JSON.stringify(this.kept());
  }

  #wrong(): ProblemView[] {
    const { need, service, service_name } = this.referral;
    if (need === '') return [{ field: 'need', code: 'need_missing', severity: 'error' }];
    return service === '' && service_name.trim() === '' ? [{ field: 'service', code: 'service_missing', severity: 'error' }] : [];
  }

  async save(): Promise<Saved | undefined> {
    if (this.busy) return undefined;
    this.trouble = undefined;
    this.problems = this.#wrong();
    if (this.problems.length > 0) return undefined;
    this.busy = true;
    try {
      const draft = await this.draft.settle();
      const saved = await api.createReferral({ ...sentReferral($state.snapshot(this.referral), this.agreed), person: this.person, consultation: this.consultation, draft });
      this.draft.close();
      return saved;
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      this.problems = this.trouble.fields;
      this.draft.release();
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
