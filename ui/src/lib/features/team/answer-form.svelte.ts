import { api, type ChallengeView, type CodeView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { t } from '$lib/messages';

/** Answering a forgotten password: the code that is shown, who it is, the recovery key, the answer. */
export class AnswerForm {
  challenge = $state('');
  source = $state<'folder' | 'shares'>('folder');
  folder = $state('');
  shares = $state('');
  tried = $state(false);
  /** What was said of the four words: nothing is answered before an explicit yes. */
  compared = $state<'same' | 'different' | undefined>(undefined);
  seen = $state.raw<ChallengeView | undefined>(undefined);
  answer = $state.raw<CodeView | undefined>(undefined);
  readonly asking = new Asking();

  /** One share a line. */
  get parts(): string[] {
    return this.shares.split('\n').map((line) => line.trim()).filter(Boolean);
  }

  /** What to put right; shown once it was tried. */
  get wrong(): { challenge?: string; folder?: string; shares?: string } {
    if (!this.seen) return this.challenge.trim() === '' ? { challenge: t.team.recovery.challengeMissing } : {};
    if (this.source === 'folder') return this.folder.trim() === '' ? { folder: t.team.recovery.folderMissing } : {};
    return this.parts.length === 0 ? { shares: t.team.recovery.sharesMissing } : {};
  }

  async look(): Promise<void> {
    this.tried = true;
    if (this.wrong.challenge) return;
    await this.asking.do(async () => {
      this.seen = await api.inspectChallenge(this.challenge.trim());
      this.compared = undefined;
      this.tried = false;
    });
  }

  /** Answers once the words were found the same. Nobody unknown or revoked is answered. */
  async submit(): Promise<void> {
    this.tried = true;
    if (!this.seen?.known || this.compared !== 'same' || Object.keys(this.wrong).length > 0) return;
    const folder = this.source === 'folder' ? this.folder.trim() : '';
    const shares = this.source === 'shares' ? this.parts : [];
    await this.asking.do(async () => {
      this.answer = await api.answerRecovery(this.challenge.trim(), folder, shares);
      this.shares = '';
    });
  }

  again(): void {
    this.challenge = this.folder = this.shares = '';
    this.tried = false;
    this.compared = undefined;
    this.seen = this.answer = undefined;
    this.asking.trouble = undefined;
  }
}
