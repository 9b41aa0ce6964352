import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html' }),
    // The window's own policy (src-tauri/tauri.conf.json) allows SvelteKit's one bootstrap script by its hash.
    prerender: { entries: [] },
    // One script and one style sheet: the window reads them from its own binary.
    output: { bundleStrategy: 'single' },
    version: { name: 'posta', pollInterval: 0 }
  }
};
