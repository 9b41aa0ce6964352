/** Invented answers of the supervisor's office: trainings here, work plans and tables beside it. */
import type { ParticipantCard, RoleRow, ThemeGain, TrainingCard, TrainingInput } from '../bindings';
import departments from '../../../../packs/bo/departments.json';
import { inDays } from '../days';
import { today } from '../moment';
import { failing, has, newId, no, ok } from './ground';
import { trained, trainings, type Answers, type Trained } from './office-people';
import { plansMock, published } from './office-plans';
import { BANK, QUESTIONS, RIGHT } from './office-questions';
import { sheetPage } from './enrollment';

const wrong = (field: string, code: string) => no('POSTA-B1', [{ field, code, severity: 'error' }]);
const isRight = (question: string, option: string) => RIGHT.get(question) === option;
const askedOf = (answers: Answers | undefined) => Object.keys(answers ?? {}).length;
const rightOf = (answers: Answers | undefined) => (answers ? Object.entries(answers).filter(([question, option]) => isRight(question, option)).length : null);
const everybody = (training: string) => trained.filter(({ input }) => input.training === training);
const comers = (training: string) => everybody(training).filter(({ withdrawn }) => !withdrawn);
const asked = (training: TrainingInput) => QUESTIONS.filter(({ theme }) => training.themes.includes(theme));
const nameOf = (participant: string) => trained.find(({ input }) => input.id === participant)?.input.name ?? '';

function later(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return today(new Date(year, month - 1 + months, date));
}

function cardOf(training: TrainingInput): TrainingCard {
  const came = comers(training.id);
  const renew_by = training.state === 'held' ? later(training.on, 24) : '';
  return { training, participants: came.length, entries: came.filter(({ entry }) => entry).length, exits: came.filter(({ exit }) => exit).length, theme_names: training.themes.map((theme) => BANK.find((bank) => bank.theme === theme)?.name ?? theme), department_name: departments.find(({ code }) => code === training.department)?.name ?? training.department, renew_by, to_renew: renew_by !== '' && renew_by <= inDays(60), trained_by_name: nameOf(training.trained_by) };
}

function comerOf({ input, entry, exit, withdrawn = false }: Trained): ParticipantCard {
  const training = trainings.find(({ id }) => id === input.training);
  const after = trainings.filter(({ trained_by, state }) => trained_by === input.id && state === 'held');
  return { participant: input, entry_right: rightOf(entry), entry_asked: askedOf(entry), exit_right: rightOf(exit), exit_asked: askedOf(exit), withdrawn, certified_on: training?.state === 'held' && exit && !withdrawn ? training.on : '', trained: after.reduce((sum, { id }) => sum + comers(id).length, 0) };
}

/** Mean of what each of them gained, with an interval that is near enough for invented people. */
function gainsOf(people: readonly Trained[], themes: readonly string[]): ThemeGain[] {
  return BANK.filter(({ theme }) => themes.includes(theme)).flatMap(({ theme, name }) => {
    const codes = QUESTIONS.filter((question) => question.theme === theme).map(({ code }) => code);
    const share = (answers: Answers) => (100 * codes.filter((code) => isRight(code, answers[code] ?? '')).length) / codes.length;
    const pairs = people.flatMap(({ entry, exit }) => (entry && exit && codes.some((code) => code in entry) ? [{ before: share(entry), after: share(exit) }] : []));
    if (pairs.length === 0) return [];
    const n = pairs.length;
    const mean = (of: (pair: { before: number; after: number }) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
    const gain = mean(({ before, after }) => after - before);
    const spread = Math.sqrt(pairs.reduce((sum, { before, after }) => sum + (after - before - gain) ** 2, 0) / Math.max(1, n - 1));
    const half = n > 1 ? ((1.96 + 2.6 / (n - 1)) * spread) / Math.sqrt(n) : 0;
    return [{ theme, name, n, entry: mean(({ before }) => before), exit: mean(({ after }) => after), gain, low: n > 1 ? gain - half : null, high: n > 1 ? gain + half : null }];
  });
}

const blank = (text: string) => text.trim() === '';

export const officeMock = {
  ...plansMock,
  trainings: async () => failing() ?? ok(trainings.map(cardOf)),
  training: async (id: string) => {
    const found = trainings.find((one) => one.id === id);
    if (!found) return no('POSTA-B2');
    const came = comers(id);
    return failing() ?? ok({ card: cardOf(found), participants: everybody(id).map(comerOf).sort((one, other) => one.participant.name.localeCompare(other.participant.name)), questions: asked(found), gains: gainsOf(came, found.themes) });
  },
  saveTraining: async (input: TrainingInput) => {
    if (has('full')) return no('POSTA-D1');
    if (blank(input.title)) return wrong('title', 'training_title_missing');
    const saved = { ...input, id: input.id || newId() };
    const at = trainings.findIndex(({ id }) => id === input.id);
    if (at < 0) trainings.unshift(saved);
    else trainings[at] = saved;
    return ok({ id: saved.id, warnings: [] });
  },
  saveParticipant: async (input: Trained['input']) => {
    if (has('full')) return no('POSTA-D1');
    if (blank(input.name)) return wrong('name', 'participant_name_missing');
    const saved = { ...input, id: input.id || newId() };
    const found = trained.find((one) => one.input.id === input.id);
    if (found) found.input = saved;
    else trained.push({ input: saved, entry: undefined, exit: undefined });
    return ok({ id: saved.id, warnings: [] });
  },
  withdrawParticipant: async (id: string, withdrawn: boolean) => {
    const found = trained.find(({ input }) => input.id === id);
    if (!found) return no('POSTA-B2');
    found.withdrawn = withdrawn;
    return ok({ id, warnings: [] });
  },
  evaluate: async (input: { participant: string; moment: string; answers: { question: string; option: string }[] }) => {
    if (has('full')) return no('POSTA-D1');
    const found = trained.find((one) => one.input.id === input.participant);
    if (!found) return no('POSTA-B2');
    found[input.moment === 'exit' ? 'exit' : 'entry'] = Object.fromEntries(input.answers.map(({ question, option }) => [question, option]));
    return ok({ id: input.participant, warnings: [] });
  },
  trainingReport: async (from: string, to: string) => {
    const within = trainings.filter(({ on, state }) => state === 'held' && (!from || on >= from) && (!to || on <= to));
    const came = within.flatMap(({ id }) => comers(id));
    const roles = ['health', 'administrative', 'community'].map((role): RoleRow => {
      const of = (sex: string) => came.filter(({ input }) => input.role === role && input.sex === sex).length;
      const [women, men, other] = [of('woman'), of('man'), of('other')];
      return { role, women, men, other, total: women + men + other };
    });
    const different = (of: readonly string[]) => new Set(of.filter(Boolean)).size;
    const cascade = within.filter(({ kind }) => kind === 'cascade').reduce((sum, { id }) => sum + comers(id).length, 0);
    return failing() ?? ok({ from, to, trainings: within.length, trained: came.length, institutions: different(came.map(({ input }) => input.institution)), cities: different(within.map(({ city }) => city)), departments: different(within.map(({ department }) => department)), roles, cascade, ...published(from, to), gains: gainsOf(came, BANK.map(({ theme }) => theme)) });
  },
  certificate: async (participant: string) => {
    const found = trained.find((one) => one.input.id === participant);
    if (!found) return no('POSTA-B2');
    return failing() ?? ok({ pages: [sheetPage(297, 210, [found.input.name, ...trainings.filter(({ id }) => id === found.input.training).map(({ title }) => title)], 'Constancia de participación (muestra)')], width_mm: 297, height_mm: 210 });
  },
  saveCertificate: async (participant: string, folder: string) => (folder.startsWith('/no') ? no('POSTA-D2') : ok({ path: `${folder}/constancia-${participant.slice(0, 8)}.pdf`, records: 1 }))
};

