import type { Messages } from '../language.svelte';
import { count } from './count';

/** Coverage, requirements and the official procedure. */
export const enrollment: Messages['enrollment'] = {
  title: 'Enrollment (adscripción)',
  coverage: 'Coverage',
  program: 'Program',
  onlyRegister: 'Register only',
  facility: 'Health facility',
  facilityHint: 'The nearest to where they stay, or the one they prefer.',
  campaign: (name: string) => `Campaign: ${name}`,

  questions: 'Questions',
  questionsText: 'Ask only what is missing. If they do not know, go on: they are registered all the same.',
  noQuestions: 'Nothing else has to be asked.',
  answers: { yes: 'Yes', no: 'No', unknown: 'Not known' },
  unknownKey: '?',
  keys: 'yes, no',
  changeAnswer: 'Change answers',
  saveAnswers: 'Save answers',

  outcomes: { cubierta: 'Is covered', por_confirmar: 'To be confirmed', orientacion: 'Guidance' },
  outcomeTexts: {
    cubierta: 'Care does not depend on papers.',
    por_confirmar: 'Something more has to be known. They can be registered and attended all the same.',
    orientacion: 'Go through these steps with them. An emergency is always attended.'
  },
  extents: { integral: 'comprehensive care', limited: 'only that care' },
  norm: (norm: string) => `Norm: ${norm}`,
  sayIt: 'Tell them like this',
  quoted: (sentence: string) => `“${sentence}”`,
  where: 'Where to go',
  decidedWith: (version: string, on: string) => [`Rules ${version}`, on].filter(Boolean).join(' · '),
  checking: 'Consulting the rules…',
  unchecked: 'Coverage could not be looked up. You can save all the same: it is decided later.',

  requirements: 'Requirements',
  requirementsText: 'What is missing can be brought another day: it stops nothing.',
  requirementStates: { have: 'Has it', copy: 'Copy', missing: 'Missing', not_needed: 'Not needed' },
  requirementUnset: 'not checked',
  checkedBy: (by: string, on: string) => [by, on].filter(Boolean).join(', '),
  missingCount: (missing: number) => `${missing} missing`,
  complete: 'Complete',

  status: 'Official procedure',
  statusText: 'Posta prepares the file; the system of the Ministry confirms the enrollment.',
  statuses: { preparada: 'Prepared', presentada: 'Submitted', confirmada: 'Confirmed', observada: 'With remarks' },
  toPresented: 'Mark as submitted',
  toConfirmed: 'Confirm',
  toObserved: 'Remark',
  toPrepared: 'Back to prepared',
  officialNumber: 'Official number',
  officialNumberHint: 'The one that the system of the Ministry gave.',
  officialNumberMissing: 'Type the number that the official system gave',
  observation: 'What did they remark?',
  observationHint: 'For example: a photocopy is missing.',
  observationMissing: 'Type what they remarked',
  confirmTitle: 'Enrollment confirmed',
  observeTitle: 'Enrollment with remarks',
  save: 'Save',
  saving: 'Saving…',
  saved: 'Saved on this device',

  changeFacility: 'Change',
  changeFacilityTitle: 'Change the facility',
  noFacility: 'No facility chosen',
  facilityHistory: 'Before',
  stay: (name: string, on: string) => [name, on && `since ${on}`].filter(Boolean).join(', '),
  none: 'No enrollment',
  noneText: 'This person is registered and has no enrollment in preparation.',
  answered: (answers: number) => count(answers, 'answer', 'answers')
};
