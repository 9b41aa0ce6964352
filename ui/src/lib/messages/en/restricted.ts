import type { Messages } from '../language.svelte';

/** Confidential consultations: closed until somebody says why. */
export const restricted: Messages['restricted'] = {
  toggle: 'Close this consultation: it opens only with a reason',
  toggleText: 'It is closed to your colleagues too: to open it one has to say why, and that is noted.',
  title: 'Confidential consultation',
  closed: 'Closed. Opening it is noted with your name and the reason.',
  closedMark: 'Closed',
  open: 'Open',
  openTitle: 'Why are you opening it?',
  openText: 'Your name, the time and the reason go into the audit, which supervisors see.',
  reasons: { care_now: 'I am attending to them', follow_up: 'Follow-up', supervision: 'Supervision', correction: 'Correct a mistake', other: 'Other' },
  reasonMissing: 'Choose a reason',
  words: 'In a few words',
  wordsHint: 'If needed. Do not repeat what the consultation says.',
  wordsMissing: 'Say what the reason is',
  opening: 'Opening…',
  openedNow: 'Open now: it closes when you leave this screen.'
};
