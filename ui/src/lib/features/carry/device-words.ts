/** Whose device it is, and how much of what waits it has. */
import type { CarryView, PeerCard } from '$lib/api';
import { t } from '$lib/messages';
import { shortId } from '$lib/size';

/** Names that are said; whoever else works there is counted. */
const MOST = 2;

type Owner = Pick<PeerCard, 'names' | 'device'>;

/** "Ana Quispe, Beto Colque y 3 personas más"; of a device that nobody is named on, what tells it from others. */
export function sayOwner({ names, device }: Owner): string {
  const said = names.slice(0, MOST).join(', ');
  if (said === '') return t.carry.device(shortId(device));
  return names.length > MOST ? t.carry.namesMore(said, names.length - MOST) : said;
}

/** Those with the most of what waits come first. */
export function sortPeers(peers: readonly PeerCard[]): PeerCard[] {
  return [...peers].sort((one, other) => other.has - one.has || Date.parse(other.at) - Date.parse(one.at));
}

/** Where copies of what waits are, in one or two sentences; none when they are nowhere, or nothing waits. Never says that it was sent. */
export function sayCopies({ waiting, peers }: Pick<CarryView, 'waiting' | 'peers'>): string[] {
  const [most, ...others] = sortPeers(peers).filter(({ has }) => has > 0);
  if (waiting === 0 || !most) return [];
  const said = most.names.length > 0 ? t.carry.peers.also(most.has, sayOwner(most)) : t.carry.peers.alsoDevice(most.has, sayOwner(most));
  return others.length > 0 ? [said, t.carry.peers.more(others.length)] : [said];
}

export const sayWay = (way: string): string => Object.entries(t.carry.peers.ways).find(([word]) => word === way)?.[1] ?? way;
