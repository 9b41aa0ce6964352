/**
 * A PDF on the screen, by pdf.js. It is no part of the program's one script: a file beside it, read when the first PDF is opened.
 * It runs no script of the document, makes no code of text, and asks for nothing from anywhere.
 */
import libraryUrl from 'pdfjs-dist/legacy/build/pdf.min.mjs?url';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import type * as Library from 'pdfjs-dist';

/** Pixels of one picture in a document, beyond which it is left out. */
const LARGEST_PICTURE = 40_000_000;
/** Pixels of a drawn page. */
const LARGEST_PAGE = 16_000_000;

export type OpenPdf = {
  pages: number;
  /** Draws a page so many pixels of the screen wide; a later drawing ends an earlier one. */
  draw: (page: number, canvas: HTMLCanvasElement, width: number) => Promise<void>;
  /** The words of a page. */
  words: (page: number) => Promise<string>;
  close: () => void;
};

/** @param content the document in base64 */
export async function openPdf(content: string): Promise<OpenPdf> {
  const library = (await import(/* @vite-ignore */ libraryUrl)) as typeof Library;
  library.GlobalWorkerOptions.workerSrc = workerUrl;
  const data = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const task = library.getDocument({ data, isEvalSupported: false, useWasm: false, enableXfa: false, useSystemFonts: true, maxImageSize: LARGEST_PICTURE, verbosity: 0 });
  const document = await task.promise;
  let drawing: Library.RenderTask | undefined;
  let turn = 0;

  return {
    pages: document.numPages,
    draw: async (number, canvas, width) => {
      const mine = ++turn;
      drawing?.cancel();
      const page = await document.getPage(number);
      if (mine !== turn) return;
      const bare = page.getViewport({ scale: 1 });
      const wanted = (width / bare.width) * (globalThis.devicePixelRatio || 1);
      const scale = Math.min(wanted, Math.sqrt(LARGEST_PAGE / (bare.width * bare.height)));
      const viewport = page.getViewport({ scale });
      // Drawn aside: what shows stays until the new page is whole.
      const aside = globalThis.document.createElement('canvas');
      aside.width = Math.floor(viewport.width);
      aside.height = Math.floor(viewport.height);
      drawing = page.render({ canvas: aside, viewport, annotationMode: library.AnnotationMode.DISABLE });
      try {
        await drawing.promise;
      } catch (thrown) {
        if (thrown instanceof library.RenderingCancelledException) return;
        throw thrown;
      }
      if (mine !== turn) return;
      canvas.width = aside.width;
      canvas.height = aside.height;
      canvas.getContext('2d')?.drawImage(aside, 0, 0);
    },
    words: async (number) => {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(' ').trim();
    },
    close: () => {
      turn += 1;
      drawing?.cancel();
      void task.destroy();
    }
  };
}
