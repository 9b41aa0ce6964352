/** Invented answers about people: found, registered, edited, listed. */
import type { Commands } from '../api';
import type { PersonCard, PersonView, ProblemView, RegistrationInput } from '../bindings';
import { ageOn, storedBirth } from '../birth';
import { matches } from '../fold';
import { today } from '../moment';
import { CATALOGUE } from './catalogue';
import { cards, desk, forget, people, personOf, postName, userName } from './desk';
import { inventEnrollment, merge } from './enrollment';
import { failing, has, newId, no, ok } from './ground';
import { linkRegistered } from './pairs';
import { at, entry, inventPerson, POSTS } from './people';

/** What a registration says about coverage, household and consent. */
function enrolled(person: PersonView, input: RegistrationInput, setHousehold: Commands['setHousehold']): void {
  if (input.program) {
    const one = inventEnrollment(person, { facility: input.facility ?? '', facility_name: CATALOGUE.facilities.find((found) => found.code === input.facility)?.label ?? '', campaign: input.campaign ?? '' }, input.answers ?? []);
    for (const mark of input.requirements ?? []) one.eligibility.requirements.filter((item) => item.code === mark.code).forEach((item) => Object.assign(item, { state: mark.state, by: userName(), on: today() }));
    person.enrollments = [one];
  }
  person.consents = merge([], input.consent ?? {}, userName(), postName());
  person.same_day = ['with_relative', 'alone'].includes(input.accompaniment ?? '');
  person.card_code = 'POSTA1-4XJ2M9KQ7T0WZ3NRB8H5V6C1DP-K7QM';
  person.household = '';
  person.household_role = '';
  person.household_members = [];
  if (input.household) void setHousehold(person.card.id, input.household, input.household_role ?? 'other');
}

function find(text: string): PersonCard[] {
  return cards().filter((card) => matches(`${card.name} ${card.document} ${card.birth.replaceAll('-', ' ')}`, text));
}

function problemsOf(person: Partial<PersonView> & { birth?: string; sex?: string }): ProblemView[] {
  const problem = (field: string, code: string, severity = 'warning') => ({ field, code, severity });
  const birth = storedBirth(person.birth ?? '');
  const named = person.given_names || person.surname1 || person.surname2;
  return [
    ...(!named && !person.name_undeclared ? [problem('given_names', 'name_missing', 'error')] : []),
    ...(named && person.name_undeclared ? [problem('name_undeclared', 'name_present')] : []),
    ...(person.birth && !birth ? [problem('birth', 'birth_unreadable', 'error')] : []),
    ...(birth && birth.kind !== 'age' && birth.year > 2026 ? [problem('birth', 'birth_in_future', 'error')] : []),
    ...(birth && ageOn(birth, today()) < 18 && !person.guardian_name ? [problem('guardian_name', 'minor_without_guardian')] : []),
    ...(person.phone && person.phone.replace(/\D/g, '').length < 7 ? [problem('phone', 'phone_odd')] : []),
    ...(person.documents ?? []).filter((one) => one.kind === 'bo_ci' && !/^\d{5,8}/.test(one.number)).map((one) => problem(`document/${one.key}/number`, 'number_format'))
  ];
}

export const registerMock = (setHousehold: Commands['setHousehold']) => ({
  findPeople: async (text, limit) => failing() ?? ok(find(text).slice(0, limit)),
  person: async (asked) => {
    const person = people.find((one) => one.card.id === asked || (asked === 'rich' && one.card.conflicts > 0) || (asked === 'long' && one.name_undeclared === false && one.card.name.startsWith('Maxi')));
    return failing() ?? (person ? ok(person) : no('POSTA-B2'));
  },
  samePeople: (input, _household, limit) => {
    const number = input.documents?.[0]?.number ?? '';
    const found = find(number.length > 4 ? number : [input.given_names, input.surname1].join(' ').trim());
    return ok(found.slice(0, limit).map((card, index) => ({ card, certain: index === 0 && number.length > 4, reasons: index === 0 ? ['document_equal', 'birth_day_month_swapped', 'surname_sounds_equal', 'given_name_equal'] : index === 1 ? ['surname_equal', 'birth_same_year'] : [] })));
  },
  checkPerson: (input) => ok(problemsOf(input as Partial<PersonView>)),
  registerPerson: (input) => {
    if (has('full')) return no('POSTA-D1');
    const { session } = desk;
    const errors = problemsOf(input.person as Partial<PersonView>).filter((problem) => problem.severity === 'error');
    if (errors.length > 0 || !session) return no('POSTA-B1', errors);
    const given = input.person ?? {};
    const birth = storedBirth(given.birth ?? '');
    const made = inventPerson(people.length);
    const card: PersonCard = { ...made.card, id: newId(), name: [given.given_names, given.surname1, given.surname2].filter(Boolean).join(' '), sex: given.sex ?? '', birth: given.birth ?? '', age: birth ? ageOn(birth, today()) : null, nationality: given.nationality ?? '', document: given.documents?.[0] ? `${given.documents[0].kind} ${given.documents[0].country} ${given.documents[0].number}` : '', post: session.post.code, post_name: session.post.name, registered_by: session.user.name, registered_at: at(0), conflicts: 0, sent: false, sources: 0 };
    const events = [...(input.program ? [entry('enrollment', at(0), session.user.name, session.post.name, { words: [input.program, 'preparada'], facility: input.facility ?? '' })] : []), entry('registered', at(0), session.user.name, session.post.name)];
    people.unshift({ ...made, ...given, residence_name: CATALOGUE.municipalities.find((one) => one.code === given.residence)?.label ?? '', card, timeline: events } as PersonView);
    enrolled(people[0] as PersonView, input, setHousehold);
    linkRegistered(card.id, input);
    forget(input.draft ?? '');
    return ok({ id: card.id, warnings: [] });
  },
  editPerson: (asked, edits) => {
    const { session } = desk;
    const person = personOf(asked);
    if (!person || !session) return no('POSTA-B2');
    for (const { field, value } of edits) if (field in person) Object.assign(person, { [field]: value });
    person.card.sent = false;
    person.timeline.unshift(entry('edited', at(0), session.user.name, session.post.name, { words: edits.map((edit) => edit.field) }));
    return ok({ id: asked, warnings: [] });
  },
  registerPage: async (filter) => {
    const failed = failing();
    if (failed) return failed;
    const key = (filter.order ?? '').replace('-', '') as 'name' | 'post' | 'registered_at';
    const day = (card: PersonCard) => card.registered_at.slice(0, 10);
    const rows = (filter.text ? find(filter.text) : cards())
      .filter((card) => !filter.post || card.post === filter.post)
      .filter((card) => (!filter.from || day(card) >= filter.from) && (!filter.to || day(card) <= filter.to))
      .filter((card) => !filter.only_conflicts || card.conflicts > 0)
      .sort((one, other) => (one[key] < other[key] ? -1 : 1) * (filter.order?.startsWith('-') ? -1 : 1));
    const posts = POSTS.map(({ code, name }) => ({ code, name, kind: 'border', municipality: '', department: '', facility: '' }));
    return ok({ total: rows.length, rows: rows.slice(filter.offset ?? 0, (filter.offset ?? 0) + (filter.limit ?? 100)), posts });
  }
}) satisfies Partial<Commands>;
