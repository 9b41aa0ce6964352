import { api, type SessionView } from '$lib/api';
import { t } from '$lib/messages';
import { Trouble } from '$lib/trouble';

export const SHORTEST_PASSWORD = 10;
const CODE_LENGTH = 16;
const ALPHABET = /[^0-9A-HJKMNP-TV-Z]/g;

/** The code as it is printed, whatever was typed: capitals, groups of four, O and I read as digits. */
export function shapeCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1').replace(ALPHABET, '').slice(0, CODE_LENGTH);
  return letters.match(/.{1,4}/g)?.join('-') ?? '';
}

/** Joining this device, or one more user of it, to a department. */
export class JoinForm {
  server = $state('');
  code = $state('');
  password = $state('');
  repeat = $state('');
  tried = $state(false);
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);

  constructor(private readonly opened: (view: SessionView) => Promise<void>) {}

  get lettersLeft(): number {
    return Math.max(0, SHORTEST_PASSWORD - [...this.password].length);
  }

  /** What to put right in each field; shown once joining was tried. */
  get wrong(): { server?: string; code?: string; password?: string; repeat?: string } {
    return {
      ...(this.server.trim() === '' && { server: t.session.serverMissing }),
      ...(shapeCode(this.code).length < CODE_LENGTH + 3 && { code: t.session.codeShort }),
      ...((this.lettersLeft > 0 || this.password.trim() === '') && { password: t.session.tooShort }),
      ...(this.password !== this.repeat && { repeat: t.session.repeatDiffers })
    };
  }

  async submit(): Promise<void> {
    this.tried = true;
    if (this.busy || Object.keys(this.wrong).length > 0) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      const view = await api.join(this.server.trim(), shapeCode(this.code), this.password);
      this.password = this.repeat = this.code = '';
      await this.opened(view);
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
    } finally {
      this.busy = false;
    }
  }
}
