import type { CommandError, ProblemView } from './bindings';
import { t, type TroubleWords } from './messages';

/** Why something asked of the shell was not done. */
export class Trouble extends Error {
  constructor(
    readonly code: string,
    readonly fields: ProblemView[] = [],
    readonly seconds = 0
  ) {
    super(code);
    this.name = 'Trouble';
  }

  /** Anything thrown on the way; what is not a `CommandError` is unforeseen. */
  static from(thrown: unknown): Trouble {
    if (thrown instanceof Trouble) return thrown;
    const told = thrown as Partial<CommandError> | null;
    if (told && typeof told === 'object' && typeof told.code === 'string' && told.code.startsWith('POSTA-')) {
      return new Trouble(told.code, told.fields ?? [], told.seconds ?? 0);
    }
    return new Trouble('POSTA-X1');
  }
}

/** One sentence, one action and the code, for a person. */
export function sayTrouble(trouble: Trouble): TroubleWords & { code: string } {
  const words = Object.entries(t.trouble.codes).find(([code]) => code === trouble.code)?.[1];
  return { ...(words ?? t.trouble.codes['POSTA-X1']), code: trouble.code };
}
