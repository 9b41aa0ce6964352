/** Drafts of the supervisor's office: what a draft is of stands in its form, with the title that the list of drafts shows. */
import type { DraftCard } from './bindings';

const KINDS = ['training', 'participant', 'evaluation', 'plan', 'meeting', 'publication'] as const;
export type OfficeKind = (typeof KINDS)[number];

/** `of` is the training of a participant or an evaluation, and the record itself of everything else; "" of a new one. */
export type KeptOffice<Input = unknown> = {
  of: string;
  title: string;
  input: Input;
  /** What was there when it was begun: without it nobody could tell what was typed from what was only shown. */
  base?: Input;
};

type Draft = Pick<DraftCard, 'kind' | 'form'>;
const isKind = (kind: string): kind is OfficeKind => (KINDS as readonly string[]).includes(kind);

/** What a draft keeps; undefined when it is of something else or cannot be read. */
export function readOffice<Input = unknown>(draft: Draft): (KeptOffice<Input> & { kind: OfficeKind }) | undefined {
  if (!isKind(draft.kind)) return undefined;
  try {
    const kept = JSON.parse(draft.form) as Partial<KeptOffice<Input>> | null;
    return typeof kept?.of === 'string' && typeof kept.input === 'object' && kept.input !== null ? { kind: draft.kind, of: kept.of, title: kept.title ?? '', input: kept.input, ...(typeof kept.base === 'object' && kept.base !== null && { base: kept.base }) } : undefined;
  } catch {
    return undefined;
  }
}

/** This user's newest draft of a kind, of one record. */
export function leftOffice<Input>(drafts: readonly DraftCard[], kind: OfficeKind, of: string, is: (input: Input) => boolean = () => true): { id: string; input: Input; base?: Input | undefined } | undefined {
  for (const draft of drafts) {
    const kept = draft.mine ? readOffice<Input>(draft) : undefined;
    if (kept?.kind === kind && kept.of === of && is(kept.input)) return { id: draft.id, input: kept.input, base: kept.base };
  }
  return undefined;
}

/** The screen that goes on with it. */
export function officeAt({ kind, of }: { kind: OfficeKind; of: string }): string {
  if (kind === 'participant' || kind === 'evaluation') return `/trainings/${of}`;
  const place = { training: '/trainings', plan: '/plans', meeting: '/plans/meeting', publication: '/shelf' }[kind];
  return of ? `${place}/${of}/edit` : `${place}/new`;
}
