/** What the shell answers about figures. One place to change when the generated bindings tell it. */
import { api } from '$lib/api';
import type { CampaignDays, FiguresRequest, FiguresView } from '$lib/figures-view';

type FiguresDoor = {
  figures: (request: FiguresRequest) => Promise<FiguresView>;
  /** The campaigns of the pack that have begun, the newest first. */
  figureCampaigns: (language: string) => Promise<CampaignDays[]>;
};

export const figuresDoor = api as unknown as FiguresDoor;
