import type { Messages } from '../language.svelte';
import { count } from './count';

/** The slip, and what comes after saving. */
export const slip: Messages['slip'] = {
  title: 'Slip',
  savedTitle: 'Saved on this device',
  savedText: (name: string) => `${name} is in the register now.`,
  whatNow: 'And now?',
  family: 'Another person of the same family',
  familyText: 'Keeps family, contact, nationality and language',
  familyKey: 'F',
  next: 'Register another person',
  nextKey: 'N',
  nextText: 'Begins anew',
  open: 'See their page',
  openKey: 'S',
  openText: 'History, requirements and consent',
  paper: 'Paper',
  papers: { a4: 'A4', a6: 'A6', a5: 'A5', receipt: 'Receipt' },
  language: 'Language',
  unreviewed: 'not reviewed',
  print: 'Print',
  printKey: 'Ctrl P',
  pages: (pages: number) => count(pages, 'page', 'pages'),
  page: (page: number) => `Page ${page} of the slip`,
  size: (width: number, height: number) => `${width} × ${height} mm`,
  savePdf: 'Save PDF',
  folder: 'Folder',
  folderHint: 'For example, the USB stick',
  folderMissing: 'Type which folder',
  pdfSaved: (path: string) => `PDF saved: ${path}`,
  making: 'Preparing the slip…',
  code: 'Code of the card',
  codeText: 'It holds no data of the person. Another post opens it by reading the code, without a signal too.'
};
