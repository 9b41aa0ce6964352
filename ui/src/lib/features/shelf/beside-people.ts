import type { Beside } from '$lib/find-beside';
import { language, t } from '$lib/messages';
import { api } from '$lib/api';

const MOST = 3;

/** The library in the search for people. */
export const besidePeople = (go: (href: string) => void): Beside => ({
  title: () => t.shelf.find.title,
  said: (hits) => t.shelf.find.results(hits),
  search: async (typed) => {
    const hits = await api.searchShelf(typed, MOST, language());
    return hits.map(({ id, title, kind_name }) => ({ id, title, text: kind_name }));
  },
  open: (id) => go(`/shelf/${encodeURIComponent(id)}`)
});
