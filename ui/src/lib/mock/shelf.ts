/** An invented library. Words for `?mock=`: shelf-failing (the search), shelf-slow, pdf-broken, file-refused, no-stick, stick-full. */
import { placesOfFigures } from './national';
import { fold, matches } from '../fold';
import type { ShelfInput, ShelfItem } from '../api';
import { desk } from './desk';
import { failing, has, newId, no, ok } from './ground';
import { at } from './people';
import { kindNames, languageNames, packed } from './shelf-items';
import { inventedPdf } from './shelf-pdf';

const shelf = has('empty') ? [] : packed;
const TEXT_LIMIT = 60_000;
const FILE_LIMIT = 1_048_576;
const choices = (names: Record<string, string>) => Object.entries(names).map(([code, label]) => ({ code, label, common: false }));
const tends = () => desk.session?.can_supervise === true;
const wrong = (field: string, code: string) => no('POSTA-B1', [{ field, code, severity: 'error' }]);
const find = (id: string) => shelf.find(({ item }) => item.id === id);
const sticks = () => (has('no-stick') ? [] : ['PISIGA', ...(has('rich') ? ['RESPALDO DEL PUESTO FRONTERIZO TAMBO QUEMADO 2026'] : [])]);
const bare = (text: string) => text.replace(/[#*_>|`\]-]|\[|\(https?:[^)]*\)/g, ' ').replace(/\s+/g, ' ').trim();

/** Some words around the first one that was looked for. */
function around(text: string, query: string): string {
  const words = bare(text).split(' ');
  const first = fold(query).split(' ')[0] ?? '';
  const place = words.findIndex((word) => fold(word).startsWith(first));
  const from = Math.max(0, place - 6);
  return `${from > 0 ? '… ' : ''}${words.slice(from, from + 18).join(' ')}${words.length > from + 18 ? ' …' : ''}`;
}

export const shelfMock = {
  shelf: async () => failing() ?? ok({ items: shelf.map(({ item }) => item).filter(({ withdrawn }) => tends() || !withdrawn), kinds: choices(kindNames), languages: choices(languageNames), can_tend: tends(), text_limit: TEXT_LIMIT, file_limit: FILE_LIMIT }),
  searchShelf: async (query: string, limit: number) => {
    if (has('shelf-failing')) return no('POSTA-D2');
    if (has('shelf-slow')) await new Promise((resolve) => setTimeout(resolve, 4000));
    const all = ({ item, text }: (typeof shelf)[number]) => `${item.title} ${item.summary} ${bare(text)}`;
    const found = shelf.filter((one) => !one.item.withdrawn && matches(all(one), query));
    found.sort((one, other) => Number(matches(other.item.title, query)) - Number(matches(one.item.title, query)));
    return ok(found.slice(0, limit).map(({ item, text }) => ({ id: item.id, title: item.title, kind: item.kind, kind_name: item.kind_name, snippet: around(matches(item.summary, query) ? item.summary : text, query) })));
  },
  shelfPage: async (id: string) => {
    const found = find(id);
    return failing() ?? (found ? ok({ item: found.item, text: found.text }) : no('POSTA-B2'));
  },
  saveShelfItem: async (input: ShelfInput) => {
    if (has('full')) return no('POSTA-D1');
    if (!input.title.trim()) return wrong('title', 'publication_title_missing');
    const before = find(input.id);
    const { text, ...rest } = input;
    const item: ShelfItem = { ...rest, id: input.id || newId(), kind_name: kindNames[input.kind] ?? input.kind, language_name: languageNames[input.language] ?? input.language, origin: 'department', has_text: text !== '', file: before?.item.file ?? null, unreviewed: false };
    if (before) Object.assign(before, { item, text });
    else shelf.unshift({ item, text });
    return ok({ id: item.id, warnings: input.source ? [] : [{ field: 'source', code: 'publication_source_missing', severity: 'warning' }] });
  },
  addShelfFile: async (id: string, path: string) => {
    if (has('file-refused') || path.includes('mal')) return wrong('file', 'not_a_pdf');
    const found = find(id);
    if (!found) return no('POSTA-B2');
    found.item = { ...found.item, file: { bytes: 412_000, here: 17, pieces: 17 } };
    return ok({ id, warnings: [] });
  },
  saveShelfFile: async (_id: string, folder: string) => (has('stick-full') ? no('POSTA-U4') : folder.startsWith('mal') ? wrong('folder', 'folder_unknown') : ok({ path: `${folder}/biblioteca-5f3a.pdf`, records: 1 })),
  shelfFile: async (id: string) => {
    const found = find(id);
    return found ? ok(has('pdf-broken') ? btoa('%PDF-1.7 nothing') : inventedPdf(found.item.title, 5)) : no('POSTA-B2');
  },
  placesWith: async (what: string) => {
    if (what === 'figures') return ok(await placesOfFigures());
    const file = (folder: string, name: string, bytes: number, ago: number) => ({ path: `${folder}/${name}`, name, at: at(ago), bytes });
    const files = (folder: string) =>
      has('no-files') ? [] : what === 'pdf' ? [file(folder, 'RM-0462-2023.pdf', 412_000, 300), file(folder, 'afiche-vacunacion.pdf', 96_000, 3000), file(folder, 'manual-completo-escaneado.pdf', 18_400_000, 9000)] : [file(folder, 'lista-terminal-oruro.xlsx', 48_000, 200), file(folder, 'registro-parroquia.csv', 412_000, 2400), file(folder, 'mal-guardado.xlsx', 1200, 5000)];
    return failing() ?? ok(sticks().map((name) => ({ folder: `/media/posta/${name}`, name, files: files(`/media/posta/${name}`) })));
  }
};
