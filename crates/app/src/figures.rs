//! Indicators: what was done in a period, for supervisors, from counts of this device.

mod care;
mod paper;
mod period;
mod table;
mod words;

use std::collections::BTreeMap;

use posta_domain::{BELOW_INSIDE, Indicator, Pack, Tallied};
use posta_store::ScopeFile;

use crate::app::App;
use crate::catalogue::{municipality_name, post_name};
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::summary::Language;
use crate::time::{Moment, rfc3339};
use crate::view::{
    CampaignDays, Figure, FigureBreakdown, FigureCell, FigurePoint, FigurePost, FigureView, FiguresRequest,
    FiguresView, PostChoice, ProblemView,
};

use care::Care;
pub(crate) use period::Period;
pub(crate) use table::{ALL, Table};
pub(crate) use words::sort;

use period::Grain;

/// Days without anybody registered after which a post is shown as silent.
const SILENT: i64 = 7;

impl App {
    /// The indicators of a period and the one before, of a post or all. Small numbers are not in it, nor what would tell
    /// them. Counts what changed since the last time first.
    ///
    /// # Errors
    /// [`Error::BadInput`]: no such period; [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn figures(&self, request: &FiguresRequest) -> Result<FiguresView, Error> {
        let now = self.now();
        let period = Period::read(&request.from, &request.to).ok_or_else(no_period)?;
        self.read(|open| {
            open.allow(Act::SeeFigures)?;
            open.figures(period, request, now)
        })
    }
    /// The campaigns of the pack that have begun, the newest first.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn figure_campaigns(&self) -> Result<Vec<CampaignDays>, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeFigures)?;
            let begun = open.desk.pack.campaigns.iter().filter(|one| one.from <= now.today);
            let mut days: Vec<CampaignDays> = begun
                .map(|one| CampaignDays {
                    code: one.code.clone(),
                    name: one.name.clone(),
                    from: one.from.to_string(),
                    to: one.to.min(now.today).to_string(),
                })
                .collect();
            days.sort_by(|one, other| other.from.cmp(&one.from));
            Ok(days)
        })
    }
}

fn choice_of(post: &FigurePost) -> PostChoice {
    PostChoice { code: post.code.clone(), name: post.name.clone() }
}

fn no_period() -> Error {
    let (field, code, severity) = ("from".into(), "period_unknown".into(), "error".into());
    Error::BadInput(vec![ProblemView { field, code, severity }])
}

/// Counts of now and before, of everything that indicators count in a registry.
type Tables = BTreeMap<Tallied, (Table, Table)>;

impl Open {
    fn figures(&self, period: Period, request: &FiguresRequest, now: Moment) -> Result<FiguresView, Error> {
        let file = &self.registry()?.file;
        file.refresh_tallies()?;
        let (before, grain) = (period.before(), period.grain());
        let mut tables = Tables::new();
        for what in Tallied::ALL.into_iter().filter(|what| !what.is_of_care()) {
            let table = Table::read(file, what, period, Some(grain), BELOW_INSIDE)?;
            tables.insert(what, (table, Table::read(file, what, before, None, BELOW_INSIDE)?));
        }
        // What teams tell is of no single post.
        let of_all = request.post.is_empty();
        let care = if of_all { self.care_and_before(period)? } else { Default::default() };
        let post = if request.post.is_empty() { ALL } else { request.post.as_str() };
        let posts = self.posts_with(file, tables.get(&Tallied::People).map(|(now, _)| now), now)?;
        let view = Viewed {
            open: self,
            tables: &tables,
            care: &care,
            post,
            period,
            grain,
            language: &request.language,
        };
        Ok(FiguresView {
            from: period.from.to_string(),
            to: period.to.to_string(),
            before_from: before.from.to_string(),
            before_to: before.to.to_string(),
            grain: grain.as_str().to_owned(),
            post: request.post.clone(),
            below: count(BELOW_INSIDE),
            as_of: rfc3339(now.at),
            figures: self.desk.pack.indicators.iter().filter_map(|one| view.figure(one)).collect(),
            post_choices: posts.iter().map(choice_of).collect(),
            posts,
            care_weeks: care.0.weeks(),
        })
    }

    /// The posts of the department that somebody was ever registered at, and those that the pack declares for it.
    fn posts_with(
        &self,
        file: &ScopeFile,
        people: Option<&Table>,
        now: Moment,
    ) -> Result<Vec<FigurePost>, Error> {
        let pack = self.desk.pack;
        let department = self.membership().department().map(|one| one.code.clone()).unwrap_or_default();
        let heard: BTreeMap<String, _> = file.heard()?.into_iter().map(|one| (one.post, one.on)).collect();
        let declared = pack.posts.iter().filter(|post| post.municipality.starts_with(&department));
        let mut codes: Vec<&str> = declared.map(|post| post.code.as_str()).collect();
        codes.extend(heard.keys().map(String::as_str).filter(|code| !code.is_empty()));
        codes.sort_unstable();
        codes.dedup();
        let view = |code: &str| {
            let post = pack.post(code);
            let municipality = post.map(|post| post.municipality.clone()).unwrap_or_default();
            let degrees = |place: usize| {
                let at = post.and_then(|post| post.at)?;
                at.get(place).map(|hundredths| f64::from(*hundredths) / 100.0)
            };
            let on = heard.get(code);
            let silent = on.map(|on| (now.today - *on).num_days());
            FigurePost {
                code: code.to_owned(),
                name: post_name(pack, code),
                municipality_name: municipality_name(pack, &municipality),
                municipality,
                latitude: degrees(0),
                longitude: degrees(1),
                people: people.map(|table| table.figure("", code)).unwrap_or_default(),
                heard_on: on.map(ToString::to_string).unwrap_or_default(),
                silent_days: silent.and_then(|days| u32::try_from(days).ok()),
                silent: silent.is_some_and(|days| days > SILENT),
            }
        };
        Ok(codes.into_iter().map(view).collect())
    }
}

/// What is shown, of where and when.
struct Viewed<'a> {
    open: &'a Open,
    tables: &'a Tables,
    care: &'a (Care, Care),
    post: &'a str,
    period: Period,
    grain: Grain,
    language: &'a str,
}

impl Viewed<'_> {
    fn figure(&self, one: &Indicator) -> Option<FigureView> {
        let what = Tallied::from_word(&one.counts)?;
        let pack = self.open.desk.pack;
        let words = |list: &str| words_of(pack, one, list, self.language);
        let is_part = !one.of.is_empty();
        let whole = self.read(what, "", self.post);
        let (figure, before) = self.read(what, &one.with, self.post);
        let part = |figure: Figure, whole: &Figure| if is_part { percent(&figure, whole) } else { figure };
        Some(FigureView {
            code: one.code.clone(),
            name: pack.name_of("indicators", &one.code, self.language).to_owned(),
            theme: one.theme.clone(),
            theme_name: self.words().theme_word(&one.theme),
            unit: unit_of(one, what).to_owned(),
            definition: words("indicators.definition"),
            source: words("indicators.source"),
            limits: words("indicators.limits"),
            figure: part(figure, &whole.0),
            before: part(before, &whole.1),
            of: is_part.then_some(whole.0),
            series: if is_part || !one.with.is_empty() { Vec::new() } else { self.series(what) },
            breakdowns: one.by.iter().map(|name| self.breakdown(what, name)).collect(),
        })
    }

    fn read(&self, what: Tallied, trait_: &str, post: &str) -> (Figure, Figure) {
        if what.is_of_care() {
            return (self.care.0.figure(what, trait_), self.care.1.figure(what, trait_));
        }
        let Some((now, before)) = self.tables.get(&what) else { return Default::default() };
        (now.figure(trait_, post), before.figure(trait_, post))
    }

    fn series(&self, what: Tallied) -> Vec<FigurePoint> {
        if what.is_of_care() {
            return self.care.0.series(what);
        }
        let points = self.period.points(self.grain);
        let point = |at: &chrono::NaiveDate| FigurePoint {
            at: at.to_string(),
            figure: self.read(what, &format!("at={at}"), self.post).0,
        };
        points.iter().map(point).collect()
    }

    fn words(&self) -> Language {
        Language::from_code(self.language).unwrap_or(Language::Spanish)
    }

    fn breakdown(&self, what: Tallied, name: &str) -> FigureBreakdown {
        // Sexes by bands are told of all posts together only.
        let is_known = name != "sex_age" || self.post == ALL;
        let mut values = if what.is_of_care() {
            self.care.0.values(what, name)
        } else {
            self.tables.get(&what).map(|(now, _)| now.values(name)).unwrap_or_default()
        };
        values.retain(|_| is_known);
        let mut cells: Vec<FigureCell> = values
            .iter()
            .map(|trait_| {
                let code = trait_.split_once('=').map(|(_, value)| value).unwrap_or_default();
                let (figure, before) = self.read(what, trait_, self.post);
                FigureCell {
                    code: code.to_owned(),
                    name: self.open.word(name, code, self.language),
                    figure,
                    before,
                }
            })
            .filter(|cell| cell.figure.n != Some(0) || cell.before.n != Some(0))
            .collect();
        words::sort(name, &mut cells);
        FigureBreakdown { dimension: name.to_owned(), name: self.words().trait_word(name), cells }
    }
}

/// What an indicator counts in.
pub(crate) fn unit_of(one: &Indicator, what: Tallied) -> &'static str {
    match what {
        _ if !one.of.is_empty() => "percent",
        Tallied::People | Tallied::Enrollments => "people",
        _ => "records",
    }
}

/// Words of an indicator; blank where the pack has none.
pub(crate) fn words_of(pack: &Pack, one: &Indicator, list: &str, language: &str) -> String {
    let words = pack.name_of(list, &one.code, language);
    if words == one.code { String::new() } else { words.to_owned() }
}

/// Whole percent; not shown where either number, or the rest, is not.
pub(crate) fn percent(part: &Figure, whole: &Figure) -> Figure {
    let is_least = |figure: &Figure| figure.n.is_some() && !figure.hidden.is_empty();
    if is_least(part) || is_least(whole) {
        return Figure { n: None, hidden: "together".to_owned() };
    }
    match (part.n, whole.n) {
        (Some(_), Some(0)) => Figure { n: None, hidden: "unknown".to_owned() },
        (Some(part), Some(whole)) => {
            let percent = (u64::from(part) * 200 + u64::from(whole)) / (u64::from(whole) * 2);
            Figure { n: Some(count(percent)), hidden: String::new() }
        }
        (None, _) => part.clone(),
        (_, None) => whole.clone(),
    }
}
