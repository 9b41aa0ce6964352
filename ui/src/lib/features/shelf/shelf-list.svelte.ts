import { untrack } from 'svelte';
import { Loading } from '$lib/loading.svelte';
import { language } from '$lib/messages';
import { api, type ShelfHit, type ShelfItem, type ShelfView } from '$lib/api';
import { Trouble } from '$lib/trouble';

const PAUSE = 160;
/** More than anybody reads through. */
const MOST = 60;

export type FoundItem = { item: ShelfItem; snippet: string };

/** The library as it is listed: by kind, or by what is looked for in it. */
export class ShelfList {
  kind = $state('');
  language = $state('');
  typed = $state('');
  /** What was looked for, with what came of it; undefined while nothing is. */
  answer = $state.raw<{ typed: string; hits: ShelfHit[] } | undefined>(undefined);
  searching = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);
  readonly read = new Loading<ShelfView>(() => api.shelf(language()));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  #fits = (item: ShelfItem) => (!this.kind || item.kind === this.kind) && (!this.language || item.language === this.language);
  shown = $derived((this.read.value?.items ?? []).filter((item) => !item.withdrawn && this.#fits(item)));
  withdrawn = $derived(this.read.value?.can_tend ? this.read.value.items.filter((item) => item.withdrawn && this.#fits(item)) : []);
  /** By kind, in the order of the kinds; one that is not among them comes last. */
  groups = $derived.by(() => {
    const kinds = (this.read.value?.kinds ?? []).map(({ code }) => code);
    const all = [...new Set([...kinds, ...this.shown.map(({ kind }) => kind)])];
    return all.map((kind) => ({ kind, items: this.shown.filter((item) => item.kind === kind) })).filter(({ items }) => items.length > 0);
  });
  /** What was found of what the filters let through, with what is known of each. */
  found = $derived.by((): FoundItem[] => {
    const items = new Map((this.read.value?.items ?? []).map((item) => [item.id, item]));
    return (this.answer?.hits ?? []).flatMap(({ id, snippet }) => {
      const item = items.get(id);
      return item && !item.withdrawn && this.#fits(item) ? [{ item, snippet }] : [];
    });
  });

  type(text: string): void {
    this.typed = text;
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.searching = text.trim() !== '';
    if (this.searching) this.#timer = setTimeout(() => void this.search(), PAUSE);
    else this.#end(undefined);
  }

  /** Looks now. Only the answer to the last thing typed shows. */
  async search(): Promise<void> {
    clearTimeout(this.#timer);
    const typed = this.typed.trim();
    if (typed === '') return;
    const turn = ++this.#turn;
    this.searching = true;
    try {
      const hits = await api.searchShelf(typed, MOST, untrack(() => language()));
      if (turn === this.#turn) this.#end({ typed, hits });
    } catch (thrown) {
      if (turn === this.#turn) this.#end({ typed, hits: [] }, Trouble.from(thrown));
    }
  }

  #end(answer: { typed: string; hits: ShelfHit[] } | undefined, trouble?: Trouble): void {
    this.answer = answer;
    this.trouble = trouble;
    this.searching = false;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
