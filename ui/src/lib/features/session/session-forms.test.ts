import { beforeEach, describe, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ unlock: vi.fn(), join: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { UnlockForm } = await import('./unlock-form.svelte');
const { JoinForm, shapeCode } = await import('./join-form.svelte');
const { Trouble } = await import('$lib/trouble');
const USER = { id: 'u1', name: 'Ana', role: 'care', place: 'Sabaya' };

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
});

describe('unlocking', () => {
  it('opens the session and forgets the password', async () => {
    const opened = vi.fn().mockResolvedValue(undefined);
    api.unlock.mockResolvedValue('session');
    const form = new UnlockForm(USER, opened);
    form.password = 'una frase larga';
    await form.submit();
    expect(api.unlock).toHaveBeenCalledWith('u1', 'una frase larga');
    expect(opened).toHaveBeenCalledWith('session');
    expect(form.password).toBe('');
  });

  it('counts down a wait and takes no try meanwhile', async () => {
    api.unlock.mockRejectedValue(new Trouble('POSTA-L2', [], 3));
    const form = new UnlockForm(USER, vi.fn());
    form.password = 'x';
    await form.submit();
    expect(form.wait).toBe(3);
    form.password = 'x';
    await form.submit();
    expect(api.unlock).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1100);
    expect(form.wait).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect([form.wait, form.trouble]).toEqual([0, undefined]);
    expect(form.ready).toBe(true);
  });
});

describe('joining', () => {
  it.each([
    ['k7qm2xo9abcdefgh', 'K7QM-2X09-ABCD-EFGH'],
    ['K7QM-2XO9 abil-efgh9999', 'K7QM-2X09-AB11-EFGH'],
    ['k7', 'K7'],
    ['', '']
  ])('the code %s is shown as %s', (typed, shown) => expect(shapeCode(typed)).toBe(shown));

  it('asks for what is missing before it asks the server', async () => {
    const form = new JoinForm(vi.fn());
    form.password = 'corta';
    await form.submit();
    expect(Object.keys(form.wrong)).toEqual(['server', 'code', 'password', 'repeat']);
    expect(api.join).not.toHaveBeenCalled();
  });

  it('joins with the shaped code', async () => {
    api.join.mockResolvedValue('session');
    const opened = vi.fn().mockResolvedValue(undefined);
    const form = new JoinForm(opened);
    Object.assign(form, { server: ' https://posta.example ', code: 'k7qm2x09abcdefgh', password: 'una frase larga', repeat: 'una frase larga' });
    await form.submit();
    expect(api.join).toHaveBeenCalledWith('https://posta.example', 'K7QM-2X09-ABCD-EFGH', 'una frase larga');
    expect(opened).toHaveBeenCalledWith('session');
  });
});
