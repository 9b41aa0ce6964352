/** What the supervisor's figures and exports are made of, as the shell answers them. Beside the generated bindings until they tell the same. */
export type Figure = {
  n: number | null;               // null: not shown
  hidden: string;                 // "" shown; "small": under the limit; "together": would tell a small one; "unknown": cannot be computed
};
export type FigureCell = { code: string; name: string; figure: Figure; before: Figure };
export type FigureBreakdown = { dimension: string; name: string; cells: FigureCell[] };   // e.g. nationality, sex, age_band, group, outcome, post, campaign
export type FigurePoint = { at: string; figure: Figure };  // at: first day of the day/week/month
export type FigureView = {
  code: string;                   // registered, enrolled, papers_missing, procedure_state, needs, referrals, ...
  name: string; theme: string; theme_name: string;
  unit: string;                   // "people" | "records" | "days" | "percent"
  definition: string;             // numerator and denominator in one or two sentences, in the language asked for
  source: string;                 // which records
  figure: Figure; before: Figure;
  of: Figure | null;              // denominator, where there is one
  series: FigurePoint[];
  breakdowns: FigureBreakdown[];
  limits: string;                 // what it does not say; may be ""
};
export type FigurePost = {
  code: string; name: string; municipality: string; municipality_name: string;
  latitude: number | null; longitude: number | null;
  people: Figure; heard_on: string /* day or "" */; silent_days: number | null; silent: boolean;
};
export type FiguresView = {
  from: string; to: string; before_from: string; before_to: string;
  grain: string;                  // "day" | "week" | "month": of the series
  post: string;                   // "" all
  below: number;                  // cells under this are not shown (5)
  as_of: string;                  // RFC 3339
  figures: FigureView[];          // in the order of the pack, grouped by theme
  posts: FigurePost[];
  post_choices: { code: string; name: string }[];
  care_weeks: { week: string; teams: number }[];   // weekly aggregates of teams that came in the period
};
export type FiguresRequest = { from: string; to: string; post: string; language: string };

/** What leaves: of which days (first and last, as `YYYY-MM-DD`) and which post ("" for all), and what for. */
export type ExportRequest = { format: string; from: string; to: string; post: string; purpose: string };
export type ExportPreview = {
  people: number;
  left_out: number;               // did not agree, or opposed
  records: number;
  format: string;
  columns: string[];              // headings, in order; of figures: the measures
};
export type ExportDone = { path: string; bytes: number; people: number };
export type ExportProgress = { done: number; of: number };

/** A campaign of the pack with its days. */
export type CampaignDays = { code: string; name: string; from: string; to: string };
