import { api, type DeviceCard, type MemberCard, type MembersView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { fold } from '$lib/fold';
import { shortId } from '$lib/size';

export type Revoked = { kind: 'user'; card: MemberCard } | { kind: 'device'; card: DeviceCard };

/** What is typed to confirm: a name, or the device's letters. */
export const nameOfRevoked = (who: Revoked): string => (who.kind === 'user' ? who.card.name : shortId(who.card.id));

const DAY = 24 * 3600 * 1000;

/** What this device knows of the others' work is older than a day, or nothing at all. */
export const isStale = (contact: string | null, now = Date.now()): boolean => !(contact && now - Date.parse(contact) <= DAY);

/** Who should be cut off too: whoever works on a device that came into other hands, perhaps open. */
export const namesToo = (who: Revoked, reason: string): readonly string[] => (who.kind === 'device' && reason === 'stolen' ? who.card.users : []);

/** A person or a device leaves the department: a reason, and the name typed as a confirmation. */
export class Revoking {
  reason = $state('');
  typed = $state('');
  tried = $state(false);
  readonly asking = new Asking();

  constructor(readonly who: Revoked) {}

  /** Typed as it is, but for accents, capitals and spaces. */
  get same(): boolean {
    const plain = (text: string) => fold(text) || text.trim();
    return this.typed.trim() !== '' && plain(this.typed) === plain(nameOfRevoked(this.who));
  }

  async submit(): Promise<MembersView | undefined> {
    this.tried = true;
    if (!this.same || this.reason === '') return undefined;
    let view: MembersView | undefined;
    const { kind, card } = this.who;
    await this.asking.do(async () => {
      view = await (kind === 'user' ? api.revokeUser(card.id, this.reason) : api.revokeDevice(card.id, this.reason));
    });
    return view;
  }
}
