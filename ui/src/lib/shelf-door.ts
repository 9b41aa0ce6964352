/** The shelf's and the table's part of the one door, until their commands are among the generated ones. */
import { api } from './api';
import type { CarryPlace, ExportView, Saved } from './bindings';
import type { ImportReport, ShelfHit, ShelfInput, ShelfPage, ShelfView, TablePreview } from './shelf-view';

type ShelfDoor = {
  shelf: (language: string) => Promise<ShelfView>;
  searchShelf: (query: string, limit: number, language: string) => Promise<ShelfHit[]>;
  shelfPage: (id: string, language: string) => Promise<ShelfPage>;
  saveShelfItem: (input: ShelfInput) => Promise<Saved>;
  addShelfFile: (id: string, path: string) => Promise<Saved>;
  saveShelfFile: (id: string, folder: string) => Promise<ExportView>;
  /** The PDF in base64. */
  shelfFile: (id: string) => Promise<string>;
  /** Sticks and folders with files of an ending: `pdf`, `table` (CSV, XLSX). */
  placesWith: (what: string) => Promise<CarryPlace[]>;
  previewTable: (file: string, columns: string[]) => Promise<TablePreview>;
  importTable: (file: string, columns: string[]) => Promise<ImportReport>;
};

export const door = api as unknown as ShelfDoor;
