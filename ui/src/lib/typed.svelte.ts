type Typed = { typed: string; draft: { touch: () => void }; problems: readonly unknown[] };

/** What is typed in a form is a draft at once, and what was said of it before no longer holds. Called while its screen is set up. */
export function keepTyped(form: Typed): void {
  let before: string | undefined;
  $effect(() => {
    const { typed } = form;
    if (before !== undefined && before !== typed) {
      form.draft.touch();
      form.problems = [];
    }
    before = typed;
  });
}
