import { count, whole } from './count';

/** What leaves the device for somebody else, counted before it goes. */
export const exports = {
  title: 'Export',
  lead: 'Only what people allowed leaves, and who took it out and what for is noted.',
  format: 'Format',
  formats: { xlsx: 'Excel', csv: 'CSV', fhir: 'FHIR', dhis2: 'DHIS2', adx: 'ADX' },
  formatTexts: {
    xlsx: 'Table of people, to open and read',
    csv: 'Table of people, for another program',
    fhir: 'History of each person, for another health system',
    dhis2: 'Only figures by post and month, no names',
    adx: 'Only figures by post and month, ADX standard'
  },
  monthly: 'These figures go by whole months.',
  purpose: 'What does it leave for?',
  purposeHint: 'Who asked for it and what for. It stays in the audit.',
  purposeMissing: 'Write what it leaves for',

  where: 'Where is it saved?',
  noStick: 'We see no USB stick',
  noStickText: 'Plug it in and look again, or write a folder.',
  look: 'Look again',
  other: 'Another folder',
  otherText: 'Write where it is',
  folder: 'Folder',
  folderHint: 'For example, that of the USB stick',
  folderMissing: 'Write which folder',

  preview: 'What would leave',
  counting: 'Counting…',
  leaves: (people: number) => (people === 1 ? '1 person will leave' : `${whole(people)} people will leave`),
  leavesFigures: (values: number) => (values === 1 ? '1 figure will leave' : `${whole(values)} figures will leave`),
  nothing: 'Nothing would leave',
  nothingText: 'In these days there is nobody to export. Change the period or the post.',
  leftOut: (people: number) => `${whole(people)} will not, because they did not allow it`,
  allAllowed: 'Nobody is left out: all allowed it',
  figuresOf: 'Without anybody’s name or dates, and without numbers under 10',
  records: (records: number) => count(records, 'record', 'records'),
  columns: (columns: number) => count(columns, 'column', 'columns'),
  warning: 'The file is NOT encrypted',
  warningText: 'It holds data of people: whoever finds it can read it. Hand it over in person and delete your copy.',

  go: 'Export',
  going: 'Writing the file',
  doneOf: (done: number, of: number) => `${whole(done)} of ${whole(of)}`,
  progress: 'Progress of the export',
  leaveIn: 'Do not close Posta or take the stick out yet.',
  done: 'File saved',
  doneOn: (stick: string) => `File saved on ${stick}`,
  facts: { file: 'File', folder: 'Folder', size: 'Size', people: 'Holds' },
  people: (people: number) => count(people, 'person', 'people'),
  noted: 'It was noted in the audit.',
  another: 'Export again'
};
