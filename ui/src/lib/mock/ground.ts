/** What every invented answer stands on: the words of the address, and how an answer looks. */
import type { CommandError, ProblemView } from '../bindings';

export const query = new URLSearchParams(globalThis.location?.search ?? '');
export const mood = new Set((query.get('mock') ?? '').split(','));
export const has = (word: string): boolean => mood.has(word);

export type Ok<T> = Promise<{ status: 'ok'; data: T }>;
export type No = Promise<{ status: 'error'; error: CommandError }>;
const pause = () => new Promise((resolve) => setTimeout(resolve, has('slow') ? 60_000 : 40));

export async function ok<T>(data: T): Ok<T> {
  await pause();
  return { status: 'ok', data: structuredClone(data) };
}

export async function no(code: string, fields: ProblemView[] = [], seconds = 0): No {
  await pause();
  return { status: 'error', error: { code, fields, seconds } };
}

export const failing = (code = 'POSTA-X1'): No | undefined => (has('failing') ? no(code) : undefined);

/** An id that nothing else has. */
export const newId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
