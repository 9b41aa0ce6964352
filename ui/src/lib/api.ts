/** The one door to the shell. Screens ask here, in plain words, and get a value or a `Trouble`. */
import { tellActed } from './acts';
import { commands } from './bindings';
import { Trouble } from './trouble';

export type * from './bindings';

export type Commands = typeof commands;
type Data<Answer> = Answer extends { status: 'ok'; data: infer T } ? T : never;
type Door = {
  [Name in keyof Commands]: (
    ...asked: Parameters<Commands[Name]>
  ) => Promise<Data<Awaited<ReturnType<Commands[Name]>>>>;
};

type Answer = { status: 'ok'; data: unknown } | { status: 'error'; error: unknown };
type Ask = (...asked: unknown[]) => Promise<Answer>;

const inWindow = '__TAURI_INTERNALS__' in globalThis;
const whenLocked = new Set<() => void>();

/** Called when the shell says that the session is over. */
export function onLocked(tell: () => void): () => void {
  whenLocked.add(tell);
  return () => whenLocked.delete(tell);
}

async function commandsHere(): Promise<Commands> {
  if (!inWindow && import.meta.env.VITE_MOCK === '1') return (await import('./mock')).mock;
  return commands;
}

async function ask(name: keyof Commands, asked: unknown[]): Promise<unknown> {
  const command = (await commandsHere())[name] as unknown as Ask | undefined;
  if (!command) throw new Trouble('POSTA-X1');
  const answer = await command(...asked).catch((error: unknown) => ({ status: 'error' as const, error }));
  if (answer.status === 'ok') {
    tellActed(name);
    return answer.data;
  }
  const trouble = Trouble.from(answer.error);
  if (trouble.code === 'POSTA-L3') for (const tell of whenLocked) tell();
  throw trouble;
}

export const api = new Proxy({} as Door, {
  get: (_, name) => (...asked: unknown[]) => ask(name as keyof Commands, asked)
});
