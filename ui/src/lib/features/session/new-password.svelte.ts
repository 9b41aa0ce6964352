import { t } from '$lib/messages';

export const SHORTEST_PASSWORD = 10;

/** A password chosen, and typed twice. */
export class NewPassword {
  password = $state('');
  repeat = $state('');
  tried = $state(false);

  get lettersLeft(): number {
    return Math.max(0, SHORTEST_PASSWORD - [...this.password].length);
  }

  /** What to put right in each field; shown once it was tried. */
  get wrong(): { password?: string; repeat?: string } {
    return {
      ...((this.lettersLeft > 0 || this.password.trim() === '') && { password: t.session.tooShort }),
      ...(this.password !== this.repeat && { repeat: t.session.repeatDiffers })
    };
  }

  /** Whether it can be used; from now on what is wrong shows. */
  check(): boolean {
    this.tried = true;
    return Object.keys(this.wrong).length === 0;
  }

  clear(): void {
    this.password = this.repeat = '';
    this.tried = false;
  }
}
