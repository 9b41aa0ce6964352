import type { Messages } from '../language.svelte';

/** For each code of the shell: what happened, and the one thing to do. */
export const trouble: Messages['trouble'] = {
  told: (sentence: string, action: string, code: string) => `${sentence} ${action} · ${code}`,
  codes: {
    'POSTA-L1': { sentence: 'The password is not right.', action: 'Type it again' },
    'POSTA-L2': { sentence: 'There were several wrong tries.', action: 'Wait before you try again' },
    'POSTA-L3': { sentence: 'The session has ended.', action: 'Unlock to go on' },
    'POSTA-L4': { sentence: 'The files of this device could not be opened. Nothing was erased.', action: 'Call your supervisor with this code' },
    'POSTA-L5': { sentence: 'The PIN is not right.', action: 'Type it again or use the password' },
    'POSTA-L6': { sentence: 'The PIN does not serve for this session any more.', action: 'Enter with your password' },
    'POSTA-L7': { sentence: 'A PIN has 4 to 12 digits.', action: 'Type another PIN' },
    'POSTA-L8': { sentence: 'Your access was cut off. What you saved and is still to be sent is kept.', action: 'Talk to your supervisor' },
    'POSTA-L9': { sentence: 'This device was cut off by order of the authority. Its keys were destroyed.', action: 'Hand it to your supervisor' },
    'POSTA-J1': { sentence: 'The code is not valid, was used already or has expired.', action: 'Ask your supervisor for a new code' },
    'POSTA-J2': { sentence: 'The password is very short.', action: 'Type 10 characters or more' },
    'POSTA-J3': { sentence: 'The code is incomplete or was copied wrong.', action: 'Check the 16 letters and digits' },
    'POSTA-J4': { sentence: 'This device belongs to another department.', action: 'Use a device of your department' },
    'POSTA-J5': { sentence: 'To add somebody, a person of this device has to have entered.', action: 'Let them enter, set a PIN and pause; then come back here' },
    'POSTA-J6': { sentence: 'The two devices do not know of each other yet.', action: 'Synchronize both and start again' },
    'POSTA-J7': { sentence: 'That person works on this device already.', action: 'Choose their name on the list and enter' },
    'POSTA-J8': { sentence: 'The server has not answered your join yet.', action: 'Go on with the join when there is a connection; then you can enter' },
    'POSTA-R1': { sentence: 'That text is not the code expected here.', action: 'Read it or paste it in full' },
    'POSTA-R2': { sentence: 'That answer belongs to another request.', action: 'Ask for the answer to this very code' },
    'POSTA-R3': { sentence: 'The recovery key of this department is not there.', action: 'Check the folder of the authority' },
    'POSTA-R4': { sentence: 'Shares of the recovery key are missing.', action: 'Gather more shares and try again' },
    'POSTA-Q1': { sentence: 'No code could be read in the photo.', action: 'Take another, closer and with light' },
    'POSTA-B1': { sentence: 'Some data cannot be saved as they are.', action: 'Correct what is marked in red' },
    'POSTA-B2': { sentence: 'It was not found on this device.', action: 'Search again' },
    'POSTA-P1': { sentence: 'Your role does not allow this.', action: 'Ask whoever it belongs to' },
    'POSTA-P2': { sentence: 'A second person has to agree.', action: 'Ask another supervisor' },
    'POSTA-N1': { sentence: 'This municipality has no dupla yet that could read the notice.', action: 'Tell them in person or call your supervisor' },
    'POSTA-E1': { sentence: 'This record was erased by an order.', action: 'Do not enter it again; ask your supervisor' },
    'POSTA-S1': { sentence: 'There is no connection to the server. What was saved is safe on this device.', action: 'Try when there is a signal' },
    'POSTA-S2': { sentence: 'A server answered that is not ours.', action: 'Change network and try again' },
    'POSTA-S3': { sentence: 'The server does not recognize this device.', action: 'Tell your supervisor this code' },
    'POSTA-S4': { sentence: 'The server is in trouble. What was saved is safe on this device.', action: 'Try in a few minutes' },
    'POSTA-D1': { sentence: 'It was not saved: the disk is full or failed. What you typed is still on the screen.', action: 'Free some space and save again' },
    'POSTA-D2': { sentence: 'The data of this device could not be read.', action: 'Try again; if it stays so, tell your supervisor' },
    'POSTA-X1': { sentence: 'Something happened that we did not expect.', action: 'Try again' }
  }
};
