import type { Messages } from '../language.svelte';
import { whole } from './count';

export const conflict: Messages['conflict'] = {
  title: 'Values to decide',
  text: 'Different values were written separately, with no signal between the posts. Open them, ask the person and choose.',
  list: 'Records with values to decide',
  group: 'What is shown',
  groups: { open: 'To decide', later: 'Left for later' },
  counted: (group: string, records: number) => `${group} (${whole(records)})`,
  critical: 'Holds the enrollment up: the number or the birth',
  kinds: { enrollment: 'Enrollment', consultation: 'Consultation', training: 'Training', participant: 'Participant', plan: 'Work plan', meeting: 'Meeting', commitment: 'Commitment', publication: 'Material of the library' },
  unidentified: 'Person attended without identity',
  lastChange: (when: string) => `Last change: ${when}`,
  emptyTitle: 'No values to decide',
  emptyText: 'When two posts write different values about a person, they will appear here.',
  emptyLaterTitle: 'Nothing left for later',
  emptyLaterText: 'What somebody leaves for later waits here.',
  waiting: 'Loading…',
  move: 'move',
  open: 'open',

  seen: (documents: string) => `Had seen: ${documents}`,
  unseen: 'No document seen',
  holds: 'Until this is decided, the enrollment cannot be marked as submitted or confirmed.',
  holdsShort: 'Holds the enrollment up',
  later: (values: number): string => (values === 2 ? 'Leave both for later' : 'Leave all for later'),
  laterNamed: (act: string, field: string) => `${act}: ${field}`,
  kept: 'All values are kept. You can decide later.',
  keptBy: (author: string, post: string, when: string) => `For later: ${[author, post, when].filter(Boolean).join(' · ')}`,
  unfold: 'Open to decide',
  unfoldNamed: (field: string) => `Open to decide: ${field}`,
  fold: 'Fold again',

  history: 'Decisions between values',
  over: (values: string) => `instead of ${values}`,
  quoted: (value: string) => `“${value}”`,

  movedTo: (value: string) => `Somebody else wrote “${value}” here meanwhile. If you save, what you wrote stays.`,
  office: {
    text: 'Different values were written apart. Choose the one that holds: the other one stays in the history.',
    none: 'Nothing is left to decide here',
    noneText: 'What was decided shows on every device after an exchange.',
    toRecord: { training: 'See the training', plan: 'See the plan', meeting: 'See the meeting', publication: 'See in the library' },
    toList: 'Values to decide',
    practice: 'Good practice',
    of: 'What it belongs to',
    withdrawn: 'Written down by mistake',
    entryOn: 'Day of the evaluation before',
    exitOn: 'Day of the evaluation after',
    untitled: 'Without a name'
  }
};
