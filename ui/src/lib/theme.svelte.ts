export type Theme = 'day' | 'night';

/** Day or night. Begins with the system's wish; a choice lasts as long as the window. */
class ThemeChoice {
  chosen = $state.raw<Theme>(matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'day');

  toggle(): void {
    this.chosen = this.chosen === 'day' ? 'night' : 'day';
    this.show();
  }

  show(): void {
    document.documentElement.dataset['theme'] = this.chosen;
  }
}

export const theme = new ThemeChoice();
