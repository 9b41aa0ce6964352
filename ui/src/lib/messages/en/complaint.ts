import type { Messages } from '../language.svelte';
import { count } from './count';

/** Complaints and suggestions, which need no name. */
export const complaint: Messages['complaint'] = {
  title: 'Complaint or suggestion',
  lead: 'Nobody has to say who they are. Only the supervisors of the department read it.',
  kind: 'What is it?',
  kinds: { complaint: 'Complaint of ill-treatment or discrimination', suggestion: 'Suggestion' },
  shortKinds: { complaint: 'Complaint', suggestion: 'Suggestion' },
  text: 'What happened?',
  suggestionText: 'What could be better?',
  hint: 'In their own words. Write no names if the person does not want it.',
  missing: 'Write what happened',
  letters: (left: number) => `${count(left, 'character', 'characters')} left`,
  sealedTitle: 'It is sealed',
  sealedText: 'Whoever writes it down cannot read it again. It changes nothing about the care given.',
  send: 'Save',
  sending: 'Sealing…',
  sent: 'Saved and sealed. The supervisors will see it.',
  list: 'Complaints and suggestions',
  emptyTitle: 'No complaints or suggestions',
  emptyText: 'Those that the posts write down will appear here.',
  anonymous: 'No name',
  from: (post: string, when: string) => [post, when].filter(Boolean).join(' · ')
};
