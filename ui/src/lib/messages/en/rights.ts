import type { Messages } from '../language.svelte';

/** What is shown to the person across the table. */
export const rights: Messages['rights'] = {
  title: 'Rights and requirements',
  doorText: 'sheet for the person',
  lead: 'Choose the language and turn the screen to the person.',
  turn: 'Show the person',
  rotate: 'Turn half around',
  leave: 'Finish',
  leaveKey: 'Esc',
  larger: 'Larger type',
  smaller: 'Smaller type',
  languages: 'Language of the sheet',
  unreviewed: 'not reviewed',
  unreviewedText: 'A translation not reviewed by somebody who speaks this language. If you can, use an interpreter.',
  tabs: { sheet: 'Rights', requirements: 'Requirements', consent: 'Consent' },
  spanishPapers: 'The papers, by their Spanish names',
  print: 'Print the sheet',
  complaint: 'Complaint or suggestion',
  complaintText: 'About ill-treatment or discrimination, or to make things better. Without a name.',
  preview: 'It looks like this',
  nothing: 'Nothing to show in this language'
};
