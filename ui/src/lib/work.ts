/**
 * Drafts of the dupla's work besides a consultation. The shell seals drafts of the kind `consultation` for the team,
 * and those only; what a draft is of stands in its form, with the person whom the list of drafts names.
 */
import type { DraftCard } from './bindings';

export type Work = 'referral' | 'screening' | 'part';
export type KeptWork = { work: Work; person: string; instrument?: string; consultation?: string; part?: string };

const WORKS: readonly unknown[] = ['referral', 'screening', 'part'] satisfies Work[];

/** What a draft is of; undefined when it is of something else or cannot be read. */
export function readWork<Kept extends KeptWork>(draft: Pick<DraftCard, 'kind' | 'form'>): Kept | undefined {
  if (draft.kind !== 'consultation') return undefined;
  try {
    const kept = JSON.parse(draft.form) as Partial<Kept> | null;
    return kept && typeof kept.person === 'string' && WORKS.includes(kept.work) ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}

/** This user's newest draft of a work about somebody. */
export function leftOf<Kept extends KeptWork>(drafts: readonly DraftCard[], is: (kept: Kept) => boolean): { id: string; kept: Kept } | undefined {
  for (const draft of drafts) {
    const kept = draft.mine ? readWork<Kept>(draft) : undefined;
    if (kept && is(kept)) return { id: draft.id, kept };
  }
  return undefined;
}

/** Whom something is about: a person, or somebody without identity by the attention that they were given. */
export type Whom = { person: string; consultation?: string };

/** The screen that goes on with it; of several referrals with the draft of this id. */
export function workAt({ work, person, instrument, consultation, part }: KeptWork, draft = ''): string {
  if (work === 'screening') return `/person/${person}?instrument=${encodeURIComponent(instrument ?? '')}`;
  if (work === 'part') return `/consultation/${consultation ?? ''}?write=${encodeURIComponent(part ?? '')}`;
  return `${person ? `/person/${person}` : `/consultation/${consultation ?? ''}`}/refer${draft && `?draft=${encodeURIComponent(draft)}`}`;
}
