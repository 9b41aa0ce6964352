//! Campaigns: days on which posts enroll with a common name.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Pack;

/// A campaign with its days and posts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, which still belongs to it.
    pub to: NaiveDate,
    /// Posts by their codes; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<String>,
    /// Where days and posts come from.
    pub source: String,
}

impl Pack {
    /// The campaign of a post on a day, the one that began last when there are several.
    pub fn campaign_on(&self, post: &str, day: NaiveDate) -> Option<&Campaign> {
        let here = |campaign: &&Campaign| {
            let posts = &campaign.posts;
            (campaign.from..=campaign.to).contains(&day)
                && (posts.is_empty() || posts.iter().any(|code| code == post))
        };
        self.campaigns.iter().filter(here).max_by_key(|campaign| campaign.from)
    }
}
