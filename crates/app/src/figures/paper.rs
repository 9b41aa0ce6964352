//! The report of figures as pages and as a file: what the dashboard shows, and nothing of anybody.

use std::path::Path;

use chrono::NaiveDate;
use posta_formats::{Counted, Language, Print, Report, ReportPart, ReportPost, ReportTable};

use super::period::Period;
use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::paper::{bad, pages, read_language, save_pdf};
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{ExportView, Figure, FigureBreakdown, FigurePost, FigureView, FiguresRequest, PrintView};

impl App {
    /// The report of a period as pages.
    ///
    /// # Errors
    /// As [`App::figures`]; [`Error::CannotPrint`].
    pub fn figures_print(&self, request: &FiguresRequest) -> Result<PrintView, Error> {
        let now = self.now();
        self.read(|open| pages(&self.folder, open.lay_figures_out(request, now)?))
    }

    /// The report of a period as a PDF in a folder.
    ///
    /// # Errors
    /// As [`App::figures_print`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_figures(&self, request: &FiguresRequest, folder: &Path) -> Result<ExportView, Error> {
        let now = self.now();
        self.with(|open| {
            let print = open.lay_figures_out(request, now)?;
            if folder.is_dir() {
                save_pdf(&self.folder, print, folder, now.today)
            } else {
                Err(bad("folder", "folder_unknown"))
            }
        })
    }
}

impl Open {
    fn lay_figures_out(&self, request: &FiguresRequest, now: Moment) -> Result<Print, Error> {
        self.allow(Act::SeeFigures)?;
        let language = read_language(&request.language)?;
        let period = Period::read(&request.from, &request.to).ok_or_else(super::no_period)?;
        let view = self.figures(period, request, now)?;
        let before = period.before();
        let code = self.membership().department().map(|one| one.code.clone()).unwrap_or_default();
        let department = self.desk.pack.department(&code).map(|one| one.name.clone()).unwrap_or_default();
        let post = view.posts.iter().find(|post| post.code == request.post);
        let place = post.map_or(department.clone(), |post| format!("{department}, {}", post.name));
        let report = Report {
            language,
            place,
            period: (period.from, period.to),
            before: (before.from, before.to),
            made_on: now.today,
            below: view.below,
            care_weeks: view.care_weeks.len(),
            parts: view.figures.iter().map(|figure| part(figure, language)).collect(),
            posts: view.posts.iter().filter(|post| !post.heard_on.is_empty()).map(post_of).collect(),
        };
        report.lay_out().map_err(|_| Error::CannotPrint)
    }
}

fn part(figure: &FigureView, language: Language) -> ReportPart {
    let table = |breakdown: &FigureBreakdown| ReportTable {
        by: breakdown.dimension.clone(),
        rows: breakdown
            .cells
            .iter()
            .map(|cell| {
                (
                    name_of(cell, &breakdown.dimension, language),
                    [counted(&cell.figure), counted(&cell.before)],
                )
            })
            .collect(),
    };
    ReportPart {
        theme: figure.theme.clone(),
        name: figure.name.clone(),
        is_percent: figure.unit == "percent",
        counted: [counted(&figure.figure), counted(&figure.before)],
        definition: figure.definition.clone(),
        source: figure.source.clone(),
        limits: figure.limits.clone(),
        tables: figure.breakdowns.iter().map(table).collect(),
    }
}

fn name_of(cell: &crate::view::FigureCell, trait_: &str, language: Language) -> String {
    if !cell.name.is_empty() {
        return cell.name.clone();
    }
    let word = language.figure_word(trait_, &cell.code);
    if word.is_empty() { cell.code.clone() } else { word }
}

fn post_of(post: &FigurePost) -> ReportPost {
    let heard_on: Option<NaiveDate> = post.heard_on.parse().ok();
    ReportPost { name: post.name.clone(), people: counted(&post.people), heard_on }
}

fn counted(figure: &Figure) -> Counted {
    match (figure.n, figure.hidden.as_str()) {
        (Some(n), "some") => Counted::AtLeast(n),
        (Some(n), _) => Counted::Known(n),
        (None, "together") => Counted::Small,
        (None, _) => Counted::Unknown,
    }
}
