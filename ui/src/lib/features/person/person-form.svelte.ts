import type { FieldEdit, IdentityDocumentView, PersonInput, PersonView } from '$lib/api';
import { mayBeMinor, readBirth, typedBirth } from '$lib/birth';

const WORDS = ['given_names', 'surname1', 'surname2', 'sex', 'nationality', 'phone', 'residence', 'guardian_name', 'guardian_relation', 'guardian_person'] as const;
const FLAGS = ['name_undeclared', 'without_documents'] as const;
const DOCUMENT_PARTS = ['kind', 'country', 'number', 'complement', 'state', 'mrz_given', 'mrz_surname'] as const;

/** A short key that no other document of the person has. */
export function newDocumentKey(): string {
  const random = crypto.getRandomValues(new Uint8Array(6));
  return [...random].map((byte) => (byte % 36).toString(36)).join('');
}

/** Declared, and seen by nobody: a number that was typed into the search. */
export const UNSEEN = 'declarado';
/** What is typed at the documents lies on the counter; the form shows so, and one key says otherwise. */
export const SEEN = 'vigente';

/** A document as the form holds it: every part is there. */
export type PaperForm = Required<IdentityDocumentView>;

/** A document of which nothing is said yet. */
export function blankDocument(more: Partial<IdentityDocumentView> = {}): PaperForm {
  return { key: newDocumentKey(), kind: '', country: '', number: '', complement: '', state: '', mrz_given: '', mrz_surname: '', ...more };
}

type Kinds = { document_kinds: readonly { code: string; complement?: boolean }[] };

/** Whether numbers of a kind of document may have a complement that is part of the identity. A catalogue that does not say leaves it to the code: national ones, as `bo_ci`. */
export const takesComplement = (catalogue: Kinds, kind: string): boolean => catalogue.document_kinds.find(({ code }) => code === kind)?.complement ?? false;

/** "1234567-1A LP" with its complement in its own field: a digit and a letter after a hyphen. */
export function splitComplement(catalogue: Kinds, document: PaperForm): Pick<PaperForm, 'number' | 'complement'> {
  const [, number, complement, rest = ''] = /^(\d{4,8})\s*-\s*(\d[A-Za-z])\b(.*)$/.exec(document.number.trim()) ?? [];
  if (!takesComplement(catalogue, document.kind) || document.complement !== '' || !number || !complement) return { number: document.number, complement: document.complement };
  return { number: [number, rest.trim()].filter(Boolean).join(' '), complement: complement.toUpperCase() };
}

/** What is typed about a person: registering and editing fill the same fields. */
export class PersonForm {
  given_names = $state('');
  surname1 = $state('');
  surname2 = $state('');
  name_undeclared = $state(false);
  sex = $state('');
  /** As typed: "1994", "17/5/1990", "34 años". */
  birth = $state('');
  nationality = $state('');
  documents = $state<PaperForm[]>([]);
  without_documents = $state(false);
  languages = $state<string[]>([]);
  phone = $state('');
  residence = $state('');
  guardian_name = $state('');
  guardian_relation = $state('');
  guardian_person = $state('');
  #ready: { key: string; kind: string } | undefined;

  constructor(
    private readonly today: string,
    input: PersonInput = {}
  ) {
    for (const word of WORDS) this[word] = input[word] ?? '';
    for (const flag of FLAGS) this[flag] = input[flag] ?? false;
    this.birth = typedBirth(input.birth ?? '');
    this.documents = (input.documents ?? []).map((document) => ({ ...blankDocument(), ...document }));
    this.languages = [...(input.languages ?? [])];
  }

  static of(view: PersonView, today: string): PersonForm {
    return new PersonForm(today, { ...view, sex: view.card.sex, birth: view.card.birth, nationality: view.card.nationality });
  }

  /** The birth as the domain stores it. What cannot be read goes as typed, so that its problem is told. */
  get birthValue(): string {
    const reading = readBirth(this.birth, this.today);
    return reading.at === 'unreadable' ? this.birth.trim() : reading.value;
  }

  get minor(): boolean {
    return mayBeMinor(this.birthValue, this.today);
  }

  get fullName(): string {
    return [this.given_names, this.surname1, this.surname2].map((part) => part.trim()).filter(Boolean).join(' ');
  }

  get blank(): boolean {
    return Object.values(this.input()).every((value) => value === '' || value === false || (Array.isArray(value) && value.length === 0));
  }

  /** The document that is asked first stands ready; left blank it is none. */
  readyDocument(kind: string): void {
    if (this.without_documents || this.documents.length > 0) return;
    const ready = blankDocument({ kind, country: this.nationality, state: SEEN });
    this.documents.push(ready);
    this.#ready = { key: ready.key, kind };
  }

  /** Untouched: no number, and no kind chosen by hand. */
  isBlank({ key, kind, number }: PaperForm): boolean {
    return number.trim() === '' && (kind === '' || (key === this.#ready?.key && kind === this.#ready.kind));
  }

  addDocument(): void {
    this.without_documents = false;
    this.documents.push(blankDocument({ country: this.nationality, state: SEEN }));
  }

  removeDocument(key: string): void {
    this.documents = this.documents.filter((document) => document.key !== key);
  }

  /** What was typed into the search: letters are names (one given name, or two when there are four), a year or a date is the birth, other digits a document. */
  prefill(typed: string): void {
    const all = typed.split(/\s+/).filter(Boolean);
    for (const word of all.filter((one) => /\d/.test(one))) {
      if (this.birth === '' && this.isBirth(word)) this.birth = word;
      else this.documents.push(blankDocument({ number: word, state: UNSEEN }));
    }
    const words = all.filter((word) => !/\d/.test(word)).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    const given = words.length > 3 ? words.length - 2 : 1;
    this.given_names = words.slice(0, given).join(' ');
    this.surname1 = words[given] ?? '';
    this.surname2 = words[given + 1] ?? '';
  }

  /** A year from 1900 to this one, or a whole date. */
  private isBirth(word: string): boolean {
    if (/^\d{4}$/.test(word)) return Number(word) >= 1900 && word <= this.today.slice(0, 4);
    return /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/.test(word) && readBirth(word, this.today).at === 'read';
  }

  input(): PersonInput {
    return {
      given_names: this.given_names.trim(),
      surname1: this.surname1.trim(),
      surname2: this.surname2.trim(),
      name_undeclared: this.name_undeclared,
      sex: this.sex,
      birth: this.birthValue,
      nationality: this.nationality,
      documents: $state.snapshot(this.documents).filter((document) => !this.isBlank(document)),
      without_documents: this.without_documents,
      languages: $state.snapshot(this.languages),
      phone: this.phone.trim(),
      residence: this.residence,
      guardian_name: this.guardian_name.trim(),
      guardian_relation: this.guardian_relation.trim(),
      guardian_person: this.guardian_person.trim()
    };
  }

  /** Lays an edit of `edits` over what the form holds. A field that this version does not know is passed over. */
  take({ field, value }: FieldEdit): void {
    const [head, item = '', last] = field.split('/');
    const word = WORDS.find((one) => one === field);
    const flag = FLAGS.find((one) => one === field);
    if (word) this[word] = value;
    else if (flag) this[flag] = value === 'true';
    else if (field === 'birth') this.birth = typedBirth(value);
    else if (head === 'language') this.languages = [...this.languages.filter((code) => code !== item), ...(value === 'true' ? [item] : [])];
    else if (head === 'document' && last === 'removed') this.removeDocument(item);
    else if (head === 'document') this.#takeDocument(item, last ?? '', value);
  }

  #takeDocument(key: string, last: string, value: string): void {
    const part = DOCUMENT_PARTS.find((one) => one === last);
    if (!part) return;
    if (!this.documents.some((document) => document.key === key)) this.documents.push(blankDocument({ key }));
    const document = this.documents.find((one) => one.key === key);
    if (document) document[part] = value;
  }

  /** Only what differs from a person as they were when editing began, as flat fields. Nothing is ever deleted. */
  edits(before: PersonView): FieldEdit[] {
    const was = PersonForm.of(before, this.today).input();
    const now = this.input();
    const edits: FieldEdit[] = [];
    for (const word of WORDS) if (now[word] !== was[word]) edits.push({ field: word, value: now[word] ?? '' });
    for (const flag of FLAGS) if (now[flag] !== was[flag]) edits.push({ field: flag, value: String(now[flag]) });
    if (this.birth.trim() !== typedBirth(before.card.birth)) edits.push({ field: 'birth', value: now.birth ?? '' });
    edits.push(...languageEdits(was.languages ?? [], now.languages ?? []));
    edits.push(...documentEdits(was.documents ?? [], now.documents ?? []));
    return edits;
  }
}

function languageEdits(was: readonly string[], now: readonly string[]): FieldEdit[] {
  return [...new Set([...was, ...now])]
    .filter((code) => was.includes(code) !== now.includes(code))
    .map((code) => ({ field: `language/${code}`, value: String(now.includes(code)) }));
}

function documentEdits(was: readonly IdentityDocumentView[], now: readonly IdentityDocumentView[]): FieldEdit[] {
  const removed = was
    .filter((document) => !now.some((one) => one.key === document.key))
    .map((document) => ({ field: `document/${document.key}/removed`, value: 'true' }));
  const changed = now.flatMap((document) => {
    const before = was.find((one) => one.key === document.key);
    return DOCUMENT_PARTS.filter((part) => (document[part] ?? '').trim() !== (before?.[part] ?? '')).map((part) => ({
      field: `document/${document.key}/${part}`,
      value: (document[part] ?? '').trim()
    }));
  });
  return [...removed, ...changed];
}
