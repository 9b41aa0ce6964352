/** Invented answers of the dupla's work: attentions here; referrals, the agenda and the directory beside. */
import type { Commands } from '../api';
import type { ConsultationInput, ConsultationView, ProblemView, UnlinkedCard } from '../bindings';
import { today } from '../moment';
import { agendaMock } from './agenda';
import { cardOf, failing, hex, wrong, type Care } from './care-ground';
import { directoryMock } from './directory';
import { at, entry } from './people';
import { referralMock } from './referrals';

const blank = (content: Partial<ConsultationInput>): ConsultationInput => ({ person: '', unidentified: false, called: '', mode: 'post', reason: '', needs: [], about_needs: [], health: {}, social: {}, alerts: [], note: '', restricted: false, signs: [], ...content });

export function careMock(care: Care) {
  const { ok, no, has, people, user, post } = care;
  const directory = directoryMock(care);
  const { refer, referrals, commands: referring } = referralMock(care, directory.services);
  const { plan, due, commands: planning } = agendaMock(care, referrals);
  const consultations = new Map<string, ConsultationView>();
  const restrictedOpened = new Set<string>();
  let unlinked: UnlinkedCard[] = has('empty') ? [] : [{ id: hex(), called: 'Señora de la manta azul', on: at(1500).slice(0, 10), post: 'Pisiga', by: 'Ana Quispe' }];
  const first = unlinked[0];
  if (first) consultations.set(first.id, { id: first.id, person: null, content: blank({ unidentified: true, called: first.called, mode: 'street', reason: 'atencion_salud', needs: ['salud'], note: 'No quiso decir su nombre.' }), on: first.on, post: first.post, by: first.by, signatures: [], amendments: [], conflicts: [], apart: [], health_base: hex(), social_base: hex() });

  /** What two wrote without seeing each other. */
  function apart(id: string, need: string): Pick<ConsultationView, 'conflicts' | 'apart'> {
    if (!has('apart')) return { conflicts: [], apart: [] };
    const of = (field: string, one: string, other: string) => ({ kind: 'consultation', id, field, values: [{ value: one, name: '', author: 'Ana Quispe', post: 'Pisiga', at: at(900), shown: true, seen: ['passport'] }, { value: other, name: '', author: 'Elena Ticona', post: 'Pisiga', at: at(870), shown: false, seen: [] }], critical: false, later: null });
    return { conflicts: [of(`about_need/${need}/state`, 'resuelta', 'no_desea')], apart: [of('health/complaint', 'Dolor de cabeza desde ayer', 'Dolor de cabeza y fiebre desde anoche, no pudo dormir')] };
  }

  /** The attention behind an entry of a timeline, made when somebody asks for it. */
  function consultationOf(id: string): ConsultationView | undefined {
    const known = consultations.get(id);
    if (known) return known;
    const person = people().find(({ timeline }) => timeline.some((one) => one.id === id && one.kind === 'consultation'));
    const found = person?.timeline.find((one) => one.id === id);
    if (!person || !found || (found.restricted && !found.opened && !restrictedOpened.has(id))) return undefined;
    const about_needs = found.needs.map((code, index) => ({ code, urgency: index === 0 ? 'pronta' : 'normal', done: '', state: index === 0 ? 'derivada' : 'abierta' }));
    const view: ConsultationView = { id, person: person.card, content: blank({ person: person.card.id, reason: found.words[0] ?? '', needs: found.needs, about_needs, note: found.note, restricted: found.restricted, alerts: ['embarazo'], health: { complaint: 'Dolor de cabeza desde ayer', signs: [{ sign: 'temperature_tenths_c', value: 368 }, { sign: 'systolic_mmhg', value: 118 }, { sign: 'diastolic_mmhg', value: 76 }], pregnancy: 'yes', weeks: 22, chronic: [], interrupted: '', given: 'Agua y descanso', hygiene: ['agua_segura'] }, social: { states: ['cansada'], supports: ['familia'], words: 'Quiere llegar donde su hermana.' } }), on: found.at.slice(0, 10), post: found.post, by: found.author, signatures: [{ part: 'health', user: 'a'.repeat(32), name: 'Ana Quispe', at: found.at, holds: true, genuine: true }, { part: 'health', user: 'e'.repeat(32), name: 'Luis Condori', at: found.at, holds: false, genuine: true }, ...(has('rich') ? [{ part: 'health', user: 'f'.repeat(32), name: 'Fermín Copa', at: found.at, holds: true, genuine: false }] : [])], amendments: [{ part: 'health', text: 'La temperatura se midió dos veces.', by: 'Ana Quispe', at: at(700) }], ...apart(id, found.needs[0] ?? 'salud'), health_base: hex(), social_base: hex() };
    consultations.set(id, view);
    return view;
  }
  const change = (id: string, act: (view: ConsultationView) => ProblemView[] | undefined) => {
    const view = consultationOf(id);
    if (!view) return no('POSTA-B2');
    const problems = act(view);
    return problems ? no('POSTA-B1', problems) : ok({ id, warnings: [] });
  };
  const isSigned = (view: ConsultationView, part: string) => view.signatures.some((one) => one.part === part);
  const sign = (view: ConsultationView, part: string) => void (view.signatures = [...view.signatures, { part, user: user().id, name: user().name, at: at(0), holds: true, genuine: true }]);

  const commands = {
    ...directory.commands,
    ...referring,
    ...planning,
    recordConsultation: (input) => {
      if (has('full')) return no('POSTA-D1');
      const person = people().find(({ card }) => card.id === input.person);
      if (!person && !input.unidentified) return no('POSTA-B2');
      const made = entry('consultation', at(0), user().name, post().name, { id: hex(), restricted: input.restricted ?? false, opened: true, words: [input.reason ?? ''], needs: input.needs ?? [], note: input.note ?? '' });
      const view: ConsultationView = { id: made.id, person: person?.card ?? null, content: blank(input), on: today(), post: post().name, by: user().name, signatures: [], amendments: [], conflicts: [], apart: [], health_base: hex(), social_base: hex() };
      for (const part of input.signs ?? []) sign(view, part);
      consultations.set(made.id, view);
      if (person) person.timeline.unshift(made);
      else unlinked = [{ id: made.id, called: input.called ?? '', on: today(), post: post().name, by: user().name }, ...unlinked];
      const whom = { person: input.person, consultation: made.id };
      for (const one of input.referrals ?? []) refer({ ...one, ...whom }, view.content.called);
      if (input.follow_up?.on) plan({ ...input.follow_up, ...whom }, view.content.called);
      care.forget(input.draft ?? '');
      return ok({ id: made.id, warnings: [] });
    },
    consultation: (id) => {
      const view = consultationOf(id);
      return failing(care) ?? (view ? ok(view) : no('POSTA-B2'));
    },
    writePart: (id, part, base, input) =>
      change(id, (view) => {
        if (isSigned(view, part)) return wrong('part', 'part_signed');
        const key = part === 'health' ? 'health_base' : 'social_base';
        if (view[key] !== base) return wrong('part', 'part_moved');
        view[key] = hex();
        Object.assign(view.content, part === 'health' ? { health: input.health } : { social: input.social, needs: input.needs, about_needs: input.about_needs, alerts: input.alerts, note: input.note });
        return undefined;
      }),
    signPart: (id, part, base) =>
      change(id, (view) => {
        if (view.signatures.some((one) => one.user === user().id && one.part === part && one.holds)) return wrong('part', 'part_signed');
        return (part === 'health' ? view.health_base : view.social_base) === base ? sign(view, part) : wrong('part', 'part_moved');
      }),
    amendPart: (id, part, text) =>
      change(id, (view) => {
        if (!view.signatures.some((one) => one.part === part)) return wrong('part', 'part_unsigned');
        view.amendments = [...view.amendments, { part, text, by: user().name, at: at(0) }];
        return undefined;
      }),
    tendNeed: (id, need, was) =>
      change(id, ({ content }) => {
        const before = (content.about_needs ?? []).find(({ code }) => code === need.code);
        if ((before?.state || 'abierta') !== (was.state || 'abierta') || (before?.done ?? '') !== (was.done ?? '')) return wrong('need', 'need_moved');
        content.about_needs = [...(content.about_needs ?? []).filter(({ code }) => code !== need.code), { ...need, urgency: before?.urgency ?? 'normal' }];
        return undefined;
      }),
    linkConsultation: (id, person) =>
      change(id, (view) => {
        if (view.person && view.person.id !== person) return wrong('person', 'consultation_linked');
        view.person = cardOf(care, person);
        unlinked = unlinked.filter((one) => one.id !== id);
        return undefined;
      }),
    unlinkConsultation: (id) =>
      change(id, (view) => {
        if (!view.content.unidentified) return wrong('person', 'person_missing');
        view.person = null;
        unlinked = [{ id, called: view.content.called ?? '', on: view.on, post: view.post, by: view.by }, ...unlinked.filter((one) => one.id !== id)];
        return undefined;
      }),
    unlinkedConsultations: async () => failing(care) ?? ok(unlinked)
  } satisfies Partial<Commands>;
  return { commands, due, opened: (id: string) => void restrictedOpened.add(id) };
}
