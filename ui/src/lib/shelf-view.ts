/** Types of the knowledge shelf and of a table of people on its way in, as the shell answers them. */
import type { Choice } from './bindings';

export type ShelfItem = {
  /** `pack:<code>` or a document's id. */
  id: string;
  kind: string;
  kind_name: string;
  title: string;
  summary: string;
  /** Code of the language of the text. */
  language: string;
  language_name: string;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; "" unknown. */
  date: string;
  source: string;
  /** `pack`: came with the program; `department`: added by supervisors here. */
  origin: string;
  has_text: boolean;
  /** A PDF: bytes, and the pieces that are here of how many. */
  file: ShelfFile | null;
  withdrawn: boolean;
  /** Nobody has reviewed the text or translation yet. */
  unreviewed: boolean;
};
export type ShelfFile = { bytes: number; here: number; pieces: number };
export type ShelfView = { items: ShelfItem[]; kinds: Choice[]; languages: Choice[]; can_tend: boolean; text_limit: number; file_limit: number };
/** `text` is Markdown. */
export type ShelfPage = { item: ShelfItem; text: string };
export type ShelfHit = { id: string; title: string; kind: string; kind_name: string; snippet: string };
export type ShelfInput = { id: string; kind: string; title: string; summary: string; language: string; date: string; source: string; text: string; withdrawn: boolean };

export type TableColumn = { heading: string; field: string; sample: string };
export type TableProblem = { line: number; field: string; code: string };
export type TablePreview = { fields: string[]; columns: TableColumn[]; rows: number; good: number; problems: TableProblem[] };
export type RejectedLine = { line: number; field: string; reason: string };
export type ImportReport = { persons: number; enrollments: number; consents: number; consultations: number; edits: number; rejected: RejectedLine[]; stopped_by: string | null; refs: Record<string, string> };
