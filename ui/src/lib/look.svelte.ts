/** How the window looks: its language, and day or night. Chosen for everybody who uses this device, also while it is locked. */
import { api } from './api';
import { language, languageNamed, speak, type Language } from './messages';

export type Theme = 'day' | 'night';

const system = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'day');

class Look {
  /** Whether it is known what was chosen before: what is shown earlier would change under the eyes. */
  known = $state.raw(false);
  /** Changes once the shell knows of another language: what it answers in words is asked for again. */
  told = $state.raw(0);
  #theme = $state.raw<Theme | ''>('');
  #toldOf: Language | undefined;
  #kept: Promise<unknown> = Promise.resolve();

  /** Day or night: what was chosen, else the system's wish. */
  get theme(): Theme {
    return this.#theme || system();
  }

  /** Looks as it was chosen on this device before. */
  async start(): Promise<void> {
    try {
      const kept = await api.look();
      if (kept.theme === 'day' || kept.theme === 'night') this.#theme = kept.theme;
      this.#toldOf = languageNamed(kept.language) ?? language();
      this.#show(this.#toldOf);
    } catch {
      this.#show(language());
    }
    this.known = true;
  }

  speak(chosen: Language): void {
    this.#show(chosen);
    this.#keep();
  }

  toggleTheme(): void {
    this.#theme = this.theme === 'day' ? 'night' : 'day';
    this.#show(language());
    this.#keep();
  }

  #show(chosen: Language): void {
    speak(chosen);
    document.documentElement.dataset['theme'] = this.theme;
  }

  /** One after the other, so that the last choice is the one that stays. What cannot be kept lasts as long as the window. */
  #keep(): void {
    const [chosen, theme] = [language(), this.#theme];
    this.#kept = this.#kept.then(() => api.setLook(chosen, theme)).then(
      () => {
        if (chosen !== this.#toldOf) this.told += 1;
        this.#toldOf = chosen;
      },
      () => undefined
    );
  }
}

export const look = new Look();
