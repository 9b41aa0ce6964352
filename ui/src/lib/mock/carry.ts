/**
 * Invented sticks, files and laptops beside each other. Words for `?mock=`: no-stick, no-copy, stick-full, foreign, not-for-us, newer, cut,
 * plain (a file without news), receipt; peer-away, peer-stops, peer-ended; and `talk-<state>` shows that state and stays in it.
 */
import type { Commands } from '../api';
import type { CarryFile, CarryPlace, CarryTaken, PeerCard, PeerTalk } from '../bindings';
import { pending } from './desk';
import { failing, has, mood, no, ok } from './ground';
import { picture } from './house';
import { at } from './people';

const LONG = ['Maximiliano Alejandro Sebastián Wenceslao Montenegro-Villavicencio Fernández', 'Ana Quispe', 'Beto Colque', 'Fermín Copa'];
const NAMES = has('rich') ? LONG : ['Luis Condori'];
const ADDRESS = '192.168.1.20:45870';
const WORDS = ['nube', 'cobre', 'trigo', 'faro'];

const file = (folder: string, index: number): CarryFile => ({ path: `${folder}/posta-${index}.posta`, name: `posta-2026-11-${String(29 - (index % 28)).padStart(2, '0')}-${(index * 7919 + 4096).toString(16)}.posta`, at: at(35 + index * 140), bytes: 18_400 + ((index * 611_953) % 9_000_000) });
const place = (folder: string, name: string, files: number): CarryPlace => ({ folder, name, files: Array.from({ length: files }, (_, index) => file(folder, index)) });
const places: CarryPlace[] = has('no-stick') ? [] : [place('/media/posta/PISIGA', 'PISIGA', has('many') ? 500 : has('empty') ? 0 : 3), ...(has('rich') ? [place('/media/posta/RESPALDO DEL PUESTO FRONTERIZO TAMBO QUEMADO 2026', 'RESPALDO DEL PUESTO FRONTERIZO TAMBO QUEMADO 2026', 1)] : [])];

const peers = (): PeerCard[] =>
  has('empty') || has('no-copy')
    ? []
    : [
        { device: 'd3b07384d113edec49eaa6238ad5ff00', names: NAMES, at: at(45), way: 'beside', has: Math.min(2, pending().length) },
        { device: '9e107d9d372bb6826bd81d3542a419d6', names: [], at: at(1900), way: 'file', has: has('rich') ? pending().length : 0 },
        ...(has('rich') ? [{ device: 'e4d909c290d0fb1ca068ffaddf22cbd0', names: ['Eva Mercado'], at: at(9000), way: 'file', has: 1 }] : [])
      ];

function taken(): CarryTaken {
  const full = { names: NAMES, device: 'd3b07384d113edec49eaa6238ad5ff00', made_at: at(35), complete: !has('cut'), records: 12, sealed: 3, carried: 2, entries: 1, quarantined: has('rich') ? 1 : 0, acknowledged: pending().length, by_server: has('receipt') || has('rich') ? 4 : 0 };
  return has('plain') ? { ...full, records: 0, sealed: 0, carried: 0, entries: 0, quarantined: 0, acknowledged: 0, by_server: 0 } : full;
}

const IDLE: PeerTalk = { state: 'idle', address: '', svg: '', words: [], names: [], taken: null, given: 0, code: '' };
const talkAt = (state: string, more: Partial<PeerTalk> = {}): PeerTalk => {
  const known = ['comparing', 'waiting', 'running', 'done'].includes(state) ? { names: NAMES } : {};
  const own: Record<string, Partial<PeerTalk>> = { listening: { address: ADDRESS, svg: picture(ADDRESS) }, calling: { address: ADDRESS }, comparing: { words: WORDS }, waiting: { words: WORDS }, done: { taken: taken(), given: 5 }, failed: { code: 'POSTA-V2' } };
  return { ...IDLE, state, ...known, ...own[state], ...more };
};
const shown = [...mood].find((word) => word.startsWith('talk-'))?.slice('talk-'.length);
let talk = shown ? talkAt(shown) : IDLE;
let since = Date.now();
/** Milliseconds until the invented other one goes on. */
const AFTER: Record<string, [number, string]> = { listening: [4000, 'comparing'], calling: [1500, 'comparing'], waiting: [2000, 'running'], running: [2500, 'done'] };

function become(next: PeerTalk): PeerTalk {
  since = Date.now();
  return (talk = next);
}

function go(): PeerTalk {
  const [wait, next] = AFTER[talk.state] ?? [];
  if (shown || wait === undefined || next === undefined || Date.now() - since < wait) return talk;
  if (talk.state === 'calling' && has('peer-away')) return become(talkAt('failed', { code: 'POSTA-V1' }));
  if (talk.state === 'waiting' && (has('peer-stops') || has('peer-ended'))) return become(talkAt('failed', { code: has('peer-ended') ? 'POSTA-V3' : 'POSTA-V2' }));
  return become(talkAt(next));
}

const wrongFile = (): string | undefined => (has('foreign') ? 'POSTA-U1' : has('not-for-us') ? 'POSTA-U2' : has('newer') ? 'POSTA-U3' : has('stick-full') ? 'POSTA-U4' : undefined);
const later = <T>(answer: () => T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(answer()), 1200));

export const carryMock = {
  carryView: async () => failing() ?? ok({ waiting: has('heap') ? 10_000 : pending().length, places, peers: peers() }),
  carrySave: async (folder, what) => {
    if (folder.startsWith('mal')) return no('POSTA-B1', [{ field: 'folder', code: 'folder_unknown', severity: 'error' }]);
    if (has('stick-full')) return later(() => no('POSTA-U4'));
    return later(() => ok({ path: `${folder}/posta-2026-11-29-5f3a.posta`, bytes: what === 'all' ? 48_200_000 : 21_400, records: what === 'all' ? 18_204 : pending().length, sealed: has('plain') ? 0 : 3, devices: 7 }));
  },
  carryTake: async (path) => {
    const wrong = path.includes('mal') ? 'POSTA-U1' : wrongFile();
    return later(() => (wrong ? no(wrong) : ok(taken())));
  },
  peerListen: () => ok(become(talkAt('listening'))),
  peerCall: (address) => (/^\d+(\.\d+){3}:\d+$|^posta:/.test(address) ? ok(become(talkAt('calling', { address }))) : no('POSTA-B1', [{ field: 'address', code: 'address_unreadable', severity: 'error' }])),
  peerView: async () => failing() ?? ok(go()),
  peerConfirm: () => ok(become(talkAt('waiting'))),
  peerStop: () => ok(become(IDLE))
} satisfies Partial<Commands>;
