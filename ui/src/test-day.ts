import { beforeEach, vi } from 'vitest';

// All tests live on one day, at noon: words say "hoy", and leave out this year.
const NOON = new Date(2026, 10, 30, 12);
vi.setSystemTime(NOON);
beforeEach(() => {
  vi.setSystemTime(NOON);
});
