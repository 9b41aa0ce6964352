import { api, type InvitationView, type SessionView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { t } from '$lib/messages';
import { isWholeCode, readInvitation, shapeCode } from './invitation';
import { NewPassword } from './new-password.svelte';

/** Joining this device, or one more user of it, to a department: the invitation, its words compared, a password. */
export class JoinForm {
  step = $state<'invitation' | 'confirm' | 'warned' | 'password'>('invitation');
  /** Server and code, or the link that holds both. */
  invitation = $state('');
  path = $state('');
  code = $state('');
  seen = $state.raw<InvitationView | undefined>(undefined);
  readonly chosen = new NewPassword();
  tried = $state(false);
  readonly asking = new Asking();

  constructor(
    private readonly opened: (view: SessionView) => Promise<void>,
    /** The invitation is a file. */
    readonly fromFile = false
  ) {}

  /** What to put right in each field; shown once it was tried. */
  get wrong(): { invitation?: string; path?: string; code?: string } {
    if (this.fromFile) {
      return {
        ...(this.path.trim() === '' && { path: t.session.join.pathMissing }),
        ...(!isWholeCode(this.code) && { code: t.session.join.codeShort })
      };
    }
    const read = readInvitation(this.invitation);
    if (!isWholeCode(read.code)) return { invitation: t.session.join.invitationMissing };
    return read.server ? {} : { invitation: t.session.join.serverMissing };
  }

  /** Reads what the invitation says. Nothing is accepted yet. */
  async look(): Promise<void> {
    this.tried = true;
    if (Object.keys(this.wrong).length > 0) return;
    await this.asking.do(async () => {
      const { server, code } = readInvitation(this.invitation);
      this.seen = await (this.fromFile ? api.lookAtInvitationFile(this.path.trim(), shapeCode(this.code)) : api.lookAtInvitation(server, code));
      this.step = 'confirm';
    });
  }

  async join(): Promise<void> {
    if (!this.chosen.check()) return;
    await this.asking.do(async () => {
      const { server, code } = readInvitation(this.invitation);
      const { password } = this.chosen;
      const view = await (this.fromFile ? api.joinFromFile(this.path.trim(), shapeCode(this.code), password) : api.join(server, code, password));
      this.chosen.clear();
      this.invitation = this.code = '';
      await this.opened(view);
    });
  }

  again(): void {
    this.step = 'invitation';
    this.tried = false;
    this.seen = undefined;
    this.asking.trouble = undefined;
    this.chosen.clear();
  }
}
