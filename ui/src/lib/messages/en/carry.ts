import type { Messages } from '../language.svelte';
import { count, whole } from './count';

const held = (records: number, sealed: number): string =>
  [records > 0 ? count(records, 'change', 'changes') : '', sealed > 0 ? count(sealed, 'confidential batch', 'confidential batches') : ''].filter(Boolean).join(' and ');

export const carry: Messages['carry'] = {
  title: 'Without internet',
  lead: 'The data goes encrypted: only devices of this department open it.',
  doorTitle: 'No internet?',
  doorText: 'Carry the data on a USB stick or pass it from one laptop to another',
  which: 'What do you want to do?',
  ways: { save: 'Export to USB', take: 'Import', beside: 'Two laptops' },
  wayTexts: { save: 'Save a file for another device', take: 'Take in what a stick brings', beside: 'Side by side, over wifi or a cable' },
  device: (device: string) => `device ${device}`,
  namesMore: (names: string, more: number) => `${names} and ${count(more, 'more person', 'more people')}`,

  stick: {
    which: 'Which stick?',
    none: 'No USB stick in sight',
    noneText: 'Plug it in, wait a few seconds and look again.',
    look: 'Look again',
    other: 'Another folder',
    otherText: 'Type where it is',
    leaveIn: 'Leave the stick in for now.'
  },

  save: {
    folder: 'Folder',
    folderHint: 'For example, that of the USB stick',
    folderMissing: 'Type which folder',
    what: 'What goes?',
    whats: { unsent: 'What is still to be sent', all: 'Everything' },
    unsentText: (waiting: number) => (waiting === 0 ? 'Nothing of this device is missing; what it keeps for others goes' : `${count(waiting, 'record', 'records')} of this device, and what it keeps for others`),
    allText: 'For a new device or one that was far away; takes more room',
    go: 'Save the file',
    going: 'Saving…',
    done: 'File saved',
    doneOn: (stick: string) => `File saved on ${stick}`,
    facts: { file: 'File', folder: 'Folder', size: 'Size', holds: 'Holds', opens: 'Opened by' },
    holds: (records: number, sealed: number) => held(records, sealed) || 'No change: there was nothing to carry',
    opens: (devices: number) => (devices === 0 ? 'No other device yet: synchronize once and save it again' : `${count(devices, 'other device', 'other devices')} of this department, and nobody else`),
    sealed: 'It is encrypted and signed. If the stick is lost, whoever finds it cannot read it.',
    eject: 'Before you take the stick out, eject it',
    ejectText: 'In the file manager, right-click the stick and choose “Eject”. If it is pulled out, the file may be cut short.',
    next: 'On the other device: Synchronization, “No internet?”, “Import”.',
    waits: 'What is still to be sent stays so until the server confirms that it has it.',
    another: 'Save another file'
  },

  take: {
    files: 'Files on the sticks',
    found: (files: number) => count(files, 'file', 'files'),
    none: 'There are no Posta files on the stick',
    noneText: 'Another device saves them with “Export to USB”.',
    file: (name: string, size: string, stick: string) => `${size} · ${stick} · ${name}`,
    of: (when: string) => `File from ${when}`,
    go: 'Import',
    going: 'Importing…',
    taken: 'Already imported',
    elsewhere: 'The file is in another folder',
    path: 'Path of the file',
    pathHint: 'Its folder and its name',
    pathMissing: 'Type where the file is'
  },

  taken: {
    title: 'Imported',
    cutTitle: 'The file is incomplete or was altered',
    cutNothing: 'It breaks off before the first thing that could be imported: nothing was taken. Ask them to save it again.',
    cutText: 'What came before the break was imported and is saved. For the rest, ask them to save it again.',
    talkCutTitle: 'The exchange is incomplete',
    talkCutText: 'What did arrive is saved. Begin again for the rest.',
    from: (names: string, when: string) => `From ${names}, made ${when}`,
    records: (records: number) => count(records, 'new change on this device', 'new changes on this device'),
    nothing: 'Nothing new: this device had it all',
    sealed: (sealed: number) => count(sealed, 'new confidential batch: only whoever has the key can open it', 'new confidential batches: only whoever has the key can open them'),
    carried: (carried: number) => `${count(carried, 'batch of other devices is kept', 'batches of other devices are kept')} here to be passed on to the server`,
    entries: (entries: number) => `${count(entries, 'piece of news', 'pieces of news')} about people and devices of the department`,
    quarantined: (quarantined: number) => `${count(quarantined, 'set aside', 'set aside')} to be looked at`,
    acknowledged: (acknowledged: number) => `${count(acknowledged, 'change of this device now has a copy there', 'changes of this device now have a copy there')}; the server has yet to confirm`,
    byServer: (sent: number) => `${count(sent, 'change of this device is sent', 'changes of this device are sent')}: the receipt of the server came along`,
    given: (given: number) => `${count(given, 'batch', 'batches')} given to the other laptop`
  },

  talk: {
    lead: 'Connect both to the same wifi, or to each other with a cable. No internet is needed.',
    listen: 'Wait for the other',
    listenText: 'This laptop shows an address',
    call: 'Call the other',
    callText: 'The other one shows its address',
    address: 'Address of the other laptop',
    addressHint: 'Like 192.168.1.20:45870, or the text of its QR code',
    addressMissing: 'Type the address that the other laptop shows',
    photo: 'Read the QR from a photo',
    dial: 'Call',
    listening: 'Waiting for the other laptop',
    listeningText: 'On the other laptop choose “Call the other” and type this address or read the code.',
    here: 'Address of this laptop',
    qr: 'QR code of the address',
    calling: 'Calling the other laptop',
    comparing: 'Are the words the same on both screens?',
    comparingText: 'Read them aloud: the same four, in the same order.',
    words: 'Words on this screen',
    other: (names: string) => `On the other side: ${names}`,
    same: 'They are the same',
    different: 'They are different',
    waiting: 'The other laptop has yet to confirm',
    waitingText: 'There, too, “They are the same” has to be chosen.',
    running: 'Passing the data',
    runningText: 'Leave both laptops open until it is done.',
    stop: 'Stop',
    done: 'Exchange finished',
    finish: 'Done',
    refused: 'Nothing was exchanged',
    refusedText: 'Somebody may be in between. Check that the address is that of the other laptop and begin again.',
    again: 'Begin again'
  },

  peers: {
    title: 'Last contact with each device',
    text: (waiting: number) => `Of ${count(waiting, 'record', 'records')} of this device to be sent`,
    nothing: 'Nothing of this device is left to send',
    server: 'Server',
    serverNever: 'No contact yet',
    serverAll: 'Has everything',
    serverLacks: (waiting: number) => `Lacks ${count(waiting, 'record', 'records')}`,
    alone: 'No other device yet',
    aloneText: 'To have a copy without waiting for the signal, export to a stick or pass the data to another laptop.',
    all: 'Has everything',
    some: (has: number, waiting: number) => `Has ${whole(has)} of ${whole(waiting)}`,
    nobody: 'Has nothing of this',
    since: (when: string, way: string) => `${when} · ${way}`,
    ways: { file: 'by file', beside: 'side by side' },
    also: (has: number, names: string) => `${count(has, 'record is', 'records are')} also on the device of ${names}`,
    alsoDevice: (has: number, device: string) => `${count(has, 'record is', 'records are')} also on the ${device}`,
    more: (others: number) => `And there are copies on ${count(others, 'more device', 'more devices')}`
  }
};
