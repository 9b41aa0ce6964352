/** Flat keys of an attention's document, and their values, in words: for what two wrote of it without seeing each other. */
import type { Catalogue } from '$lib/api';
import { sayUrgency } from '$lib/care';
import { labelOf } from '$lib/choices';
import { t } from '$lib/messages';
import { sayDay } from '$lib/moment';
import { wordOf } from '$lib/words';
import { writeSign } from './signs';

/** What a part's key is of: words of a form's label, and the list that names its items. */
function partOf(key: string, catalogue: Catalogue): { words: string; items?: Catalogue['needs'] } | undefined {
  const words = t.consultation;
  switch (key) {
    case 'health/complaint':
      return { words: words.complaint };
    case 'health/pregnancy':
      return { words: words.pregnancy };
    case 'health/weeks':
      return { words: words.weeks };
    case 'health/interrupted':
      return { words: words.interrupted };
    case 'health/given':
      return { words: words.given };
    case 'health/chronic':
      return { words: words.chronic, items: catalogue.chronic };
    case 'health/hygiene':
      return { words: words.hygiene, items: catalogue.hygiene };
    case 'social/words':
      return { words: words.words };
    case 'social/state':
      return { words: words.states, items: catalogue.states };
    case 'social/support':
      return { words: words.supports, items: catalogue.supports };
    default:
      return undefined;
  }
}

/** "Salud: cómo está", "Signos: Pulso (por minuto)"; the key where this version does not know it. */
export function sayField(field: string, catalogue: Catalogue): string {
  const [head = '', item = '', last = ''] = field.split('/');
  const words = t.consultation;
  const part = partOf(`${head}/${item}`, catalogue);
  if (part) return part.items ? t.person.partOf(part.words, labelOf(part.items, last)) : part.words;
  if (head === 'health' && item === 'sign') return t.person.partOf(words.vitals, wordOf(words.signs, last));
  if (head === 'need') return t.person.partOf(words.needs, labelOf(catalogue.needs, item));
  if (head === 'alert') return t.person.partOf(words.alerts, catalogue.alerts.find(({ code }) => code === item)?.label ?? item);
  if (head === 'about_need') return t.person.partOf(labelOf(catalogue.needs, item), wordOf({ urgency: t.care.urgency, done: words.done, state: words.state }, last));
  return wordOf({ note: words.note, called: words.called, mode: words.mode, reason: words.reason, restricted: t.restricted.title, unidentified: words.unidentified, person: words.whoItWas }, head);
}

/** The value as a person says it. */
export function sayValue(field: string, value: string, catalogue: Catalogue): string {
  const [head = '', item = '', last = ''] = field.split('/');
  if (value === '') return t.person.conflict.blank;
  if (value === 'true' || value === 'false') return value === 'true' ? t.app.yes : t.app.no;
  if (head === 'about_need' && last === 'state') return wordOf(t.care.needStates, value);
  if (head === 'about_need' && last === 'urgency') return sayUrgency(value);
  if (head === 'health' && item === 'sign') return writeSign(last, Number(value), t.locale);
  if (head === 'health' && item === 'pregnancy') return wordOf(t.consultation.pregnancies, value);
  if (head === 'mode') return wordOf(t.care.modes, value);
  if (head === 'reason') return labelOf(catalogue.reasons, value);
  return head === 'on' ? sayDay(value) : value;
}
