import { beforeEach, vi } from 'vitest';

// Tests live on one day, at noon, unless they take real timers: words say "hoy", and leave out this year.
const NOON = new Date(2026, 10, 30, 12);
vi.setSystemTime(NOON);
beforeEach(() => {
  vi.setSystemTime(NOON);
});
