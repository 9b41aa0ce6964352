/** Invented answers about coverage, requirements, consent, households, slips and sheets. The rules here are a stand-in: the pack decides. */
import type { CommandError, ComplaintView, ConsentInput, ConsentView, EligibilityInput, EligibilityView, EnrollmentView, IdentityDocumentView, PersonView, PrintView, ProblemView, QuestionView, RequirementView } from '../bindings';
import facts from '../../../../packs/bo/facts.json';
import type { Commands } from '../api';
import { ageOn, storedBirth } from '../birth';
import { today } from '../moment';
import { CATALOGUE } from './catalogue';
import { SHEETS, SHEET_LANGUAGES } from './sheets';
import { at } from './people';

type Asked = { people: () => PersonView[]; user: () => string; post: () => string; has: (word: string) => boolean; ok: <T>(data: T) => Promise<{ status: 'ok'; data: T }>; no: (code: string, fields?: ProblemView[]) => Promise<{ status: 'error'; error: CommandError }> };

const NORM = 'Ley 1152, Hacia el Sistema Único de Salud';
type Fact = { code: string; name: string; hint: string; always?: boolean };
const OWN_FIELDS = ['nationality', 'birth', 'sex'];
const asked = (always: boolean): QuestionView[] => (facts as Fact[]).filter((fact) => Boolean(fact.always) === always && !OWN_FIELDS.includes(fact.code)).map(({ code, name, hint }) => ({ fact: code, text: name, hint }));
/** Asked of everybody, before anything else; they decide nothing. */
const OF_EVERYBODY = asked(true);
const DECIDING = asked(false);

export function decide(input: EligibilityInput): EligibilityView {
  const birth = storedBirth(input.birth ?? '');
  const age = birth ? ageOn(birth, today()) : undefined;
  const said = (fact: string) => input.answers?.find((answer) => answer.fact === fact)?.yes;
  const woman = input.sex === 'female';
  const groups: EligibilityView['groups'] = [];
  const add = (code: string, name: string, extent = 'integral') => groups.push({ code, name, extent, norm: NORM });
  const insured = said('short_term_insurance');
  if (age !== undefined && age < 5) add('under_5', 'Niñas y niños menores de 5 años');
  if (age !== undefined && age >= 60) add('from_60', 'Personas desde los 60 años');
  if (woman && said('pregnant_or_recent_birth')) add('pregnancy', 'Embarazo y hasta 6 meses después del parto');
  if (said('disability')) add('disability', 'Personas con discapacidad');
  if (woman && groups.length === 0 && said('reproductive_care')) add('reproductive', 'Mujeres: salud sexual y reproductiva', 'limited');
  if (insured === false && (input.nationality === 'BO' || said('resident'))) add('national', 'Personas sin seguro de corto plazo');
  if (insured === false && said('treaty')) add('treaty', 'Convenio o reciprocidad entre países');
  const applies: Record<string, boolean> = { pregnant_or_recent_birth: woman && (age === undefined || (age >= 10 && age < 60)), reproductive_care: woman && (age === undefined || age >= 10), treaty: input.nationality !== 'BO', resident: input.nationality !== 'BO', disability: true, short_term_insurance: true };
  const covered = groups.some((group) => group.extent === 'integral');
  const deciding = covered ? [] : DECIDING.filter(({ fact }) => applies[fact] && said(fact) === undefined);
  const ask = [...OF_EVERYBODY.filter(({ fact }) => said(fact) === undefined), ...deciding];
  const outcome = groups.length > 0 ? 'cubierta' : deciding.length > 0 ? 'por_confirmar' : 'orientacion';
  const papers = (input.documents ?? []).length > 0;
  const child = age !== undefined && age < 18;
  const orientation = [
    ...(said('emergency') ? [{ code: 'emergency', title: 'Es una emergencia: al hospital, ahora', text: 'Vaya al hospital más cercano. Todo hospital debe atender una emergencia, con documentos o sin ellos.' }] : []),
    ...(child && !papers ? [{ code: 'identity_right', title: 'Derecho a la identidad', text: 'Toda niña y todo niño tiene derecho a un nombre y a sus papeles. La Defensoría de la Niñez y el consulado orientan a la familia; la atención no espera.' }] : []),
    ...(!papers || outcome === 'orientacion' ? [{ code: 'consulate', title: 'Consulado y Migración', text: 'El consulado de su país y la oficina de Migración orientan sobre los papeles que faltan.' }] : [])
  ];
  const sentence = {
    cubierta: groups[0]?.extent === 'limited' ? 'Usted tiene derecho a la atención en salud sexual y reproductiva, sin pagar.' : 'Usted tiene derecho a la atención de salud sin pagar, en el establecimiento que elija.',
    por_confirmar: 'Con algunas preguntas más le decimos qué le cubre. La registramos igual.',
    orientacion: 'Le orientamos sobre dónde atenderse. Una emergencia se atiende siempre, en cualquier hospital.'
  }[outcome];
  return { outcome, groups, sentence, ask, orientation, requirements: requirements(input.documents ?? [], age, groups.map((group) => group.code)), version: 'bo 2026-11-29', on: today(), stale: false };
}

function requirements(documents: readonly IdentityDocumentView[], age: number | undefined, groups: string[]): RequirementView[] {
  const item = (code: string, name: string, hint: string, state = '') => ({ code, name, hint, optional: code === 'address', met: state !== '', state, by: '', on: '' });
  const first = documents[0];
  const shown = first ? (first.state === 'copia' ? 'copy' : 'have') : '';
  return [
    item('identity', age === 0 ? 'Certificado de nacido vivo' : 'Documento de identidad, pasaporte o certificado de nacimiento', 'Uno de ellos; una fotocopia sirve.', shown),
    ...(groups.includes('pregnancy') ? [item('pregnancy', 'Carnet o certificado de control del embarazo', 'Si ya tuvo un control.')] : []),
    ...(groups.includes('disability') ? [item('disability', 'Carnet o certificado de discapacidad', 'De aquí o de su país.')] : []),
    item('address', 'Croquis de domicilio', 'Optativo: si tiene dónde quedarse.')
  ];
}

/** An enrollment as a person's page shows it. */
export function inventEnrollment(person: PersonView, more: Partial<EnrollmentView> = {}, answers: EnrollmentView['answers'] = []): EnrollmentView {
  const { birth, sex, nationality } = person.card;
  return { id: `e${person.card.id}`.slice(0, 32), program: 'sus', program_name: 'Sistema Único de Salud (SUS)', status: 'preparada', next: ['presentada', 'confirmada', 'observada'], official_number: '', observation: '', facility: '400107', facility_name: 'Pisiga Bolívar', facilities: [{ on: person.card.registered_at.slice(0, 10), code: '400107', name: 'Pisiga Bolívar' }], eligibility: decide({ birth, sex, nationality, documents: person.documents, answers }), answers, campaign: '', campaign_name: '', on: person.card.registered_at.slice(0, 10), source: '', ...more };
}

export const inventConsents = (decisions: Record<string, string>, by: string, more: Partial<ConsentView> = {}): ConsentView[] => Object.entries(decisions).map(([purpose, decision]) => ({ purpose, decision, on: today(), language: 'es', interpreter: false, mode: 'oral', assent: false, explained_by: by, post: 'Pisiga', ...more }));

/** A page of any paper. */
export function sheetPage(width: number, height: number, lines: string[], title = 'Boleta de registro (muestra)'): string {
  const scale = 6;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const draw = canvas.getContext('2d');
  if (!draw) return '';
  draw.fillStyle = '#fff';
  draw.fillRect(0, 0, canvas.width, canvas.height);
  draw.fillStyle = '#0b5d5e';
  draw.fillRect(0, 0, canvas.width, 14 * scale);
  draw.fillStyle = '#fff';
  draw.font = `600 ${6 * scale}px sans-serif`;
  draw.fillText(title, 6 * scale, 9.5 * scale);
  // Of a card the picture lies beside its words.
  const wide = width > height;
  const side = (wide ? height - 22 : Math.min(34, width / 2)) * scale;
  const left = wide ? canvas.width - side - 6 * scale : 6 * scale;
  const top = canvas.height - side - (wide ? 4 : 8) * scale;
  draw.fillStyle = '#1f2a2c';
  lines.forEach((line, index) => {
    draw.font = `${index === 0 ? 600 : 400} ${(index === 0 ? 5.5 : 4) * scale}px sans-serif`;
    draw.fillText(line, 6 * scale, (26 + index * 8) * scale, (wide ? width - height + 8 : width - 12) * scale);
  });
  for (let y = 0; y < 25; y += 1) for (let x = 0; x < 25; x += 1) if ((x * 7 + y * 13 + x * y) % 5 < 2) draw.fillRect(left + (x * side) / 25, top + (y * side) / 25, side / 25, side / 25);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}

export function print(paper: string, lines: string[]): PrintView {
  const [width_mm, height_mm] = paper === 'a5' ? [148, 210] : paper === 'a6' ? [105, 148] : [72, 180];
  return { pages: [sheetPage(width_mm, height_mm, lines)], width_mm, height_mm };
}

const MRZ = /^[A-Z0-9<\s]{60,}$/;

export function enrollmentMock({ people, user, post, has, ok, no }: Asked) {
  const complaints: ComplaintView[] = has('empty') ? [] : [
    { id: 'q1', at: at(260), kind: 'complaint', text: 'Dice que en la fila le pidieron volver otro día por su acento. Había lugar.', post: 'Pisiga', from: 'Ana Quispe', person: null },
    { id: 'q2', at: at(3100), kind: 'suggestion', text: 'Un banco con sombra para quienes esperan con bebés.', post: 'Tambo Quemado', from: 'Luis Condori', person: null }
  ];
  const holding = (enrollment: string) => people().find((person) => person.enrollments.some((one) => one.id === enrollment));
  const change = (enrollment: string, act: (one: EnrollmentView, person: PersonView) => void) => {
    const person = holding(enrollment);
    const one = person?.enrollments.find((found) => found.id === enrollment);
    if (!person || !one) return no('POSTA-B2');
    act(one, person);
    person.card.sent = false;
    return ok({ id: enrollment, warnings: [] });
  };
  const known = (id: string) => people().find((person) => person.card.id === id);

  const commands = {
    checkEligibility: (input) => (has('failing') ? no('POSTA-X1') : ok(decide(input))),
    enrollPerson: (person, input) => {
      const found = known(person);
      if (!found) return no('POSTA-B2');
      found.enrollments = [inventEnrollment(found, { facility: input.facility ?? '' }, input.answers ?? []), ...found.enrollments];
      return ok({ id: person, warnings: [] });
    },
    decideEligibility: (enrollment, answers) => change(enrollment, (one, person) => Object.assign(one, { answers, eligibility: decide({ birth: person.card.birth, sex: person.card.sex, nationality: person.card.nationality, documents: person.documents, answers }) })),
    markRequirement: (enrollment, code, state) => change(enrollment, (one) => one.eligibility.requirements.filter((item) => item.code === code).forEach((item) => Object.assign(item, { state, by: user(), on: today() }))),
    setEnrollmentStatus: (enrollment, status, official_number, observation) => change(enrollment, (one) => Object.assign(one, { status, next: ['preparada', 'presentada', 'confirmada', 'observada'].filter((word) => word !== status), official_number: status === 'confirmada' ? official_number : '', observation: status === 'observada' ? observation : '' })),
    changeFacility: (enrollment, facility) =>
      change(enrollment, (one) => {
        const name = CATALOGUE.facilities.find((found) => found.code === facility)?.label ?? facility;
        Object.assign(one, { facility, facility_name: name, facilities: [{ on: today(), code: facility, name }, ...one.facilities] });
      }),
    recordConsent: (person, input) => {
      const found = known(person);
      if (!found) return no('POSTA-B2');
      found.consents = merge(found.consents, input, user(), post());
      return ok({ id: person, warnings: [] });
    },
    setHousehold: (person, household, role) => {
      const found = known(person);
      if (!found) return no('POSTA-B2');
      found.household = household === 'new' ? `f${person}`.slice(0, 32) : household;
      found.household_role = role;
      const group = household ? people().filter((one) => one.household === found.household) : [];
      for (const one of group) one.household_members = group.filter((other) => other !== one).map((other) => ({ card: other.card, role: other.household_role }));
      if (!household) found.household_members = [];
      return ok({ id: person, warnings: [] });
    },
    readMrz: (text) => {
      if (!MRZ.test(text.trim().toUpperCase())) return no('POSTA-M1');
      return ok({ given_names: 'ANNA MARIA', surname1: 'ERIKSSON', surname2: '', document: { key: 'mrz', kind: 'passport', country: 'XXX', number: 'L898902C3', state: 'vencido', complement: '', mrz_given: 'ANNA MARIA', mrz_surname: 'ERIKSSON' }, birth: '1974-08-12', sex: 'female', nationality: 'PE', problems: text.includes('L898902C36') ? [] : [{ field: 'document/mrz/number', code: 'number_check_digit', severity: 'warning' }] });
    },
    openCard: (text) => {
      const [card] = people();
      return card && text.toUpperCase().startsWith('POSTA1') && !text.includes('0000') ? ok(card.card.id) : no('POSTA-B2');
    },
    rightsSheet: (language) => {
      const sheet = SHEETS.find((one) => one.language === language);
      if (has('failing')) return no('POSTA-X1');
      return sheet ? ok(sheet) : no('POSTA-B2');
    },
    sheetLanguages: () => ok(SHEET_LANGUAGES),
    slip: (person, paper) => {
      const found = known(person);
      return has('unprinted') || !found ? no('POSTA-X1') : ok(print(paper, [found.card.name || 'Sin nombre declarado', 'Registro en Pisiga', found.card_code, 'Establecimiento: Pisiga Bolívar']));
    },
    noteLetterPrinted: () => ok(null),
    referralLetter: (_referral, paper) => (has('unprinted') ? no('POSTA-X1') : ok(print(paper, ['Boleta de referencia', 'Casa del Migrante', 'PR1-TAVJ2B-Z10066-H224A2']))),
    saveReferralLetter: (_referral, paper, _language, folder) => ok({ path: `${folder}/boleta-${paper}-1c77e0d2.pdf`, records: 1 }),
    saveSlip: (_person, paper, _language, folder) => ok({ path: `${folder}/boleta-${paper}-9f2c1ab0.pdf`, records: 1 }),
    card: (person) => {
      const found = known(person);
      return has('unprinted') || !found ? no('POSTA-X1') : ok({ pages: [sheetPage(86, 54, [found.card.name || 'Sin nombre declarado', found.card_code], 'Tarjeta (muestra)')], width_mm: 86, height_mm: 54 });
    },
    saveCard: (_person, _language, folder) => ok({ path: `${folder}/tarjeta-9f2c1ab0.pdf`, records: 1 }),
    sheetPrint: (language, paper) => ok(print(paper, [SHEETS.find((sheet) => sheet.language === language)?.title ?? '', 'Hoja de derechos'])),
    saveSheet: (language, _paper, folder) => ok({ path: `${folder}/derechos-${language}.pdf`, records: 1 }),
    recordComplaint: (kind, text) => {
      complaints.unshift({ id: `q${complaints.length + 3}`, at: at(0), kind, text, from: user(), post: post(), person: null });
      return ok(null);
    },
    complaints: () => (has('failing') ? no('POSTA-X1') : ok(complaints))
  } satisfies Partial<Commands>;
  return commands;
}

/** The newest word on each purpose. */
export function merge(before: ConsentView[], input: ConsentInput, by: string, post: string): ConsentView[] {
  const fresh = (input.decisions ?? []).map(({ purpose, decision }) => ({ purpose, decision, on: today(), language: input.language ?? 'es', interpreter: input.interpreter ?? false, mode: input.mode ?? 'oral', assent: input.assent ?? false, explained_by: by, post }));
  return [...before.filter((one) => !fresh.some((now) => now.purpose === one.purpose)), ...fresh];
}
