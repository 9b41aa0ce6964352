import type { Messages } from '../language.svelte';

/** Reading the machine readable lines of a document. */
export const mrz: Messages['mrz'] = {
  read: 'Read the document',
  title: 'Read the lines of the document',
  field: 'Lines with “<<<”',
  hint: 'Use the reader, or copy the two or three lines at the foot of the document.',
  waiting: (lines: number) => `Line ${lines} read; the next is missing`,
  reading: 'Reading…',
  done: 'Document read',
  filled: 'What was blank has been filled in.',
  differs: 'The document says otherwise',
  differsText: 'Documents cut names and lose accents and tildes. Choose with the person.',
  typed: (value: string) => `Typed: ${value}`,
  readAs: (value: string) => `Read: ${value}`,
  typedKey: 'T',
  readKey: 'R',
  cancel: 'Close reading',
  onDocument: (name: string) => `On the document: ${name}`,
  unread: 'These lines could not be read. Check them or type the data by hand.',
  register: (name: string) => `Register ${name}, read from the document`
};
