import type { Messages } from '../language.svelte';
import { count } from './count';

export const screening: Messages['screening'] = {
  title: 'Instruments',
  empty: 'No instrument in this pack',
  questions: (questions: number) => count(questions, 'question', 'questions'),
  withheld: {
    no_service: 'The directory has nobody to refer to: what nobody can attend to is not asked',
    too_young: 'Not for their age',
    age_unknown: 'Their age is missing'
  },
  fromYears: (years: number) => `From ${count(years, 'year', 'years')}`,
  start: 'Start',
  goOn: 'Go on',
  purpose: 'Read aloud, just as it is written.',
  question: (index: number, total: number) => `Question ${index} of ${total}`,
  refused: 'No answer',
  refusedKey: '0',
  back: 'Back',
  next: 'Next',
  keys: 'a number or letter chooses; Enter goes on',
  score: 'Score',
  scoreOf: (total: number, most: number) => `${total} of ${most}`,
  scorePending: (answered: number, asked: number) => `${answered} of ${asked} answered`,
  unscored: 'The latest answers could not be scored.',
  scoreBefore: 'What shows is of the earlier ones.',
  noTotal: 'No score: an answer is missing',
  positives: { yes: 'Worth going on', no: 'No signs for now' },
  notDiagnosis: 'It is not a diagnosis.',
  adjustable: 'The cut-off is a habit of each place, not a norm.',
  leadsTo: (name: string) => `Worth going on with ${name}`,
  risks: {
    same_day: { title: 'Attention this very day', steps: ['Stay with the person and talk calmly, in private.', 'Ask what keeps them going and who can be with them.', 'Refer to mental health today, and agree when you meet again.'] },
    now: { title: 'Now: do not leave the person alone', steps: ['Somebody stays with them all the time.', 'Call mental health or the emergency line at once.', 'Move away what could harm them.', 'Wait with them until they are received.'] }
  },
  finish: 'Save answers',
  finishing: 'Saving…',
  hold: 'Leave with the consultation',
  held: 'Answers ready: they are saved with the consultation',
  heldMark: 'Saved with the consultation',
  leftOver: 'The consultation was saved. The answers to an instrument were left as a draft.',
  finishHint: 'Check before saving. You can go back to any question.',
  unanswered: 'Answers are missing: answer, or mark that there is none',
  saved: 'Answers saved on this device',
  owner: 'Notice of its authors',
  results: 'Results',
  resultsEmpty: 'No results yet',
  chart: (name: string) => `${name}: score over time`,
  columns: { on: 'Day', score: 'Score', band: 'Band', by: 'Who' },
  blank: 'no score'
};
