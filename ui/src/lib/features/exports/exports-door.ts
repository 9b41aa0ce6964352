/** What the shell answers about what leaves. One place to change when the generated bindings tell it. */
import { api } from '$lib/api';
import type { ExportDone, ExportPreview, ExportProgress, ExportRequest } from '$lib/figures-view';

type ExportsDoor = {
  exportPreview: (request: ExportRequest) => Promise<ExportPreview>;
  exportRun: (request: ExportRequest, folder: string) => Promise<ExportDone>;
  exportProgress: () => Promise<ExportProgress>;
};

export const exportsDoor = api as unknown as ExportsDoor;
