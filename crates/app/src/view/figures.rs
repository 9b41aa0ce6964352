//! Indicators of a period, as the supervisor's dashboard shows them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Of what period and place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FiguresRequest {
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Post's code; "" for all.
    pub post: String,
    /// Language of the names.
    pub language: String,
}

/// A number that may not be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct Figure {
    pub n: Option<u32>,
    /// "": shown; "together": not shown, so that nothing is told of a few people (which of them are few is not told
    /// either); "some": at least so many, the rest is not told; "unknown": nobody told it.
    pub hidden: String,
}

/// One value of a trait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FigureCell {
    pub code: String,
    /// "" where there is no word: the code is shown.
    pub name: String,
    pub figure: Figure,
    pub before: Figure,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FigureBreakdown {
    /// A trait.
    pub dimension: String,
    pub name: String,
    /// The largest first; bands by age.
    pub cells: Vec<FigureCell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FigurePoint {
    /// First day of the day, week or month.
    pub at: String,
    pub figure: Figure,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FigureView {
    pub code: String,
    pub name: String,
    /// `register`, `enrollment`, `care` or a word of the pack.
    pub theme: String,
    pub theme_name: String,
    /// `people`, `records` or `percent`.
    pub unit: String,
    pub definition: String,
    pub source: String,
    pub limits: String,
    pub figure: Figure,
    pub before: Figure,
    /// Out of how many, of a percentage.
    pub of: Option<Figure>,
    pub series: Vec<FigurePoint>,
    pub breakdowns: Vec<FigureBreakdown>,
}

/// A post on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FigurePost {
    pub code: String,
    pub name: String,
    pub municipality: String,
    pub municipality_name: String,
    /// Degrees, WGS 84; about where it is.
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// People registered there in the period.
    pub people: Figure,
    /// Last day on which somebody was registered there, as far as this device knows.
    pub heard_on: String,
    pub silent_days: Option<u32>,
    /// Nothing for longer than a week.
    pub silent: bool,
}

/// A week of which care teams told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CareWeek {
    /// Monday.
    pub week: String,
    pub teams: u32,
}

/// The dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FiguresView {
    pub from: String,
    pub to: String,
    /// The period of the same length before.
    pub before_from: String,
    pub before_to: String,
    /// Of the series: `day`, `week` or `month`.
    pub grain: String,
    pub post: String,
    /// Numbers under this are not shown.
    pub below: u32,
    pub as_of: String,
    pub figures: Vec<FigureView>,
    pub posts: Vec<FigurePost>,
    /// Posts that may be asked for.
    pub post_choices: Vec<PostChoice>,
    pub care_weeks: Vec<CareWeek>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PostChoice {
    pub code: String,
    pub name: String,
}

/// A campaign of the pack with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CampaignDays {
    pub code: String,
    pub name: String,
    pub from: String,
    pub to: String,
}
