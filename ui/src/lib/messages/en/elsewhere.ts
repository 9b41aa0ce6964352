import type { Messages } from '../language.svelte';
import { count, whole } from './count';

export const elsewhere: Messages['elsewhere'] = {
  lookUp: 'Search in other departments',
  lookUpText: 'Needs a connection. It is noted with your name.',
  notedAs: (user: string) => `This search is noted with the name of ${user}.`,
  lookedFor: (words: string) => `Searching for: ${words}`,
  asking: 'Asking the server…',
  keptTyped: 'What you wrote is still as it was.',
  results: (found: number) => count(found, 'possible record found', 'possible records found'),
  noneTitle: 'Nobody alike in other departments',
  noneText: 'You can register the person here.',
  registerHere: 'Register them here',
  goOn: 'Go on registering',

  born: (year: number) => `born in ${year}`,
  bornUnknown: 'year of birth unknown',
  registered: (post: string, month: string) => `Registered in ${[post, month].filter(Boolean).join(', ')}`,
  noInitials: 'no initials',
  certain: 'Almost certain',
  possible: 'Possible',

  bring: 'It is this person: bring their record',
  mayNotBring: (department: string) => `The person did not allow ${department} to share their record. Register them here anew.`,
  bringTitle: 'Bring their record?',
  bringWhat: 'Only what the person agreed to share with another department is brought.',
  bringHere: 'The person is here, it was explained to them and they agree.',
  bringNoted: 'It is noted who brought it, where and when.',
  bringGo: 'They agree: bring it',
  bringing: 'Bringing…',
  backToList: 'Back to the list',
  brought: 'Record brought and saved on this device',

  title: 'Also in another department',
  text: 'People of this department who may be registered in another one. Of the other side the least that decides is shown.',
  list: 'People who may be in another department',
  askedAt: (when: string) => `Server asked: ${when}`,
  neverAsked: 'The server was not asked yet.',
  ask: 'Ask the server',
  askingServer: 'Asking…',
  asked: (pairs: number): string => (pairs === 0 ? 'The server answered: nothing to decide' : `The server answered: ${whole(pairs)} to decide`),
  oldKept: 'What it said last is still below.',
  group: 'What is shown',
  groups: { open: 'To decide', later: 'For later', decided: 'Decided' },
  counted: (group: string, pairs: number) => `${group} (${whole(pairs)})`,
  here: 'Here',
  standings: {
    certain: 'Almost certainly the same person',
    possible: 'May be the same person',
    later: 'Left for later',
    same: 'The same person',
    different: 'Different people',
    contradicted: 'The departments disagree'
  },
  theirs: {
    same: (department: string) => `${department} said: it is the same person`,
    different: (department: string) => `${department} said: they are different people`
  },
  decidedBy: (author: string, when: string) => `Said here by ${[author, when].filter(Boolean).join(' · ')}`,
  acts: { same: 'Same', different: 'Different', later: 'Later', open: 'Undo' },
  named: { same: 'It is the same person', different: 'They are different people', later: 'Leave for later', open: 'Undo what was decided' },
  keys: { same: 'S', different: 'D', later: 'L', open: 'U' },
  done: {
    same: (name: string) => `Saved: ${name} is the same person`,
    different: (name: string) => `Saved: ${name} is somebody else`,
    later: (name: string) => `Left for later: ${name}`,
    open: (name: string) => `Undone: ${name}`
  },
  move: 'move',
  emptyNeverTitle: 'The server was not asked yet',
  emptyNeverText: 'Ask when there is signal: the server compares the registers of the departments.',
  emptyTitle: 'Nothing to decide',
  emptyText: 'The server found nobody of this department in another one.',
  emptyOpenText: 'All that the server said is decided or left for later.',
  emptyGroupTitle: 'Nothing here',
  emptyGroupText: 'What you decide or leave for later will appear in this list.'
};
