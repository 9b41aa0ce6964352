import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
  clearScreen: false,
  // The pack's words are read by the invented data of development.
  server: { port: 5173, strictPort: true, fs: { allow: ['.', '../packs'] } },
  build: {
    // `data:` is not allowed by the window's policy, so nothing is inlined.
    assetsInlineLimit: 0,
    target: ['es2022', 'safari16']
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node'
  },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {}
});
