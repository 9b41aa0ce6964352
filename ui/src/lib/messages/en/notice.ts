import type { Messages } from '../language.svelte';
import { count } from './count';

export const notice: Messages['notice'] = {
  title: 'Notices for the dupla',
  home: (open: number) => `Notices: ${open}`,
  see: 'See',
  waiting: 'Waiting',
  done: 'Settled',
  emptyTitle: 'No notices',
  emptyText: 'When somebody asks the dupla to see a person, it will appear here.',
  from: (from: string, post: string, when: string) => [from, post, when].filter(Boolean).join(' · '),
  unknownPerson: 'The person has not reached this device yet',
  settle: 'Mark as settled',
  settled: 'Notice settled',
  attend: 'Attend',
  reasons: { same_day: 'Today', minor_alone: 'Child or adolescent on their own', pregnancy: 'Pregnancy', private_talk: 'Wants to talk in private', other: 'Other' },

  accompaniment: (who: string) => `Child or adolescent: ${who.toLowerCase()}`,

  give: 'Tell the dupla',
  giveTitle: 'Tell the dupla',
  giveWho: (name: string) => `Ask them to see ${name}`,
  reason: 'Why?',
  reasonMissing: 'Choose a reason',
  note: 'Short note',
  noteHint: 'If needed. Do not write details that the person asked to keep quiet.',
  letters: (left: number) => `${count(left, 'character', 'characters')} left`,
  protection: 'Tell protection',
  protectionTitle: 'Sealed notice',
  protectionWho: (name: string) => `Ask for someone to accompany ${name}`,
  protectionSealed: 'Only the protection team reads it',
  protectionSealedText: 'It is sealed when saved. Neither the dupla, nor whoever registers, nor you afterwards, nor the server can read it. It arrives without a reason and under a neutral title.',
  noFacts: 'Do not write what happened',
  noFactsText: 'No facts, no who, no when, no where. They tell it if they want to, once, to whoever accompanies them.',
  protectionNote: 'How to find and speak to them',
  protectionNoteHint: 'If needed: where they wait, in which language, whether it is safe to call.',
  noDraft: 'No draft is kept: if you close this or the device locks, what was written is erased.',
  sealedTitle: 'Only the dupla will read it',
  sealedText: 'It is sealed when saved. You cannot read it again, nor can the server.',
  send: 'Tell them',
  sending: 'Sealing…',
  given: 'Notice saved and sealed'
};
