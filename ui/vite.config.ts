import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * The window freezes `Object.prototype` (src-tauri/tauri.conf.json), and then `x.toString = ...` fails on a plain object,
 * where a library means a property of its own: it is made before it is written.
 */
const ownProperties: Plugin = {
  name: 'posta-own-properties',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/node_modules\/d3-/.test(id)) return null;
    const made = code.replace(
      /^([ \t]*)([\w.]+)\.(constructor|toString|valueOf) = /gm,
      "$1Object.defineProperty($2, '$3', { writable: true, configurable: true, value: undefined });\n$&"
    );
    return made === code ? null : { code: made, map: null };
  }
};

export default defineConfig({
  plugins: [ownProperties, sveltekit()],
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
    environment: 'node',
    setupFiles: ['src/test-day.ts']
  },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {}
});
