// @vitest-environment jsdom
// Whatever somebody typed, or sent from another device, is shown as the text that it is.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditRow, Catalogue, ConsultationView, EligibilityView, EnrollmentView, PairView, PersonCard, PersonView, SessionView, TimelineEntry, UserCard } from '$lib/api';

vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
const api = vi.hoisted(() => new Proxy({}, { get: (kept: Record<string, unknown>, name: string) => (kept[name] ??= vi.fn(() => new Promise(() => undefined))) }) as Record<string, ReturnType<typeof vi.fn>>);
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

vi.stubGlobal('matchMedia', () => ({ matches: false }));

const LONG = 'Ñ'.repeat(5000);
const PAYLOADS = [
  '<script>globalThis.attacked = 1</script>',
  '</script><script>globalThis.attacked = 2</script>',
  '<img src=x onerror="globalThis.attacked = 3">',
  '"><img src=x onerror=globalThis.attacked=4>',
  "'><svg/onload=globalThis.attacked=5>",
  '<svg><script>globalThis.attacked=6</script></svg>',
  '<svg><animate onbegin=globalThis.attacked=7 attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><img src=x onerror=globalThis.attacked=8>',
  '<iframe src="javascript:globalThis.attacked=9"></iframe>',
  '<iframe srcdoc="<script>parent.attacked=10</script>"></iframe>',
  '<a href="javascript:globalThis.attacked=11">x</a>',
  'javascript:globalThis.attacked=12',
  'data:text/html,<script>globalThis.attacked=13</script>',
  '<object data="data:text/html;base64,PHNjcmlwdD4="></object>',
  '<embed src="//example.invalid/x">',
  '<link rel=stylesheet href="//example.invalid/x.css">',
  '<style>*{background:url(//example.invalid)}</style>',
  '<meta http-equiv=refresh content="0;url=//example.invalid">',
  '<base href="//example.invalid/">',
  '<form action="//example.invalid"><input autofocus onfocus=globalThis.attacked=14>',
  '<details open ontoggle=globalThis.attacked=15>',
  '<video><source onerror=globalThis.attacked=16></video>',
  '<template><script>globalThis.attacked=17</script></template>',
  '<!--<img src=x onerror=globalThis.attacked=18>-->',
  '<![CDATA[<script>globalThis.attacked=19</script>]]>',
  '&lt;script&gt;globalThis.attacked=20&lt;/script&gt;',
  '&#60;img src=x onerror=globalThis.attacked=21&#62;',
  '{@html "<img src=x onerror=globalThis.attacked=22>"}',
  '{{constructor.constructor("globalThis.attacked=23")()}}',
  '${globalThis.attacked=24}',
  '"; globalThis.attacked = 25; //',
  "'; DROP TABLE person; --",
  '\u202Eatsop\u202C \u2066left\u2069',
  '\u200B\u200D\uFEFF\u2060',
  'A\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  '👩🏽‍👩🏽‍👧🏽‍👦🏽 🇧🇴',
  'línea\nlínea\ttab\u0007',
  '%00%0d%0aSet-Cookie:x',
  'نص عربي وعبري עברית',
  LONG
];

const catalogue: Catalogue = { countries: [], languages: [], document_kinds: [], document_states: [], municipalities: [], facilities: [], programs: [], needs: [], reasons: [], service_kinds: [], chronic: [], hygiene: [], states: [], supports: [], alerts: [], posts: [], relations: [], campaigns: [] };
const card = (text: string): PersonCard => ({ id: 'a'.repeat(32), name: text, sex: text, birth: text, age: null, nationality: text, document: text, post: text, post_name: text, registered_by: text, registered_at: text, conflicts: 1, sent: true, sources: 2 });
const user = (text: string): UserCard => ({ id: 'u1', name: text, role: text, place: text, roles: [text] });
const entry = (text: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({ kind: 'consultation', id: text.slice(0, 20), at: text, on: text, author: text, post: text, words: [text], needs: [text, text], note: text, facility: text, restricted: false, opened: false, ...more });
const eligibility = (text: string): EligibilityView => ({ outcome: text, groups: [{ code: 'g', name: text, extent: text, norm: text }], sentence: text, ask: [{ fact: 'f', text, hint: text }], orientation: [{ code: 'o', title: text, text }], requirements: [{ code: 'r', name: text, hint: text, optional: false, met: false, state: text, by: text, on: text }], version: text, on: text, stale: false });
const enrollment = (text: string): EnrollmentView => ({ id: 'e', program: text, program_name: text, status: text, next: [text], official_number: text, observation: text, facility: text, facility_name: text, facilities: [{ on: text, code: text, name: text }, { on: text, code: 'x', name: text }], eligibility: eligibility(text), answers: [{ fact: text, yes: true }], campaign: text, campaign_name: text, on: text, source: text });
const sheet = (text: string) => ({ language: text, reviewed: false, title: text, sections: [{ code: 's', title: text, lines: [text, text] }] });
const lines = (text: string) => [{ item: text, title: text, values: [text, text] }, { item: 'name', title: text, values: [text] }];
const person = (text: string): PersonView => ({
  card: card(text),
  given_names: text,
  surname1: text,
  surname2: text,
  name_undeclared: false,
  documents: [1, 2].map(() => ({ key: 'a', kind: text, country: text, number: text, state: text })),
  without_documents: false,
  languages: [text],
  phone: text,
  residence: text,
  residence_name: text,
  guardian_name: text,
  guardian_relation: text,
  guardian_person: '',
  conflicts: [
    { kind: 'person', id: 'a', field: 'phone', values: [{ value: text, name: '', author: text, post: text, at: text, shown: true, seen: [text] }, { value: `${text} `, name: text, author: text, post: text, at: text, shown: false, seen: [] }], critical: true, later: null },
    { kind: 'person', id: 'a', field: text, values: [{ value: text, name: '', author: text, post: text, at: text, shown: true, seen: [] }], critical: true, later: { author: text, post: text, at: text } }
  ],
  timeline: [entry(text), entry(text, { kind: text }), entry(text, { restricted: true, opened: true })],
  enrollments: [enrollment(text)],
  consents: ['register', text].map((purpose) => ({ purpose, decision: text, on: text, language: text, interpreter: true, mode: text, assent: false, explained_by: text, post: text })),
  household: 'f',
  household_role: text,
  household_members: [{ card: { ...card(text), id: 'b'.repeat(32) }, role: text }],
  same_day: true,
  card_code: text,
  handed: [{ id: 'h', at: text, from: text, post: text, lines: lines(text), done: false }],
  sources: [true, false].map((direct) => ({ card: { ...card(text), id: direct ? 'c' : 'd' }, decided_by: text, decided_post: text, decided_at: text, direct })),
  contradictions: ['decided_both', text].map((cause) => ({ a: card(text), b: card(text), cause })),
  decided_conflicts: [{ kind: 'person', id: 'a', field: text, value: text, over: [text, text], author: text, post: text, at: text }],
  origin: text
});
const view = (text: string): SessionView => ({ user: user(text), post: { code: text, name: text, kind: text, municipality: text, department: text, facility: text }, can_register: true, can_attend: true, can_protect: true, can_supervise: true, can_manage: true, can_audit: true, can_erase: true, idle_seconds: 180, has_pin: true, must_rotate: false, practice: false });
const row = (text: string): AuditRow => ({ at: text, user: text, device: text, post: text, act: text, sensitivity: text, place: text, record: text, reason: text });
const pair = (text: string): PairView => ({
  a: card(text),
  b: { ...card(text), id: 'b' },
  standing: text,
  proposal: text,
  probability: 1,
  reasons: [{ code: text, bits: 9 }, { code: `${text}!`, bits: -4 }],
  fields: ['birth', 'document', 'household', text].map((field) => ({ field, a: text, b: '', agreement: text })),
  decisions: [true, false].map((holds) => ({ decision: text, author: text, post: text, at: text, holds })),
  others: [{ ...card(text), id: 'c' }],
  contradictions: person(text).contradictions,
  bonds: [{ a: card(text), b: { ...card(text), id: 'c' }, decided_by: text, decided_post: text, decided_at: text }]
});
const nothing = () => undefined;
const carried = (text: string) => ({ names: [text], device: text, made_at: text, complete: false, records: 1, sealed: 1, carried: 1, entries: 1, quarantined: 1, acknowledged: 1, by_server: 1 });
const attention = (text: string): ConsultationView => ({
  id: 'c',
  person: card(text),
  content: { called: text, mode: text, reason: text, needs: [text], about_needs: [{ code: text, urgency: text, done: text, state: text }], health: { complaint: text, signs: [{ sign: text.slice(0, 9), value: 1 }], pregnancy: text, weeks: 1, chronic: [text], interrupted: text, given: text, hygiene: [text] }, social: { states: [text], supports: [text], words: text }, alerts: [text], note: text },
  on: text,
  post: text,
  by: text,
  signatures: [{ part: 'health', user: text, name: text, at: text, holds: true, genuine: false }],
  amendments: [{ part: 'social', text, by: text, at: text }],
  conflicts: [],
  apart: [],
  health_base: '',
  social_base: ''
});
const referral = (text: string) => ({ id: 'r', person: card(text), called: text, need: text, service_name: text, place_name: text, urgency: text, state: text, contradicted: true, from: text, on: text, by: text, waiting_days: 2, closed: false });
const score = (text: string) => ({ asked: 1, answered: 1, total: 1, most: 2, band: text, band_name: text, positive: text, risk: text, leads_to: text, adjustable: true });
const service = (text: string) => ({ service: { id: 's', name: text, kinds: [text], offers: text, attends: text, hours: text, contact: text, address: text, place: text, coverage: [], closed: false }, place_name: text, verified_on: text, verified_by: text, stale: true, here: true, referrals: 1 });

const candidate = (text: string) => ({ reference: text, department: text, initials: text, birth_year: null, sex: text, post_name: text, month: text, certain: true, reasons: [text], may_bring: true });

type Shown = [name: string, load: () => Promise<{ default: unknown }>, props: (text: string) => Record<string, unknown>];
const SHOWN: Shown[] = [
  ['the person sheet', () => import('$lib/features/person/PersonSheet.svelte'), (text) => ({ person: person(text), catalogue, canEdit: true, canAttend: true, decided: nothing })],
  ['a pair of records', () => import('$lib/features/pair/PairSheet.svelte'), (text) => ({ pair: pair(text), catalogue, words: { field: () => text, value: () => text }, person: nothing, separate: nothing })],
  ['pairs of records', () => import('$lib/features/pair/PairPicker.svelte'), (text) => ({ list: { total: 1, rows: [{ a: card(text), b: card(text), standing: text, reasons: [text], decided_by: text, decided_post: text, decided_at: text }], active: 0, show: nothing, choose: nothing } })],
  ['the records of one person', () => import('$lib/features/person/SourcesCard.svelte'), (text) => ({ person: person(text), catalogue, canEdit: true, separated: nothing })],
  ['records that contradict each other', () => import('$lib/features/person/ContradictionRibbon.svelte'), (text) => ({ contradictions: person(text).contradictions, decide: nothing })],
  ['values that were decided', () => import('$lib/features/person/DecidedConflicts.svelte'), (text) => ({ decided: person(text).decided_conflicts, catalogue, open: true })],
  ['records with values to decide', () => import('$lib/features/conflict/ConflictRows.svelte'), (text) => ({ places: [{ at: 0, row: { kind: text, id: text, person: card(text), fields: [text], critical: true, at: text } }], catalogue, say: () => text, show: nothing })],
  ['somebody of another department', () => import('$lib/features/elsewhere/CandidateCard.svelte'), (text) => ({ candidate: candidate(text), why: true })],
  ['bringing somebody', () => import('$lib/features/elsewhere/BringPanel.svelte'), (text) => ({ look: { bringing: {} }, candidate: candidate(text), brought: nothing })],
  ['a pair with another department', () => import('$lib/features/elsewhere/ElsewhereRow.svelte'), (text) => ({ pair: { card: card(text), other: candidate(text), standing: text, theirs: 'same', decided_by: text, decided_at: text }, active: true, busy: false, undoes: true, person: nothing, focus: nothing, decide: nothing })],
  ['what was done last', () => import('$lib/features/elsewhere/DoneBar.svelte'), (text) => ({ done: { pair: { card: card(text) }, decision: 'same' }, busy: false, undo: nothing })],
  ['a list of people', () => import('$lib/features/person/PersonList.svelte'), (text) => ({ cards: [card(text)], catalogue, origin: true, testid: 'x' })],
  ['drafts', () => import('$lib/features/draft/DraftList.svelte'), (text) => ({ drafts: [{ id: '1', kind: text, owner: text, mine: true, at: text, title: text, form: text, stale: true }, { id: '2', kind: text, owner: text, mine: false, at: text, title: '', form: '', stale: false }], resume: nothing, changed: nothing })],
  ['users of the device', () => import('$lib/features/session/UserCards.svelte'), (text) => ({ users: [user(text)], paused: [{ user: 'u1', has_pin: true, since: text }], choose: nothing })],
  ['unlocking', () => import('$lib/features/session/UnlockPanel.svelte'), (text) => ({ user: user(text), hasPin: false, opened: nothing, back: nothing, forgot: nothing })],
  ['a join that was cut', () => import('$lib/features/session/ResumeJoinPanel.svelte'), (text) => ({ joining: { name: text, department: text }, opened: nothing, back: nothing })],
  ['the top bar', () => import('$lib/features/session/TopBar.svelte'), (text) => ({ view: view(text), home: true, search: nothing, go: nothing })],
  ['a code', () => import('$lib/components/CodeCard.svelte'), (text) => ({ code: { text, svg: text, words: [text, text, text, text] }, says: { picture: text, text, copy: text, words: text, wordsText: text }, copied: nothing, testid: 'x' })],
  ['people of the team', () => import('$lib/features/team/MemberList.svelte'), (text) => ({ users: [{ id: 'u', name: text, roles: [{ role: text, place_name: text }], devices: [text], active: true, joined: true, me: true, last_seen: text }], revoke: nothing })],
  ['devices', () => import('$lib/features/team/DeviceList.svelte'), (text) => ({ devices: [{ id: text, users: [text], active: true, me: true, last_seen: text, destroyed_ordered: true, batches: 1 }], revoke: nothing })],
  ['what was kept aside', () => import('$lib/features/team/AsideList.svelte'), (text) => ({ cards: [{ feed: text, scope: text, sensitivity: text, place: text, author: text, device: text, at: text, changes: 1, bytes: 1, n: 1, hash: 'h', readable: true, admissible: true, people: [card(text)] }], catalogue, changed: nothing })],
  ['what lies aside elsewhere', () => import('$lib/features/team/AsideElsewhere.svelte'), (text) => ({ lines: [{ sensitivity: text, place: text, author: text, device: text, batches: 2, from: text, to: text }] })],
  ['keys', () => import('$lib/features/team/EpochList.svelte'), (text) => ({ epochs: [{ scope: 's', sensitivity: text, place: text, epochs: 1, members: [text], must_rotate: true }] })],
  ['cutting off', () => import('$lib/features/team/RevokePanel.svelte'), (text) => ({ who: { kind: 'user', card: { id: 'u', name: text, roles: [], devices: [], active: true, joined: true, me: false, last_seen: null } }, done: nothing, cancel: nothing })],
  ['faults of the audit', () => import('$lib/features/audit/AuditFaults.svelte'), (text) => ({ faults: [1, 2].map(() => ({ code: text, device: text, feed: text, n: 1 })) })],
  ['the audit', () => import('$lib/features/audit/AuditTable.svelte'), (text) => ({ list: { total: 1, row: () => row(text), show: nothing, follow: nothing } })],
  ['notices', () => import('$lib/features/notice/NoticeList.svelte'), (text) => ({ notices: [{ id: '1', kind: text, at: text, from: text, post: text, person: card(text), reason: text, note: text, lines: [], done: false }, { id: '2', kind: 'handed_on', at: text, from: text, post: text, person: null, reason: '', note: '', lines: lines(text), done: false }], catalogue, settle: nothing })],
  ['what was handed on', () => import('$lib/features/notice/HandedCard.svelte'), (text) => ({ handed: person(text).handed, settle: nothing })],
  ['items of a summary', () => import('$lib/features/summary/ItemChoices.svelte'), (text) => ({ choice: { offer: { items: lines(text), first: [text], agreed: true, teams: [] }, chosen: [text], items: [text], lines: lines(text), tried: false, set: nothing } })],
  ['a summary turned to the person', () => import('$lib/features/summary/TurnedLines.svelte'), (text) => ({ lines: lines(text), leave: nothing })],
  ['handing on', () => import('$lib/features/summary/HandOnForm.svelte'), (text) => ({ handOn: { team: text, teamName: text, asking: {}, choice: { offer: { items: lines(text), first: [], agreed: true, teams: [{ code: text, label: text, common: false }] }, chosen: [], items: [], lines: [], tried: true, set: nothing } }, show: nothing, done: nothing, cancel: nothing })],
  ['handing over', () => import('$lib/features/notice/HandOverPanel.svelte'), (text) => ({ card: card(text), done: nothing, cancel: nothing })],
  ['telling protection', () => import('$lib/features/notice/ProtectionPanel.svelte'), (text) => ({ card: card(text), done: nothing, cancel: nothing })],
  ['planning a follow-up', () => import('$lib/features/agenda/PlanPanel.svelte'), (text) => ({ whom: { person: 'p' }, name: text, catalogue: { posts: [] }, here: text, done: nothing, cancel: nothing })],
  ['orders to erase', () => import('$lib/features/erasure/ErasureList.svelte'), (text) => ({ cards: [{ order: 'o', person: text, name: text, basis: text, ordered_by: text, ordered_at: text, agreed_by: text, agreed_at: text, carried_out: [{ scope: 's', sensitivity: text, place: text, documents: 1, at: text }], mine: false }], agree: nothing })],
  ['ordering to erase', () => import('$lib/features/erasure/OrderPanel.svelte'), (text) => ({ card: card(text), person: person(text), done: nothing, cancel: nothing })],
  ['an enrollment', () => import('$lib/features/enrollment/EnrollmentCard.svelte'), (text) => ({ enrollment: enrollment(text), person: person(text), catalogue, canEdit: true, changed: nothing })],
  ['what the pack decided', () => import('$lib/features/enrollment/OutcomeCard.svelte'), (text) => ({ view: eligibility(text) })],
  ['questions', () => import('$lib/features/enrollment/QuestionList.svelte'), (text) => ({ questions: [{ fact: 'f', text, hint: text }], replies: {}, reply: nothing, settled: nothing })],
  ['consents', () => import('$lib/features/consent/ConsentCard.svelte'), (text) => ({ person: person(text), catalogue, canEdit: true, changed: nothing })],
  ['the family', () => import('$lib/features/person/HouseholdCard.svelte'), (text) => ({ person: person(text), catalogue, canEdit: true, add: nothing })],
  ['the rights sheet', () => import('$lib/features/rights/SheetText.svelte'), (text) => ({ sheet: sheet(text), shown: 'sheet', requirements: [], reviewed: false })],
  ['requirements turned to the person', () => import('$lib/features/rights/SheetText.svelte'), (text) => ({ sheet: sheet(text), shown: 'requirements', requirements: eligibility(text).requirements, reviewed: true })],
  ['languages of the sheet', () => import('$lib/features/rights/LanguageChoices.svelte'), (text) => ({ languages: [{ code: text, name: text, reviewed: false }], language: text, speak: nothing })],
  ['complaints', () => import('$lib/features/complaint/ComplaintList.svelte'), (text) => ({ complaints: [{ id: 'q', at: text, kind: text, text, from: text, post: text, person: card(text) }] })],
  ['lines read from a document', () => import('$lib/features/person/MrzPanel.svelte'), (text) => ({ catalogue, reading: { open: true, text: '', view: {}, differences: [{ field: 'given_names', typed: [text], read: [text], use: 'typed' }], waiting: 0, problems: [], asking: {}, close: nothing, choose: nothing, typed: nothing } })],
  ['the family of a registration', () => import('$lib/features/person/FamilyFields.svelte'), (text) => ({ form: { minor: true, phone: text, residence: text, guardian_name: text, guardian_relation: text }, family: { household: 'f', members: [text], accompaniment: 'alone', roleShown: text }, problems: [], catalogue, touch: nothing, join: nothing })],
  ['what was set aside by the exchange', () => import('$lib/features/sync/QuarantineList.svelte'), (text) => ({ cards: [{ at: text, what: text, reason: text, bytes: 1, from_device: text }] })],
  ['the history of exchanges', () => import('$lib/features/sync/SyncHistory.svelte'), (text) => ({ history: [{ at: text, ok: false, code: text, bytes_up: 0, bytes_down: 0, requests: 0, batches_up: 0, batches_down: 0, records_up: 0, records_down: 0, milliseconds: 0, refused: 1, quarantined: 1 }] })],
  ['what came of a file', () => import('$lib/features/carry/TakenCard.svelte'), (text) => ({ taken: carried(text) })],
  ['who has copies', () => import('$lib/features/carry/PeerList.svelte'), (text) => ({ view: { waiting: 2, peers: [{ device: text, names: [text, text], at: text, way: text, has: 1 }] } })],
  ['files on a stick', () => import('$lib/features/carry/CarryFiles.svelte'), (text) => ({ form: { whole: new Set(), asked: '', asking: { busy: false } }, files: [{ path: text, name: text, at: text, bytes: 1, stick: text }], take: nothing })],
  ['a file that was written', () => import('$lib/features/carry/SavedCard.svelte'), (text) => ({ done: { path: text, stick: text, folder: text, bytes: 1, records: 1, sealed: 1, devices: 1 }, waiting: 1, again: nothing })],
  ['two laptops that compare words', () => import('$lib/features/carry/PeerPanel.svelte'), (text) => ({ form: { talk: { goesOn: true, refused: false, asking: { busy: false }, now: { state: 'comparing', address: text, svg: '', words: [text, text, text, text], names: [text], taken: null, given: 0, code: text } } } })],
  ['a laptop that waits', () => import('$lib/features/carry/PeerAddress.svelte'), (text) => ({ address: text, svg: text })],
  ['an attention', () => import('$lib/features/consultation/ConsultationSheet.svelte'), (text) => ({ view: attention(text), catalogue, me: 'u1', changed: nothing, who: nothing })],
  ['those without identity', () => import('$lib/features/consultation/UnlinkedList.svelte'), (text) => ({ cards: [{ id: 'c', called: text, on: text, post: text, by: text }] })],
  ['referrals', () => import('$lib/features/referral/ReferralList.svelte'), (text) => ({ cards: [referral(text)], catalogue })],
  ['a referral', () => import('$lib/features/referral/ReferralSheet.svelte'), (text) => ({ referral: { card: referral(text), message: text, told: [{ piece: text, value: text }, { piece: 'sex', value: text }], events: [{ state: text, at: text, by: text, post: text, reason: text, by_code: false, contradicts: true }], next: [text], agreed: true, contact: text, address: text, hours: text, letter: true }, catalogue, changed: nothing })],
  ['an item of the agenda', () => import('$lib/features/agenda/AgendaItem.svelte'), (text) => ({ item: { id: 'f', person: card(text), referral: 'r', on: text, overdue: true, what: text, post: text, post_name: text, assignee: text, assignee_name: text, state: 'pendiente', settled_on: text, tries: 1, phone: text }, catalogue, busy: false, done: nothing, miss: nothing, give: nothing })],
  ['the directory', () => import('$lib/features/directory/ServiceList.svelte'), (text) => ({ cards: [service(text)], catalogue, verify: nothing, edit: nothing })],
  ['what a referral asks', () => import('$lib/features/referral/ReferralFields.svelte'), (text) => ({ referral: { need: text, service: 's', service_name: '', urgency: text, shares: [], message: text }, services: [service(text)], catalogue, agreed: true })],
  ['an instrument', () => import('$lib/features/screening/RunPanel.svelte'), (text) => ({ run: { at: 0, score: score(text), item: { id: '1', text, options: [{ code: text, label: text }], opened_by: [] }, items: [1], answers: { '1': text }, text: { code: text, title: text, language: 'es', purpose: text, copyright: text, hint: text, version: text, items: [] }, asking: {}, draft: {} }, nameOf: () => text, saved: nothing })],
  ['an alert that is offered', () => import('$lib/features/screening/AlertOffer.svelte'), (text) => ({ noting: { alerts: [{ code: text, label: text, hint: text, guide: [], service: text, instrument: text }], noted: [], note: nothing }, instrument: text, score: { ...score(text), positive: 'yes' } })],
  ['what is done about an alert', () => import('$lib/features/consultation/AlertActs.svelte'), (text) => ({ alert: { code: text, label: text, hint: text, guide: [], service: text, instrument: text }, catalogue: { ...catalogue, needs: [{ code: text, label: text, common: true }] }, instrument: text, apply: nothing, refer: nothing })],
  ['results over time', () => import('$lib/features/screening/ResultChart.svelte'), (text) => ({ name: text, results: [{ id: '1', instrument: text, name: text, on: '2026-11-01', by: text, post: text, score: score(text) }, { id: '2', instrument: text, name: text, on: '2026-11-09', by: text, post: text, score: score(text) }] })],
  ['a short note', () => import('$lib/components/Toaster.svelte'), (text) => ({ shown: [{ id: 1, tone: 'ok', text, carried: false }], close: text, drop: nothing })],
  ['a notice', () => import('$lib/components/RiskNotice.svelte'), (text) => ({ words: { sentence: text, action: text, code: text }, testid: 'x' })],
  ['an empty state', () => import('$lib/components/Failed.svelte'), (text) => ({ words: { sentence: text, action: text, code: text }, retry: text, again: nothing })]
];

/** What no screen makes: it would run, load or lead somewhere. */
const FORBIDDEN = 'script, iframe, object, embed, link, meta, base, style, template, video, source, math, animate, details';
const attacked = () => Reflect.get(globalThis, 'attacked') as unknown;
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = nothing;
    unobserve = nothing;
    disconnect = nothing;
  };
  URL.createObjectURL = () => 'blob:nothing';
  URL.revokeObjectURL = nothing;
  Element.prototype.scrollTo = nothing;
  HTMLDialogElement.prototype.showModal = nothing;
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  document.body.replaceChildren();
});

/** Attributes that would run or lead away from the program. */
function dangers(root: ParentNode): string[] {
  return [...root.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes]
      .filter(({ name, value }) => /^on/i.test(name) || name === 'srcdoc' || name === 'style' ? /url|expression|on/i.test(name + value) : ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(name) && !/^(\/(?!\/)|blob:|#)/.test(value))
      .map(({ name, value }) => `${element.tagName} ${name}=${value.slice(0, 60)}`)
  );
}

/** Everything that can be read: text, what fields hold, and names of controls. */
const said = () =>
  [
    document.body.textContent,
    ...[...document.querySelectorAll('textarea')].map((area) => area.value),
    ...[...document.querySelectorAll('*')].flatMap((element) => [...element.attributes].map(({ value }) => value))
  ].join('\n');

describe.each(SHOWN)('%s', (_, load, props) => {
  let Shown: Component;
  beforeAll(async () => {
    ({ default: Shown } = (await load()) as { default: Component });
  }, 60_000);

  it.each(PAYLOADS.map((text) => [text.length > 60 ? `${text.slice(0, 20)}… ${text.length}` : text, text]))('shows %j as text', async (_name, text) => {
    open = mount(Shown, { target: document.body, props: props(text) });
    flushSync();
    await tick();
    expect(document.querySelectorAll(FORBIDDEN)).toHaveLength(0);
    expect(document.querySelectorAll('img:not([data-testid="code-picture"])')).toHaveLength(0);
    expect(dangers(document)).toEqual([]);
    expect(attacked()).toBeUndefined();
    expect(said()).toContain(text.trim().slice(0, 8));
  });
});
