import type { ConsultationInput, ConsultationView, DraftCard } from '$lib/api';
import { leftOf, type KeptWork } from '$lib/work';
import type { TypedSigns } from './parts.svelte';

export type PartWord = 'health' | 'social';

/** What is being written of one attention, as a draft keeps it: a part anew, or what is added to a signed one. */
export type KeptPart = KeptWork & {
  content?: Partial<ConsultationInput>;
  typed?: TypedSigns;
  amendment?: string;
  /** The part over which it was begun. */
  base?: string;
};

type Of = { consultation: string; part: PartWord; amending: boolean };

/** What was left of it. */
export const leftPart = (drafts: readonly DraftCard[], { consultation, part, amending }: Of) =>
  leftOf<KeptPart>(drafts, (kept) => kept.work === 'part' && kept.consultation === consultation && kept.part === part && (kept.amendment !== undefined) === amending);

/** A part as it stands, to notice that somebody wrote it meanwhile. */
export const baseOf = (part: PartWord, view: ConsultationView): string => (part === 'health' ? view.health_base : view.social_base);

/** Any signature closes a part for writing, also one that no longer holds. */
export const isClosed = (part: PartWord, view: ConsultationView): boolean => view.signatures.some((one) => one.part === part);
