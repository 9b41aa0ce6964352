/** Plain English for whoever comes to help: short, true, with the names that Bolivia uses. */
import type { Messages } from './language.svelte';
import { agenda } from './en/agenda';
import { audit } from './en/audit';
import { care } from './en/care';
import { carry } from './en/carry';
import { complaint } from './en/complaint';
import { conflict } from './en/conflict';
import { consent } from './en/consent';
import { consultation } from './en/consultation';
import { count, locale, month as monthOf, size, whole } from './en/count';
import { directory } from './en/directory';
import { elsewhere } from './en/elsewhere';
import { enrollment } from './en/enrollment';
import { erasure } from './en/erasure';
import { exports } from './en/exports';
import { figures } from './en/figures';
import { household } from './en/household';
import { mrz } from './en/mrz';
import { notice } from './en/notice';
import { pair } from './en/pair';
import { period } from './en/period';
import { person } from './en/person';
import { plans } from './en/plans';
import { practice } from './en/practice';
import { problems } from './en/problems';
import { quarantine } from './en/quarantine';
import { referral } from './en/referral';
import { register } from './en/register';
import { restricted } from './en/restricted';
import { rights } from './en/rights';
import { screening } from './en/screening';
import { session } from './en/session';
import { shelf } from './en/shelf';
import { slip } from './en/slip';
import { summary } from './en/summary';
import { sync } from './en/sync';
import { table } from './en/table';
import { team } from './en/team';
import { trainings } from './en/trainings';
import { trouble } from './en/trouble';

export const en: Messages = {
  locale,
  name: 'English',
  size,

  app: {
    name: 'Posta',
    loading: 'Loading',
    close: 'Close',
    cancel: 'Cancel',
    retry: 'Try again',
    back: 'Home',
    remove: 'Remove',
    clear: 'Clear what was typed',
    noneFound: 'Nothing matches what was typed',
    skip: 'Skip to content',
    steps: { done: 'done', wrong: 'needs correcting' },
    saved: 'Saved on this device',
    sent: 'Sent',
    toSend: 'To send',
    yes: 'Yes',
    no: 'No',
    none: 'not given',
    notFoundTitle: 'This screen does not exist',
    notFoundText: 'Go back to Home and search from there.'
  },

  moment: {
    today: 'today',
    yesterday: 'yesterday',
    now: 'a moment ago',
    at: (day: string, time: string) => `${day}, ${time}`,
    longDay: (day: string) => day.replace(',', ''),
    minutesAgo: (minutes: number) => `${minutes} min ago`,
    hoursAgo: (hours: number) => `${hours} h ago`,
    thisHour: 'less than 1 h ago'
  },

  birth: {
    date: (day: number, month: number, year: number) => `${day} ${monthOf(month)} ${year}`,
    month: (month: number, year: number) => `${monthOf(month)} ${year}`,
    year: (year: number) => `in ${year}`,
    estimated: (years: number) => `about ${count(years, 'year', 'years')} old`,
    estimatedOn: (years: number, on: string) => `about ${count(years, 'year', 'years')} old on ${on}`
  },

  nav: {
    user: (name: string) => `Menu of ${name}`,
    home: 'Home',
    quickExit: 'Quick exit',
    quickExitKey: 'Quick exit (F9)',
    team: 'People and devices',
    audit: 'Audit',
    notices: 'Notices',
    agenda: 'Diary',
    referrals: 'Referrals',
    directory: 'Directory',
    trainings: 'Trainings',
    plans: 'Plans and allies',
    erasures: 'Erasure orders',
    complaints: 'Complaints and suggestions',
    night: 'Night screen',
    day: 'Day screen',
    language: 'Language of the screen',
    sync: 'Synchronization',
    register: 'Register of the department',
    pending: (pending: number) => `${whole(pending)} to send`,
    where: (place: string, day: string) => [place, day].filter(Boolean).join(' · ')
  },

  home: {
    searchPlaceholder: 'Name, document or year of birth',
    register: 'Register',
    registerText: 'a person or a family',
    attend: 'Attend',
    attendText: 'to somebody already registered',
    department: 'Register of the department',
    departmentText: 'of all posts',
    teamText: 'who works in the department, and with what',
    today: 'Today at this post',
    registered: () => 'registered',
    attended: () => 'attended',
    pending: 'to send',
    conflicts: (records: number) => `${count(records, 'record', 'records')} with two values to decide`,
    conflictsLater: (records: number) => count(records, 'left for later', 'left for later'),
    campaignToday: 'Campaign of today',
    recent: 'Latest people',
    recentEmptyTitle: 'Nobody here yet',
    recentEmptyText: 'Those you register, or who arrive from other posts, will appear here.',
    people: (people: number) => `${whole(people)} on this device`,
    drafts: 'Drafts',
    draftsEmpty: 'Nothing half done',
    draftsEmptyText: 'What you leave unfinished waits here.'
  },

  draft: {
    kinds: { registration: 'Registration', consultation: 'Consultation', edit: 'Change of data', referral: 'Referral', screening: 'Instrument', part: 'Part of a consultation', training: 'Training', participant: 'Participant', evaluation: 'Evaluation', plan: 'Work plan', meeting: 'Meeting', publication: 'Library material' },
    typing: 'Typing…',
    saved: 'Draft saved',
    failed: 'Draft not saved',
    untitled: { registration: 'No name yet', consultation: 'Consultation in draft', office: 'No title yet' },
    ofAnother: (owner: string) => `Draft of ${owner}`,
    whoWhen: (owner: string, when: string) => `${owner}, ${when}`,
    mineWhen: (when: string) => `Yours, ${when}`,
    stale: '· over 72 h',
    open: 'Continue',
    discard: 'Discard draft',
    discardTitle: 'Discard this draft?',
    discardText: 'What was typed in it is lost. This cannot be undone.',
    discarded: 'Draft discarded',
    unsaved: 'Do not save, and delete what was typed',
    unsavedTitle: 'Delete what was typed without saving?',
    unsavedText: 'No registration and no draft of this person is left. This cannot be undone. Care is given all the same.'
  },

  find: {
    title: 'Find a person',
    again: 'Find another person',
    placeholder: 'Name, document or year of birth',
    clear: 'Clear the search',
    registerNew: (typed: string) => (typed ? `Register a new person “${typed}”` : 'Register a new person'),
    nothing: (typed: string) => `Nobody on this device matches “${typed}”`,
    cardAbsent: 'This card is of somebody who has not reached this device yet',
    cardAbsentHint: 'Receive the latest in Synchronization, or search by name.',
    nothingHint: 'Try a single surname, the carnet number or the year of birth.',
    results: (found: number) => `${count(found, 'person found', 'people found')}`,
    move: 'move',
    open: 'open',
    close: 'close',
    hint: 'Surnames in any order, with or without accents. Also a document number or a year.'
  },

  pair,
  person,
  household,
  period,
  figures,
  exports,
  mrz,
  elsewhere,
  enrollment,
  conflict,
  consent,
  slip,
  summary,
  rights,
  complaint,
  consultation,
  care,
  referral,
  agenda,
  directory,
  screening,
  session,
  sync,
  carry,
  register,
  restricted,
  quarantine,
  team,
  trainings,
  plans,
  shelf,
  table,
  audit,
  notice,
  erasure,
  practice,
  problems,
  trouble
};
