/** A registration put together from its features, with what is suggested for the person who is next. */
import type { Catalogue, DraftCard, PersonInput, PostCard } from '$lib/api';
import { ConsentForm } from '$lib/features/consent/consent-form.svelte';
import { CoverageForm } from '$lib/features/enrollment/coverage-form.svelte';
import { FamilyForm } from '$lib/features/person/family-form.svelte';
import { RegistrationForm } from '$lib/features/person/registration-form.svelte';
import { line, type Family } from '$lib/line';
import { wholeMrz } from '$lib/mrz-lines';

type Asked = { catalogue: Catalogue; post: PostCard; today: string; family: Family | undefined; draft: DraftCard | undefined };
export type Registration = RegistrationForm<{ family: FamilyForm; coverage: CoverageForm; consent: ConsentForm }>;

/** The language that forms begin with; whoever speaks another takes it away. */
const LANGUAGE = 'es';

export function buildForm({ catalogue, post, today, family, draft }: Asked): { form: Registration; prefill: (typed: string) => Promise<void> } {
  const begin: PersonInput = {
    surname1: family?.surname1 ?? '',
    nationality: family?.nationality ?? '',
    languages: family?.languages ?? [LANGUAGE],
    phone: family?.phone ?? '',
    residence: family?.residence ?? ''
  };
  const program = catalogue.programs.find((one) => one.common)?.code ?? '';
  const form: Registration = new RegistrationForm(
    today,
    (person, kept) => ({
      family: new FamilyForm(person, kept.family, draft ? undefined : family),
      coverage: new CoverageForm(() => person.input(), kept.coverage ?? { program: kept.program, facility: kept.facility }, { program, facility: post.facility ?? '', campaign: catalogue.campaigns[0]?.code ?? '' }),
      consent: new ConsentForm(() => person.languages, kept.consent, draft ? undefined : line.conversation)
    }),
    draft,
    begin
  );
  form.parts.consent.caregiver = () => (form.person.minor ? form.person.guardian_person : '');
  return { form, prefill: (typed) => prefill(form, typed) };
}

/** What was typed or scanned into the search: lines of a document are read, anything else is a name. */
async function prefill(form: Registration, typed: string): Promise<void> {
  const lines = wholeMrz(typed);
  if (!lines) return form.person.prefill(typed);
  await form.reading.read(lines);
  form.reading.open = true;
}
