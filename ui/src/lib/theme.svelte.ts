export type Theme = 'day' | 'night';

const KEY = 'posta-theme';

/** What was chosen before, where the window keeps it. The only thing that is ever kept so. */
function remembered(): Theme | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'day' || kept === 'night' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Day or night. Begins with what was chosen before, else with the system's wish. */
class ThemeChoice {
  chosen = $state.raw<Theme>(remembered() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'day'));

  toggle(): void {
    this.chosen = this.chosen === 'day' ? 'night' : 'day';
    try {
      localStorage.setItem(KEY, this.chosen);
    } catch {
      // It lasts as long as the window.
    }
    this.show();
  }

  show(): void {
    document.documentElement.dataset['theme'] = this.chosen;
  }
}

export const theme = new ThemeChoice();
