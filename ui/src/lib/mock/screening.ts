/** Invented answers of instruments. The texts are the pack's; the score here is a stand-in for the domain's. */
import instruments from '../../../../packs/bo/instruments.json';
import type { Commands } from '../api';
import type { QuestionnaireView, ScoreView, ScreeningAnswer, ScreeningView } from '../bindings';
import { today } from '../moment';
import { at } from './people';
import type { Care } from './care-ground';

type Option = { extension?: { valueDecimal: number }[]; valueCoding: { code: string; display: string } };
type Text = { title: string; language: string; purpose?: string; copyright: string; version: string; item: { linkId: string; text: string; answerOption: Option[]; enableWhen?: { question: string; answerCoding: { code: string } }[] }[] };
type Rule = { code: string; name: string; from_years: number; total: boolean; bands?: { code: string; from: number; to: number; name: string }[]; positive: { total_from?: number; any_from?: number; any_from_or_refused?: number }; risk?: { items: string[]; from: number; refused?: boolean; path: string }[]; leads_to?: string; adjustable?: boolean; hint?: string };
const texts = import.meta.glob<Text>('../../../../packs/bo/questionnaire.*.json', { eager: true, import: 'default' });
const RULES = instruments as Rule[];
const textOf = (code: string): Text | undefined => Object.entries(texts).find(([path]) => path.endsWith(`questionnaire.${code}.json`))?.[1];
const optionsOf = (item: Text['item'][number]) => item.answerOption;

export function score(code: string, answers: readonly ScreeningAnswer[]): ScoreView {
  const [rule, text] = [RULES.find((one) => one.code === code), textOf(code)];
  if (!rule || !text) throw new Error('no such instrument');
  const said = (id: string) => answers.find(({ item }) => item === id)?.code;
  const asked = text.item.filter(({ enableWhen }) => !enableWhen || enableWhen.some(({ question, answerCoding }) => said(question) === answerCoding.code));
  const worth = (id: string): number | undefined => {
    const item = text.item.find(({ linkId }) => linkId === id);
    return item && optionsOf(item).find(({ valueCoding }) => valueCoding.code === said(id))?.extension?.[0]?.valueDecimal;
  };
  const values = asked.map(({ linkId }) => worth(linkId));
  const known = values.filter((value) => value !== undefined);
  const whole = known.length === asked.length;
  const total = rule.total && whole ? known.reduce((sum, value) => sum + value, 0) : null;
  const band = rule.bands?.find(({ from, to }) => total !== null && total >= from && total <= to);
  const refused = answers.some((answer) => answer.code === 'refused');
  const any = rule.positive.any_from ?? rule.positive.any_from_or_refused;
  const positive = rule.positive.total_from !== undefined ? (total === null ? '' : total >= rule.positive.total_from ? 'yes' : 'no') : known.some((value) => value >= (any ?? 1)) || (refused && rule.positive.any_from_or_refused !== undefined) ? 'yes' : whole ? 'no' : '';
  const risks = (rule.risk ?? []).filter(({ items, from, refused: also }) => items.some((id) => (worth(id) ?? -1) >= from || (also && said(id) === 'refused')));
  const risk = risks.some(({ path }) => path === 'now') ? 'now' : (risks[0]?.path ?? '');
  return { asked: asked.length, answered: answers.filter(({ item }) => asked.some(({ linkId }) => linkId === item)).length, total, most: rule.total ? Math.max(...text.item.map((item) => Math.max(...optionsOf(item).map(({ extension }) => extension?.[0]?.valueDecimal ?? 0)))) * text.item.length : 0, band: band?.code ?? '', band_name: band?.name ?? '', positive, risk, leads_to: positive === 'yes' ? (rule.leads_to ?? '') : '', adjustable: rule.adjustable ?? false };
}

function view(code: string): QuestionnaireView | undefined {
  const [text, rule] = [textOf(code), RULES.find((one) => one.code === code)];
  return text && rule && { code, title: text.title, language: text.language, purpose: text.purpose ?? '', copyright: text.copyright, hint: rule.hint ?? '', version: text.version, items: text.item.map((item) => ({ id: item.linkId, text: item.text, options: optionsOf(item).map(({ valueCoding }) => ({ code: valueCoding.code, label: valueCoding.display })), opened_by: (item.enableWhen ?? []).map(({ question, answerCoding }) => ({ item: question, code: answerCoding.code })) })) };
}

export function screeningMock({ ok, no, has, people, user, post, forget }: Care) {
  const kept = new Map<string, ScreeningView[]>();
  const keep = (person: string, instrument: string, answers: ScreeningAnswer[], on: string) => {
    const name = RULES.find(({ code }) => code === instrument)?.name ?? instrument;
    const one: ScreeningView = { id: crypto.randomUUID().replaceAll('-', ''), instrument, name, on, by: user().name, post: post().name, score: score(instrument, answers) };
    kept.set(person, [one, ...(kept.get(person) ?? [])]);
    return one.id;
  };
  const [first] = people();
  if (first && !has('empty')) {
    const all = (level: number) => (textOf('phq9')?.item ?? []).map((item, index) => ({ item: item.linkId, code: optionsOf(item)[index % 3 === 2 ? 0 : level]?.valueCoding.code ?? '' }));
    for (const [level, days] of [[2, 40], [2, 26], [1, 12], [1, 3]] as const) keep(first.card.id, 'phq9', all(level), at(days * 1440).slice(0, 10));
  }
  return {
    instruments: (person) => {
      const age = people().find(({ card }) => card.id === person)?.card.age ?? null;
      if (has('failing')) return no('POSTA-X1');
      return ok(RULES.map(({ code, name, hint, from_years }) => ({ code, name, hint: hint ?? '', questions: textOf(code)?.item.length ?? 0, withheld: has('empty') ? 'no_service' : age === null ? 'age_unknown' : age < from_years ? 'too_young' : '', from_years })));
    },
    questionnaire: (code) => {
      const found = view(code);
      return found ? ok(found) : no('POSTA-B2');
    },
    scoreScreening: (code, answers) => ok(score(code, answers)),
    recordScreening: (input) => {
      if (has('full')) return no('POSTA-D1');
      if ((input.answers ?? []).length === 0) return no('POSTA-B1', [{ field: 'answer', code: 'answers_missing', severity: 'error' }]);
      forget(input.draft ?? '');
      return ok({ id: keep(input.person ?? '', input.instrument ?? '', input.answers ?? [], today()), warnings: [] });
    },
    screenings: (person) => ok(kept.get(person) ?? [])
  } satisfies Partial<Commands>;
}
