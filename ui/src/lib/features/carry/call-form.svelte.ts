import type { Talk } from './peer-talk.svelte';

/** Calling a laptop that waits. What was typed stays for the next try, until an exchange has ended well. */
export class CallForm {
  address = $state('');
  open = $state(false);
  tried = $state(false);

  constructor(readonly talk: Talk) {}

  clear(): void {
    this.address = '';
    this.open = this.tried = false;
  }

  get missing(): boolean {
    return this.tried && this.address.trim() === '';
  }

  /** Says whether the call goes out. */
  async submit(): Promise<boolean> {
    this.tried = true;
    const address = this.address.trim();
    return address !== '' && (await this.talk.call(address));
  }
}
