// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ shelfFile: vi.fn() }));
const openPdf = vi.hoisted(() => vi.fn());
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.mock('./pdf', () => ({ openPdf }));
const { PdfReading } = await import('./pdf-reading.svelte');
const { Trouble } = await import('$lib/trouble');

const pdf = { pages: 3, draw: vi.fn(), words: vi.fn(), close: vi.fn() };

beforeEach(() => {
  vi.resetAllMocks();
  api.shelfFile.mockResolvedValue('JVBERi0=');
  openPdf.mockResolvedValue(pdf);
  pdf.words.mockResolvedValue('Artículo 1');
});

async function open(): Promise<InstanceType<typeof PdfReading>> {
  const reading = new PdfReading('x');
  await reading.open();
  return reading;
}

it('keys turn pages and change the size, never beyond the ends, and other keys are left alone', async () => {
  const reading = await open();
  expect([reading.state, reading.pages]).toEqual(['open', 3]);
  for (const [key, page] of [['ArrowRight', 2], ['PageDown', 3], ['PageDown', 3], ['Home', 1], ['ArrowLeft', 1], ['End', 3], ['PageUp', 2]] as const) {
    expect([reading.key(key), reading.page]).toEqual([true, page]);
  }
  for (let at = 0; at < 9; at += 1) reading.key('+');
  expect([reading.size, reading.largest]).toEqual([300, true]);
  for (let at = 0; at < 9; at += 1) reading.key('-');
  expect([reading.size, reading.smallest]).toEqual([50, true]);
  expect([reading.key('a'), reading.key('Tab')]).toEqual([false, false]);
});

it('a page is drawn at its size, and its words are there to be heard', async () => {
  const reading = await open();
  reading.resize(1);
  await reading.draw(document.createElement('canvas'), 800);
  expect(pdf.draw).toHaveBeenCalledWith(1, expect.anything(), 1000);
  expect(reading.words).toBe('Artículo 1');
  reading.turn(2);
  expect(reading.words).toBe('');
});

it('a PDF that cannot be read says so without what the library found, and one that the shell refuses says why', async () => {
  openPdf.mockRejectedValueOnce(new Error('Invalid PDF structure ROSA'));
  const broken = await open();
  expect([broken.state, broken.trouble]).toEqual(['broken', undefined]);
  api.shelfFile.mockRejectedValueOnce(new Trouble('POSTA-B2'));
  expect((await open()).trouble?.code).toBe('POSTA-B2');
});

it('one that opens after it was left is closed at once', async () => {
  const reading = new PdfReading('x');
  const going = reading.open();
  reading.close();
  await going;
  expect([pdf.close.mock.calls.length, reading.state]).toEqual([1, 'opening']);
});
