import { beforeEach, describe, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({
  unlock: vi.fn(),
  resume: vi.fn(),
  join: vi.fn(),
  joinFromFile: vi.fn(),
  lookAtInvitation: vi.fn(),
  lookAtInvitationFile: vi.fn(),
  beginRecovery: vi.fn(),
  finishRecovery: vi.fn()
}));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { UnlockForm } = await import('./unlock-form.svelte');
const { JoinForm } = await import('./join-form.svelte');
const { readInvitation, shapeCode } = await import('./invitation');
const { RecoveryForm } = await import('./recovery-form.svelte');
const { Trouble } = await import('$lib/trouble');
const USER = { id: 'u1' };
const PASSWORD = 'una frase larga';

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
});

describe('unlocking', () => {
  it('opens the session and forgets the password', async () => {
    const opened = vi.fn().mockResolvedValue(undefined);
    api.unlock.mockResolvedValue('session');
    const form = new UnlockForm(USER, opened);
    form.secret = PASSWORD;
    await form.submit();
    expect(api.unlock).toHaveBeenCalledWith('u1', PASSWORD);
    expect(opened).toHaveBeenCalledWith('session');
    expect(form.secret).toBe('');
  });

  it('counts down a wait and takes no try meanwhile', async () => {
    api.unlock.mockRejectedValue(new Trouble('POSTA-L2', [], 3));
    const form = new UnlockForm(USER, vi.fn());
    form.secret = 'x';
    await form.submit();
    expect(form.wait).toBe(3);
    form.secret = 'x';
    await form.submit();
    expect(api.unlock).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1100);
    expect(form.wait).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect([form.wait, form.trouble]).toEqual([0, undefined]);
    expect(form.ready).toBe(true);
  });

  it('a paused session is reopened with its PIN', async () => {
    api.resume.mockResolvedValue('session');
    const form = new UnlockForm(USER, vi.fn().mockResolvedValue(undefined), true);
    form.secret = '2468';
    await form.submit();
    expect(api.resume).toHaveBeenCalledWith('u1', '2468');
    expect(api.unlock).not.toHaveBeenCalled();
  });

  it('tries of a PIN that are left are told, and are no wait', async () => {
    api.resume.mockRejectedValue(new Trouble('POSTA-L5', [], 3));
    const form = new UnlockForm(USER, vi.fn(), true);
    form.secret = '1111';
    await form.submit();
    expect([form.triesLeft, form.wait, form.mode]).toEqual([3, 0, 'pin']);
  });

  it('a PIN that no longer serves asks for the password', async () => {
    api.resume.mockRejectedValue(new Trouble('POSTA-L6'));
    const form = new UnlockForm(USER, vi.fn(), true);
    form.secret = '1111';
    await form.submit();
    expect([form.mode, form.trouble?.code]).toEqual(['password', 'POSTA-L6']);
  });
});

describe('joining', () => {
  it.each([
    ['k7qm2xo9abcdefgh', 'K7QM-2X09-ABCD-EFGH'],
    ['K7QM-2XO9 abil-efgh9999', 'K7QM-2X09-AB11-EFGH'],
    ['k7', 'K7'],
    ['', '']
  ])('the code %s is shown as %s', (typed, shown) => expect(shapeCode(typed)).toBe(shown));

  it.each([
    ['posta:join?s=https%3A%2F%2Fposta.example%3A8443&c=k7qm2xo9abcdefgh', 'https://posta.example:8443', 'K7QM-2X09-ABCD-EFGH'],
    [' https://posta.example \n k7qm 2xo9 abcd efgh ', 'https://posta.example', 'K7QM-2X09-ABCD-EFGH'],
    ['K7QM-2X09-ABCD-EFGH http://10.0.0.2:8443', 'http://10.0.0.2:8443', 'K7QM-2X09-ABCD-EFGH'],
    ['K7QM-2X09-ABCD-EFGH', '', 'K7QM-2X09-ABCD-EFGH'],
    ['posta:join?s=javascript%3Aalert(1)', 'javascript:alert(1)', ''],
    ['', '', '']
  ])('the invitation %j says server and code', (typed, server, code) => expect(readInvitation(typed)).toEqual({ server, code }));

  it('asks for what is missing before it asks the server', async () => {
    const form = new JoinForm(vi.fn());
    form.invitation = 'https://posta.example';
    await form.look();
    expect(Object.keys(form.wrong)).toEqual(['invitation']);
    expect(api.lookAtInvitation).not.toHaveBeenCalled();
  });

  it('shows what the invitation says, and joins only after the words and with a password typed twice', async () => {
    api.lookAtInvitation.mockResolvedValue({ name: 'Ana', words: ['a', 'b', 'c', 'd'] });
    api.join.mockResolvedValue('session');
    const opened = vi.fn().mockResolvedValue(undefined);
    const form = new JoinForm(opened);
    form.invitation = 'https://posta.example k7qm2x09abcdefgh';
    await form.look();
    expect(form.step).toBe('confirm');
    form.step = 'password';
    Object.assign(form.chosen, { password: PASSWORD, repeat: 'otra frase larga' });
    await form.join();
    expect(api.join).not.toHaveBeenCalled();
    form.chosen.repeat = PASSWORD;
    await form.join();
    expect(api.join).toHaveBeenCalledWith('https://posta.example', 'K7QM-2X09-ABCD-EFGH', PASSWORD);
    expect(opened).toHaveBeenCalledWith('session');
    expect([form.chosen.password, form.invitation]).toEqual(['', '']);
  });

  it('words that differ are answered by beginning again, with nothing left of it', () => {
    const form = new JoinForm(vi.fn());
    Object.assign(form.chosen, { password: PASSWORD, repeat: PASSWORD });
    form.step = 'warned';
    form.again();
    expect([form.step, form.seen, form.chosen.password]).toEqual(['invitation', undefined, '']);
  });

  it('an invitation in a file is joined from the file', async () => {
    api.lookAtInvitationFile.mockResolvedValue({ words: [] });
    api.joinFromFile.mockResolvedValue('session');
    const form = new JoinForm(vi.fn().mockResolvedValue(undefined), true);
    Object.assign(form, { path: ' /media/usb/ana.posta ', code: 'k7qm2x09abcdefgh' });
    await form.look();
    Object.assign(form.chosen, { password: PASSWORD, repeat: PASSWORD });
    await form.join();
    expect(api.joinFromFile).toHaveBeenCalledWith('/media/usb/ana.posta', 'K7QM-2X09-ABCD-EFGH', PASSWORD);
  });
});

describe('recovering', () => {
  const ready = (opened = vi.fn().mockResolvedValue(undefined)) => {
    const form = new RecoveryForm('u1', opened);
    form.answer = ' posta:answer ';
    form.take();
    Object.assign(form.chosen, { password: PASSWORD, repeat: PASSWORD });
    return { form, opened };
  };

  it('an answer is needed before a password', () => {
    const form = new RecoveryForm('u1', vi.fn());
    form.step = 'answer';
    form.take();
    expect(form.step).toBe('answer');
  });

  it('opens the session with the answer and the new password, and forgets the password', async () => {
    api.finishRecovery.mockResolvedValue('session');
    const { form, opened } = ready();
    await form.finish();
    expect(api.finishRecovery).toHaveBeenCalledWith('u1', 'posta:answer', PASSWORD);
    expect(opened).toHaveBeenCalledWith('session');
    expect(form.chosen.password).toBe('');
  });

  it('an answer to another code is put right where it was typed', async () => {
    api.finishRecovery.mockRejectedValue(new Trouble('POSTA-R2'));
    const { form } = ready();
    await form.finish();
    expect([form.step, form.asking.trouble?.code]).toEqual(['answer', 'POSTA-R2']);
  });
});
