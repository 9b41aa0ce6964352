/** The pack's own words, so that the invented screens read like the real ones. */
import alerts from '../../../../packs/bo/alerts.json';
import chronic from '../../../../packs/bo/chronic.json';
import countries from '../../../../packs/bo/countries.json';
import departments from '../../../../packs/bo/departments.json';
import document_kinds from '../../../../packs/bo/document_kinds.json';
import document_states from '../../../../packs/bo/document_states.json';
import facilities from '../../../../packs/bo/facilities.json';
import guides from '../../../../packs/bo/guides.json';
import hygiene from '../../../../packs/bo/hygiene.json';
import languages from '../../../../packs/bo/languages.json';
import municipalities from '../../../../packs/bo/municipalities.json';
import needs from '../../../../packs/bo/needs.json';
import posts from '../../../../packs/bo/posts.json';
import programs from '../../../../packs/bo/programs.json';
import reasons from '../../../../packs/bo/reasons.json';
import relations from '../../../../packs/bo/relations.json';
import service_kinds from '../../../../packs/bo/service_kinds.json';
import states from '../../../../packs/bo/states.json';
import supports from '../../../../packs/bo/supports.json';
import type { AlertChoice, Catalogue, Choice, PostCard } from '../bindings';

type Word = { code: string; name: string; common?: boolean };
const choices = (words: readonly Word[]): Choice[] => words.map(({ code, name, common }) => ({ code, label: name, common: common ?? false }));
const department = (code: string) => departments.find((one) => one.code === code.slice(0, 2))?.name ?? '';

type Alert = { code: string; name: string; hint: string; guide?: string; service?: string; instrument?: string };
const linesOf = (alert: Alert) => guides.filter(({ guide }) => alert.guide === guide);

export const CATALOGUE: Catalogue = {
  countries: choices(countries),
  languages: choices(languages),
  document_kinds: (document_kinds as readonly (Word & { complement?: boolean; hint?: string })[]).map(({ code, name, complement, hint }) => ({ code, label: name, common: true, complement: complement ?? false, hint: hint ?? '' })),
  document_states: choices(document_states),
  municipalities: municipalities.map(({ code, name }) => ({ code, label: `${name}, ${department(code)}`, common: code.startsWith('04') })),
  facilities: facilities
    .filter(({ level, municipality }) => level === 1 && municipality.startsWith('04'))
    .map(({ code, name, municipality }) => ({ code, label: name, common: municipality === '040901' })),
  programs: choices(programs),
  needs: choices(needs),
  reasons: choices(reasons),
  service_kinds: choices(service_kinds),
  chronic: choices(chronic),
  hygiene: choices(hygiene),
  states: choices(states),
  supports: choices(supports),
  alerts: (alerts as Alert[]).map((alert) => ({ code: alert.code, label: alert.name, hint: alert.hint, guide: linesOf(alert).map(({ name }) => name), service: alert.service ?? '', instrument: alert.instrument ?? '' })),
  posts: posts.filter(({ municipality }) => municipality.startsWith('04')).map(({ code, name, municipality }) => ({ code, label: name, common: municipality === '040901' })),
  relations: choices(relations),
  campaigns: [{ code: 'vacunacion-2026', label: 'Semana de vacunación en frontera', common: true }]
};

/** The pack's words in other languages: list, then code. */
type Words = Record<string, Record<string, string>>;
const translated = import.meta.glob<Words>('../../../../packs/bo/words.*.json', { eager: true, import: 'default' });

/** As the shell answers: in Spanish what has no other words. */
export function catalogueIn(language: string): Catalogue {
  const words = Object.entries(translated).find(([path]) => path.endsWith(`words.${language}.json`))?.[1] ?? {};
  const say = <One extends Pick<Choice, 'code' | 'label'>>(list: string, of: readonly One[]): One[] => of.map((one) => ({ ...one, label: words[list]?.[one.code] ?? one.label }));
  const told = Object.fromEntries(Object.entries(CATALOGUE).map(([list, of]) => [list, say<Choice | AlertChoice>(list, of)])) as unknown as Catalogue;
  const hinted = (alert: AlertChoice): AlertChoice => ({ ...alert, hint: words['alerts.hint']?.[alert.code] ?? alert.hint, guide: linesOf((alerts as Alert[]).find(({ code }) => code === alert.code) as Alert).map(({ code, name }) => words['guides']?.[code] ?? name) });
  return { ...told, alerts: told.alerts.map(hinted) };
}

export const HOME_POST: PostCard = { code: 'pisiga', name: 'Pisiga', kind: 'border', municipality: 'Sabaya', department: 'Oruro', facility: '400107' };
