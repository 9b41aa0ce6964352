import type { Messages } from '../language.svelte';
import { count } from './count';

export const consultation: Messages['consultation'] = {
  title: 'Attend',
  who: 'Who are you going to attend to?',
  whoText: 'Find the person. If they are not registered, register them first.',
  reason: 'Reason',
  needs: 'Needs',
  needsHint: 'Mark all that the person tells you about.',
  note: 'Note',
  noteHint: 'Read only by those who attend in this municipality.',
  sealed: 'Confidential',
  sealedText: 'It is sent encrypted: neither the server nor those who only register can read it.',
  save: 'Save consultation',
  saving: 'Saving…',
  leave: 'Leave as a draft',
  nobody: 'No permission to attend',
  letters: (left: number) => `${count(left, 'character', 'characters')} left`
};
